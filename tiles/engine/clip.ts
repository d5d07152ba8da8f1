import { BUFFER, EXTENT } from './layer-writer.ts'

/** Clipping to the tile and its buffer, in tile units. Vertices are x0, y0, x1, y1, … */
export const LOW = -BUFFER
export const HIGH = EXTENT + BUFFER

/** A ring clipped to the box (Sutherland–Hodgman): closed implicitly, perhaps running along the box's sides. */
export function clippedRing(ring: number[]): number[] {
  let out = ring
  for (const side of SIDES) {
    if (out.length === 0) return out
    out = cutBySide(out, side)
  }
  return out
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

function cutBySide(ring: number[], { axis, limit, sign }: Side): number[] {
  const out: number[] = []
  let ax = ring[ring.length - 2]!
  let ay = ring[ring.length - 1]!
  let a = ((axis === 0 ? ax : ay) - limit) * sign
  for (let i = 0; i < ring.length; i += 2) {
    const bx = ring[i]!
    const by = ring[i + 1]!
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
  return out
}

/** The pieces of a path inside the box (Liang–Barsky, segment by segment). */
export function clippedPath(path: number[]): number[][] {
  const pieces: number[][] = []
  let piece: number[] | null = null
  for (let i = 2; i < path.length; i += 2) {
    const ax = path[i - 2]!
    const ay = path[i - 1]!
    const dx = path[i]! - ax
    const dy = path[i + 1]! - ay
    const span = spanInside(ax, ay, dx, dy)
    if (!span) {
      piece = null
      continue
    }
    const [from, to] = span
    if (!piece || from > 0) {
      piece = [ax + dx * from, ay + dy * from]
      pieces.push(piece)
    }
    piece.push(ax + dx * to, ay + dy * to)
    if (to < 1) piece = null
  }
  return pieces
}

/** The part of a segment inside the box as fractions of it, or null. */
function spanInside(ax: number, ay: number, dx: number, dy: number): [number, number] | null {
  let from = 0
  let to = 1
  for (let side = 0; side < 4; side++) {
    const toward = side === 0 ? -dx : side === 1 ? dx : side === 2 ? -dy : dy
    const room = side === 0 ? ax - LOW : side === 1 ? HIGH - ax : side === 2 ? ay - LOW : HIGH - ay
    if (toward === 0) {
      if (room < 0) return null
    } else if (toward < 0) {
      from = Math.max(from, room / toward)
    } else {
      to = Math.min(to, room / toward)
    }
  }
  return from <= to ? [from, to] : null
}
