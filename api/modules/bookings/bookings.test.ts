import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { makePerson, startTestServer, type TestServer } from '../../http/testing.ts'
import { buildPlace } from '../places/build.ts'
import { bookingMoves } from './booking-states.ts'
import { moneyOf } from './providers.ts'
import { reconcile } from './reconcile.ts'
import { completeRefund } from './refunds.ts'
import { cellStart, clientOf, eventOf } from './testing-client.ts'
import { brokenInvariants, buildVenue } from './testing-courts.ts'

let database: TestDatabase
let server: TestServer
/** A Wednesday, 10:00 in Shanghai. */
const begin = new Date('2026-11-25T02:00:00Z')
let now = begin
const later = (minutes: number) => {
  now = new Date(begin.getTime() + minutes * 60_000)
}
let ann: ReturnType<typeof clientOf>
let ben: ReturnType<typeof clientOf>

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
  ann = clientOf(server, await makePerson(database, [], '安'))
  ben = clientOf(server, await makePerson(database, [], '贝'))
})

const at = (hour: number, days = 1) => cellStart(begin, days, hour)
const grid = async (placeId: number, query = '') =>
  (await server.send('GET', `/api/booking/places/${placeId}/availability${query}`)).body
const cellOf = (body: Awaited<ReturnType<typeof grid>>, courtId: number, start: string) =>
  body.courts
    .find(({ id }: { id: number }) => id === courtId)
    .cells.flat()
    .find((cell: { start: string }) => cell.start === start)

test('the grid has seven days, prices by band, and no cell before now', async () => {
  const { placeId, courtIds } = await buildVenue(database)
  const body = await grid(placeId)
  expect(body.days.map(({ day }: { day: string }) => day)[6]).toBe('2026-12-01')
  expect(body.courts).toHaveLength(4)
  expect(body.courts[0].cells[0]).toHaveLength(14)
  expect(cellOf(body, courtIds[0]!, at(9, 0))).toMatchObject({ state: 'over' })
  expect(cellOf(body, courtIds[0]!, at(17))).toMatchObject({
    state: 'free',
    prices: [{ kind: 'adult', priceFen: 6000 }],
  })
  expect(cellOf(body, courtIds[0]!, at(18))).toMatchObject({ prices: [{ kind: 'adult', priceFen: 8000 }] })
  expect(body.providers).toEqual(['sandbox', 'at-venue'])
})

test('a held cell is taken on its court and on the hall, until the hold is over', async () => {
  const { placeId, courtIds } = await buildVenue(database)
  const held = await ann.hold(placeId, [
    { courtId: courtIds[0]!, start: at(10) },
    { courtId: courtIds[0]!, start: at(11) },
  ])
  expect(held.status).toBe(201)
  expect(held.body).toMatchObject({ state: 'held', totalFen: 12000, holdExpiresAt: '2026-11-25T02:05:00.000Z' })
  let body = await grid(placeId)
  expect(cellOf(body, courtIds[0]!, at(10)).state).toBe('taken')
  expect(cellOf(body, courtIds[3]!, at(10)).state).toBe('taken')
  expect(cellOf(body, courtIds[1]!, at(10)).state).toBe('free')
  const refused = await ben.hold(placeId, [{ courtId: courtIds[3]!, start: at(11) }])
  expect(refused).toMatchObject({ status: 409, body: { code: 'slot-taken' } })
  later(5)
  body = await grid(placeId)
  expect(cellOf(body, courtIds[3]!, at(10)).state).toBe('free')
  expect((await ben.hold(placeId, [{ courtId: courtIds[3]!, start: at(11) }])).status).toBe(201)
  expect((await ann.order(held.body.id)).body).toMatchObject({
    state: 'ended',
    bookings: [{ state: 'expired' }, { state: 'expired' }],
  })
})

test('a hold is found again by its person and by nobody else, and given back when they leave', async () => {
  const { placeId, courtIds } = await buildVenue(database)
  const { body } = await ann.hold(placeId, [{ courtId: courtIds[0]!, start: at(10) }])
  expect((await ann.orders(`?placeId=${placeId}&state=held`)).body.items).toMatchObject([{ id: body.id }])
  expect((await ben.order(body.id)).status).toBe(404)
  expect((await ben.release(body.id)).status).toBe(404)
  expect((await ann.release(body.id)).body.state).toBe('ended')
  expect((await ben.hold(placeId, [{ courtId: courtIds[0]!, start: at(10) }])).status).toBe(201)
  expect((await server.send('POST', '/api/booking/orders', { body: { placeId, cells: [] } })).status).toBe(401)
})

