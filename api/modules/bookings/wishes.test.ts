import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { makePerson, startTestServer, type TestReply, type TestServer } from '../../http/testing.ts'
import { takeOff } from './adjust-prices.ts'
import { expireHolds } from './hold.ts'
import { remind } from './reminders.ts'
import { cellStart, clientOf } from './testing-client.ts'
import { brokenInvariants, buildVenue, type Venue } from './testing-courts.ts'
import { promoteWaiting } from './waitlist.ts'

let database: TestDatabase
let server: TestServer
/** A Wednesday, 10:00 in Shanghai. */
const begin = new Date('2026-11-25T02:00:00Z')
let now = begin
let ann: ReturnType<typeof clientOf>
let venue: Venue

beforeAll(async () => {
  database = await openTestDatabase({ acquireTimeoutMs: 60_000 })
  server = await startTestServer(database, { now: () => now })
})
afterAll(async () => {
  await server.stop()
  await database.close()
})
beforeEach(async () => {
  now = begin
  ann = clientOf(server, await makePerson(database, [], '安'))
  venue = await buildVenue(database)
})

const at = (hour: number, days = 1) => cellStart(begin, days, hour)
const post = (client: { person: string }, path: string, body: object): Promise<TestReply> =>
  server.send('POST', path, { person: client.person, body, headers: { 'Idempotency-Key': randomUUID() } })
const newClient = async (name: string) => clientOf(server, await makePerson(database, [], name))
const join = (client: { person: string }, start = at(10), court = 0) =>
  post(client, '/api/booking/waitlist', { placeId: venue.placeId, courtId: venue.courtIds[court]!, start })
const waiting = async (client: { person: string }) =>
  (await server.send('GET', '/api/booking/waitlist', { person: client.person })).body.items

async function booked(client = ann, start = at(10)): Promise<{ id: number; orderId: string }> {
  const { body: order } = await client.hold(venue.placeId, [{ courtId: venue.courtIds[0]!, start }])
  await client.settle((await client.pay(order.id)).body.payPath)
  return { id: order.bookings[0].id, orderId: order.id }
}

test('a freed cell is held for the first who waits, then for the next; who left is passed over', async () => {
  const { id } = await booked()
  const [ben, cem, dua] = await Promise.all(['贝', '岑', '段'].map(newClient))
  expect((await join(ben!)).body).toMatchObject({ state: 'waiting', ahead: 0 })
  expect((await join(cem!)).body.ahead).toBe(1)
  await join(dua!)
  expect((await join(ben!)).body.code).toBe('waitlist-already')
  expect((await join(ben!, at(12))).body.code).toBe('cell-free')
  await server.send('DELETE', `/api/booking/waitlist/${(await waiting(cem!))[0].id}`, { person: cem!.person })
  await ann.cancel(id, 6000)
  expect(await promoteWaiting(database, venue.placeId, now)).toBe(1)
  expect(await promoteWaiting(database, venue.placeId, now)).toBe(0)
  const [offer] = await waiting(ben!)
  expect(offer.state).toBe('offered')
  expect((await ben!.order(offer.orderId)).body).toMatchObject({
    state: 'held',
    totalFen: 6000,
    holdExpiresAt: '2026-11-25T02:15:00.000Z',
  })
  now = new Date(begin.getTime() + 16 * 60_000)
  await expireHolds(database, database.primary, now)
  await promoteWaiting(database, venue.placeId, now)
  expect((await waiting(dua!))[0].state).toBe('offered')
  expect(await waiting(cem!)).toEqual([])
  expect(await brokenInvariants(database)).toEqual([])
})

test('as many wait as there are places, however many come at once', async () => {
  await database.primary.raw('update app.timetable set waitlist_places = 3 where id = ?', [venue.timetableId])
  await booked()
  const crowd = await Promise.all(Array.from({ length: 20 }, (_, index) => newClient(`人${index}`)))
  const replies = await Promise.all(crowd.map((client) => join(client)))
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(3)
  expect(replies.filter(({ body }) => body.code === 'waitlist-full')).toHaveLength(17)
})

test('a freed cell goes to one: to who waits or to who books at that moment, and promotions beside each other offer it once', async () => {
  const crowd = await Promise.all(Array.from({ length: 12 }, (_, index) => newClient(`客${index}`)))
  for (let round = 0; round < 4; round++) {
    const start = at(11 + round)
    const { id } = await booked(ann, start)
    const [first, ...others] = crowd
    await join(first!, start)
    await ann.cancel(id, 6000)
    const [, , ...holds] = await Promise.all([
      promoteWaiting(database, venue.placeId, now),
      promoteWaiting(database, venue.placeId, now),
      ...others.map((client) => client.hold(venue.placeId, [{ courtId: venue.courtIds[0]!, start }])),
    ])
    const held = (holds as TestReply[]).filter(({ status }) => status === 201).length
    const { rows } = await database.primary.raw(
      `select count(*)::integer as offers from app.waitlist_entry where state = 'offered' and lower(during) = :start`,
      { start },
    )
    expect(held + rows[0].offers).toBe(1)
    // Holds of this round end, so that nobody has too many.
    now = new Date(now.getTime() + 20 * 60_000)
    await database.primary.raw(`update app.waitlist_entry set state = 'left' where state = 'waiting'`)
    await expireHolds(database, database.primary, now)
  }
  expect(await brokenInvariants(database)).toEqual([])
})

