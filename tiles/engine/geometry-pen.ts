import type { LayerWriter } from './layer-writer.ts'
import type { LineMemory } from './line-memory.ts'
import { varintLength, writeVarint } from './text-value.ts'

/** Vertices `from` to before `end` of world coordinates, and the zoom from which each matters. */
export interface LineSource {
  coordinates: Uint32Array
  levels: Uint8Array
  from: number
  end: number
  /** Lines drawn before, and this one's number among them. */
  memory: LineMemory | null
  part: number
}

/** Beyond every coordinate that is drawn. */
const FAR = 65_536
const ROUNDING = FAR + 0.5
/** Shorter lines are drawn as fast as they are looked up. */
const REMEMBERED_FROM_VERTICES = 8
const pair = new Float64Array(2)

/** Commands of the specification (4.3): vertices rounded, without doubled ones, each relative to the one before. */
export class GeometryPen {
  private writer: LayerWriter | null = null
  private out = new Uint8Array(0)
  private at = 0
  /** Where the last command ended. */
  private x = 0
  private y = 0
  /** Rounded vertices of the path at hand. */
  private grid = new Int32Array(4096)
  private length = 0

  start(writer: LayerWriter): void {
    this.writer = writer
    this.out = writer.geometry
    this.at = 0
    this.x = 0
    this.y = 0
  }

  /** False when nothing was drawn. */
  finish(): boolean {
    this.writer!.geometryEnd = this.at
    return this.at > 0
  }

  begin(): void {
    this.length = 0
  }

  add(x: number, y: number): void {
    pair[0] = x
    pair[1] = y
    this.addAll(pair, 0, 2)
  }

  /** Adds vertices x0, y0, x1, y1, … from one place in `xy` to before another, that lie within the tile and its buffer. */
  addAll(xy: Float64Array, from: number, end: number): void {
    if (this.length + end - from > this.grid.length) {
      const larger = new Int32Array(2 * (this.length + end - from))
      larger.set(this.grid)
      this.grid = larger
    }
    const { grid } = this
    let { length } = this
    let lastX = length > 0 ? grid[length - 2]! : FAR
    let lastY = length > 0 ? grid[length - 1]! : FAR
    for (let i = from; i < end; i += 2) {
      // Rounds halves up, as Math.round; of positive numbers a cut does it at half the cost.
      const x = ((xy[i]! + ROUNDING) | 0) - FAR
      const y = ((xy[i + 1]! + ROUNDING) | 0) - FAR
      if (x === lastX && y === lastY) continue
      grid[length] = x
      grid[length + 1] = y
      length += 2
      lastX = x
      lastY = y
    }
    this.length = length
  }

  /** Vertices as one multi-point, not rounded again. */
  points(points: readonly number[]): void {
    if (points.length === 0) return
    this.room(points.length / 2)
    this.at = writeVarint(this.out, this.at, (points.length / 2) * 8 + 1)
    this.grid = Int32Array.from(points)
    this.moves(0, points.length)
  }

  /**
   * A line that needs no clipping, straight from world units to bytes: at low zooms these are most of a tile. A tile unit is
   * 2^(20 − z) world units, so rounding is a shift; from zoom 2 to 19.
   */
  wholeLine(line: LineSource, { z, left, top }: { z: number; left: number; top: number }): void {
    const { coordinates, levels, from, end, memory, part } = line
    if (memory?.find(z, part)) {
      this.knownLine(line, memory, { z, left, top })
      return
    }
    this.room(end - from)
    const { out } = this
    const shift = 20 - z
    const offsetX = (left | 0) - (1 << (shift - 1))
    const offsetY = (top | 0) - (1 << (shift - 1))
    const headerLength = varintLength((end - from - 1) * 8 + 2)
    let { at, x, y } = this
    let lines = -1
    let header = at
    for (let vertex = from; vertex < end; vertex++) {
      if (levels[vertex]! > z) continue
      const dx = ((coordinates[2 * vertex]! - offsetX) >> shift) - x
      const dy = ((coordinates[2 * vertex + 1]! - offsetY) >> shift) - y
      if (lines < 0) out[at++] = 9
      else if (dx === 0 && dy === 0) continue
      let value = (dx << 1) ^ (dx >> 31)
      for (; value > 127; value >>>= 7) out[at++] = (value & 127) | 128
      out[at++] = value
      value = (dy << 1) ^ (dy >> 31)
      for (; value > 127; value >>>= 7) out[at++] = (value & 127) | 128
      out[at++] = value
      x += dx
      y += dy
      if (++lines === 0) {
        header = at
        at += headerLength
      }
    }
    // One point on the grid is no line; nothing of it counts.
    if (lines < 1) return
    const written = writeVarint(out, header, lines * 8 + 2)
    if (written < header + headerLength) {
      out.copyWithin(written, header + headerLength, at)
      at -= header + headerLength - written
    }
    if (end - from >= REMEMBERED_FROM_VERTICES) memory?.keep(z, part, out, header, at)
    this.at = at
    this.x = x
    this.y = y
  }

