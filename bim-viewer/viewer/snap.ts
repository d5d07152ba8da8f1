import { clipEdge, isKept, type SectionPlane } from './section.ts'
import { add, cross, distance, dot, scale, subtract, unit, type Vec3 } from './vector.ts'

export interface Snapped {
  kind: 'vertex' | 'edge' | 'face'
  point: Vec3
}

export type Triangle = readonly [Vec3, Vec3, Vec3]

interface SnapQuestion {
  /** Where the pointer's ray meets the surface. */
  hit: Vec3
  /** Triangles of the element that was met. */
  triangles: readonly Triangle[]
  planes: readonly SectionPlane[]
  /** Scene to pixels of the screen; null behind the camera. */
  toScreen(point: Vec3): readonly [number, number] | null
  /** How near, in pixels, a vertex or an edge draws the pointer. */
  reach: number
}

/**
 * A vertex within reach, else the nearest point of an edge within reach, else the surface itself. Ends where a section cuts an edge are
 * vertices too; what the section took away never is. Edges between coplanar triangles are the triangulation's, not the building's.
 */
export function snap({ hit, triangles, planes, toScreen, reach }: SnapQuestion): Snapped {
  const at = toScreen(hit)
  if (!at) return { kind: 'face', point: hit }
  const edges = sharpEdges(triangles).flatMap(([from, to]) => clipEdge(planes, from, to) ?? [])
  let vertex: Vec3 | null = null
  let vertexReach = reach
  let edgePoint: Vec3 | null = null
  let edgeReach = reach
  for (let index = 0; index < edges.length; index += 2) {
    const from = edges[index]!
    const to = edges[index + 1]!
    for (const end of [from, to]) {
      const pixels = pixelsBetween(toScreen(end), at)
      if (pixels < vertexReach) {
        vertex = end
        vertexReach = pixels
      }
    }
    const nearest = nearestOnEdge(hit, from, to)
    const pixels = pixelsBetween(toScreen(nearest), at)
    if (pixels < edgeReach) {
      edgePoint = nearest
      edgeReach = pixels
    }
  }
  if (vertex && isKept(planes, vertex)) return { kind: 'vertex', point: vertex }
  if (edgePoint && isKept(planes, edgePoint)) return { kind: 'edge', point: edgePoint }
  return { kind: 'face', point: hit }
}

const pixelsBetween = (a: readonly [number, number] | null, b: readonly [number, number]): number =>
  a ? Math.hypot(a[0] - b[0], a[1] - b[1]) : Number.POSITIVE_INFINITY

export function nearestOnEdge(point: Vec3, from: Vec3, to: Vec3): Vec3 {
  const along = subtract(to, from)
  const size = dot(along, along)
  const share = size === 0 ? 0 : Math.min(1, Math.max(0, dot(subtract(point, from), along) / size))
  return add(from, scale(along, share))
}

/** Cosine of 2°: flatter than that is one face. */
const flat = 0.9994

/** Edges of one triangle only, or between two that are not in one plane. Corners are the same within a tenth of a millimetre. */
export function sharpEdges(triangles: readonly Triangle[]): [Vec3, Vec3][] {
  const found = new Map<string, { edge: [Vec3, Vec3]; normal: Vec3; sharp: boolean }>()
  for (const triangle of triangles) {
    const normal = unit(cross(subtract(triangle[1], triangle[0]), subtract(triangle[2], triangle[0])))
    if (normal.every((part) => part === 0)) continue
    for (let side = 0; side < 3; side++) {
      const from = triangle[side]!
      const to = triangle[(side + 1) % 3]!
      const key = edgeKey(from, to)
      const known = found.get(key)
      if (known) known.sharp = Math.abs(dot(known.normal, normal)) < flat
      else found.set(key, { edge: [from, to], normal, sharp: true })
    }
  }
  return [...found.values()].filter(({ sharp }) => sharp).map(({ edge }) => edge)
}

function edgeKey(from: Vec3, to: Vec3): string {
  const a = cornerKey(from)
  const b = cornerKey(to)
  return a < b ? `${a} ${b}` : `${b} ${a}`
}

const cornerKey = (corner: Vec3): string => corner.map((part) => Math.round(part * 10_000)).join()

/** Where a ray meets a triangle (Möller and Trumbore), from either side: metres along it, or null. */
export function rayMeets(origin: Vec3, direction: Vec3, [a, b, c]: Triangle): number | null {
  const first = subtract(b, a)
  const second = subtract(c, a)
  const across = cross(direction, second)
  const slope = dot(first, across)
  if (Math.abs(slope) < 1e-14) return null
  const from = subtract(origin, a)
  const u = dot(from, across) / slope
  if (u < 0 || u > 1) return null
  const turned = cross(from, first)
  const v = dot(direction, turned) / slope
  if (v < 0 || u + v > 1) return null
  const along = dot(second, turned) / slope
  return along > 0 ? along : null
}

/** The first triangle that the ray meets where the planes keep it. */
export function firstMeeting(
  origin: Vec3,
  direction: Vec3,
  triangles: readonly Triangle[],
  planes: readonly SectionPlane[],
): { point: Vec3; normal: Vec3; along: number } | null {
  let best: { point: Vec3; normal: Vec3; along: number } | null = null
  for (const triangle of triangles) {
    const along = rayMeets(origin, direction, triangle)
    if (along === null || (best && along >= best.along)) continue
    const point = add(origin, scale(direction, along))
    if (!isKept(planes, point)) continue
    const normal = unit(cross(subtract(triangle[1], triangle[0]), subtract(triangle[2], triangle[0])))
    best = { point, normal: dot(normal, direction) > 0 ? scale(normal, -1) : normal, along }
  }
  return best
}

export const isSamePoint = (a: Vec3, b: Vec3): boolean => distance(a, b) < 1e-4
