import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type RequestHandler, Router } from 'express'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { errorHandler } from '../../http/error-handler.ts'
import { binder } from '../../http/handle.ts'
import { loadRegions } from './load-regions.ts'
import { routes } from './routes.ts'

let database: TestDatabase
let server: Server
let url: string

beforeAll(async () => {
  database = await openTestDatabase()
  await loadRegions(database)
  const router = Router()
  routes(
    { database },
    binder(router, {
      authenticate: async () => null,
      regionOfPlace: async () => null,
      keepPace: () => {},
      checkReplies: true,
      onBound: () => {},
    }),
  )
  const withLog: RequestHandler = (request, _response, next) => {
    request.log = pino({ level: 'silent' })
    next()
  }
  server = createServer(express().use(withLog, router, errorHandler()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server?.close()
  await database?.close()
})

const get = async (path: string) => {
  const response = await fetch(url + path)
  return { status: response.status, body: await response.json() }
}
const codes = async (path: string) => (await get(path)).body.items.map((item: { code: string }) => item.code)

describe('GET /api/regions', () => {
  it('lists a level in the order of the codes, within a limit', async () => {
    expect(await codes('/api/regions?level=province')).toEqual(['500000', '510000'])
    expect(await codes('/api/regions?level=prefecture')).toHaveLength(21)
    expect(await codes('/api/regions?level=county')).toHaveLength(221)
    expect(await codes('/api/regions?level=county&limit=3')).toEqual(['500101', '500102', '500103'])
  })

  it('gives the children of a parent, or with a level everything of that level under it', async () => {
    expect(await codes('/api/regions?parent=510000')).toHaveLength(21)
    expect(await codes('/api/regions?parent=500000')).toHaveLength(38)
    expect(await codes('/api/regions?parent=510100')).toHaveLength(20)
    expect(await codes('/api/regions?parent=510000&level=county')).toHaveLength(183)
    expect(await codes('/api/regions?parent=990000')).toEqual([])
  })

  it('says what a region is', async () => {
    const { body } = await get('/api/regions?q=510107')
    const [wuhou] = body.items
    expect(wuhou).toMatchObject({
      code: '510107',
      level: 'county',
      parentCode: '510100',
      nameZh: '武侯区',
      nameEn: 'Wuhou District',
      population: 1855186,
    })
    const [west, south, east, north] = wuhou.bbox
    const [lon, lat] = wuhou.labelPoint
    expect(west < lon && lon < east && south < lat && lat < north).toBe(true)
  })

  it.each([
    ['武侯', '510107'],
    ['wuhou', '510107'],
    ['Wuhou District', '510107'],
    ['whq', '510107'],
    ['Ya’an', '511800'],
    ["ya'an", '511800'],
    ['Zoige', '513232'],
    ['ruoergai', '513232'],
    ['chongqing', '500000'],
    ['Pidu', '510117'],
  ])('finds %s', async (typed, code) => {
    expect((await codes(`/api/regions?q=${encodeURIComponent(typed)}`))[0]).toBe(code)
  })

  it('takes wildcards and quotes of SQL as text', async () => {
    for (const typed of ['%', '_', "'; drop table region; --", '\\', '%25']) {
      expect(await codes(`/api/regions?q=${encodeURIComponent(typed)}`)).toEqual([])
    }
    expect(await codes('/api/regions?level=province')).toHaveLength(2)
  })

  it('refuses a level that is none, naming the parameter', async () => {
    const { status, body } = await get('/api/regions?level=village')
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'request-invalid', faults: [{ path: 'query.level' }] })
  })
})

describe('GET /api/regions/:code', () => {
  it('carries ancestors from the province down, children, boundary and source', async () => {
    const { body } = await get('/api/regions/510107')
    expect(body.ancestors.map((region: { code: string }) => region.code)).toEqual(['510000', '510100'])
    expect(body).toMatchObject({ children: [], placeCount: 0, geometry: { type: 'MultiPolygon' } })
    expect(body.source).toContain('not survey-grade')
    const chengdu = (await get('/api/regions/510100?geometry=none')).body
    expect(chengdu.children).toHaveLength(20)
    expect(chengdu.geometry).toBeNull()
  })

  it('simplifies a boundary unless all of it is asked for', async () => {
    const [full, simplified] = await Promise.all(
      ['full', 'simplified'].map(async (detail) => (await get(`/api/regions/510000?geometry=${detail}`)).body.geometry),
    )
    expect(full.coordinates.flat(2).length).toBeGreaterThan(2 * simplified.coordinates.flat(2).length)
    expect(simplified.coordinates.flat(2).length).toBeGreaterThan(100)
  })

  it('counts the places of a region and below it', async () => {
    await database.primary.raw(`
      insert into place_type (code, category, name_zh, name_en, icon, geometry_kind, ownership, attribute_schema, sort)
      values ('try', 'try', '试', 'Try', 'try', 'point', 'either', '{}', 1)`)
    await database.primary.raw(`
      insert into place (type_code, name_zh, geom, source)
      values ('try', '甲', st_setsrid(st_makepoint(104.0434, 30.6419), 4326), 'test'),
             ('try', '乙', st_setsrid(st_makepoint(106.55, 29.563), 4326), 'test')`)
    const counts = await Promise.all(
      ['510107', '510100', '510000', '500000', '513232'].map(
        async (code) => (await get(`/api/regions/${code}`)).body.placeCount,
      ),
    )
    expect(counts).toEqual([1, 1, 1, 1, 0])
  })

  it('answers 404 with what to do for a code that is none', async () => {
    const { status, body } = await get('/api/regions/510999')
    expect(status).toBe(404)
    expect(body).toMatchObject({ code: 'region-not-found', detail: expect.stringContaining('510999') })
  })
})

describe('GET /api/region-at', () => {
  it('names province, prefecture and county of a point; a municipality has no prefecture', async () => {
    const at = async (lon: number, lat: number) =>
      (await get(`/api/region-at?lon=${lon}&lat=${lat}`)).body.regions.map(
        (region: { nameZh: string }) => region.nameZh,
      )
    expect(await at(104.0434, 30.6419)).toEqual(['四川省', '成都市', '武侯区'])
    expect(await at(106.5637, 29.553)).toEqual(['重庆市', '渝中区'])
  })

  it('is empty far from both provinces', async () => {
    expect((await get('/api/region-at?lon=116.4&lat=39.9')).body).toEqual({ regions: [] })
  })
})
