import type { GeometryPen } from './geometry-pen.ts'
import { BUFFER, EXTENT } from './layer-writer.ts'

/** Clipping to the tile and its buffer, in tile units. Vertices are x0, y0, x1, y1, … */
export const LOW = -BUFFER
export const HIGH = EXTENT + BUFFER

/** A path's vertices in tile units; reused, as most of a tile's time with lines went into arrays that grow. */
export class TilePath {
  xy = new Float64Array(4096)
  length = 0

  clear(): void {
    this.length = 0
  }

  /** The array with room for so many numbers. */
  room(length: number): Float64Array {
    if (length > this.xy.length) {
      const larger = new Float64Array(2 * length)
      larger.set(this.xy)
      this.xy = larger
    }
    return this.xy
  }

  push(x: number, y: number): void {
    this.room(this.length + 2)
    this.xy[this.length++] = x
    this.xy[this.length++] = y
  }
}

const spare = [new TilePath(), new TilePath()] as const

/** A ring clipped to the box (Sutherland–Hodgman): closed implicitly, perhaps running along the box's sides. */
export function clippedRing(ring: TilePath): TilePath {
  let from = ring
  let next = 0
  for (const side of SIDES) {
    if (from.length === 0 || isWithin(from, side)) continue
    const to = spare[next]!
    next = 1 - next
    cutBySide(from, side, to)
    from = to
  }
  return from
}

interface Side {
  axis: 0 | 1
  limit: number
  sign: 1 | -1
}

const SIDES: readonly Side[] = [
  { axis: 0, limit: LOW, sign: 1 },
  { axis: 0, limit: HIGH, sign: -1 },
  { axis: 1, limit: LOW, sign: 1 },
  { axis: 1, limit: HIGH, sign: -1 },
]

function isWithin({ xy, length }: TilePath, { axis, limit, sign }: Side): boolean {
  for (let i = axis; i < length; i += 2) if ((xy[i]! - limit) * sign < 0) return false
  return true
}

function cutBySide({ xy, length }: TilePath, { axis, limit, sign }: Side, out: TilePath): void {
  out.clear()
  let ax = xy[length - 2]!
  let ay = xy[length - 1]!
  let a = ((axis === 0 ? ax : ay) - limit) * sign
  for (let i = 0; i < length; i += 2) {
    const bx = xy[i]!
    const by = xy[i + 1]!
    const b = ((axis === 0 ? bx : by) - limit) * sign
    if (a >= 0 !== b >= 0) {
      const part = a / (a - b)
      if (axis === 0) out.push(limit, ay + (by - ay) * part)
      else out.push(ax + (bx - ax) * part, limit)
    }
    if (b >= 0) out.push(bx, by)
    ax = bx
    ay = by
    a = b
  }
}

/** Draws the pieces of a path that lie inside the box: runs of vertices within it as they are, what crosses its sides by Liang–Barsky. */
export function drawClipped({ xy, length }: TilePath, pen: GeometryPen): void {
  let drawing = false
  for (let i = 0; i < length; i += 2) {
    const ax = xy[i]!
    const ay = xy[i + 1]!
    if (isInside(ax, ay)) {
      const from = i
      while (i + 2 < length && isInside(xy[i + 2]!, xy[i + 3]!)) i += 2
      if (!drawing) pen.begin()
      pen.addAll(xy, from, i + 2)
      drawing = true
      if (i + 2 === length) break
      const [lastX, lastY] = [xy[i]!, xy[i + 1]!]
      const [dx, dy] = [xy[i + 2]! - lastX, xy[i + 3]! - lastY]
      cutSegment(lastX, lastY, dx, dy)
      pen.add(lastX + dx * leaves, lastY + dy * leaves)
      pen.endLine()
      drawing = false
      continue
    }
    if (i + 2 === length) break
    const bx = xy[i + 2]!
    const by = xy[i + 3]!
    // Both ends beyond one side: what most segments of a line that only touches the tile are.
    const beyond =
      (ax < LOW && bx < LOW) || (ax > HIGH && bx > HIGH) || (ay < LOW && by < LOW) || (ay > HIGH && by > HIGH)
    if (beyond || !cutSegment(ax, ay, bx - ax, by - ay)) continue
    pen.begin()
    pen.add(ax + (bx - ax) * enters, ay + (by - ay) * enters)
    // A vertex inside comes with the next turn.
    drawing = isInside(bx, by)
    if (drawing) continue
    pen.add(ax + (bx - ax) * leaves, ay + (by - ay) * leaves)
    pen.endLine()
  }
  if (drawing) pen.endLine()
}

const isInside = (x: number, y: number): boolean => x >= LOW && x <= HIGH && y >= LOW && y <= HIGH

/** The part of the segment at hand inside the box, as fractions of it. */
let enters = 0
let leaves = 1

function cutSegment(ax: number, ay: number, dx: number, dy: number): boolean {
  enters = 0
  leaves = 1
  return cut(-dx, ax - LOW) && cut(dx, HIGH - ax) && cut(-dy, ay - LOW) && cut(dy, HIGH - ay) && enters <= leaves
}

function cut(toward: number, room: number): boolean {
  if (toward === 0) return room >= 0
  const part = room / toward
  if (toward < 0) {
    if (part > enters) enters = part
  } else if (part < leaves) leaves = part
  return true
}
