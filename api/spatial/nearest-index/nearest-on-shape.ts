import { earthRadius, geocentric, radians, spheroidMetres, type Vector } from './ellipsoid.ts'
import type { Box, Shape } from './shape.ts'

export interface NearestOnShape {
  metres: number
  lon: number
  lat: number
}

/**
 * The nearest point of a shape as PostGIS's geography finds it: edges are arcs of great circles over geographic latitudes, the
 * nearest arc is found on that sphere, and the way to its nearest point is measured on the ellipsoid. Inside an area it is 0.
 */
export function nearestOnShape(shape: Shape, lon: number, lat: number): NearestOnShape {
  if (isArea(shape) && contains(shape, lon, lat)) return { metres: 0, lon, lat }
  const map = localMap(lon, lat)
  const most = mostOnMap(shape, map)
  const origin = onSphere(lon, lat)
  const { coordinates, parts } = shape
  let closest: Vector | null = null
  let least = Number.POSITIVE_INFINITY
  for (let part = 0; part + 1 < parts.length; part++) {
    const [first, end] = [parts[part]!, parts[part + 1]!]
    for (let to = first; to < end; to++) {
      const from = to > first ? to - 1 : to
      if (map && edgeOnMap(coordinates, from, to, map) > most) continue
      const b = onSphere(coordinates[2 * to]!, coordinates[2 * to + 1]!)
      const candidate =
        from === to ? b : nearestOnArc(onSphere(coordinates[2 * from]!, coordinates[2 * from + 1]!), b, origin)
      const squared = squaredChord(candidate, origin)
      if (squared < least || !closest) [least, closest] = [squared, candidate]
    }
  }
  const [x, y, z] = closest!
  const found = { lon: Math.atan2(y, x) / radians, lat: Math.atan2(z, Math.hypot(x, y)) / radians }
  return { metres: spheroidMetres(lon, lat, found.lon, found.lat), ...found }
}

/** The map at a position: metres east and north of it by the radii of curvature there. */
export interface LocalMap {
  lon: number
  lat: number
  perLon: number
  perLat: number
  /** How fast a degree of longitude shrinks towards the pole. */
  steep: number
  x: number
  y: number
  z: number
}

const steepestLat = 75

/** Null next to the poles, where such a map is no good. */
export function localMap(lon: number, lat: number): LocalMap | null {
  if (Math.abs(lat) > steepestLat) return null
  const [x, y, z] = geocentric(lon, lat)
  const [sine, cosine] = [Math.sin(lat * radians), Math.cos(lat * radians)]
  const root = Math.sqrt(1 - 0.0066943799901413165 * sine * sine)
  const perLon = (6_378_137 / root) * cosine * radians
  const perLat = (6_335_439.327 / root ** 3) * radians
  return { lon, lat, perLon, perLat, steep: Math.abs(sine / cosine) + 0.05, x, y, z }
}

/**
 * Bounds of the way to a shape nearby, from the map at the position: a tenth of the work of measuring it. Null where it is too far away
 * for the map. Beyond `most` nothing is told but that it is beyond.
 */
export function boundsOfWay(shape: Shape, map: LocalMap, most: number): [least: number, longest: number] | null {
  if (!isOnMap(shape, map)) return null
  const away = shape.box ? metresToBox(shape.box, map) : 0
  const atLeast = away - slackOf(away, shape, map)
  if (atLeast > most) return [atLeast, Number.POSITIVE_INFINITY]
  if (isArea(shape) && contains(shape, map.lon, map.lat)) return [0, 0]
  const metres = leastOnMap(shape, map)
  const slack = slackOf(metres, shape, map)
  return [Math.max(0, metres - slack), metres + slack]
}

const isArea = ({ type }: Shape): boolean => type === 'Polygon' || type === 'MultiPolygon'

/** Metres on the map to the nearest point of a box. */
function metresToBox({ west, south, east, north }: Box, { lon, lat, perLon, perLat }: LocalMap): number {
  const x = Math.max(turned(west - lon), 0, turned(lon - east)) * perLon
  const y = Math.max(south - lat, 0, lat - north) * perLat
  return Math.sqrt(x * x + y * y)
}

const farthestOnMap = 100_000

function isOnMap({ centre, radiusMetres }: Shape, { x, y, z }: LocalMap): boolean {
  return Math.hypot(centre[0] - x, centre[1] - y, centre[2] - z) + radiusMetres < farthestOnMap
}

