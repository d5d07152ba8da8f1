import { earthRadius, geocentric, type Vector } from './ellipsoid.ts'

/** A line, an area or several points: the vertices of each part in degrees. */
export interface Shape {
  type: 'LineString' | 'MultiLineString' | 'Polygon' | 'MultiPolygon' | 'MultiPoint'
  /** lon, lat, lon, lat, … of all parts; rings with their closing vertex. */
  coordinates: Float64Array
  /** Where each part (path or ring) begins, in vertices, and the end. */
  parts: readonly number[]
  /** Of several polygons: the part with which each begins, and the end. */
  polygons: readonly number[]
  /** A ball that holds all of it. */
  centre: Vector
  radiusMetres: number
  /** Least and greatest lon and lat with all that its edges, which are great circles, bow beyond its vertices; null where it tells nothing. */
  box: Box | null
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
    parts,
    polygons,
    centre: [0, 1, 2].map((axis) => (least[axis]! + most[axis]!) / 2) as Vector,
    radiusMetres: across / 2 + bulge,
    box: boxOf(west, south, east, north),
    lon: (west + east) / 2,
    lat: (south + north) / 2,
  }
}

export interface Box {
  west: number
  south: number
  east: number
  north: number
}

/** An arc bows by width² / 16 radians at most times the tangent of the latitude: 0.0022 of the degrees squared, 3.7 times at 75°. */
function boxOf(west: number, south: number, east: number, north: number): Box | null {
  if (east - west > 30 || Math.max(-south, north) > 75) return null
  const bow = 0.0085 * (east - west) ** 2 + 1e-9
  return { west: west - 1e-9, south: south - bow, east: east + 1e-9, north: north + bow }
}
