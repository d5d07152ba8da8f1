import { featureCollection, polygon, union } from '@turf/turf'
import type { MultiPolygon, Polygon, Position } from 'geojson'
import { isSimple, ringArea, withoutCollinear } from './rings.ts'
import { traceRings } from './trace-rings.ts'

/** A mesh in local metres, z up: xyz after xyz, and the corners of its triangles. */
export interface Triangles {
  points: Float64Array
  corners: Uint32Array
}

export interface Footprint {
  polygon: Polygon
  floor: number
  height: number
}

type Corner = readonly [x: number, y: number]
type Triangle = readonly [Corner, Corner, Corner]

/** A face is the floor when its corners are so near the lowest point. */
const floorMetres = 0.02
const leastArea = 0.05

/**
 * The floor of a space: the triangles of its bottom face, whose shared edges cancel out and whose others are traced to rings. More than one
 * ring (a hole, a step, two parts) is put together by union, of which the largest part counts.
 * @returns null when the mesh has no floor to speak of.
 */
export function footprintOf(meshes: readonly Triangles[]): Footprint | null {
  const [low, high] = heights(meshes)
  if (!(high > low - 1)) return null
  const bottom = trianglesOf(meshes, low + floorMetres)
  const found =
    fromBottom(bottom) ?? largest(united(bottom)) ?? largest(united(trianglesOf(meshes, Number.POSITIVE_INFINITY)))
  return found ? { polygon: found, floor: low, height: high - low } : null
}

function heights(meshes: readonly Triangles[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { points } of meshes) {
    for (let at = 2; at < points.length; at += 3) {
      low = Math.min(low, points[at]!)
      high = Math.max(high, points[at]!)
    }
  }
  return [low, high]
}

/** Triangles that lie below z, seen from above; upright ones have no area and are left out. */
function trianglesOf(meshes: readonly Triangles[], below: number): Triangle[] {
  const found: Triangle[] = []
  for (const { points, corners } of meshes) {
    for (let at = 0; at < corners.length; at += 3) {
      const three = [corners[at]! * 3, corners[at + 1]! * 3, corners[at + 2]! * 3] as const
      if (three.some((corner) => points[corner + 2]! >= below)) continue
      const triangle = three.map((corner): Corner => [points[corner]!, points[corner + 1]!]) as unknown as Triangle
      if (Math.abs(ringArea(triangle as unknown as Position[])) > 1e-6) found.push(triangle)
    }
  }
  return found
}

function fromBottom(triangles: readonly Triangle[]): Polygon | null {
  const rings = traceRings(triangles)
  if (rings?.length !== 1) return null
  const ring = withoutCollinear(rings[0]!)
  if (ring.length < 3 || ringArea(ring) < leastArea || !isSimple(ring)) return null
  return { type: 'Polygon', coordinates: [[...ring, ring[0]!]] }
}

function united(triangles: readonly Triangle[]): Polygon | MultiPolygon | null {
  const parts = triangles.map((triangle) =>
    polygon([[...triangle, triangle[0]].map(([x, y]) => [millimetres(x), millimetres(y)])]),
  )
  if (parts.length === 0) return null
  try {
    return parts.length === 1 ? parts[0]!.geometry : (union(featureCollection(parts))?.geometry ?? null)
  } catch {
    // The sweep gives up on some slivers; the caller has another way.
    return null
  }
}

/** The largest part, each ring without points on a line; null when it is too small or crosses itself. */
export function largest(shape: Polygon | MultiPolygon | null): Polygon | null {
  if (!shape) return null
  const parts = (shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates).map((rings) => {
    const clean = rings.map((ring) => withoutCollinear(ring.slice(0, -1)))
    const [outer, ...holes] = clean
    return [outer!, ...holes.filter((hole) => Math.abs(ringArea(hole)) > 0.01)]
  })
  const area = (rings: Position[][]) =>
    rings.reduce((sum, ring, at) => sum + Math.abs(ringArea(ring)) * (at ? -1 : 1), 0)
  const best = parts.sort((a, b) => area(b) - area(a))[0]
  if (!best || area(best) < leastArea || !best.every((ring) => ring.length >= 3 && isSimple(ring))) return null
  const turned = best.map((ring, at) => (ringArea(ring) > 0 === (at === 0) ? ring : [...ring].reverse()))
  return { type: 'Polygon', coordinates: turned.map((ring) => [...ring, ring[0]!]) }
}

const millimetres = (value: number) => Math.round(value * 1000) / 1000
