import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import readXlsxFile from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findProgram } from '../../../cli/find-program.ts'
import { makeTestFolder, openTestDatabase, type TestDatabase } from '../../../db/testing.ts'
import { startTestServer, type TestServer } from '../../../http/testing.ts'
import { buildPlaces, buildTwoCounties, buildType } from '../build.ts'

let database: TestDatabase
let server: TestServer
const ogrinfo = findProgram(['ogrinfo'])

beforeAll(async () => {
  database = await openTestDatabase()
  await buildTwoCounties(database)
  await buildType(database, { code: 'trail', nameZh: '步道', geometryKind: 'line' })
  const many = Array.from({ length: 2_300 }, (_, index) => ({
    nameZh: `场馆${index}`,
    lon: 103.2 + (index % 50) * 0.03,
    lat: 30.1 + Math.floor(index / 50) * 0.015,
  }))
  await buildPlaces(database, [
    { nameZh: '=HYPERLINK("http://evil","x")', lon: 103.5, lat: 30.5, addressZh: '+1,"2"' },
    {
      nameZh: '一条<步道>&',
      type: 'trail',
      geometry: {
        type: 'LineString',
        coordinates: [
          [103.3, 30.3],
          [103.4, 30.3],
        ],
      },
    },
    ...many,
  ])
  server = await startTestServer(database)
})
afterAll(async () => {
  await server.stop()
  await database.close()
})

const file = async (query: string): Promise<Buffer> => {
  const response = await fetch(`${server.url}/api/exports/places?${query}`)
  expect(response.status).toBe(200)
  return Buffer.from(await response.arrayBuffer())
}

describe('exports', () => {
  test('GeoJSON holds every place of the search, in the datum asked for', async () => {
    const all = JSON.parse((await file('format=geojson')).toString())
    expect(all.features).toHaveLength(2_302)
    const few = JSON.parse((await file(`format=geojson&system=GCJ-02&q=${encodeURIComponent('场馆1999')}`)).toString())
    expect(few.features).toHaveLength(1)
    const [plain] = JSON.parse((await file(`format=geojson&q=${encodeURIComponent('场馆1999')}`)).toString()).features
    const shift = Math.hypot(
      few.features[0].geometry.coordinates[0] - plain.geometry.coordinates[0],
      few.features[0].geometry.coordinates[1] - plain.geometry.coordinates[1],
    )
    expect(shift).toBeGreaterThan(0.001)
    const boxed = JSON.parse((await file('format=geojson&bbox=103.19,30.09,103.22,30.12')).toString())
    expect(boxed.features.length).toBeGreaterThan(0)
    expect(boxed.features.length).toBeLessThan(10)
  })

  test('CSV begins with a byte order mark and holds no formula', async () => {
    const text = (await file('format=csv')).toString()
    expect(text.startsWith('\ufeffid,nameZh')).toBe(true)
    expect(text).toContain(`"'=HYPERLINK(""http://evil"",""x"")"`)
    expect(text).toContain(`"'+1,""2"""`)
    expect(text.trimEnd().split('\r\n')).toHaveLength(2_303)
  })

  test('a workbook is read back with texts as texts', async () => {
    const [sheet] = await readXlsxFile(await file('format=xlsx'))
    expect(sheet!.data).toHaveLength(2_303)
    expect(sheet!.data[1]!.slice(1, 3)).toEqual(['=HYPERLINK("http://evil","x")', null])
  })

  test('the survey table counts by county and type', async () => {
    const [sheet] = await readXlsxFile(await file('format=survey'))
    const [heading, ...rows] = sheet!.data
    const at = heading!.indexOf('places')
    expect(rows.reduce((sum, row) => sum + Number(row[at]), 0)).toBe(2_302)
    expect(rows.map((row) => row[3])).toContain('武侯区')
  })

  test('a mistyped search is exported with what it finds, table and rows alike', async () => {
    const [sheet] = await readXlsxFile(await file('format=survey&q=changgaun1999'))
    const lines = (await file('format=csv&q=changgaun1999')).toString().trimEnd().split('\r\n')
    expect(lines.length).toBeGreaterThan(1)
    expect(sheet!.data.slice(1).reduce((sum, row) => sum + Number(row[6]), 0)).toBe(lines.length - 1)
  })

  test('an owner exports the own places, whatever else is asked; nobody in particular owns none', async () => {
    const [row] = await database.rows<{ id: number }>(database.primary, {
      name: 'export-own',
      text: `select id from place where name_zh = '场馆1999'`,
      values: [],
    })
    const own = async (query: string) =>
      (
        await server.send('GET', `/api/exports/places?format=geojson&mine=1${query}`, {
          roles: [`owner@place:${row!.id}`],
        })
      ).body
    expect((await own('')).features).toMatchObject([{ id: row!.id }])
    expect((await own('&type=trail')).features).toEqual([])
    const stranger = await server.send('GET', '/api/exports/places?format=csv&mine=1')
    expect(stranger.body.code).toBe('not-signed-in')
  })

  test('what is free at a time is exported as it is found: without bookable places there is none', async () => {
    const time = 'freeFrom=2030-01-01T10:00:00%2B08:00&freeTo=2030-01-01T11:00:00%2B08:00'
    expect(JSON.parse((await file(`format=geojson&${time}`)).toString()).features).toEqual([])
  })

  test('GPX and KML hold the trails; they know no other system', async () => {
    const gpx = (await file('format=gpx')).toString()
    expect(gpx.match(/<trk>/g)).toHaveLength(1)
    expect(gpx).toContain('一条&lt;步道&gt;&amp;')
    expect((await file('format=kml')).toString()).toContain('<LineString>')
    const refused = await server.send('GET', '/api/exports/places?format=gpx&system=GCJ-02')
    expect(refused.body.code).toBe('system-not-for-format')
  })

  test.skipIf(!ogrinfo)(
    'GDAL opens the GeoPackage, also in a projected system (without ogrinfo: not run)',
    async () => {
      const path = join(makeTestFolder(), 'places.gpkg')
      writeFileSync(path, await file('format=gpkg&system=EPSG:4544'))
      const said = execFileSync(ogrinfo!, ['-so', path, 'places'], { encoding: 'utf8' })
      expect(said).toContain('Feature Count: 2302')
      expect(said).toContain('4544')
      const one = execFileSync(ogrinfo!, ['-q', '-where', `nameZh = '一条<步道>&'`, path, 'places'], {
        encoding: 'utf8',
      })
      expect(one).toMatch(/LINESTRING/)
    },
  )
})
