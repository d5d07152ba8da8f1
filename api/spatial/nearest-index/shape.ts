import { earthRadius, geocentric, radians, spheroidMetres, type Vector } from './ellipsoid.ts'

/** A line, an area or several points: the vertices of each part in degrees. */
export interface Shape {
  type: 'LineString' | 'MultiLineString' | 'Polygon' | 'MultiPolygon' | 'MultiPoint'
  /** lon, lat, lon, lat, … of all parts; rings with their closing vertex. */
  coordinates: Float64Array
  /** Where each part (path or ring) begins, in vertices, and the end. */
  parts: Uint32Array
  /** Of several polygons: the part with which each begins, and the end. */
  polygons: Uint32Array
  /** A ball that holds all of it. */
  centre: Vector
  radiusMetres: number
  /** A position in the middle, to order it by. */
  lon: number
  lat: number
}

const wkbTypes = { 2: 'LineString', 3: 'Polygon', 4: 'MultiPoint', 5: 'MultiLineString', 6: 'MultiPolygon' } as const

/**
 * Reads two-dimensional hex EWKB (little endian, as PostGIS writes it): a position, a shape, or null where there is nothing.
 * @throws Error for a type that is neither point, line, polygon nor several of one.
 */
export function readGeometry(hex: string): [lon: number, lat: number] | Shape | null {
  const bytes = Buffer.from(hex, 'hex')
  const type = bytes.readUInt32LE(1)
  if ((type & 0xff) === 1 && type === 0x20000001) {
    const lon = bytes.readDoubleLE(9)
    return Number.isNaN(lon) ? null : [lon, bytes.readDoubleLE(17)]
  }
  const name = wkbTypes[(type & 0xffff) as keyof typeof wkbTypes]
  if (!name || type & 0xc0000000) throw new Error(`geometry type ${type.toString(16)} cannot be ranked`)
  const coordinates: number[] = []
  const parts: number[] = [0]
  const polygons: number[] = [0]
  let at = 5 + (type & 0x20000000 ? 4 : 0)
  const count = () => {
    at += 4
    return bytes.readUInt32LE(at - 4)
  }
  const path = (vertices: number) => {
    for (let n = 0; n < 2 * vertices; n++) coordinates.push(bytes.readDoubleLE(at + 8 * n))
    at += 16 * vertices
    parts.push(coordinates.length / 2)
  }
  const rings = () => {
    for (let left = count(); left > 0; left--) path(count())
    polygons.push(parts.length - 1)
  }
  const each = (read: () => void) => {
    for (let left = count(); left > 0; left--) {
      at += 5
      read()
    }
  }
  if (name === 'LineString') path(count())
  else if (name === 'Polygon') rings()
  else if (name === 'MultiPoint') each(() => path(1))
  else if (name === 'MultiLineString') each(() => path(count()))
  else each(rings)
  return coordinates.length === 0 ? null : shapeOf(name, coordinates, parts, polygons)
}

function shapeOf(type: Shape['type'], coordinates: number[], parts: number[], polygons: number[]): Shape {
  const least: Vector = [Infinity, Infinity, Infinity]
  const most: Vector = [-Infinity, -Infinity, -Infinity]
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity]
  for (let n = 0; n < coordinates.length; n += 2) {
    const [lon, lat] = [coordinates[n]!, coordinates[n + 1]!]
    const point = geocentric(lon, lat)
    for (let axis = 0; axis < 3; axis++) {
      least[axis] = Math.min(least[axis]!, point[axis]!)
      most[axis] = Math.max(most[axis]!, point[axis]!)
    }
    ;[west, east] = [Math.min(west, lon), Math.max(east, lon)]
    ;[south, north] = [Math.min(south, lat), Math.max(north, lat)]
  }
  const across = Math.hypot(most[0] - least[0], most[1] - least[1], most[2] - least[2])
  // Edges and areas bulge from the box of their vertices by the height of an arc over its diagonal; from a quarter of the Earth
  // on, nothing is excluded.
  const bulge = across < 3_000_000 ? (1.3 * across * across) / (8 * earthRadius) + 1 : 2 * earthRadius
  return {
    type,
    coordinates: Float64Array.from(coordinates),
    parts: Uint32Array.from(parts),
    polygons: Uint32Array.from(polygons),
    centre: [0, 1, 2].map((axis) => (least[axis]! + most[axis]!) / 2) as Vector,
    radiusMetres: across / 2 + bulge,
    lon: (west + east) / 2,
    lat: (south + north) / 2,
  }
}

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
  if (shape.type.endsWith('Polygon') && contains(shape, lon, lat)) return { metres: 0, lon, lat }
  const origin = onSphere(lon, lat)
  let closest: Vector | null = null
  let most = -2
  for (let part = 0; part + 1 < shape.parts.length; part++) {
    let before: Vector | null = null
    for (let vertex = shape.parts[part]!; vertex < shape.parts[part + 1]!; vertex++) {
      const point = onSphere(shape.coordinates[2 * vertex]!, shape.coordinates[2 * vertex + 1]!)
      const candidate: Vector = before ? nearestOnArc(before, point, origin) : point
      const cosine = dot(candidate, origin)
      const nearness = cosine > 0.999 ? 1 - squaredChord(candidate, origin) / 2 : cosine
      if (nearness > most || !closest) [most, closest] = [nearness, candidate]
      before = point
    }
  }
  const [x, y, z] = closest!
  const found = { lon: Math.atan2(y, x) / radians, lat: Math.atan2(z, Math.hypot(x, y)) / radians }
  return { metres: spheroidMetres(lon, lat, found.lon, found.lat), ...found }
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
function contains({ coordinates, parts }: Shape, lon: number, lat: number): boolean {
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
