import type { Point } from './building-plan.ts'

/**
 * A counter-clockwise ring moved inwards by `insets[i]` at the edge from point i to the next. Edges in one line with other insets are
 * joined by a step.
 */
export function insetRing(ring: readonly Point[], insets: readonly number[]): Point[] {
  return ring.flatMap((point, at) => {
    const before = (at + ring.length - 1) % ring.length
    const [first, second] = [normalOf(ring[before]!, point), normalOf(point, ring[(at + 1) % ring.length]!)]
    const [a, b] = [insets[before]!, insets[at]!]
    const turn = first[0] * second[1] - first[1] * second[0]
    if (Math.abs(turn) > 1e-9) {
      // Where the two moved lines cross: n1 · p = n1 · point + a, n2 · p = n2 · point + b.
      const [c, d] = [dot(first, point) + a, dot(second, point) + b]
      return [[(c * second[1] - d * first[1]) / turn, (d * first[0] - c * second[0]) / turn] as Point]
    }
    const ends = [moved(point, first, a), moved(point, second, b)]
    return a === b ? [ends[0]!] : ends
  })
}

/** To the left of the way, which is inside. */
function normalOf([ax, ay]: Point, [bx, by]: Point): Point {
  const length = Math.hypot(bx - ax, by - ay)
  return [(ay - by) / length, (bx - ax) / length]
}

const dot = (a: Point, b: Point) => a[0] * b[0] + a[1] * b[1]
const moved = (point: Point, normal: Point, by: number): Point => [point[0] + normal[0] * by, point[1] + normal[1] * by]