test('a series lists what is in its way, and holds the rest as one order when that may be left out', async () => {
  await database.primary.raw('update app.timetable set series_weeks = 6 where id = ?', [venue.timetableId])
  const cells = [{ courtId: venue.courtIds[0]!, start: at(10) }]
  const series = { placeId: venue.placeId, cells, weeks: 5 }
  await database.primary.raw(
    `insert into app.closure (place_id, from_day, to_day) values (:placeId, '2026-12-10', '2026-12-10')`,
    venue as never,
  )
  const { body: plan } = await server.send('POST', '/api/booking/series/quotes', { body: series })
  expect(plan.weeks.map(({ conflict }: { conflict: string | null }) => conflict)).toEqual([
    null,
    null,
    'cell-closed',
    null,
    null,
  ])
  expect(plan.totalFen).toBe(24_000)
  expect((await post(ann, '/api/booking/series', series)).body.code).toBe('series-conflicts')
  const held = await post(ann, '/api/booking/series', { ...series, skipConflicts: true })
  expect(held).toMatchObject({ status: 201, body: { totalFen: 24_000 } })
  expect(held.body.bookings).toHaveLength(4)
  const taken = await server.send('POST', '/api/booking/series/quotes', { body: series })
  expect(taken.body.weeks[3].conflict).toBe('slot-taken')
  expect((await post(ann, '/api/booking/series', { ...series, weeks: 7 })).body.code).toBe('series-too-long')
})

test('one cell of a group order is moved and the others stay; 20 who move into one cell: one does', async () => {
  const cells = [0, 1].map((court) => ({ courtId: venue.courtIds[court]!, start: at(10) }))
  const { body: order } = await ann.hold(venue.placeId, cells)
  await ann.settle((await ann.pay(order.id)).body.payPath)
  const move = (client: { person: string }, id: number, start: string, court = 0) =>
    post(client, `/api/booking/bookings/${id}/move`, { courtId: venue.courtIds[court]!, start })
  expect((await move(ann, order.bookings[0].id, at(19))).body.code).toBe('move-price-differs')
  const { body } = await move(ann, order.bookings[0].id, at(11))
  expect(body.bookings.map(({ state }: { state: string }) => state).sort()).toEqual(['confirmed', 'confirmed', 'moved'])
  expect(body.totalFen).toBe(12_000)
  const others = await Promise.all(Array.from({ length: 6 }, (_, index) => newClient(`友${index}`)))
  const theirs: { id: number }[] = []
  for (const [index, other] of others.entries()) theirs.push(await booked(other, at(12 + index)))
  const replies = await Promise.all(others.map((other, index) => move(other, theirs[index]!.id, at(8))))
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(replies.filter(({ body: { code } }) => code === 'slot-taken')).toHaveLength(5)
  expect(await brokenInvariants(database)).toEqual([])
})

test('who makes a price lower is asked, and a subsidy is paid to the venue and taken back with the cell', async () => {
  server.core.bus.answer('price-adjustments', async ({ placeId, lines }) =>
    placeId === venue.placeId
      ? lines.map((_, line) => ({ line, amountFen: 1500, bornBy: 'subsidy' as const, code: 'coupon-1' }))
      : [],
  )
  const { id, orderId } = await booked()
  expect((await ann.order(orderId)).body).toMatchObject({ totalFen: 4500, payment: { amountFen: 4500 } })
  const accounts = async () => {
    const { rows } = await database.primary.raw(
      `select e.account, sum(e.amount_fen)::integer as fen
       from app.ledger_entry e join app.ledger_transaction t on t.id = e.transaction_id
       where t.order_id = :orderId group by e.account`,
      { orderId },
    )
    return Object.fromEntries(rows.map(({ account, fen }: { account: string; fen: number }) => [account, fen]))
  }
  expect(await accounts()).toMatchObject({ 'venue-payable': -6000, subsidy: 1500, 'provider-clearing': 4500 })
  await ann.cancel(id, 4500)
  expect(await accounts()).toMatchObject({ 'venue-payable': 0, subsidy: 0, 'provider-clearing': 0 })
  expect(takeOff(1000, [{ line: 0, amountFen: 5000, bornBy: 'venue', code: 'x' }])).toMatchObject({
    fen: 0,
    subsidyFen: 0,
  })
  expect(await brokenInvariants(database)).toEqual([])
})

test('a booking is reminded of once, and not when it was made just now', async () => {
  await database.primary.raw(`update app.booking_order set created_at = :early`, {
    early: new Date(begin.getTime() - 86_400_000),
  })
  const { orderId } = await booked()
  await database.primary.raw(`update app.booking_order set created_at = :early where id = :orderId`, {
    early: begin,
    orderId,
  })
  await remind(database, now)
  now = new Date(Date.parse(at(10)) - 2 * 3_600_000)
  await remind(database, now)
  await remind(database, now)
  const { items } = (await ann.get('/api/booking/messages')).body
  expect(items.map(({ kind }: { kind: string }) => kind)).toEqual(['reminder'])
})