test('what is not offered is refused by name', async () => {
  const { placeId, courtIds } = await buildVenue(database, { noticeMinutes: 60 })
  await database.primary.raw(
    `insert into app.closure (place_id, from_day, to_day, from_minute, to_minute) values (:placeId, '2026-11-26', '2026-11-26', 720, 780)`,
    { placeId },
  )
  const court = courtIds[0]!
  const codeOf = async (cells: object[]) =>
    (await server.send('POST', '/api/booking/quotes', { body: { placeId, cells } })).body.code
  expect(await codeOf([{ courtId: court, start: at(10).replace(':00:00', ':30:00') }])).toBe('cell-not-offered')
  expect(await codeOf([{ courtId: court, start: at(10, 0) }])).toBe('cell-over')
  expect(await codeOf([{ courtId: court, start: at(12) }])).toBe('cell-closed')
  expect(await codeOf([{ courtId: court, start: at(12, 9) }])).toBe('beyond-window')
  expect(await codeOf([{ courtId: court, start: at(13), kind: 'student' }])).toBe('kind-not-offered')
  expect(await codeOf([{ courtId: 999_999, start: at(13) }])).toBe('court-unknown')
  expect(await codeOf([1, 2].map(() => ({ courtId: court, start: at(13) })))).toBe('cell-twice')
})

