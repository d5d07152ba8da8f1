import { add, cross, distance, length, scale, subtract, type Vec3 } from './vector.ts'

export const measureKinds = ['length', 'area', 'height'] as const
export type MeasureKind = (typeof measureKinds)[number]

export interface Measurement {
  kind: MeasureKind
  /** Scene points in the order they were set: two for a length or a height, three or more for an area. */
  points: readonly Vec3[]
}

/** Points that a kind needs; an area goes on until it is closed. */
export const isComplete = ({ kind, points }: Measurement): boolean => points.length >= (kind === 'area' ? 3 : 2)

export interface Lengths {
  /** Metres straight from point to point. */
  direct: number
  /** Metres on the plan. */
  horizontal: number
  /** Metres up; negative when the second point lies lower. */
  vertical: number
}

export function lengthsOf(from: Vec3, to: Vec3): Lengths {
  const [x, y, z] = subtract(to, from)
  return { direct: distance(from, to), horizontal: Math.hypot(x, z), vertical: y }
}

/** Vector area by Newell: half the sum of the edges' cross products, right for any flat ring and the projection of a bent one. */
function vectorArea(ring: readonly Vec3[]): Vec3 {
  const origin = ring[0]
  if (!origin) return [0, 0, 0]
  let sum: Vec3 = [0, 0, 0]
  // From the first point, not from the frame's origin: models can lie kilometres away from it.
  for (let at = 1; at + 1 < ring.length; at++) {
    sum = add(sum, cross(subtract(ring[at]!, origin), subtract(ring[at + 1]!, origin)))
  }
  return scale(sum, 0.5)
}

export interface Areas {
  /** Square metres of the face that the points span. */
  face: number
  /** Square metres of its shadow on the plan. */
  plan: number
  /** Metres around. */
  perimeter: number
}

export function areasOf(ring: readonly Vec3[]): Areas {
  const area = vectorArea(ring)
  const perimeter = ring.reduce((sum, point, at) => sum + distance(point, ring[(at + 1) % ring.length]!), 0)
  return { face: length(area), plan: Math.abs(area[1]), perimeter }
}
