import type { Geometry, Position } from 'geojson'
import type { Mapping } from '../../../contract/imports.ts'
import { convertGeometry, type Datum } from '../../../spatial/datum.ts'
import type { FileRow } from '../../../spatial/formats/file-rows.ts'
import type { Expected } from './read-value.ts'

/** The system of a file's coordinates: a datum in degrees that is undone here, or a number that the database transforms. */
export interface SourceSystem {
  datum: Datum
  srid: number
}

export function systemOf(system: Mapping['system']): SourceSystem {
  if (system === 'EPSG:4326') return { datum: 'WGS84', srid: 4326 }
  if (system === 'EPSG:4490') return { datum: 'CGCS2000', srid: 4326 }
  const srid = /^EPSG:(\d+)$/.exec(system)?.[1]
  if (!srid) return { datum: system as Datum, srid: 4326 }
  const isCgcs = Number(srid) >= 4491 && Number(srid) <= 4554
  return { datum: isCgcs ? 'CGCS2000' : 'WGS84', srid: Number(srid) }
}

export type Shape = { geometry: Geometry } | { expected: Expected; column: string; value: string }

/** The shape of a row as the mapping says, in degrees of WGS84 to a centimetre, or in its own system for the database to transform. */
export function readShape(row: FileRow, { geometry: source }: Mapping, system: SourceSystem): Shape {
  const found =
    source.kind === 'columns'
      ? fromColumns(row, source)
      : source.kind === 'wkt'
        ? fromWkt(row, source.column)
        : fromFile(row)
  if (!('geometry' in found)) return found
  const { geometry } = found
  if (system.srid !== 4326) return { geometry: rounded(geometry, 3) }
  const outside = firstOutside(geometry)
  if (outside) {
    const column =
      source.kind === 'columns' ? `${source.x}, ${source.y}` : source.kind === 'wkt' ? source.column : 'geometry'
    const expected = {
      code: 'coordinate-out-of-range',
      zh: '经度 −180…180、纬度 −90…90（度）；经纬度是否颠倒，坐标系是否选错？',
      en: 'longitude −180…180 and latitude −90…90 in degrees; are they exchanged, or in another system?',
    }
    return { expected, column, value: outside.slice(0, 2).join(', ') }
  }
  return { geometry: rounded(convertGeometry(geometry, system.datum, 'WGS84'), 7) }
}

function fromColumns({ cells }: FileRow, { x, y }: { x: string; y: string }): Shape {
  for (const column of [x, y]) {
    if (coordinate(cells[column] ?? '') !== null) continue
    const expected = {
      code: 'coordinate-wrong',
      zh: '坐标数字，如 104.0665',
      en: 'a coordinate as a number, such as 104.0665',
    }
    return { expected, column, value: cells[column] ?? '' }
  }
  return { geometry: { type: 'Point', coordinates: [coordinate(cells[x]!)!, coordinate(cells[y]!)!] } }
}

