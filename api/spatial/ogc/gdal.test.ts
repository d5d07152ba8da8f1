import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findProgram } from '../../cli/find-program.ts'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { startTestServer, type TestServer } from '../../http/testing.ts'
import { buildPlaces, buildTwoCounties } from '../../modules/places/build.ts'

const [ogrinfo, ogr2ogr] = [findProgram(['ogrinfo']), findProgram(['ogr2ogr'])]
const run = promisify(execFile)

describe.skipIf(!ogrinfo || !ogr2ogr)('GDAL’s OAPIF driver (without ogrinfo: not run, install gdal-bin)', () => {
  let database: TestDatabase
  let server: TestServer
  beforeAll(async () => {
    database = await openTestDatabase()
    await buildTwoCounties(database)
    const seeds = Array.from({ length: 230 }, (_, index) => ({
      nameZh: `场馆${index}`,
      type: index % 3 === 0 ? 'stadium' : 'gymnasium',
      lon: 103.2 + (index % 20) * 0.05,
      lat: 30.1 + Math.floor(index / 20) * 0.05,
      rating: index % 2 === 0 ? 4.5 : 2,
    }))
    await buildPlaces(database, seeds)
    server = await startTestServer(database)
  })
  afterAll(async () => {
    await server.stop()
    await database.close()
  })

  const env = { ...process.env, GDAL_HTTP_TIMEOUT: '20', no_proxy: '*', CPL_DEBUG: 'OFF' }
  const info = async (...args: string[]) => (await run(ogrinfo!, ['-ro', ...args], { env })).stdout
  const convert = async (args: string[], address = `OAPIF:${server.url}/ogc`) => {
    const all = ['-f', 'GeoJSON', '/vsistdout/', address, ...args]
    const { stdout } = await run(ogr2ogr!, all, { env, maxBuffer: 64 * 1024 * 1024 })
    return JSON.parse(stdout) as {
      features: { id: number; properties: Record<string, unknown>; geometry: { coordinates: number[] } }[]
    }
  }

  test('lists the collections and describes one', async () => {
    const listed = await info(`OAPIF:${server.url}/ogc`)
    expect(listed).toMatch(/places/)
    expect(listed).toMatch(/regions/)
    const described = await info('-so', `OAPIF:${server.url}/ogc`, 'places')
    expect(described).toMatch(/Feature Count: 230/)
    expect(described).toMatch(/name: String/)
    expect(described).toMatch(/rating: Real/)
  })

  test('reads all pages', async () => {
    const { features } = await convert(['places', '-oo', 'PAGE_SIZE=50'])
    expect(new Set(features.map(({ properties }) => properties.name)).size).toBe(230)
  })

  test('sends a box', async () => {
    const { features } = await convert(['places', '-spat', '103.19', '30.09', '103.31', '30.21'])
    expect(features).toHaveLength(9)
  })

  test('sends a condition as CQL2', async () => {
    const { features } = await convert(['places', '-where', "type = 'stadium' and rating > 3"])
    expect(features).toHaveLength(39)
    expect(features.every(({ properties }) => properties.type === 'stadium')).toBe(true)
  })

  test('reads another system as the server writes it', async () => {
    const query = new URLSearchParams({ crs: 'http://www.opengis.net/def/crs/EPSG/0/3857', limit: '1' })
    const address = `${server.url}/ogc/collections/places/items?${query}`
    const { features } = await convert(['-s_srs', 'EPSG:3857', '-t_srs', 'EPSG:4326'], address)
    const [lon, lat] = features[0]!.geometry.coordinates
    expect(lon).toBeCloseTo(103.2, 6)
    expect(lat).toBeCloseTo(30.1, 6)
  })

  test('reads one collection by its own address', async () => {
    expect(await info('-so', `OAPIF_COLLECTION:${server.url}/ogc/collections/regions`, 'regions')).toMatch(/Polygon/)
  })
})
