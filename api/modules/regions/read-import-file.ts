import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson'
import { convertGeometry, type Datum } from '../../spatial/datum.ts'

/** What the coordinates of a file mean: a datum in degrees, or a projected system that the database transforms. */
export interface SourceSystem {
  label: string
  datum: Datum
  /** EPSG number that the geometry is staged with. */
  srid: number
  inDegrees: boolean
}

export interface ImportedCounty {
  code: string
  nameZh: string | null
  nameEn: string | null
  geometry: Polygon | MultiPolygon
}

export interface ImportedFile {
  counties: ImportedCounty[]
  /** Prefectures and provinces in the file; they are made from the counties, so these are not read. */
  higherLevels: number
  problems: string[]
}

const datumsByLabel: Readonly<Record<string, Datum>> = {
  'EPSG:4326': 'WGS84',
  'EPSG:4490': 'CGCS2000',
  'GCJ-02': 'GCJ-02',
  'BD-09': 'BD-09',
}

/** Reads `--srs`. Throws on anything but EPSG:number, GCJ-02 and BD-09. */
export function parseSourceSystem(given: string): SourceSystem {
  const label = given.trim().toUpperCase()
  const datum = datumsByLabel[label]
  if (datum) return { label, datum, srid: 4326, inDegrees: true }
  const srid = /^EPSG:(\d{4,6})$/.exec(label)?.[1]
  if (!srid) throw new Error(`--srs «${given}» is not known: give EPSG:4326, EPSG:4490, GCJ-02, BD-09 or EPSG:number.`)
  return { label, datum: 'WGS84', srid: Number(srid), inDegrees: false }
}

/**
 * Reads counties from GeoJSON text, GCJ-02 and BD-09 converted to WGS84. Faults of single features are gathered in `problems`;
 * throws when the text is no GeoJSON collection at all.
 */
export function readImportFile(text: string, system: SourceSystem, codeField?: string): ImportedFile {
  const collection = parseCollection(text)
  const file: ImportedFile = { counties: [], higherLevels: 0, problems: checkStatedSystem(collection, system) }
  for (const [index, feature] of collection.features.entries()) {
    const read = readFeature(feature, index, system, codeField)
    if (typeof read === 'string') file.problems.push(read)
    else if (read === null) file.higherLevels += 1
    else file.counties.push(read)
  }
  if (file.counties.length === 0 && file.problems.length === 0) file.problems.push('The file has no county.')
  return file
}

type Properties = Record<string, unknown> | null

function parseCollection(text: string): FeatureCollection & { crs?: { properties?: { name?: unknown } } } {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    throw new Error(
      `The file is not JSON: ${(error as Error).message}. Convert it with: ogr2ogr -f GeoJSON out.geojson FILE`,
    )
  }
  const collection = parsed as FeatureCollection
  if (collection?.type !== 'FeatureCollection' || !Array.isArray(collection.features))
    throw new Error('The file is not a GeoJSON FeatureCollection. Convert it with: ogr2ogr -f GeoJSON out.geojson FILE')
  return collection
}

/** Older GeoJSON names its system; it must not contradict `--srs`. GCJ-02 and BD-09 have no such name, so files in them say 4326. */
function checkStatedSystem(collection: ReturnType<typeof parseCollection>, system: SourceSystem): string[] {
  const stated = collection.crs?.properties?.name
  if (typeof stated !== 'string' || system.datum === 'GCJ-02' || system.datum === 'BD-09') return []
  const number = /CRS84/i.test(stated) ? '4326' : /EPSG:+([\d.]*:)?(\d+)$/i.exec(stated)?.[2]
  return number && `EPSG:${number}` !== system.label
    ? [`The file says that its coordinates are ${stated}, --srs says ${system.label}: one of the two is wrong.`]
    : []
}

function readFeature(
  feature: Feature,
  index: number,
  system: SourceSystem,
  codeField: string | undefined,
): ImportedCounty | string | null {
  const properties = feature.properties as Properties
  const given = codeField ? properties?.[codeField] : (properties?.code ?? properties?.adcode)
  // The national map service writes the country before the code: 156510107.
  const code = String(given ?? '').replace(/^156(?=\d{6}$)/, '')
  const called = `Feature ${index + 1}`
  if (!/^[1-9]\d{5}$/.test(code))
    return `${called}: ${codeField ?? 'code'} «${given ?? 'missing'}» is not a code of six digits; name the property with --code-field.`
  if (code.endsWith('00')) return null
  const { geometry } = feature
  if (geometry?.type !== 'Polygon' && geometry?.type !== 'MultiPolygon')
    return `${called} (${code}): the geometry is ${geometry?.type ?? 'missing'}, expected a Polygon or MultiPolygon.`
  const fault = system.inDegrees ? degreesFault(geometry) : undefined
  if (fault) return `${called} (${code}): ${fault}`
  return {
    code,
    nameZh: textOf(properties, 'nameZh', 'name'),
    nameEn: textOf(properties, 'nameEn', 'name_en'),
    geometry: convertGeometry(geometry, system.datum, 'WGS84'),
  }
}

function textOf(properties: Properties, ...names: string[]): string | null {
  const value = names.map((name) => properties?.[name]).find((text) => typeof text === 'string' && text.trim() !== '')
  return (value as string | undefined)?.trim() ?? null
}

function degreesFault(geometry: Polygon | MultiPolygon): string | undefined {
  const positions = geometry.coordinates.flat(geometry.type === 'Polygon' ? 1 : 2) as Position[]
  const wrong = positions.find(([x, y]) => !(Math.abs(x!) <= 180 && Math.abs(y!) <= 90))
  if (!wrong) return undefined
  const [x, y] = wrong as [number, number]
  return Math.abs(x) <= 90 && Math.abs(y) <= 180
    ? `${x}, ${y} looks like latitude before longitude; GeoJSON has longitude first.`
    : `${x}, ${y} is not a position in degrees; give the projected system with --srs EPSG:number.`
}
