export type Point = readonly [x: number, y: number]

/** The corners of the smallest convex outline around points, counter-clockwise (Andrew's monotone chain). */
export function hullOf(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const chain = (ordered: readonly Point[]): Point[] => {
    const kept: Point[] = []
    for (const point of ordered) {
      while (kept.length > 1 && cross(kept.at(-2)!, kept.at(-1)!, point) <= 0) kept.pop()
      kept.push(point)
    }
    return kept.slice(0, -1)
  }
  return sorted.length < 3 ? sorted : [...chain(sorted), ...chain(sorted.reverse())]
}

/**
 * Metres on foot from a point outside to an entrance, which lies on a building's outline or a little beside it: straight where the
 * building is not between, else around it by its shorter side. Without it the straight line would take one through the walls, and to
 * the wrong door.
 */
export function metresAround(hull: readonly Point[], from: Point, entrance: Point): number {
  const straight = distance(from, entrance)
  if (hull.length < 3 || isWithin(hull, from)) return straight
  const outline = hullOf([...hull, from])
  const start = outline.indexOf(from)
  if (start < 0) return straight
  const ring = [...outline.slice(start), ...outline.slice(0, start), from]
  let [walked, best] = [0, { off: Infinity, at: 0 }]
  for (let edge = 0; edge + 1 < ring.length; edge++) {
    const [a, b] = [ring[edge]!, ring[edge + 1]!]
    const along = alongOf(a, b, entrance)
    const off = distance(at(a, b, along), entrance)
    const length = distance(a, b)
    if (off < best.off) best = { off, at: walked + along * length }
    walked += length
  }
  if (!crosses(hull, from, entrance)) return straight
  return Math.max(straight, Math.min(best.at, walked - best.at) + best.off)
}

/** A door stands in the wall or just outside it: a line that ends there must not count as one through the building. */
const wallMetres = 1.5

function crosses(hull: readonly Point[], from: Point, to: Point): boolean {
  const length = distance(from, to)
  if (length <= wallMetres) return false
  const near = at(from, to, (length - wallMetres) / length)
  return hull.some((a, index) => {
    const b = hull[(index + 1) % hull.length]!
    return cross(from, near, a) * cross(from, near, b) < 0 && cross(a, b, from) * cross(a, b, near) < 0
  })
}

const isWithin = (hull: readonly Point[], point: Point): boolean =>
  hull.every((a, index) => cross(a, hull[(index + 1) % hull.length]!, point) >= 0)

const cross = (a: Point, b: Point, c: Point): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1])

const at = (a: Point, b: Point, share: number): Point => [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]

function alongOf(a: Point, b: Point, point: Point): number {
  const squared = distance(a, b) ** 2 || 1
  const share = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / squared
  return Math.max(0, Math.min(1, share))
}