test('an order is paid once, whether told once, twice or with an older failure after it, and each fen is in the ledger', async () => {
  for (const outcome of ['paid', 'twice', 'failed-after-paid']) {
    const { placeId, courtIds } = await buildVenue(database)
    const { body: order } = await ann.hold(placeId, [{ courtId: courtIds[0]!, start: at(10) }])
    const paying = await ann.pay(order.id)
    expect(paying.body.payPath).toMatch(/^\/booking\/sandbox\//)
    expect(paying.body.order.state).toBe('held')
    expect((await ann.settle(paying.body.payPath, outcome)).body.state).toBe('paid')
    const { body } = await ann.order(order.id)
    expect(body).toMatchObject({ state: 'confirmed', payment: { state: 'paid', refundedFen: 0 } })
    expect(body.bookings[0].ticket).toMatch(/^VA1\.\d+\./)
    const file = await ann.get(`/api/booking/orders/${order.id}/calendar.ics`)
    expect(file.headers.get('content-type')).toContain('text/calendar')
    expect(await balances(order.id)).toEqual({ person: 0, 'provider-clearing': 6000, 'venue-payable': -6000 })
  }
  expect(await brokenInvariants(database)).toEqual([])
})

test('a payment that failed leaves the hold, and another try confirms it', async () => {
  const { placeId, courtIds } = await buildVenue(database)
  const { body: order } = await ann.hold(placeId, [{ courtId: courtIds[0]!, start: at(10) }])
  const first = await ann.pay(order.id)
  await ann.settle(first.body.payPath, 'failed')
  expect((await ann.order(order.id)).body).toMatchObject({ state: 'held', payment: { state: 'failed' } })
  const second = await ann.pay(order.id)
  expect(second.body.payPath).not.toBe(first.body.payPath)
  await ann.settle(second.body.payPath)
  expect((await ann.order(order.id)).body.state).toBe('confirmed')
})

test('a callback that the provider did not sign, or of another amount, moves nothing', async () => {
  const { placeId, courtIds } = await buildVenue(database)
  const { body: order } = await ann.hold(placeId, [{ courtId: courtIds[0]!, start: at(10) }])
  const { payPath } = (await ann.pay(order.id)).body
  const send = (body: object) => server.send('POST', '/api/booking/payments/sandbox/callback', { body })
  const event = await eventOf(server, payPath, 'paid', 6000)
  expect((await send({ ...event, signature: `${event.signature.slice(0, -2)}xx` })).body.code).toBe('signature-wrong')
  expect((await send({ ...event, event: event.event.replace('6000', '1') })).body.code).toBe('signature-wrong')
  expect((await send(await eventOf(server, payPath, 'paid', 1))).body.code).toBe('amount-differs')
  expect((await ann.order(order.id)).body.state).toBe('held')
  expect((await send(event)).body).toEqual({ received: true })
  expect((await ann.order(order.id)).body.state).toBe('confirmed')
})

test('paid after the hold was over: confirmed when still free, else given back whole', async () => {
  const { placeId, courtIds } = await buildVenue(database)
  const begun = async (hour: number) => {
    now = begin
    const { body: order } = await ann.hold(placeId, [{ courtId: courtIds[0]!, start: at(hour) }])
    return { id: order.id, payPath: (await ann.pay(order.id)).body.payPath }
  }
  const free = await begun(10)
  later(6)
  // Sweeps the hold that is over.
  expect((await ben.hold(placeId, [{ courtId: courtIds[0]!, start: at(12) }])).status).toBe(201)
  expect((await ann.order(free.id)).body.state).toBe('ended')
  await ann.settle(free.payPath)
  expect((await ann.order(free.id)).body.state).toBe('confirmed')

  const lost = await begun(14)
  later(6)
  expect((await ben.hold(placeId, [{ courtId: courtIds[3]!, start: at(14) }])).status).toBe(201)
  await ann.settle(lost.payPath)
  expect((await ann.order(lost.id)).body).toMatchObject({
    state: 'ended',
    payment: { state: 'paid', refundedFen: 6000 },
  })
  await giveOwedRefunds()
  expect(await balances(lost.id)).toEqual({ person: 0, 'provider-clearing': 0, refund: 0 })
  expect(await brokenInvariants(database)).toEqual([])
})

test('a cell is cancelled with the refund that was shown, once', async () => {
  const { placeId, courtIds } = await buildVenue(database)
  const { body: order } = await ann.hold(placeId, [
    { courtId: courtIds[0]!, start: at(11, 1) },
    { courtId: courtIds[0]!, start: at(18, 0) },
  ])
  await ann.settle((await ann.pay(order.id)).body.payPath)
  const shown = (await ann.order(order.id)).body.bookings
  // 25 hours before: all; 8 hours before: half of the evening's 80.
  expect(shown.map((each: { refundIfCancelledFen: number }) => each.refundIfCancelledFen).sort()).toEqual([4000, 6000])
  const evening = shown.find((each: { priceFen: number }) => each.priceFen === 8000)
  expect((await ann.cancel(evening.id, 8000)).body.code).toBe('refund-changed')
  expect((await ben.cancel(evening.id, 4000)).body.code).toBe('booking-not-found')
  const headers = { 'Idempotency-Key': `cancel-${evening.id}-once` }
  const [one, two] = await Promise.all([ann.cancel(evening.id, 4000, headers), ann.cancel(evening.id, 4000, headers)])
  expect([one.status, two.status]).toEqual([200, 200])
  expect((await ann.cancel(evening.id, 4000)).body.code).toBe('cannot-cancel')
  expect((await ann.order(order.id)).body).toMatchObject({ state: 'confirmed', payment: { refundedFen: 4000 } })
  expect(await balances(order.id)).toEqual({
    person: 0,
    'provider-clearing': 10000,
    'venue-payable': -10000,
    refund: 0,
  })
  expect((await ben.hold(placeId, [{ courtId: courtIds[0]!, start: at(18, 0) }])).status).toBe(201)
})

test('the same Idempotency-Key holds once, answers the same, and is refused for another wish', async () => {
  const { placeId, courtIds } = await buildVenue(database)
  const headers = { 'Idempotency-Key': `wish-${placeId}-1` }
  const wish = () => ann.hold(placeId, [{ courtId: courtIds[0]!, start: at(10) }], headers)
  const replies = await Promise.all([wish(), wish(), wish()])
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]))
  expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1)
  const other = await ann.hold(placeId, [{ courtId: courtIds[0]!, start: at(11) }], headers)
  expect(other).toMatchObject({ status: 409, body: { code: 'idempotency-key-reused' } })
  const none = await server.send('POST', '/api/booking/orders', {
    person: ann.person,
    body: { placeId, cells: [{ courtId: courtIds[0], start: at(15) }] },
  })
  expect(none.body.code).toBe('idempotency-key-missing')
  await ann.release(replies[0]!.body.id)
})

