import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { makePerson, startTestServer, type TestReply, type TestServer } from '../../http/testing.ts'
import { moneyOf } from './providers.ts'
import { completeRefund } from './refunds.ts'
import { cellStart, clientOf, eventOf } from './testing-client.ts'
import { brokenInvariants, buildVenue } from './testing-courts.ts'
import { seeded } from './testing-crash-acts.ts'
import { promoteWaiting } from './waitlist.ts'

/** Real concurrent clients over HTTP. The number that can succeed succeeds; all others hear why. */

const crowd = 200
let database: TestDatabase
let server: TestServer
let begin = new Date('2026-11-25T02:00:00Z')
let now = begin
let clients: ReturnType<typeof clientOf>[]
const at = (hour: number, days = 1) => cellStart(begin, days, hour)

beforeAll(async () => {
  // The embedded engine has one connection: the last of the crowd waits for all others.
  database = await openTestDatabase({ acquireTimeoutMs: 60_000 })
  server = await startTestServer(database, { now: () => now })
  const people = await Promise.all(Array.from({ length: crowd }, () => makePerson(database)))
  clients = people.map((person) => clientOf(server, person))
})
// Holds of the test before are over.
beforeEach(() => {
  begin = new Date(begin.getTime() + 6 * 60_000)
  now = begin
})
afterAll(async () => {
  await server.stop()
  await database.close()
})

/** How many of the replies have which status and code. */
function count(replies: TestReply[]): Record<string, number> {
  const counted: Record<string, number> = {}
  for (const { status, body } of replies) {
    const word = status < 300 ? String(status) : `${status} ${body.code}`
    counted[word] = (counted[word] ?? 0) + 1
  }
  return counted
}

test('200 clients on one slot: one holds it', async () => {
  const { placeId, courtIds } = await buildVenue(database)
  const cells = [{ courtId: courtIds[0]!, start: at(10) }]
  const replies = await Promise.all(clients.map((client) => client.hold(placeId, cells)))
  expect(count(replies)).toEqual({ 201: 1, '409 slot-taken': crowd - 1 })
  expect(await brokenInvariants(database)).toEqual([])
})

test('200 clients on courts of different grids over the same floor: holds that overlap never stand together', async () => {
  const hour = await buildVenue(database, { courts: [{ nameZh: '整', units: [7] }] })
  // The same unit sold by a grid of 90 minutes too: its cells lie across those of the other.
  const other = await buildVenue(database, {
    placeId: hour.placeId,
    slotMinutes: 90,
    courts: [{ nameZh: '斜', units: [7] }],
  })
  const starts = [...[8, 9, 10].map((h) => [hour, at(h)] as const), ...[8, 9.5].map((h) => [other, at(h)] as const)]
  const replies = await Promise.all(
    clients.map((client, index) => {
      const [venue, start] = starts[index % starts.length]!
      return client.hold(hour.placeId, [{ courtId: venue.courtIds[0]!, start }])
    }),
  )
  const held = replies.filter(({ status }) => status === 201).map(({ body }) => body.bookings[0])
  expect(held.length).toBeGreaterThanOrEqual(2)
  for (const a of held) for (const b of held) expect(a === b || a.end <= b.start || b.end <= a.start).toBe(true)
  expect(count(replies)['409 slot-taken']).toBe(crowd - held.length)
})

test('200 clients on a hall and its courts: either the hall or some courts', async () => {
  const { placeId, courtIds } = await buildVenue(database)
  const replies = await Promise.all(
    clients.map((client, index) => client.hold(placeId, [{ courtId: courtIds[index % 4]!, start: at(12) }])),
  )
  const held = replies.filter(({ status }) => status === 201).map(({ body }) => body.bookings[0].courtId)
  const possible = held.includes(courtIds[3]!) ? [courtIds[3]!] : courtIds.slice(0, 3)
  expect(held.sort()).toEqual(possible)
  expect(count(replies)['409 slot-taken']).toBe(crowd - possible.length)
})

test('200 clients with several cells in opposite order: each order whole or not at all', async () => {
  const { placeId, courtIds } = await buildVenue(database)
  const cells = courtIds.slice(0, 3).map((courtId) => ({ courtId, start: at(15) }))
  const replies = await Promise.all(
    clients.map((client, index) => client.hold(placeId, index % 2 ? cells : [...cells].reverse())),
  )
  expect(count(replies)).toEqual({ 201: 1, '409 slot-taken': crowd - 1 })
})

