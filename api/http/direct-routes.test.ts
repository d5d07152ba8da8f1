import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { openTestDatabase, type TestDatabase } from '../db/testing.ts'
import { type RunningServer, startServer } from '../server.ts'
import { insertTestPlaces, insertTestRegions, randomPlaces } from '../spatial/testing-places.ts'

let database: TestDatabase
let server: RunningServer
const path = '/api/nearest?lon=104.05&lat=30.65&limit=20'

beforeAll(async () => {
  database = await openTestDatabase()
  await insertTestRegions(database.primary)
  await insertTestPlaces(database.primary, randomPlaces(200, 3))
  const env = { NODE_ENV: 'test', HOST: '127.0.0.1', PORT: '0', SEED: 'empty', SERVICES: 'api', CORS_ORIGINS: '*' }
  server = await startServer(readConfig(env), pino({ level: 'silent' }), { ...database, close: async () => {} })
  for (let tries = 0; tries < 500 && !server.core.nearest!.figures().ready_places; tries++)
    await new Promise((resolve) => setTimeout(resolve, 20))
  expect(server.core.nearest!.figures().ready_places).toBe(1)
}, 120_000)
afterAll(async () => {
  await server?.stop()
  await database?.close()
})

const get = (query: string, init: RequestInit = {}) => fetch(server.url + query, init)

describe('a route that is answered before Express', () => {
  test('has the headers, the log’s id and the length that Express gives it', async () => {
    const direct = await get(path, { headers: { 'x-request-id': 'given-by-the-caller' } })
    const throughExpress = await get(path, { method: 'HEAD' })
    expect(direct.status).toBe(200)
    expect(direct.headers.get('x-request-id')).toBe('given-by-the-caller')
    const named = (headers: Headers) => [...headers.keys()].filter((name) => !['etag', 'content-length'].includes(name))
    expect(named(direct.headers)).toEqual(expect.arrayContaining(named(throughExpress.headers)))
    for (const name of ['content-security-policy', 'access-control-allow-origin', 'cache-control', 'content-type'])
      expect([name, direct.headers.get(name)]).toEqual([name, throughExpress.headers.get(name)])
    expect((await direct.json()).items).toHaveLength(20)
  })

  test('says what is wrong with a request as every route does', async () => {
    const bad = await get('/api/nearest?lon=204&lat=30', { headers: { 'x-request-id': 'a-bad-request' } })
    expect([bad.status, bad.headers.get('content-type')]).toEqual([400, 'application/problem+json; charset=utf-8'])
    expect(await bad.json()).toMatchObject({ code: 'request-invalid', instance: 'a-bad-request' })
    expect((await get('/api/nearest')).status).toBe(400)
    expect(await (await get(`${path}&layer=nothing`)).json()).toMatchObject({ status: 404, code: 'layer-not-found' })
    expect((await get('/api/nearest', { method: 'POST' })).status).toBe(404)
    expect((await get(path, { method: 'OPTIONS', headers: { origin: 'https://a.example' } })).status).toBe(204)
  })

  test('is compressed for whoever takes it', async () => {
    const zipped = await get(path, { headers: { 'accept-encoding': 'gzip' } })
    expect(zipped.headers.get('content-encoding')).toBe('gzip')
    expect(zipped.headers.get('vary')).toMatch(/Accept-Encoding/)
    expect((await zipped.json()).items).toHaveLength(20)
    expect((await get(path, { headers: { 'accept-encoding': 'identity' } })).headers.get('content-encoding')).toBe(null)
  })

  test('shows a writer the own write at once, whether named by header or cookie', async () => {
    for (const [n, how] of ['x-at-least', 'cookie'].entries()) {
      const [id] = await database.primary('place').orderBy('id').offset(n).limit(1).pluck('id')
      await database.primary.raw('update place set geom = st_setsrid(st_makepoint(?, -60), 4326) where id = ?', [n, id])
      const position = await database.writePosition()
      const value = how === 'cookie' ? `written=${encodeURIComponent(position)}` : position
      const reply = await get(`/api/nearest?lon=${n}&lat=-60&limit=1`, { headers: { [how]: value } })
      expect((await reply.json()).items[0].id).toBe(id)
    }
  })

  test('is timed under its path, beside the memory that the index takes', async () => {
    const text = await (await get('/metrics')).text()
    expect(text).toMatch(/http_request_duration_seconds_count\{route="\/api\/nearest",method="GET",status="200"\} \d/)
    expect(text).toMatch(/http_request_duration_seconds_count\{route="\/api\/nearest",method="GET",status="400"\} \d/)
    expect(Number(/^venue_atlas_nearest_bytes_places (\d+)/m.exec(text)![1])).toBeGreaterThan(1_000)
  })
})