test('free cells and pay at the venue are confirmed at once, without the ledger', async () => {
  const free = await buildVenue(database, { rules: [{ priceFen: 0 }] })
  const { body: order } = await ann.hold(free.placeId, [{ courtId: free.courtIds[0]!, start: at(10) }])
  expect((await ann.pay(order.id)).body).toMatchObject({ payPath: null, order: { state: 'confirmed', payment: null } })
  const paid = await buildVenue(database)
  const { body: due } = await ann.hold(paid.placeId, [{ courtId: paid.courtIds[0]!, start: at(10) }])
  const confirmed = (await ann.pay(due.id, 'at-venue')).body.order
  expect(confirmed).toMatchObject({ state: 'confirmed', payment: { state: 'due', amountFen: 6000 } })
  expect((await ann.pay(due.id, 'at-venue')).body.code).toBe('hold-over')
  const after = await ann.cancel(confirmed.bookings[0].id, 0)
  expect(after.body).toMatchObject({ state: 'ended', payment: { state: 'void' } })
  expect(await balances(due.id)).toEqual({})
})

test('a session sells its places and no more, by kinds of persons', async () => {
  const { placeId, courtIds } = await buildVenue(database, {
    courts: [{ nameZh: '泳池', units: [1], capacity: 2, kinds: ['adult', 'student'] }],
    slotMinutes: 120,
    rules: [
      { priceFen: 4000, per: 'visit' },
      { priceFen: 2000, per: 'visit', personKind: 'student', priority: 1 },
    ],
  })
  const pool = courtIds[0]!
  const { body: order } = await ann.hold(placeId, [
    { courtId: pool, start: at(10) },
    { courtId: pool, start: at(10), kind: 'student' },
  ])
  expect(order.totalFen).toBe(6000)
  expect(cellOf(await grid(placeId), pool, at(10))).toMatchObject({ state: 'taken', placesLeft: 0 })
  expect((await ben.hold(placeId, [{ courtId: pool, start: at(10) }])).body.code).toBe('session-full')
  await ann.release(order.id)
  expect(cellOf(await grid(placeId), pool, at(10))).toMatchObject({ state: 'free', placesLeft: 2 })
  expect((await ben.hold(placeId, [{ courtId: pool, start: at(10) }])).status).toBe(201)
  expect(await brokenInvariants(database)).toEqual([])
})

test('nobody has more cells on a day than the timetable allows, nor more than three unpaid orders', async () => {
  const cat = clientOf(server, await makePerson(database, [], '卡'))
  const { placeId, courtIds } = await buildVenue(database, { mostPerDay: 2 })
  const hold = (hour: number, days = 1) => cat.hold(placeId, [{ courtId: courtIds[0]!, start: at(hour, days) }])
  expect((await hold(10)).status).toBe(201)
  expect((await hold(11)).status).toBe(201)
  expect((await hold(12)).body.code).toBe('too-many-on-day')
  expect((await hold(12, 2)).status).toBe(201)
  expect((await hold(12, 3)).body.code).toBe('too-many-holds')
})

test('the database alone refuses a double booking, a move that is not legal, a ledger out of balance', async () => {
  const { placeId, courtIds } = await buildVenue(database)
  const raw = (sql: string, values = {}) => database.primary.raw(sql, values)
  const { rows } = await raw(
    `insert into app.booking_order (person_id, place_id, total_fen, cancellation, hold_expires_at)
     values (:person, :placeId, 0, '[]', now()) returning id`,
    { person: ann.person, placeId },
  )
  const orderId = rows[0].id
  const insert = (courtId: number, from: string, to: string) =>
    raw(
      `insert into app.booking (order_id, court_id, during, price_fen, price, state)
       values (:orderId, :courtId, tstzrange(:from, :to), 0, '{}', 'confirmed') returning id`,
      { orderId, courtId, from, to },
    )
  const first = await insert(courtIds[0]!, '2027-01-01T10:00Z', '2027-01-01T11:00Z')
  const refused = { constraint: 'booking_occupancy_no_overlap', code: '23P01' }
  await expect(insert(courtIds[0]!, '2027-01-01T10:30Z', '2027-01-01T11:30Z')).rejects.toMatchObject(refused)
  await expect(insert(courtIds[3]!, '2027-01-01T10:59Z', '2027-01-01T12:00Z')).rejects.toMatchObject(refused)
  await insert(courtIds[3]!, '2027-01-01T11:00Z', '2027-01-01T12:00Z')
  const id = first.rows[0].id
  const move = raw(`update app.booking set state = 'done' where id = :id`, { id })
  await expect(move).rejects.toMatchObject({ constraint: 'booking_move_legal' })
  await expect(
    raw('update app.court set units = :u where id = :id', { u: [9], id: courtIds[0]! }),
  ).rejects.toMatchObject({
    constraint: 'court_units_booked',
  })
  await expect(raw('delete from app.booking where id = :id', { id })).rejects.toMatchObject({ code: '23001' })
  const oneSided = database.primary.transaction(async (trx) => {
    const made = await trx.raw(
      `insert into app.ledger_transaction (key, order_id) values ('x', :orderId) returning id`,
      { orderId },
    )
    await trx.raw(`insert into app.ledger_entry values (:id, 'person', 5)`, { id: made.rows[0].id })
  })
  await expect(oneSided).rejects.toMatchObject({ constraint: 'ledger_balances' })
  await expect(raw('update app.ledger_entry set amount_fen = 7')).rejects.toMatchObject({ code: '23001' })
})

