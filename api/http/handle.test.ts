import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '../contract/index.ts'
import { openTestDatabase, type TestDatabase } from '../db/testing.ts'
import { startTestServer, type TestServer } from './testing.ts'

let database: TestDatabase
let server: TestServer

beforeAll(async () => {
  database = await openTestDatabase()
  server = await startTestServer(database)
})
afterAll(async () => {
  await server?.stop()
  await database?.close()
})

test('every route that is not public refuses nobody with 401 and, unless every citizen may, the wrong role with 403', async () => {
  const guarded = Object.values(contract).filter((route) => !route.roles.includes('public'))
  expect(guarded.length).toBeGreaterThan(4)
  for (const route of guarded) {
    const path = route.path.replace(/:\w+/g, '1')
    const nobody = await server.send(route.method.toUpperCase(), path, {
      body: route.method === 'get' ? undefined : {},
    })
    expect([path, nobody.status, nobody.body.code]).toEqual([path, 401, 'not-signed-in'])
    if (route.roles.includes('citizen')) continue
    const wrong = await server.send(route.method.toUpperCase(), path, {
      body: route.method === 'get' ? undefined : {},
      roles: ['citizen'],
    })
    expect([path, wrong.status, wrong.body.code]).toEqual([path, 403, 'role-missing'])
  }
})

test('a bad query names the parameter, what was expected and where to read on', async () => {
  const reply = await server.send('GET', '/api/nearest?lon=200&lat=30')
  expect(reply.status).toBe(400)
  expect(reply.headers.get('content-type')).toContain('application/problem+json')
  expect(reply.body).toMatchObject({ status: 400, code: 'request-invalid', faults: [{ path: 'query.lon' }] })
  expect(reply.body.detail).toContain('180')
})

test('an unknown address, a broken body and a broken escape are told as problems', async () => {
  expect((await server.send('GET', '/api/nothing')).body).toMatchObject({ status: 404, code: 'address-unknown' })
  const broken = await server.send('POST', '/api/session', { body: '{"account":' })
  expect(broken.body).toMatchObject({ status: 400, code: 'body-not-json' })
  const large = await server.send('POST', '/api/session', { body: JSON.stringify({ account: 'x'.repeat(3_000_000) }) })
  expect(large.body).toMatchObject({ status: 413, code: 'body-too-large' })
  expect((await server.send('GET', '/api/regions/%E0%A4%A')).status).toBe(400)
})

test('a reply carries a request id, keeps a sensible one that was sent and drops a hostile one', async () => {
  const sent = await server.send('GET', '/healthz', { headers: { 'X-Request-Id': 'trace-12345678' } })
  expect(sent.headers.get('x-request-id')).toBe('trace-12345678')
  const hostile = await server.send('GET', '/healthz', { headers: { 'X-Request-Id': '<script>alert(1)</script>' } })
  expect(hostile.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
})

test('the policy of the page names no other host', async () => {
  const policy = (await server.send('GET', '/')).headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'self'")
  expect(policy).not.toMatch(/https?:/)
})

test('configured base maps enter the policy by their origin, subdomain templates as a wildcard', async () => {
  const maps = [{ name: 'own', nameZh: '自有', nameEn: 'Own', url: 'https://t{s}.maps.example/{z}/{x}/{y}.png' }]
  const other = await startTestServer(database, { env: { BASE_MAPS: JSON.stringify(maps) } })
  expect((await other.send('GET', '/')).headers.get('content-security-policy')).toContain('https://*.maps.example')
  await other.stop()
})

test('only the model with embed=1 may stand in a page of somebody else', async () => {
  const policyOf = async (path: string) => (await server.send('GET', path)).headers.get('content-security-policy') ?? ''
  expect(await policyOf('/places/7/model?embed=1')).toContain('frame-ancestors *')
  for (const path of ['/places/7/model', '/places/7?embed=1', '/booking/places/7?embed=1', '/manage/places?embed=1']) {
    expect([path, await policyOf(path)]).toEqual([path, expect.stringContaining("frame-ancestors 'self'")])
  }
})

test('other origins are refused by silence unless configured', async () => {
  const headers = { Origin: 'https://elsewhere.example' }
  expect((await server.send('GET', '/api/regions', { headers })).headers.get('access-control-allow-origin')).toBeNull()
  const open = await startTestServer(database, { env: { CORS_ORIGINS: 'https://elsewhere.example' } })
  const reply = await open.send('GET', '/api/regions', { headers })
  expect(reply.headers.get('access-control-allow-origin')).toBe('https://elsewhere.example')
  await open.stop()
})

test('metrics are for this host, not for what a proxy forwards, and count by route pattern', async () => {
  await server.send('GET', '/api/regions/510104')
  const own = await server.send('GET', '/metrics')
  expect(own.body).toContain('route="/api/regions/:code"')
  expect(own.body).toContain('venue_atlas_pool_connections')
  const forwarded = await server.send('GET', '/metrics', { headers: { 'X-Forwarded-For': '203.0.113.9' } })
  expect(forwarded.body.code).toBe('metrics-local')
})

test('an unchanged record is answered with 304', async () => {
  const first = await server.send('GET', '/api/place-types')
  const etag = first.headers.get('etag') ?? ''
  expect(etag).not.toBe('')
  expect(
    (await server.send('GET', '/api/place-types', { headers: { 'If-None-Match': etag, 'Cache-Control': 'max-age=0' } }))
      .status,
  ).toBe(304)
})
