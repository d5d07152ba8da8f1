import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { makePerson, startTestServer, type TestServer } from '../../http/testing.ts'
import { makeCode, sharedSecret } from '../people/personal-code.ts'
import { buildPlace } from '../places/build.ts'
import { endBookings } from './end-bookings.ts'
import { cellStart, clientOf } from './testing-client.ts'
import { buildVenue, type Venue } from './testing-courts.ts'

let database: TestDatabase
let server: TestServer
/** A Wednesday, 10:00 in Shanghai. */
const begin = new Date('2026-11-25T02:00:00Z')
let now = begin
let person: string
let ann: ReturnType<typeof clientOf>
let venue: Venue

beforeAll(async () => {
  database = await openTestDatabase()
  server = await startTestServer(database, { now: () => now })
})
afterAll(async () => {
  await server.stop()
  await database.close()
})
beforeEach(async () => {
  now = begin
  person = await makePerson(database, [], '安')
  ann = clientOf(server, person)
  venue = await buildVenue(database)
})

/** A paid booking of tomorrow 10:00, and the clock set to a quarter of an hour before it. */
async function arrive(): Promise<{ id: number; orderId: string; ticket: string }> {
  const { body: order } = await ann.hold(venue.placeId, [
    { courtId: venue.courtIds[0]!, start: cellStart(begin, 1, 10) },
  ])
  await ann.settle((await ann.pay(order.id)).body.payPath)
  const { body } = await ann.order(order.id)
  now = new Date(Date.parse(body.bookings[0].start) - 15 * 60_000)
  return { id: body.bookings[0].id, orderId: order.id, ticket: body.bookings[0].ticket }
}
interface Scan {
  token: string
  nonce?: string
  direction?: string
  at?: string
}
const scan = (scans: Scan[], more: object = {}, placeId = venue.placeId) =>
  server.send('POST', `/api/places/${placeId}/gate-scans`, {
    roles: [`gate@place:${placeId}`],
    person,
    body: {
      device: 'door 1',
      sentAt: now.toISOString(),
      scans: scans.map((each) => ({ nonce: randomUUID(), at: now.toISOString(), ...each })),
      ...more,
    },
  })
const reasonOf = async (each: Scan, placeId?: number) => (await scan([each], {}, placeId)).body.results[0].reason
const visitsOf = async (placeId: number) => (await server.send('GET', `/api/places/${placeId}/visits`)).body

test('a ticket lets its booking in once, counts one visit, and out again', async () => {
  const { orderId, ticket } = await arrive()
  const { body } = await scan([{ token: ticket }])
  expect(body.results[0]).toMatchObject({
    admitted: true,
    reason: 'valid',
    name: '安',
    courtNameZh: '1号场',
    repeated: false,
  })
  expect(body.inside).toBe(1)
  expect((await ann.order(orderId)).body.bookings[0].state).toBe('checked-in')
  expect(await visitsOf(venue.placeId)).toMatchObject({ inside: 1, today: 1 })
  expect(await reasonOf({ token: ticket })).toBe('used')
  expect(await reasonOf({ token: ticket, direction: 'exit' })).toBe('valid')
  expect(await reasonOf({ token: ticket })).toBe('valid')
  expect(await visitsOf(venue.placeId)).toMatchObject({ inside: 1, today: 2 })
})

test('a scan that is sent again gets the same answer and counts nothing, also beside itself', async () => {
  const { ticket } = await arrive()
  const nonce = randomUUID()
  const replies = await Promise.all([1, 2, 3].map(() => scan([{ token: ticket, nonce }])))
  expect(replies.map(({ body }) => body.results[0].reason)).toEqual(['valid', 'valid', 'valid'])
  expect(replies.filter(({ body }) => !body.results[0].repeated)).toHaveLength(1)
  expect((await visitsOf(venue.placeId)).today).toBe(1)
})