/**
 * How wrong a length on the map can be: a degree of longitude shrinks towards the pole by the tangent of the latitude, and a long
 * edge, which is a great circle, bows away from the straight line. (A property test measures it.)
 */
function slackOf(metres: number, { radiusMetres }: Shape, { steep }: LocalMap): number {
  const bow = (steep * radiusMetres * radiusMetres) / earthRadius + 0.5
  return metres * (0.001 + (1.5 * steep * metres) / earthRadius) + bow
}

function leastOnMap({ coordinates, parts }: Shape, map: LocalMap): number {
  let least = Number.POSITIVE_INFINITY
  for (let part = 0; part + 1 < parts.length; part++) {
    const [first, end] = [parts[part]!, parts[part + 1]!]
    for (let vertex = first; vertex < end; vertex++) {
      const metres = edgeOnMap(coordinates, vertex > first ? vertex - 1 : vertex, vertex, map)
      if (metres < least) least = metres
    }
  }
  return least
}

/** Beyond this on the map no edge can be the nearest; infinite where there is no map. */
function mostOnMap(shape: Shape, map: LocalMap | null): number {
  if (!map || !isOnMap(shape, map)) return Number.POSITIVE_INFINITY
  const least = leastOnMap(shape, map)
  const most = least + 2 * slackOf(least, shape, map)
  return most + slackOf(most, shape, map)
}

/** Metres on the map from its origin to an edge. */
function edgeOnMap(
  coordinates: Float64Array,
  from: number,
  to: number,
  { lon, lat, perLon, perLat }: LocalMap,
): number {
  const ax = turned(coordinates[2 * from]! - lon) * perLon
  const ay = (coordinates[2 * from + 1]! - lat) * perLat
  const dx = turned(coordinates[2 * to]! - lon) * perLon - ax
  const dy = (coordinates[2 * to + 1]! - lat) * perLat - ay
  const length = dx * dx + dy * dy
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length))
  const x = ax + share * dx
  const y = ay + share * dy
  return Math.sqrt(x * x + y * y)
}

/** On an arc shorter than half a circle; the foot of the perpendicular, or an end. */
function nearestOnArc(a: Vector, b: Vector, point: Vector): Vector {
  const normal = cross(a, b)
  const length = Math.hypot(...normal)
  if (length < 1e-15) return a
  const n = normal.map((one) => one / length) as Vector
  const off = dot(point, n)
  const foot: Vector = [point[0] - off * n[0], point[1] - off * n[1], point[2] - off * n[2]]
  if (dot(cross(a, foot), n) >= 0 && dot(cross(foot, b), n) >= 0) {
    const size = Math.hypot(...foot)
    if (size > 1e-12) return [foot[0] / size, foot[1] / size, foot[2] / size]
  }
  return squaredChord(a, point) <= squaredChord(b, point) ? a : b
}

/** Crossings of the meridian from the position to the north pole, by even and odd over all rings: holes and parts need no care. */
function contains({ coordinates, parts, box }: Shape, lon: number, lat: number): boolean {
  if (box && (lat < box.south || lat > box.north || lon < box.west || lon > box.east)) return false
  let inside = false
  for (let part = 0; part + 1 < parts.length; part++) {
    for (let vertex = parts[part]! + 1; vertex < parts[part + 1]!; vertex++) {
      const a = turned(coordinates[2 * vertex - 2]! - lon)
      const b = turned(coordinates[2 * vertex]! - lon)
      // An edge goes the short way round; it meets the meridian when its ends lie on either side of it.
      if (a > 0 === b > 0 || Math.abs(a - b) > 180) continue
      const tangent = tangentAt(a, coordinates[2 * vertex - 1]!, b, coordinates[2 * vertex + 1]!)
      if (tangent > Math.tan(lat * radians)) inside = !inside
    }
  }
  return inside
}

/** Tangent of the latitude at which the great circle through two positions meets longitude 0. */
function tangentAt(lonA: number, latA: number, lonB: number, latB: number): number {
  const [a, b] = [lonA * radians, lonB * radians]
  return (Math.tan(latA * radians) * Math.sin(b) - Math.tan(latB * radians) * Math.sin(a)) / Math.sin(b - a)
}

const turned = (degrees: number): number => (degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees)

function onSphere(lon: number, lat: number): Vector {
  const across = Math.cos(lat * radians)
  return [across * Math.cos(lon * radians), across * Math.sin(lon * radians), Math.sin(lat * radians)]
}

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]

const squaredChord = (a: Vector, b: Vector): number => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2