test('200 clients on the last places of a session: as many as there are', async () => {
  const { placeId, courtIds } = await buildVenue(database, { courts: [{ nameZh: '泳池', units: [1], capacity: 7 }] })
  const replies = await Promise.all(
    clients.map((client) => client.hold(placeId, [{ courtId: courtIds[0]!, start: at(10) }])),
  )
  expect(count(replies)).toEqual({ 201: 7, '409 session-full': crowd - 7 })
  expect(await brokenInvariants(database)).toEqual([])
})

test('money that arrives at the end of the hold, told twice, while others take the cell: one has it, the money is kept or owed back', async () => {
  const { placeId, courtIds } = await buildVenue(database)
  const courtId = courtIds[0]!
  let confirmed = 0
  for (let round = 0; round < 6; round++) {
    now = begin
    const [payer, ...others] = clients.slice(round * 10, round * 10 + 10)
    const cells = [{ courtId, start: at(8 + round, 2) }]
    const { body: order } = await payer!.hold(placeId, cells)
    const { payPath } = (await payer!.pay(order.id)).body
    const event = await eventOf(server, payPath, 'paid', order.totalFen)
    now = new Date(begin.getTime() + 5 * 60_000)
    const tell = () => server.send('POST', '/api/booking/payments/sandbox/callback', { body: event })
    const [first, holds, second] = await Promise.all([
      tell(),
      Promise.all(others.map((other) => other.hold(placeId, cells))),
      tell(),
    ])
    expect([first.status, second.status]).toEqual([200, 200])
    const { body } = await payer!.order(order.id)
    const taken = holds.filter(({ status }) => status === 201).length
    expect(taken + (body.state === 'confirmed' ? 1 : 0)).toBe(1)
    expect(body.payment).toMatchObject({ state: 'paid', refundedFen: body.state === 'confirmed' ? 0 : order.totalFen })
    confirmed += body.state === 'confirmed' ? 1 : 0
  }
  expect(confirmed).toBeLessThanOrEqual(6)
  expect(await brokenInvariants(database)).toEqual([])
})

test('200 clients who move into one slot: one does, and the others keep what they have', async () => {
  const { placeId, courtIds } = await buildVenue(database, { courts: [{ nameZh: '场', units: [1] }] })
  const others = await buildVenue(database, {
    placeId,
    courts: Array.from({ length: crowd }, (_, index) => ({ nameZh: `${index}号场`, units: [index + 2] })),
  })
  const own: number[] = []
  for (let first = 0; first < crowd; first += 20) {
    const some = clients.slice(first, first + 20)
    const orders = await Promise.all(
      some.map((client, index) => client.hold(placeId, [{ courtId: others.courtIds[first + index]!, start: at(10) }])),
    )
    await Promise.all(some.map((client, index) => client.pay(orders[index]!.body.id, 'at-venue')))
    own.push(...orders.map(({ body }) => body.bookings[0].id))
  }
  const replies = await Promise.all(
    clients.map((client, index) => client.move(own[index]!, { courtId: courtIds[0]!, start: at(10) })),
  )
  expect(count(replies)).toEqual({ 200: 1, '409 slot-taken': crowd - 1 })
  const { rows } = await database.primary.raw(
    `select state, count(*)::integer as n from app.booking where court_id = any(:courts) group by state order by state`,
    { courts: [...others.courtIds, ...courtIds] },
  )
  expect(rows).toEqual([
    { state: 'confirmed', n: crowd },
    { state: 'moved', n: 1 },
  ])
  expect(await brokenInvariants(database)).toEqual([])
})

