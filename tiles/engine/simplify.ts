/**
 * The zoom from which a vertex matters. A vertex whose distance from the simplified line is above a quarter of a unit of a tile's
 * 4096 at zoom z belongs to zoom z (Douglas–Peucker, worked once for all zooms): no simplified line is farther than a quarter
 * from the true one: with the rounding to the grid (0.71 at most) a vertex stays within one unit.
 */
export const NEVER = 255
const ALWAYS = 0

/** Zoom at which a deviation of `distance` world units reaches a quarter of a tile unit: 2^(32−z) / 4096 / 4 = 2^(18−z). */
export function levelOfDistance(distance: number): number {
  if (distance <= 0) return NEVER
  const level = Math.floor(18 - Math.log2(distance)) + 1
  return level < 0 ? 0 : level > 30 ? 30 : level
}

/**
 * Writes the levels of vertices `from`…`to` of an open path (both ends are kept always).
 * `coordinates` is x0, y0, x1, y1, …; indices count vertices and may pass the end of a ring of `count` vertices.
 */
export function levelsOfPath(coordinates: ArrayLike<number>, levels: Uint8Array, path: PathSpan): void {
  const { start, count, from, to } = path
  levels[start + (from % count)] = ALWAYS
  levels[start + (to % count)] = ALWAYS
  const stack: number[] = [from, to, 0]
  while (stack.length > 0) {
    // A vertex never matters earlier than the split it lies below, else the kept ones would not be a Douglas–Peucker line.
    const floor = stack.pop()!
    const last = stack.pop()!
    const first = stack.pop()!
    if (last - first < 2) continue
    let farthest = first + 1
    let most = -1
    for (let i = first + 1; i < last; i++) {
      const square = squareDistance(coordinates, start + (i % count), start + (first % count), start + (last % count))
      if (square > most) {
        most = square
        farthest = i
      }
    }
    const level = Math.max(floor, levelOfDistance(Math.sqrt(most)))
    levels[start + (farthest % count)] = level
    if (level === NEVER) {
      for (let i = first + 1; i < last; i++) levels[start + (i % count)] = NEVER
      continue
    }
    stack.push(first, farthest, level, farthest, last, level)
  }
}

export interface PathSpan {
  /** First vertex of the part in `coordinates` and the number of its vertices. */
  start: number
  count: number
  /** Ends of the span in vertices of the part; `to` may be `count` + something on a ring. */
  from: number
  to: number
}

/** Square of the distance of vertex `i` from the segment a–b. */
function squareDistance(coordinates: ArrayLike<number>, i: number, a: number, b: number): number {
  const ax = coordinates[2 * a]!
  const ay = coordinates[2 * a + 1]!
  const dx = coordinates[2 * b]! - ax
  const dy = coordinates[2 * b + 1]! - ay
  let px = coordinates[2 * i]! - ax
  let py = coordinates[2 * i + 1]! - ay
  const square = dx * dx + dy * dy
  if (square > 0) {
    const along = Math.min(1, Math.max(0, (px * dx + py * dy) / square))
    px -= along * dx
    py -= along * dy
  }
  return px * px + py * py
}

/** The vertex of a ring farthest from vertex `from`: the second fixed end of a ring without nodes. */
export function farthestVertex(coordinates: ArrayLike<number>, start: number, count: number, from: number): number {
  let farthest = from
  let most = -1
  for (let step = 1; step < count; step++) {
    const i = (from + step) % count
    const dx = coordinates[2 * (start + i)]! - coordinates[2 * (start + from)]!
    const dy = coordinates[2 * (start + i) + 1]! - coordinates[2 * (start + from) + 1]!
    const square = dx * dx + dy * dy
    if (square > most) {
      most = square
      farthest = from + step
    }
  }
  return farthest
}
