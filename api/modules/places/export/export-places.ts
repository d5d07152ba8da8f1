import { Readable } from 'node:stream'
import type { z } from 'zod'
import type { exportPlaces } from '../../../contract/exports.ts'
import type { Database } from '../../../db/types.ts'
import { errors } from '../../../errors.ts'
import { csvChunks } from '../../../files/write-csv.ts'
import { xlsxStream } from '../../../files/write-xlsx.ts'
import { Reply } from '../../../http/handle.ts'
import type { Datum } from '../../../spatial/datum.ts'
import { crs84, findCrs } from '../../../spatial/ogc/crs.ts'
import type { Reading } from '../reading.ts'
import { searchOf } from '../search-places.ts'
import { type ExportSystem, exportColumns, exportRows, surveyRows } from './export-rows.ts'
import { geopackageStream } from './write-geopackage.ts'
import { geojsonChunks, gpxChunks, kmlChunks } from './write-text.ts'

type Query = Omit<z.output<NonNullable<(typeof exportPlaces)['query']>>, 'mine'> & {
  freeIds?: readonly number[]
  /** Only these places; null is all. */
  owned: readonly number[] | null
}

const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const surveyColumns = [
  'regionCode',
  'province',
  'prefecture',
  'county',
  'type',
  'typeZh',
  'places',
  'open',
  'free',
  'areaM2',
  'lengthM',
]
const kinds = {
  geojson: { type: 'application/geo+json', ending: 'geojson' },
  csv: { type: 'text/csv; charset=utf-8', ending: 'csv' },
  xlsx: { type: workbook, ending: 'xlsx' },
  gpx: { type: 'application/gpx+xml', ending: 'gpx' },
  kml: { type: 'application/vnd.google-earth.kml+xml', ending: 'kml' },
  gpkg: { type: 'application/geopackage+sqlite3', ending: 'gpkg' },
  survey: { type: workbook, ending: 'xlsx' },
} as const

/** All results of a search as a file, written while it is read. @throws 400 system-not-for-format, crs-unknown. */
export async function exportPlacesBy(query: Query, reading: Reading): Promise<Reply<Readable>> {
  const { format, system: systemName, owned, ...asked } = query
  const wanted = { search: await searchOf({ ...asked, limit: 1, format: 'json' }, reading), only: owned }
  const system = await systemOf(reading.database, systemName, format)
  const { type, ending } = kinds[format]
  const headers = { 'Content-Disposition': `attachment; filename="places.${ending}"`, 'Cache-Control': 'no-store' }
  const reply = (body: Readable) => new Reply(body, { contentType: type, headers })
  if (format === 'survey') {
    const rows = await surveyRows(wanted, reading)
    return reply(xlsxStream('survey', surveyColumns, Readable.from([rows])))
  }
  // The first batch is read before the reply begins: what is wrong with the question is then still a problem.
  const rows = await begun(exportRows(wanted, system, format === 'gpx', reading))
  const text = (chunks: AsyncIterable<string>) => reply(Readable.from(chunks, { objectMode: false }))
  if (format === 'geojson')
    return text(geojsonChunks(rows, system.crs.srid === 4326 ? null : `urn:ogc:def:crs:EPSG::${system.crs.srid}`))
  if (format === 'csv') return text(csvChunks(exportColumns, valuesOf(rows)))
  if (format === 'gpx') return text(gpxChunks(rows))
  if (format === 'kml') return text(kmlChunks(rows))
  if (format === 'xlsx') return reply(xlsxStream('places', exportColumns, valuesOf(rows)))
  return new Reply(geopackageStream(rows, await packageSystem(reading.database, system)), {
    contentType: type,
    headers,
    headAtOnce: true,
  })
}

async function systemOf(database: Database, name: string, format: Query['format']): Promise<ExportSystem> {
  const isWgs84 = name === 'WGS84' || name === 'EPSG:4326' || name === 'CGCS2000'
  if (!isWgs84 && (format === 'gpx' || format === 'kml')) {
    throw errors.badRequest(
      'system-not-for-format',
      `${format} is always in WGS84; leave system out, or take GeoJSON, CSV or GeoPackage for ${name}.`,
    )
  }
  if (!name.startsWith('EPSG:') || name === 'EPSG:4326') {
    const datum = isWgs84 ? 'WGS84' : (name as Datum)
    return { datum, crs: crs84 }
  }
  // Files have easting first whatever the authority says; only web services keep its order.
  return { datum: 'WGS84', crs: { ...(await findCrs(database, name, 'system')), northFirst: false } }
}

async function packageSystem(database: Database, { datum, crs }: ExportSystem) {
  if (datum !== 'WGS84') return { srid: 0, name: `${datum} (shifted WGS84)`, definition: 'undefined' }
  const [row] = await database.rows<{ srtext: string }>(database.primary, {
    name: 'export-system',
    text: 'select srtext from spatial_ref_sys where srid = $1::integer',
    values: [crs.srid],
  })
  return { srid: crs.srid, name: `EPSG:${crs.srid}`, definition: row!.srtext }
}

async function begun<T>(source: AsyncGenerator<T>): Promise<AsyncGenerator<T>> {
  const first = await source.next()
  return (async function* () {
    if (first.done) return
    yield first.value
    yield* source
  })()
}

async function* valuesOf(rows: AsyncIterable<{ values: Record<string, string | number | boolean | null> }[]>) {
  for await (const batch of rows) yield batch.map(({ values }) => values)
}
