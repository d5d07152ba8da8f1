import gcoord from 'gcoord'
import type { Geometry, Position } from 'geojson'

/**
 * The one place where Chinese map datums meet WGS84. CGCS2000 differs from WGS84 by centimetres and is taken as WGS84; who
 * stores a record keeps the datum that it was given in.
 */
export const datums = ['WGS84', 'CGCS2000', 'GCJ-02', 'BD-09'] as const
export type Datum = (typeof datums)[number]

/**
 * Converts `[lon, lat, …]` in degrees; a height stays as it is. Outside China all datums are the same. The way there and
 * back differs by less than a millimetre.
 */
export function convertPosition(position: readonly number[], from: Datum, to: Datum): Position {
  const [lon, lat, ...rest] = position as [number, number, ...number[]]
  const source = crs[from]
  const target = crs[to]
  if (source === target || !isInChina(lon, lat)) return [...position]
  const wgs84 = toWgs84([lon, lat], source)
  return [...(target === gcoord.WGS84 ? wgs84 : gcoord.transform(wgs84, gcoord.WGS84, target)), ...rest]
}

/** Converts a GeoJSON geometry into a new one; the given one is not changed. */
export function convertGeometry<G extends Geometry>(geometry: G, from: Datum, to: Datum): G {
  if (geometry.type === 'GeometryCollection') {
    return { ...geometry, geometries: geometry.geometries.map((part) => convertGeometry(part, from, to)) }
  }
  const deep = (coordinates: unknown): unknown =>
    isPosition(coordinates) ? convertPosition(coordinates, from, to) : (coordinates as unknown[]).map(deep)
  return { ...geometry, coordinates: deep(geometry.coordinates) }
}

const crs = { WGS84: gcoord.WGS84, CGCS2000: gcoord.WGS84, 'GCJ-02': gcoord.GCJ02, 'BD-09': gcoord.BD09 } as const
type Crs = (typeof crs)[Datum]

/**
 * China's extent with a margin of half a degree. It lies inside the box of the published GCJ-02 algorithm (72.004–137.8347,
 * 0.8293–55.8271): on that box's own edge gcoord's search for the inverse swings for ever, and its BD-09 knows no edge at all.
 */
function isInChina(lon: number, lat: number): boolean {
  return lon >= 73 && lon <= 136 && lat >= 3 && lat <= 54.5
}

/** gcoord stops its inverse at 0.1 m and undoes BD-09 only nearly; two corrections by the exact forward way remove the rest. */
function toWgs84(position: [number, number], source: Crs): [number, number] {
  if (source === gcoord.WGS84) return position
  let [lon, lat] = gcoord.transform(position, source, gcoord.WGS84)
  for (let round = 0; round < 2; round += 1) {
    const there = gcoord.transform([lon, lat], gcoord.WGS84, source)
    lon += position[0] - there[0]
    lat += position[1] - there[1]
  }
  return [lon, lat]
}

function isPosition(coordinates: unknown): coordinates is number[] {
  return typeof (coordinates as unknown[])[0] === 'number'
}
