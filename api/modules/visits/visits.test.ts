import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { loadDemoVisits } from '../../../seed-data/load-demo-visits.ts'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { startTestServer, type TestServer } from '../../http/testing.ts'
import { buildPlace, buildPlaces, buildTwoCounties } from '../places/build.ts'
import { postDemoCounts } from './demo-counters.ts'

let database: TestDatabase
let server: TestServer
/** Wednesday 10:30 in Shanghai. */
const begin = new Date('2026-05-06T02:30:00Z')
let now = begin
let placeId: number

beforeAll(async () => {
  database = await openTestDatabase()
  await buildTwoCounties(database)
  server = await startTestServer(database, { now: () => now })
})
afterAll(async () => {
  await server.stop()
  await database.close()
})
beforeEach(async () => {
  now = begin
  await database.primary.raw(
    'truncate app.visit_device, app.visit_hour, app.visit_day, app.visit_month, app.visit_hall cascade',
  )
  placeId = await buildPlace(database, { nameZh: '东湖体育馆' })
})

interface Count {
  sequence: number
  at: string
  entered?: number
  exited?: number
  hallId?: number
}
const post = (counts: Count[], more: object = {}, roles = [`gate@place:${placeId}`]) =>
  server.send('POST', '/api/visits', {
    roles,
    body: { placeId, device: 'north door', sentAt: now.toISOString(), counts, ...more },
  })
const figures = async (query = '') => (await server.send('GET', `/api/visits/figures${query}`)).body
const ofPlace = async (query = '') => (await server.send('GET', `/api/places/${placeId}/visits${query}`)).body
const at = (local: string) => new Date(`${local}+08:00`).toISOString()

test('counts go into now, today, month, year and total, each by the local day', async () => {
  const { body } = await post([
    { sequence: 1, at: at('2025-12-31T23:59'), entered: 5, exited: 5 },
    { sequence: 2, at: at('2026-01-01T00:01'), entered: 7, exited: 7 },
    { sequence: 3, at: at('2026-05-01T12:00'), entered: 11, exited: 9 },
    { sequence: 4, at: at('2026-05-06T08:10'), entered: 20, exited: 1 },
    { sequence: 5, at: at('2026-05-06T10:10'), entered: 3, exited: 6 },
  ])
  expect(body).toEqual({ accepted: 5, known: 0, clockErrorMs: 0 })
  expect(await figures()).toMatchObject({
    inside: 16,
    today: 23,
    month: 34,
    year: 41,
    total: 46,
    places: 1,
    demoPlaces: 0,
  })
  const place = await ofPlace()
  expect(place).toMatchObject({ inside: 16, today: 23, month: 34, year: 41, total: 46, nameZh: '东湖体育馆' })
  expect(place.points[8]).toEqual({ at: '08', entered: 20, exited: 1 })
  expect((await ofPlace('?span=month')).points[0]).toEqual({ at: '2026-05-01', entered: 11, exited: 9 })
  expect((await ofPlace('?span=year&day=2025-06-01')).points[11]).toEqual({ at: '2025-12', entered: 5, exited: 5 })
  expect((await figures()).months.at(-1)).toEqual({ month: '2026-05', entered: 34 })
})

test('a batch that is sent again, whole or in part, beside itself or later, counts once', async () => {
  const counts = [1, 2, 3].map((sequence) => ({ sequence, at: at('2026-05-06T09:00'), entered: 10 }))
  const replies = await Promise.all([post(counts), post(counts), post(counts.slice(1))])
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(replies.reduce((sum, { body }) => sum + body.accepted, 0)).toBe(3)
  expect((await post([...counts, { sequence: 4, at: at('2026-05-06T09:05'), entered: 1 }])).body).toMatchObject({
    accepted: 1,
    known: 3,
  })
  expect((await ofPlace()).today).toBe(31)
  // Another device has numbers of its own.
  await post(counts, { device: 'south door' })
  expect((await ofPlace()).today).toBe(61)
})

test('a clock that is an hour ahead is recorded, and its counts stand at our time', async () => {
  const wrong = new Date(now.getTime() + 3_600_000)
  const { body } = await post([{ sequence: 1, at: at('2026-05-06T11:20'), entered: 2 }], {
    sentAt: wrong.toISOString(),
  })
  expect(body.clockErrorMs).toBe(3_600_000)
  expect((await ofPlace()).points[10]).toMatchObject({ entered: 2 })
  const { items } = (await server.send('GET', `/api/places/${placeId}/visit-counts?day=2026-05-06`)).body
  expect(items).toMatchObject([{ device: 'north door', sequence: 1, entered: 2, clockErrorMs: 3_600_000 }])
  expect(Date.parse(items[0].at)).toBe(Date.parse(at('2026-05-06T10:20')))
})

test('what cannot be is refused by name, and nothing of its batch is counted', async () => {
  const good = { sequence: 1, at: at('2026-05-06T09:00'), entered: 1 }
  expect((await post([good, { sequence: 2, at: at('2026-05-06T12:00'), entered: 1 }])).body.code).toBe(
    'count-in-future',
  )
  expect((await post([good, { sequence: 2, at: at('2024-05-06T12:00'), entered: 1 }])).body.code).toBe('count-too-old')
  expect((await post([good, { ...good, sequence: 2, hallId: 999_999 }])).body.code).toBe('hall-unknown')
  expect((await post([good], { placeId: 999_999 }, ['administrator'])).body.code).toBe('place-not-found')
  expect((await post([good], {}, [`gate@place:${placeId + 1}`])).status).toBe(403)
  expect((await post([good], {}, ['citizen'])).status).toBe(403)
  expect((await ofPlace()).total).toBe(0)
})