test('the database knows the same states and moves as the program', async () => {
  const { rows } = await database.primary.raw(`
    select s.state, s.occupies, coalesce(array_agg(m.to_state order by m.to_state) filter (where m.to_state is not null), '{}') as "to"
    from app.booking_state s left join app.booking_move m on m.from_state = s.state group by s.state`)
  const stored = Object.fromEntries(rows.map(({ state, occupies, to }: never) => [state, { occupies, to }]))
  const own = Object.entries(bookingMoves).map(([state, { occupies, to }]) => [state, { occupies, to: [...to].sort() }])
  expect(stored).toEqual(Object.fromEntries(own))
})

test('the bill of the provider is compared with ours, and differences are listed', async () => {
  const { placeId, courtIds } = await buildVenue(database)
  later(-86_400)
  const { body: order } = await ann.hold(placeId, [{ courtId: courtIds[0]!, start: cellStart(now, 1, 10) }])
  const { payPath } = (await ann.pay(order.id)).body
  await ann.settle(payPath)
  const day = new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
  const sandbox = moneyOf(server.core).providers.get('sandbox')!
  expect(await reconcile(database, sandbox, day)).toEqual([])
  await database.primary.raw('update app.sandbox_charge set amount_fen = 5999 where id = :id', {
    id: payPath.split('/').at(-1),
  })
  expect(await reconcile(database, sandbox, day)).toMatchObject([{ kind: 'amount', oursFen: 6000, theirsFen: 5999 }])
  const listed = await server.send('GET', '/api/booking/payment-differences', { roles: ['administrator'] })
  expect(listed.body.items).toMatchObject([{ provider: 'sandbox', day, kind: 'amount' }])
  expect((await server.send('GET', '/api/booking/payment-differences', { roles: ['operator'] })).status).toBe(403)
})

test('a page that watches a place hears when somebody takes a cell there', async () => {
  const { placeId, courtIds } = await buildVenue(database)
  const stop = new AbortController()
  const response = await fetch(`${server.url}/api/booking/places/${placeId}/changes`, { signal: stop.signal })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader.read()).value).toContain('retry')
  await ben.hold(placeId, [{ courtId: courtIds[0]!, start: at(20) }])
  let heard = ''
  while (!heard.includes('changed')) heard += (await reader.read()).value
  expect(heard).toContain(`{"placeId":${placeId}}`)
  stop.abort()
})

test('a place without courts has an empty grid, and an unknown one is said so', async () => {
  expect((await grid(await buildPlace(database))).courts).toEqual([])
  expect((await server.send('GET', '/api/booking/places/999999/availability')).status).toBe(404)
})

async function balances(orderId: string): Promise<Record<string, number>> {
  const { rows } = await database.primary.raw(
    `select e.account, sum(e.amount_fen)::integer as fen
     from app.ledger_entry e join app.ledger_transaction t on t.id = e.transaction_id
     where t.order_id = :orderId group by e.account`,
    { orderId },
  )
  return Object.fromEntries(rows.map(({ account, fen }: { account: string; fen: number }) => [account, fen]))
}

async function giveOwedRefunds(): Promise<void> {
  const { rows } = await database.primary.raw(`select id from app.refund where state = 'owed'`)
  // Twice, as a worker that was cut off would.
  for (const { id } of [...rows, ...rows]) await completeRefund(database, moneyOf(server.core).providers, id)
}
