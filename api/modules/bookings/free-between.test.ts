import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { makePerson, startTestServer, type TestServer } from '../../http/testing.ts'
import { buildPlace, buildTwoCounties } from '../places/build.ts'
import { cellStart, clientOf } from './testing-client.ts'
import { buildVenue } from './testing-courts.ts'

let database: TestDatabase
let server: TestServer
/** A Wednesday, 10:00 in Shanghai. */
const begin = new Date('2026-11-25T02:00:00Z')
let now = begin

beforeAll(async () => {
  database = await openTestDatabase()
  await buildTwoCounties(database)
  server = await startTestServer(database, { now: () => now })
})
afterAll(async () => {
  await server.stop()
  await database.close()
})

const at = (hour: number, days = 0) => cellStart(begin, days, hour)
const free = async (from: string, to: string, more = ''): Promise<number[]> => {
  const { body } = await server.send('GET', `/api/places?freeFrom=${from}&freeTo=${to}&limit=100${more}`)
  return body.items.map(({ id }: { id: number }) => id).sort()
}

test('the list has the places with a court for all of that time, by search, nearest and markers alike', async () => {
  const near = await buildPlace(database, { lon: 104.5, lat: 30.5 })
  const far = await buildPlace(database, { lon: 103.5, lat: 30.5 })
  const without = await buildPlace(database, { lon: 104.5, lat: 30.5 })
  const venue = await buildVenue(database, { placeId: near })
  const other = await buildVenue(database, { placeId: far, courts: [{ nameZh: '独场', units: [1] }] })
  expect(await free(at(19), at(21))).toEqual([near, far])
  // Not open so late, and over already.
  expect(await free(at(21), at(23))).toEqual([])
  expect(await free(at(8), at(9))).toEqual([])
  expect(await free(at(19), at(21), '&region=510104')).toEqual([near])
  const ann = clientOf(server, await makePerson(database, [], '安'))
  const { body: order } = await ann.hold(far, [{ courtId: other.courtIds[0]!, start: at(20) }])
  expect(await free(at(19), at(21))).toEqual([near])
  // It ends with the hold.
  now = new Date(begin.getTime() + 6 * 60_000)
  expect(await free(at(19), at(21))).toEqual([near, far])
  now = begin
  await ann.release(order.id)
  // The hall has all three floors; with it no court of the venue is left.
  await ann.hold(near, [{ courtId: venue.courtIds[3]!, start: at(19) }])
  expect(await free(at(19), at(21))).toEqual([far])
  await database.primary.raw(
    `insert into app.closure (place_id, from_day, to_day) values (?, '2026-11-25', '2026-11-25')`,
    [far],
  )
  expect(await free(at(19), at(21))).toEqual([])
  expect(await free(at(19, 1), at(21, 1))).toEqual([near, far])
  const nearest = await server.send('GET', `/api/nearest?lon=104.5&lat=30.5&freeFrom=${at(19, 1)}&freeTo=${at(21, 1)}`)
  expect(nearest.body.items.map(({ id }: { id: number }) => id)).toEqual([near, far])
  const all = await server.send('GET', '/api/nearest?lon=104.5&lat=30.5')
  expect(all.body.items.map(({ id }: { id: number }) => id)).toContain(without)
  // Sold on days off alone, and the day after is a Thursday.
  await database.primary.raw(
    `update app.price_rule set day_kind = 'restday' where timetable_id in (select id from app.timetable where place_id = ?)`,
    [far],
  )
  expect(await free(at(19, 1), at(21, 1))).toEqual([near])
  expect((await server.send('GET', `/api/places?freeFrom=${at(19)}`)).body.code).toBe('free-between-incomplete')
})

test('free slots count in the ranking of places that sell times', async () => {
  const full = await buildPlace(database, { lon: 104.9, lat: 30.9 })
  const open = await buildPlace(database, { lon: 104.9, lat: 30.9 })
  const taken = await buildVenue(database, {
    placeId: full,
    weekly: Array.from({ length: 7 }, () => [[720, 780]]),
    courts: [{ nameZh: '独场', units: [1] }],
  })
  await buildVenue(database, { placeId: open })
  const ann = clientOf(server, await makePerson(database, [], '安'))
  await ann.hold(full, [{ courtId: taken.courtIds[0]!, start: at(12) }])
  now = new Date(begin.getTime() + 60_000)
  const { body } = await server.send('GET', '/api/nearest?lon=104.9&lat=30.9&preset=best&maxDistanceMetres=100')
  const parts = new Map(
    body.items.map((item: { id: number; scoreParts: { freeSlots: number } }) => [item.id, item.scoreParts.freeSlots]),
  )
  expect(parts.get(full)).toBe(0)
  expect(parts.get(open)).toBeGreaterThan(0)
  expect(body.items[0].id).toBe(open)
})
