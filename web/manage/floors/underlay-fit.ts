import type { Underlay } from '../../../api/contract/drawing.ts'

/**
 * How a drawing lies on the map: turned, sized and moved, never sheared. A point (u, v) of it, v upwards, goes to Web Mercator
 * (a·u − b·v + x, b·u + a·v + y).
 */
export interface Similarity {
  a: number
  b: number
  x: number
  y: number
}

export type Control = Underlay['controls'][number]
type Plane = readonly [number, number]

const radius = 6_378_137

export const mercator = ([lon, lat]: Plane): [number, number] => [
  (radius * lon * Math.PI) / 180,
  radius * Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)),
]

export const applied = ({ a, b, x, y }: Similarity, [u, v]: Plane): [number, number] => [
  a * u - b * v + x,
  b * u + a * v + y,
]

export function inverted({ a, b, x, y }: Similarity, [east, north]: Plane): [number, number] {
  const [dx, dy, size] = [east - x, north - y, a * a + b * b]
  return [(a * dx + b * dy) / size, (a * dy - b * dx) / size]
}

/**
 * By least squares from two control points on (Helmert's transformation); one moves `usual` so that it fits there; none leaves it. Control
 * points at one spot of the drawing say nothing of its size, and count as one.
 */
export function fitted(controls: readonly Control[], usual: Similarity): Similarity {
  const pairs = controls.map(({ at, on }) => ({ at, to: mercator(on) }))
  if (pairs.length === 0) return usual
  const mean = (pick: (pair: (typeof pairs)[number]) => number) =>
    pairs.reduce((sum, pair) => sum + pick(pair), 0) / pairs.length
  const [u0, v0] = [mean(({ at }) => at[0]), mean(({ at }) => at[1])]
  const [x0, y0] = [mean(({ to }) => to[0]), mean(({ to }) => to[1])]
  let [along, across, spread] = [0, 0, 0]
  for (const { at, to } of pairs) {
    const [u, v, x, y] = [at[0] - u0, at[1] - v0, to[0] - x0, to[1] - y0]
    along += u * x + v * y
    across += u * y - v * x
    spread += u * u + v * v
  }
  const [a, b] =
    spread < 1e-9 || Math.hypot(along, across) === 0 ? [usual.a, usual.b] : [along / spread, across / spread]
  return { a, b, x: x0 - (a * u0 - b * v0), y: y0 - (b * u0 + a * v0) }
}

/** Metres on the ground for one unit of the drawing. */
export const metresPerUnit = ({ a, b }: Similarity, lat: number): number =>
  Math.hypot(a, b) * Math.cos((lat * Math.PI) / 180)

/** How far, in metres, each control point lies from where it was put. */
export const residuals = (similarity: Similarity, controls: readonly Control[]): number[] =>
  controls.map(({ at, on }) => {
    const [x, y] = applied(similarity, at)
    const [toX, toY] = mercator(on)
    return Math.hypot(x - toX, y - toY) * Math.cos((on[1] * Math.PI) / 180)
  })

/** With its middle on a position, north up. */
export function around(
  [lon, lat]: Plane,
  bounds: readonly [number, number, number, number],
  metres: number,
): Similarity {
  const a = metres / Math.cos((lat * Math.PI) / 180)
  const [x, y] = mercator([lon, lat])
  return { a, b: 0, x: x - (a * (bounds[0] + bounds[2])) / 2, y: y - (a * (bounds[1] + bounds[3])) / 2 }
}