test('halls have figures of their own, and the place has their sum', async () => {
  const add = (nameZh: string) =>
    server.send('POST', `/api/places/${placeId}/visit-halls`, { roles: [`owner@place:${placeId}`], body: { nameZh } })
  const { body: pool } = await add('泳池')
  expect((await add('泳池')).body.code).toBe('hall-exists')
  await post([
    { sequence: 1, at: at('2026-05-06T09:00'), entered: 4, hallId: pool.id },
    { sequence: 2, at: at('2026-05-06T09:00'), entered: 6 },
  ])
  const body = await ofPlace()
  expect(body.today).toBe(10)
  expect(body.halls).toMatchObject([{ id: pool.id, nameZh: '泳池', figures: { today: 4, inside: 4 } }])
})

test('regions, types and the top five add up to the whole, and filters keep to their own', async () => {
  const seeds = [
    { lon: 104.5, lat: 30.5, type: 'gymnasium' },
    { lon: 104.5, lat: 30.5, type: 'pool' },
    { lon: 103.5, lat: 30.5, type: 'gymnasium' },
  ]
  const ids = await buildPlaces(database, seeds)
  for (const [nth, id] of ids.entries()) {
    const counts = [{ sequence: 1, at: at('2026-05-06T09:00'), entered: 10 * (nth + 1) }]
    await post(counts, { placeId: id }, ['administrator'])
  }
  const body = await figures('?level=county')
  expect(body.today).toBe(60)
  expect(body.byRegion).toHaveLength(2)
  expect(body.byRegion.reduce((sum: number, { today }: { today: number }) => sum + today, 0)).toBe(60)
  expect(body.byType.map(({ code, today }: { code: string; today: number }) => [code, today])).toEqual([
    ['gymnasium', 40],
    ['pool', 20],
  ])
  expect(body.top.map(({ placeId: id }: { placeId: number }) => id)).toEqual([...ids].reverse())
  expect((await figures('?type=pool')).today).toBe(20)
  const [first] = body.byRegion
  expect((await figures(`?region=${first.code}`)).today).toBe(first.today)
  const list = (await server.send('GET', '/api/visits/places?type=gymnasium&limit=1')).body
  expect([list.total, list.items.length, list.items[0].placeId]).toEqual([2, 1, ids[2]])
  expect((await server.send('GET', '/api/visits/places?q=%25')).body.total).toBe(0)
})

test('the demo’s counters post each hour once, are marked, and everybody has left by midnight', async () => {
  await database.primary.raw(`update app.place set is_demo = true where id = :placeId`, { placeId })
  await database.primary.raw(`update app.place_type set category = 'venue' where code = 'gymnasium'`)
  expect(await loadDemoVisits(database)).toBe(1)
  expect(await loadDemoVisits(database)).toBe(0)
  now = new Date()
  await postDemoCounts(database, now)
  const before = (await figures()).total
  await postDemoCounts(database, now)
  expect((await figures()).total).toBe(before)
  expect(before).toBeGreaterThan(10_000)
  expect((await figures()).demoPlaces).toBe(1)
  const { rows } = await database.primary.raw(`
    select sum(entered)::integer as entered, sum(exited)::integer as exited from app.visit_day
    where day < (now() at time zone 'Asia/Shanghai')::date`)
  expect(rows[0].entered).toBe(rows[0].exited)
})

test('the openness meter judges published hours, and its rows prove each figure', async () => {
  const weekly = Array.from({ length: 7 }, () => [[540, 1260]])
  const exceptions = [
    {
      from: '2026-05-10',
      to: '2026-05-12',
      open: [],
      reasonZh: '检修',
      reasonEn: 'Repairs',
      announcedOn: '2026-05-08',
    },
  ]
  const id = await buildPlace(database, { hours: { weekly, holidays: [[600, 960]], exceptions } as never, fee: 'free' })
  await database.primary.raw(
    `insert into app.calendar_day (day, kind, name_zh, name_en, source) values ('2026-10-01', 'holiday', '国庆节', 'National Day', 'test')
     on conflict (day) do nothing`,
  )
  const { body } = await server.send('GET', `/api/places/${id}/openness?year=2026`)
  const stateOf = Object.fromEntries(body.rules.map((rule: { rule: string; state: string }) => [rule.rule, rule.state]))
  expect(stateOf).toMatchObject({
    'week-hours': 'met',
    'open-days': 'met',
    'rest-day-hours': 'unmet',
    'outdoor-hours': 'not-applicable',
    'fitness-day-free': 'met',
    concessions: 'met',
    'announced-closures': 'unmet',
    training: 'unknown',
  })
  const { rows } = (await server.send('GET', `/api/places/${id}/openness/open-days?year=2026`)).body
  const figure = body.rules.find(({ rule }: { rule: string }) => rule === 'open-days')
  expect(rows.filter(({ passes }: { passes: boolean }) => passes)).toHaveLength(figure.actual)
  expect(figure.actual).toBe(362)
  expect((await server.send('GET', '/api/places/999999/openness')).body.code).toBe('place-not-found')
})
