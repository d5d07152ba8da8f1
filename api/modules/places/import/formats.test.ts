import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { makeTestFolder, openTestDatabase, type TestDatabase } from '../../../db/testing.ts'
import { startTestServer, type TestServer } from '../../../http/testing.ts'
import { buildTwoCounties, buildType } from '../build.ts'
import { type ImportDriver, importDriver } from './testing-import.ts'

/** The same three features in each format, written by GDAL: what other programs really send. */
const ogr2ogr = findOgr2ogr()
const names = ['人民公园体育馆', 'Riverside <b>Gym</b> & Pool', '“百姓”健身中心']
const features = names.map((name, index) => ({
  type: 'Feature',
  properties: { code: `F${index}`, name, area: 1200 + index },
  geometry: { type: 'Point', coordinates: [104.3 + index / 100, 30.4] },
}))

let database: TestDatabase
let server: TestServer
let driver: ImportDriver
let folder: string

beforeAll(async () => {
  if (!ogr2ogr) return
  database = await openTestDatabase()
  await buildTwoCounties(database)
  await buildType(database, { code: 'gymnasium', nameZh: '体育馆', nameEn: 'Gymnasium' })
  server = await startTestServer(database)
  driver = await importDriver(database, server)
  folder = makeTestFolder()
  writeFileSync(join(folder, 'source.geojson'), JSON.stringify({ type: 'FeatureCollection', features }))
})
afterAll(async () => {
  await server?.stop()
  await database?.close()
})

function convert(file: string, ...options: string[]): string {
  const to = join(folder, file)
  execFileSync(ogr2ogr!, ['-f', ...options, to, join(folder, 'source.geojson')], { stdio: 'pipe' })
  return to
}

async function zipped(files: string): Promise<Buffer> {
  const zip = new ZipFile()
  for (const file of readdirSync(files)) zip.addFile(join(files, file), `数据/${file}`)
  zip.end()
  return buffer(zip.outputStream as NodeJS.ReadableStream & AsyncIterable<Buffer>)
}

const columns = { source: '', ref: 'code', fields: { nameZh: { column: 'name' }, type: { constant: 'gymnasium' } } }

const formats: [string, () => Promise<{ name: string; bytes: Buffer; mapping?: object }>][] = [
  [
    'Shapefile in GB18030',
    async () => {
      convert('shape', 'ESRI Shapefile', '-lco', 'ENCODING=GB18030')
      return { name: '场馆.zip', bytes: await zipped(join(folder, 'shape')) }
    },
  ],
  [
    'Shapefile in a projected system',
    async () => {
      convert('gauss', 'ESRI Shapefile', '-t_srs', 'EPSG:4544', '-lco', 'ENCODING=UTF-8')
      return { name: 'gauss.zip', bytes: await zipped(join(folder, 'gauss')), mapping: { system: 'EPSG:4544' } }
    },
  ],
  ['KML', async () => ({ name: 'places.kml', bytes: readFileSync(convert('places.kml', 'LIBKML')) })],
  [
    'Excel',
    async () => ({
      name: 'places.xlsx',
      bytes: readFileSync(
        convert('places.xlsx', 'XLSX', '-sql', `select *, ${longitude} as lon, 30.4 as lat from source`),
      ),
      mapping: { geometry: { kind: 'columns', x: 'lon', y: 'lat' } },
    }),
  ],
]
const longitude = `104.3 + cast(substr(code, 2, 1) as float) / 100`

test.skipIf(!ogr2ogr).each(formats)(
  '%s as GDAL writes it (without ogr2ogr: not run, install gdal-bin)',
  async (format, make) => {
    const { name, bytes, mapping } = await make()
    const id = await driver.upload(name, bytes)
    const checked = await driver.check(id, { ...columns, source: format, ...mapping })
    expect(checked.counts).toMatchObject({ rejected: 0 })
    await driver.send('POST', `/api/imports/${id}/decisions`, { rows: null, decision: 'new' })
    const applied = await driver.apply(id)
    expect(applied.counts).toMatchObject({ applied: names.length })
    const { rows } = await database.primary.raw(
      `select name_zh as name, round(st_x(geom)::numeric, 5)::float8 as lon, round(st_y(geom)::numeric, 5)::float8 as lat
     from app.place where source = ? order by source_ref`,
      [format],
    )
    // What looks like HTML is stripped: names are never markup.
    const expected = names.map((one, index) => ({
      name: one.replaceAll(/<[^>]*>/g, ''),
      lon: 104.3 + index / 100,
      lat: 30.4,
    }))
    expect(rows).toEqual(expected.map((one) => ({ ...one, lon: Math.round(one.lon * 1e5) / 1e5 })))
  },
)

function findOgr2ogr(): string | null {
  try {
    return execFileSync('which', ['ogr2ogr'], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}
