/** Writes geometries as the hex EWKB that COPY takes, into one buffer that is used again for each. SRID 4326. */

type Path = readonly (readonly number[])[]

const srid = 4326
const withSrid = 0x20000000
const withZ = 0x80000000
const codes = { Point: 1, LineString: 2, Polygon: 3, MultiLineString: 5, MultiPolygon: 6 }

let buffer = Buffer.alloc(1 << 16)
let length = 0

export function pointHex(lon: number, lat: number): string {
  begin(codes.Point)
  coordinate(lon)
  coordinate(lat)
  return end()
}

/** MultiLineStringZ of the parts' [lon, lat, metres]. */
export function trackHex(parts: readonly Path[]): string {
  begin(codes.MultiLineString + withZ)
  count(parts.length)
  for (const part of parts) {
    header(codes.LineString + withZ)
    path(part, 3)
  }
  return end()
}

/** One polygon becomes a Polygon, several a MultiPolygon. */
export function polygonsHex(polygons: readonly (readonly Path[])[]): string {
  if (polygons.length === 1) {
    begin(codes.Polygon)
    rings(polygons[0]!)
    return end()
  }
  begin(codes.MultiPolygon)
  count(polygons.length)
  for (const polygon of polygons) {
    header(codes.Polygon)
    rings(polygon)
  }
  return end()
}

function begin(code: number): void {
  length = 0
  header(code + withSrid)
  count(srid)
}

function header(code: number): void {
  reserve(5)
  buffer[length] = 1
  buffer.writeUInt32LE(code >>> 0, length + 1)
  length += 5
}

function rings(list: readonly Path[]): void {
  count(list.length)
  for (const ring of list) path(ring, 2)
}

function path(points: Path, dimensions: 2 | 3): void {
  count(points.length)
  for (const point of points) for (let d = 0; d < dimensions; d++) coordinate(point[d]!)
}

function count(value: number): void {
  reserve(4)
  buffer.writeUInt32LE(value, length)
  length += 4
}

function coordinate(value: number): void {
  reserve(8)
  buffer.writeDoubleLE(value, length)
  length += 8
}

function reserve(bytes: number): void {
  if (length + bytes <= buffer.length) return
  const larger = Buffer.alloc(buffer.length * 2)
  buffer.copy(larger)
  buffer = larger
}

const end = () => buffer.toString('hex', 0, length)