test('a freed slot, 100 who wait, 100 who book and promotions beside each other: one has it', async () => {
  const { placeId, courtIds, timetableId } = await buildVenue(database)
  await database.primary.raw('update app.timetable set waitlist_places = 100 where id = ?', [timetableId])
  const cell = { courtId: courtIds[0]!, start: at(11) }
  const [holder, ...rest] = clients
  const { body: order } = await holder!.hold(placeId, [cell])
  await holder!.settle((await holder!.pay(order.id)).body.payPath)
  const waiting = rest.slice(0, 100)
  const joined = await Promise.all(waiting.map((client) => client.wait(placeId, cell)))
  expect(count(joined)).toEqual({ 201: 100 })
  await holder!.cancel(order.bookings[0].id, 6000)
  const [holds] = await Promise.all([
    Promise.all(rest.slice(100).map((client) => client.hold(placeId, [cell]))),
    ...Array.from({ length: 4 }, () => promoteWaiting(database, placeId, now)),
  ])
  const { rows } = await database.primary.raw(
    `select count(*)::integer as offers from app.waitlist_entry where place_id = ? and state = 'offered'`,
    [placeId],
  )
  const held = holds.filter(({ status }) => status === 201).length
  expect(held + rows[0].offers).toBe(1)
  expect(count(holds)['409 slot-taken']).toBe(99 - held)
  expect(await brokenInvariants(database)).toEqual([])
})

test('cancelled by many taps at once, a cell gives its money back once', async () => {
  const { placeId, courtIds } = await buildVenue(database)
  const client = clients[100]!
  const { body: order } = await client.hold(placeId, [{ courtId: courtIds[0]!, start: at(11, 2) }])
  await client.settle((await client.pay(order.id)).body.payPath, 'twice')
  const id = order.bookings[0].id
  const replies = await Promise.all(Array.from({ length: 20 }, () => client.cancel(id, 6000)))
  expect(count(replies)).toEqual({ 200: 1, '409 cannot-cancel': 19 })
  const { rows } = await database.primary.raw(`select id from app.refund where state = 'owed'`)
  const { providers } = moneyOf(server.core)
  await Promise.all([...rows, ...rows].map(({ id: refund }) => completeRefund(database, providers, refund)))
  expect(await brokenInvariants(database)).toEqual([])
})

const operations = Number(process.env.BOOKING_OPERATIONS ?? 400)
const seed = Number(process.env.BOOKING_SEED ?? 20_261_122)

test(`${operations} random acts of 16 clients leave no overlap, no lost payment and a balanced ledger`, async () => {
  const { placeId, courtIds } = await buildVenue(database, { windowDays: 2 })
  const pool = await buildVenue(database, { courts: [{ nameZh: '泳池', units: [1], capacity: 3 }], windowDays: 2 })
  const actors = clients.slice(0, 16)
  let left = operations
  const bad: string[] = []
  const note = (reply: TestReply) => {
    if (reply.status >= 500) bad.push(`${reply.status} ${JSON.stringify(reply.body)}`)
    return reply
  }
  await Promise.all(
    actors.map(async (actor, index) => {
      const pick = seeded(seed + index)
      const orders: { id: string; payPath?: string; fen: number; bookings: { id: number }[] }[] = []
      while (left-- > 0) {
        // The clock runs for all: holds end under their holders.
        if (pick(60) === 0) now = new Date(now.getTime() + 60_000)
        const act = pick(8)
        const order = orders[pick(Math.max(1, orders.length))]
        if (act <= 1 || !order) {
          const venue = pick(3) === 0 ? pool : { placeId, courtIds }
          const cells = Array.from({ length: 1 + pick(2) }, () => ({
            courtId: venue.courtIds[pick(venue.courtIds.length)]!,
            start: at(8 + pick(6), 1),
          }))
          const { status, body } = note(await actor.hold(venue.placeId, cells))
          if (status === 201) orders.push({ id: body.id, fen: body.totalFen, bookings: body.bookings })
        } else if (act <= 3) {
          const { body } = note(await actor.pay(order.id))
          if (body.payPath) order.payPath = body.payPath
        } else if (act <= 5 && order.payPath) {
          note(await actor.settle(order.payPath, ['paid', 'twice', 'failed-after-paid', 'failed'][pick(4)]))
        } else if (act === 6) {
          const { body } = note(await actor.order(order.id))
          const booking = body.bookings?.[0]
          if (booking) note(await actor.cancel(booking.id, booking.refundIfCancelledFen))
        } else note(await actor.release(order.id))
      }
    }),
  )
  expect(bad).toEqual([])
  expect(await brokenInvariants(database)).toEqual([])
  const { rows } = await database.primary.raw(`
    select count(*) filter (where state = 'confirmed')::integer as confirmed, count(*) filter (where state = 'cancelled')::integer as cancelled
    from app.booking`)
  // It did something.
  expect(rows[0].confirmed + rows[0].cancelled).toBeGreaterThan(5)
}, 600_000)