/** Decimal degrees or metres; 104°3′59″ as well. */
export function coordinate(text: string): number | null {
  const given = text
    .normalize('NFKC')
    .trim()
    .replace(/[EN东北]\s*$|^[EN东北]/, '')
    .trim()
  if (/^[+-]?\d+(\.\d+)?$/.test(given)) return Number(given)
  const [, degrees, minutes, seconds] =
    /^(\d{1,3})\s*[°度]\s*(?:(\d{1,2}(?:\.\d+)?)\s*['′分])?\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:["″秒]|''))?$/.exec(given) ??
    []
  if (degrees === undefined) return null
  return Number(degrees) + Number(minutes ?? 0) / 60 + Number(seconds ?? 0) / 3600
}

const fromFile = ({ geometry }: FileRow): Shape =>
  geometry && geometry.type !== 'GeometryCollection' && geometry.type !== 'MultiPoint'
    ? { geometry }
    : geometry?.type === 'MultiPoint' && geometry.coordinates.length === 1
      ? { geometry: { type: 'Point', coordinates: geometry.coordinates[0]! } }
      : {
          column: 'geometry',
          value: geometry?.type ?? '',
          expected: { code: 'geometry-missing', zh: '一个点、线或面', en: 'a point, a line or an area' },
        }

const wktTypes: ReadonlyMap<string, [Geometry['type'], number]> = new Map([
  ['POINT', ['Point', 0]],
  ['LINESTRING', ['LineString', 1]],
  ['POLYGON', ['Polygon', 2]],
  ['MULTILINESTRING', ['MultiLineString', 2]],
  ['MULTIPOLYGON', ['MultiPolygon', 3]],
])

function fromWkt({ cells }: FileRow, column: string): Shape {
  const text = cells[column] ?? ''
  const [, name, body] = /^(?:SRID=\d+;)?\s*([A-Z]+)\s*Z?M?\s*(\(.*\))$/is.exec(text.trim()) ?? []
  const [type, depth] = wktTypes.get(name?.toUpperCase() ?? '') ?? []
  const bad: Shape = {
    column,
    value: text.slice(0, 80),
    expected: { code: 'wkt-wrong', zh: 'WKT，如 POINT(104.06 30.66)', en: 'WKT, such as POINT(104.06 30.66)' },
  }
  if (type === undefined || depth === undefined || !/^[\d\s.,()eE+-]+$/.test(body!)) return bad
  const asJson = body!
    .replaceAll(
      /[\d.eE+-]+(?:\s+[\d.eE+-]+)+/g,
      (position) => `[${position.trim().split(/\s+/).map(Number).join(',')}]`,
    )
    .replaceAll('(', '[')
    .replaceAll(')', ']')
  try {
    const parsed = JSON.parse(asJson) as unknown[]
    const coordinates = depth === 0 ? parsed[0] : parsed
    return { geometry: { type, coordinates } as Geometry }
  } catch {
    return bad
  }
}

function firstOutside(geometry: Geometry): Position | undefined {
  return positionsOf(geometry).find(([lon, lat]) => !(Math.abs(lon!) <= 180 && Math.abs(lat!) <= 90))
}

export function positionsOf(geometry: Geometry): Position[] {
  const deep = (coordinates: unknown): Position[] =>
    typeof (coordinates as unknown[])[0] === 'number'
      ? [coordinates as Position]
      : (coordinates as unknown[]).flatMap(deep)
  return geometry.type === 'GeometryCollection'
    ? geometry.geometries.flatMap(positionsOf)
    : geometry.coordinates.length === 0
      ? []
      : deep(geometry.coordinates)
}

/** A centimetre is enough, and a shape read twice is then the same twice. */
function rounded(geometry: Geometry, digits: number): Geometry {
  const factor = 10 ** digits
  const deep = (coordinates: unknown): unknown =>
    typeof (coordinates as unknown[])[0] === 'number'
      ? (coordinates as number[])
          .slice(0, 3)
          .map((number, index) => (index === 2 ? Math.round(number * 100) / 100 : Math.round(number * factor) / factor))
      : (coordinates as unknown[]).map(deep)
  return { ...geometry, coordinates: deep((geometry as { coordinates: unknown }).coordinates) } as Geometry
}

/** Parts of a shape as shapes of their own. */
export function partsOf(geometry: Geometry): Geometry[] {
  if (geometry.type === 'MultiPolygon')
    return geometry.coordinates.map((coordinates) => ({ type: 'Polygon', coordinates }))
  if (geometry.type === 'MultiLineString')
    return geometry.coordinates.map((coordinates) => ({ type: 'LineString', coordinates }))
  return [geometry]
}

/** Shapes of one place joined: areas to one area of several parts, lines likewise; of points the first stands. */
export function joinShapes(shapes: readonly Geometry[]): Geometry {
  const parts = shapes.flatMap(partsOf)
  const areas = parts.filter((part) => part.type === 'Polygon').map(({ coordinates }) => coordinates)
  const lines = parts.filter((part) => part.type === 'LineString').map(({ coordinates }) => coordinates)
  if (areas.length > 1) return { type: 'MultiPolygon', coordinates: areas }
  if (areas.length === 1) return { type: 'Polygon', coordinates: areas[0]! }
  if (lines.length > 1) return { type: 'MultiLineString', coordinates: lines }
  return shapes[0]!
}
