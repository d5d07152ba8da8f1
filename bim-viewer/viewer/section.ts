import { add, between, dot, scale, unit, type Vec3 } from './vector.ts'

/** Keeps the side that the normal points to: dot(normal, point) + offset ≥ 0. The same convention as three's planes. */
export interface SectionPlane {
  normal: Vec3
  offset: number
}

export interface Box {
  min: Vec3
  max: Vec3
}

/** A little room, so that what lies in the cut itself can be picked in spite of rounding. */
const tolerance = 1e-4

export const heightOver = (plane: SectionPlane, point: Vec3): number => dot(plane.normal, point) + plane.offset

export const isKept = (planes: readonly SectionPlane[], point: Vec3): boolean =>
  planes.every((plane) => heightOver(plane, point) >= -tolerance)

/** Cuts away what lies before a face that was clicked: the face's normal points at who looks, and behind it is kept. */
export function planeThrough(point: Vec3, normal: Vec3): SectionPlane {
  const inward = scale(unit(normal), -1)
  return { normal: inward, offset: -dot(inward, point) }
}

export const flipped = ({ normal, offset }: SectionPlane): SectionPlane => ({
  normal: scale(normal, -1),
  offset: -offset,
})

/** The six planes of a box, which keep its inside. */
export function planesOfBox({ min, max }: Box): SectionPlane[] {
  const axes: Vec3[] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]
  return axes.flatMap((axis, at) => [
    { normal: axis, offset: -min[at]! },
    { normal: scale(axis, -1), offset: max[at]! },
  ])
}

/** A hand beyond the outermost face, which would otherwise lie in the plane itself. */
const beyond = 0.05

/** How far a plane can be moved over the model: its offset where it keeps nothing, and where it keeps all. */
export function offsetRange(normal: Vec3, { min, max }: Box): [number, number] {
  const heights = [0, 1, 2, 3, 4, 5, 6, 7].map((corner) =>
    dot(normal, [corner & 1 ? max[0] : min[0], corner & 2 ? max[1] : min[1], corner & 4 ? max[2] : min[2]]),
  )
  return [-Math.max(...heights) - beyond, -Math.min(...heights) + beyond]
}

/** The part of an edge that the planes keep; null when they keep none of it. */
export function clipEdge(planes: readonly SectionPlane[], from: Vec3, to: Vec3): [Vec3, Vec3] | null {
  let begin = 0
  let end = 1
  for (const plane of planes) {
    const atFrom = heightOver(plane, from)
    const atTo = heightOver(plane, to)
    if (Math.min(atFrom, atTo) >= -tolerance) continue
    // Wholly away, or touching the plane with an end.
    if (atFrom < 0 && atTo < 0) return null
    const share = atFrom / (atFrom - atTo)
    if (atFrom < 0) begin = Math.max(begin, share)
    else end = Math.min(end, share)
  }
  if (begin > end) return null
  return [begin === 0 ? from : between(from, to, begin), end === 1 ? to : between(from, to, end)]
}

/** A box around the middle of another, as a start for dragging. */
export function shrunk({ min, max }: Box, share: number): Box {
  const inset = scale(add(max, scale(min, -1)), share)
  return { min: add(min, inset), max: add(max, scale(inset, -1)) }
}