  /** A line whose bytes after the first vertex are known; its ends matter at every zoom. */
  private knownLine(
    { coordinates, from, end }: LineSource,
    memory: LineMemory,
    { z, left, top }: { z: number; left: number; top: number },
  ): void {
    const length = memory.to - memory.from
    this.room(length)
    const { out } = this
    const shift = 20 - z
    const offsetX = (left | 0) - (1 << (shift - 1))
    const offsetY = (top | 0) - (1 << (shift - 1))
    const dx = ((coordinates[2 * from]! - offsetX) >> shift) - this.x
    const dy = ((coordinates[2 * from + 1]! - offsetY) >> shift) - this.y
    out[this.at++] = 9
    this.at = writeVarint(out, this.at, ((dx << 1) ^ (dx >> 31)) >>> 0)
    this.at = writeVarint(out, this.at, ((dy << 1) ^ (dy >> 31)) >>> 0)
    out.set(memory.bytes.subarray(memory.from, memory.to), this.at)
    this.at += length
    this.x = (coordinates[2 * end - 2]! - offsetX) >> shift
    this.y = (coordinates[2 * end - 1]! - offsetY) >> shift
  }

  endLine(): void {
    if (this.length >= 4) this.path()
  }

  /** False when the ring has no area on the grid. */
  endRing(hole: boolean): boolean {
    const { grid } = this
    let { length } = this
    if (length > 2 && grid[0] === grid[length - 2] && grid[1] === grid[length - 1]) length -= 2
    if (length < 6) return false
    const area = gridArea(grid, length)
    if (area === 0) return false
    if (area > 0 === hole) reverse(grid, length)
    this.length = length
    this.path()
    this.out[this.at++] = 15
    return true
  }

  private path(): void {
    const { length } = this
    this.room(length / 2)
    this.out[this.at++] = 9
    this.moves(0, 2)
    this.at = writeVarint(this.out, this.at, (length / 2 - 1) * 8 + 2)
    this.moves(2, length)
  }

  private moves(from: number, to: number): void {
    const { out, grid } = this
    let { at, x, y } = this
    for (let i = from; i < to; i += 2) {
      const nextX = grid[i]!
      const nextY = grid[i + 1]!
      let value = ((nextX - x) << 1) ^ ((nextX - x) >> 31)
      for (; value > 127; value >>>= 7) out[at++] = (value & 127) | 128
      out[at++] = value
      value = ((nextY - y) << 1) ^ ((nextY - y) >> 31)
      for (; value > 127; value >>>= 7) out[at++] = (value & 127) | 128
      out[at++] = value
      x = nextX
      y = nextY
    }
    this.at = at
    this.x = x
    this.y = y
  }

  private room(vertices: number): void {
    const needed = this.at + 20 + 10 * vertices
    if (needed <= this.out.length) return
    const larger = new Uint8Array(Math.max(needed, 2 * this.out.length))
    larger.set(this.out)
    this.out = larger
    this.writer!.geometry = larger
  }
}

/** Twice the signed area. */
function gridArea(grid: Int32Array, length: number): number {
  let sum = 0
  for (let i = 0, j = length - 2; i < length; j = i, i += 2)
    sum += (grid[j]! - grid[0]!) * (grid[i + 1]! - grid[1]!) - (grid[i]! - grid[0]!) * (grid[j + 1]! - grid[1]!)
  return sum
}

function reverse(grid: Int32Array, length: number): void {
  for (let i = 0, j = length - 2; i < j; i += 2, j -= 2) {
    const x = grid[i]!
    const y = grid[i + 1]!
    grid[i] = grid[j]!
    grid[i + 1] = grid[j + 1]!
    grid[j] = x
    grid[j + 1] = y
  }
}