test('each reason is said by name', async () => {
  const { id, ticket } = await arrive()
  const other = await buildPlace(database, { nameZh: '别馆' })
  expect(await reasonOf({ token: ticket }, other)).toBe('wrong-place')
  const ready = now
  now = new Date(ready.getTime() - 3_600_000)
  expect(await reasonOf({ token: ticket })).toBe('too-early')
  now = new Date(ready.getTime() + 5 * 3_600_000)
  expect(await reasonOf({ token: ticket })).toBe('too-late')
  now = ready
  expect(await reasonOf({ token: `${ticket.slice(0, -1)}${ticket.endsWith('A') ? 'B' : 'A'}` })).toBe('unknown')
  expect(await reasonOf({ token: 'https://example.org/' })).toBe('unknown')
  now = begin
  await ann.cancel(id, 6000)
  now = ready
  expect(await reasonOf({ token: ticket })).toBe('cancelled')
  const { rows } = await database.primary.raw(
    'select count(*)::integer as visits from app.visit_count where place_id = ?',
    [venue.placeId],
  )
  expect(rows[0].visits).toBe(0)
})

test('what is due at the venue is paid there first', async () => {
  const { body: order } = await ann.hold(venue.placeId, [
    { courtId: venue.courtIds[0]!, start: cellStart(begin, 1, 10) },
  ])
  const { body } = await ann.pay(order.id, 'at-venue')
  now = new Date(Date.parse(body.order.bookings[0].start))
  const { results } = (await scan([{ token: body.order.bookings[0].ticket }])).body
  expect(results[0]).toMatchObject({ admitted: false, reason: 'unpaid', dueFen: 6000 })
})

test('a personal code finds the booking of its person; used again, or without a booking, it lets nobody in', async () => {
  const { orderId } = await arrive()
  const secret = await sharedSecret(database.primary, 'personal-code')
  const token = makeCode(secret, person, now)
  expect(await reasonOf({ token })).toBe('valid')
  expect((await ann.order(orderId)).body.bookings[0].state).toBe('checked-in')
  expect(await reasonOf({ token })).toBe('used')
  const stranger = await makePerson(database, [], '生客')
  expect(await reasonOf({ token: makeCode(secret, stranger, now) })).toBe('no-booking')
  // A place without courts is open to all, and counts them.
  const park = await buildPlace(database, { nameZh: '公园' })
  expect(await reasonOf({ token: makeCode(secret, stranger, now) }, park)).toBe('valid')
  expect((await visitsOf(park)).today).toBe(1)
})

test('scans without a network are handed in later, in their order and by a wrong clock, even after the day was closed', async () => {
  const { orderId, ticket } = await arrive()
  const scannedAt = now
  now = new Date(now.getTime() + 20 * 3_600_000)
  await endBookings(database, now)
  expect((await ann.order(orderId)).body.bookings[0].state).toBe('no-show')
  // The device's clock is an hour ahead, and the exit comes first in its queue.
  const ahead = (instant: Date) => new Date(instant.getTime() + 3_600_000).toISOString()
  const out = new Date(scannedAt.getTime() + 40 * 60_000)
  const { body } = await scan(
    [
      { token: ticket, direction: 'exit', at: ahead(out) },
      { token: ticket, at: ahead(scannedAt) },
    ],
    { sentAt: ahead(now) },
  )
  expect(body.clockErrorMs).toBe(3_600_000)
  expect(body.results.map(({ reason }: { reason: string }) => reason)).toEqual(['valid', 'valid'])
  await endBookings(database, now)
  expect((await ann.order(orderId)).body.bookings[0].state).toBe('done')
})

test('the list for gates without a network holds hashes of good tickets alone', async () => {
  const { ticket } = await arrive()
  const { body } = await server.send('GET', `/api/places/${venue.placeId}/gate-list`, {
    roles: [`gate@place:${venue.placeId}`],
  })
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(ticket))
  expect(body.tickets.map(({ hash }: { hash: string }) => hash)).toEqual([Buffer.from(digest).toString('hex')])
  const state = await server.send('GET', `/api/places/${venue.placeId}/gate-state`, { roles: ['citizen'] })
  expect(state.status).toBe(403)
})
