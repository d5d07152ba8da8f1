import type { Geometry } from '../../contract/shapes.ts'
import { errors } from '../../errors.ts'
import type { PlaceType } from './types.ts'

const kinds: Record<PlaceType['geometryKind'], readonly Geometry['type'][]> = {
  point: ['Point'],
  line: ['LineString', 'MultiLineString'],
  area: ['Polygon', 'MultiPolygon'],
  'point-or-area': ['Point', 'Polygon', 'MultiPolygon'],
}

const mostPositions = 100_000

/** Geometry as it is stored: two-dimensional truth, and the heights of a trail beside it. */
export interface StoredGeometry {
  flat: Geometry
  /** MultiLineString with heights, where every position of a line has one. */
  track: Geometry | null
}

/**
 * What can be said of a geometry without a database: kind fit for the type, positions on earth, closed rings, heights on all
 * positions of a line or on none. Takes and gives WGS84. @throws 422 geometry-kind-wrong, geometry-invalid.
 */
export function checkGeometry(geometry: Geometry, type: PlaceType): StoredGeometry {
  const allowed = kinds[type.geometryKind]
  if (!allowed.includes(geometry.type)) {
    throw errors.invalid(
      'geometry-kind-wrong',
      `A ${type.code} (${type.nameZh}) is drawn as ${allowed.join(' or ')}, not as ${geometry.type}.`,
    )
  }
  const positions = positionsOf(geometry.coordinates)
  if (positions.length > mostPositions) {
    throw invalid(`It has ${positions.length} positions, at most ${mostPositions} are kept; simplify it.`)
  }
  for (const [lon, lat] of positions as [number, number][]) {
    if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) {
      throw invalid(`[${lon}, ${lat}] is no longitude and latitude in degrees; the order is [lon, lat].`)
    }
  }
  checkRings(geometry)
  return { flat: flatten(geometry), track: trackOf(geometry, positions) }
}

function checkRings(geometry: Geometry): void {
  const rings =
    geometry.type === 'Polygon'
      ? geometry.coordinates
      : geometry.type === 'MultiPolygon'
        ? geometry.coordinates.flat()
        : []
  for (const ring of rings) {
    const [first, last] = [ring[0]!, ring.at(-1)!]
    if (first[0] !== last[0] || first[1] !== last[1]) {
      throw invalid(`A ring starts at [${first}] and ends at [${last}]; it must end where it starts.`)
    }
  }
}

function trackOf(geometry: Geometry, positions: number[][]): Geometry | null {
  if (geometry.type !== 'LineString' && geometry.type !== 'MultiLineString') return null
  const withHeight = positions.filter((position) => position.length > 2).length
  if (withHeight === 0) return null
  if (withHeight < positions.length) {
    throw invalid(`${withHeight} of ${positions.length} positions have a height; give it for all of them or for none.`)
  }
  return geometry.type === 'LineString'
    ? { type: 'MultiLineString', coordinates: [geometry.coordinates] }
    : { type: 'MultiLineString', coordinates: geometry.coordinates }
}

function flatten(geometry: Geometry): Geometry {
  const deep = (coordinates: unknown[]): unknown[] =>
    typeof coordinates[0] === 'number' ? coordinates.slice(0, 2) : (coordinates as unknown[][]).map(deep)
  return { ...geometry, coordinates: deep(geometry.coordinates) } as Geometry
}

const positionsOf = (coordinates: unknown): number[][] =>
  typeof (coordinates as unknown[])[0] === 'number'
    ? [coordinates as number[]]
    : (coordinates as unknown[]).flatMap(positionsOf)

const invalid = (detail: string) => errors.invalid('geometry-invalid', detail)
