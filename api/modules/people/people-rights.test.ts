import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { buildPlace, buildTwoCounties } from '../places/build.ts'
import { type PeopleServer, startPeopleServer, type Visitor } from './testing-people.ts'

let database: TestDatabase
let server: PeopleServer
let admin: Visitor
let place: number

beforeAll(async () => {
  database = await openTestDatabase()
  await buildTwoCounties(database)
  place = await buildPlace(database, { lon: 104.5, lat: 30.5 })
  server = await startPeopleServer(database)
  admin = await server.byAdministrator()
})
afterAll(async () => {
  await server?.stop()
  await database?.close()
})

const give = (id: string, body: object, by = admin) => by.send('POST', `/api/people/${id}/grants`, body)

test('a personal code counts once, even at two gates in the same moment', async () => {
  const visitor = await server.byPhone()
  const { token } = (await visitor.send('POST', '/api/me/code')).body
  const check = () => admin.send('POST', `/api/places/${place}/code-checks`, { token })
  const statuses = (await Promise.all([check(), check(), check()])).map(({ status }) => status)
  expect(statuses.toSorted()).toEqual([200, 409, 409])
  const forged = await admin.send('POST', `/api/places/${place}/code-checks`, { token: `${token.slice(0, -2)}AA` })
  expect(forged.body.code).toBe('code-invalid')
})

test('a device key is a gate of its place only, and ends with its maker', async () => {
  const owner = await server.byPhone()
  expect((await give(owner.id, { role: 'owner', placeId: place })).status).toBe(201)
  const { key } = (await owner.send('POST', `/api/places/${place}/keys`, { name: '东门' })).body
  const asDevice = (method: string, path: string, body?: unknown) =>
    server.ask(method, path, body, { Authorization: `Bearer ${key}` })
  const { token } = (await admin.send('POST', '/api/me/code')).body
  expect((await asDevice('POST', `/api/places/${place}/code-checks`, { token })).status).toBe(200)
  expect((await asDevice('GET', '/api/me')).status).toBe(403)
  expect((await admin.send('POST', `/api/people/${owner.id}/archive`, { reason: 'test' })).status).toBe(200)
  expect((await asDevice('POST', `/api/places/${place}/code-checks`, { token })).status).toBe(401)
  expect((await owner.send('GET', '/api/me')).status).toBe(401)
})

test('whoever is erased leaves a nameless row, and the last administrator stays', async () => {
  const visitor = await server.byPhone()
  const data = (await visitor.send('GET', '/api/me/data')).body
  expect(data.sections.sessions).toHaveLength(1)
  expect((await visitor.send('DELETE', '/api/me')).status).toBe(204)
  const { rows } = await database.primary.raw('select name, phone, erased_at from app.person where id = :id', {
    id: visitor.id,
  })
  expect(rows[0]).toMatchObject({ name: '已注销用户', phone: null })
  expect((await admin.send('DELETE', `/api/people/${admin.id}`)).body.code).toBe('last-administrator')
})

test('people and privileged acts come as files, page after page, within the reader’s region only, and that is noted', async () => {
  const operator = await server.byPhone()
  await give(operator.id, { role: 'operator', regionCode: '510100' })
  await database.primary.raw(`insert into app.person (name) select '=cmd()' || n from generate_series(1, 620) n`)
  const lines = async (by: Visitor, list: string, query = '') =>
    ((await by.send('GET', `/api/exports/${list}?format=csv${query}`)).body as string).trimEnd().split('\r\n').slice(1)
  const all = await lines(admin, 'people')
  expect(all.length).toBeGreaterThan(620)
  expect(new Set(all).size).toBe(all.length)
  expect(all.filter((line) => line.includes(",'=cmd()"))).toHaveLength(620)
  const own = await lines(operator, 'people')
  expect(own.join()).toContain(operator.id)
  expect(own.join()).not.toContain('cmd()')
  expect((await lines(admin, 'audit', '&act=people.'))[0]).toContain('people.exported')
  expect(await lines(operator, 'audit', '&act=people.')).toEqual([])
  const workbook = await admin.send('GET', '/api/exports/people?format=xlsx')
  expect(workbook.headers.get('content-type')).toContain('spreadsheetml')
})
