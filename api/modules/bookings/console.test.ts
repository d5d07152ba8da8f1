import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { makePerson, startTestServer, type TestServer } from '../../http/testing.ts'
import { applyClosure, endMoveOffers } from './apply-closure.ts'
import { cellStart, clientOf } from './testing-client.ts'
import { brokenInvariants, buildVenue, type Venue } from './testing-courts.ts'

let database: TestDatabase
let server: TestServer
/** A Wednesday, 10:00 in Shanghai. */
const begin = new Date('2026-11-25T02:00:00Z')
let now = begin
let ann: ReturnType<typeof clientOf>
let staff: string
let venue: Venue

beforeAll(async () => {
  database = await openTestDatabase()
  server = await startTestServer(database, { now: () => now })
  staff = await makePerson(database, [], '前台')
})
afterAll(async () => {
  expect(await brokenInvariants(database)).toEqual([])
  await server.stop()
  await database.close()
})
beforeEach(async () => {
  now = begin
  ann = clientOf(server, await makePerson(database, [], '安'))
  venue = await buildVenue(database)
})

const at = (hour: number, days = 1) => cellStart(begin, days, hour)
const desk = (method: string, path: string, body?: object) =>
  server.send(method, `/api/places/${venue.placeId}${path}`, {
    roles: [`owner@place:${venue.placeId}`],
    person: staff,
    headers: { 'Idempotency-Key': randomUUID() },
    ...(body ? { body } : {}),
  })

async function booked(hour: number, court = 0): Promise<{ id: number; orderId: string }> {
  const { body: order } = await ann.hold(venue.placeId, [{ courtId: venue.courtIds[court]!, start: at(hour) }])
  await ann.settle((await ann.pay(order.id)).body.payPath)
  return { id: order.bookings[0].id, orderId: order.id }
}
const closure = (more: object = {}) => ({ fromDay: '2026-11-26', toDay: '2026-11-26', reasonZh: '检修', ...more })

test('a timetable is read, previewed without being saved, saved whole, and sold by at once', async () => {
  const { body: setUp } = await desk('GET', '/booking-set-up')
  expect(setUp.timetables).toHaveLength(1)
  const { id, ...fields } = setUp.timetables[0]
  expect(fields.rules).toHaveLength(2)
  const changed = { ...fields, slotMinutes: 120, seriesWeeks: 4, rules: [{ priceFen: 5000, per: 'visit' }] }
  const { body: week } = await desk('POST', `/timetables/${id}/preview`, { timetable: changed })
  expect(week.courts[0].cells[0]).toHaveLength(7)
  expect(week.courts[0].cells[0][0]).toMatchObject({
    fromMinute: 480,
    toMinute: 600,
    prices: [{ kind: 'adult', priceFen: 5000 }],
  })
  expect((await desk('GET', '/booking-set-up')).body.timetables[0].slotMinutes).toBe(60)
  expect((await desk('PUT', `/timetables/${id}`, changed)).status).toBe(200)
  const grid = (await server.send('GET', `/api/booking/places/${venue.placeId}/availability`)).body
  expect(grid.courts[0].cells[1]).toHaveLength(7)
  expect(grid.courts[0].seriesWeeks).toBe(4)
  expect(
    (await desk('PUT', `/timetables/${id}`, { ...changed, rules: [{ priceFen: 5, fee: 'free' }] })).body.code,
  ).toBe('free-with-price')
  const elsewhere = await buildVenue(database)
  expect((await desk('PUT', `/timetables/${elsewhere.timetableId}`, changed)).body.code).toBe('timetable-unknown')
})

test('a court is added and changed, but not its floor under bookings', async () => {
  const fields = { timetableId: venue.timetableId, nameZh: '4号场', units: [4] }
  const { body } = await desk('POST', '/courts', fields)
  expect((await desk('PUT', `/courts/${body.id}`, { ...fields, nameZh: '四号场', units: [4, 5] })).status).toBe(200)
  await booked(10)
  const taken = { ...fields, nameZh: '1号场', units: [9] }
  expect((await desk('PUT', `/courts/${venue.courtIds[0]}`, taken)).body.code).toBe('court-booked')
  expect((await desk('POST', '/courts', { ...fields, sport: 'no-such' })).body.code).toBe('sport-unknown')
})

test('a walk-in takes the cell from everybody, whatever window and notice say', async () => {
  const cells = [{ courtId: venue.courtIds[0]!, start: at(10, 0) }]
  const { status, body } = await desk('POST', '/walk-ins', { cells, name: '散客王' })
  expect([status, body.totalFen]).toEqual([201, 6000])
  expect((await desk('POST', '/walk-ins', { cells, name: '李' })).body.code).toBe('slot-taken')
  const { body: sheet } = await desk('GET', '/day-sheet')
  expect(sheet.bookings).toMatchObject([{ personName: '散客王', channel: 'walk-in', state: 'confirmed', dueFen: 0 }])
  const due = await desk('POST', '/walk-ins', {
    cells: [{ ...cells[0], courtId: venue.courtIds[1]! }],
    name: '赵',
    collected: false,
  })
  expect(
    (await desk('GET', '/day-sheet')).body.bookings.map(({ dueFen }: { dueFen: number }) => dueFen).sort(),
  ).toEqual([0, 6000])
  expect((await desk('POST', `/booking-orders/${due.body.orderId}/collect`)).body.collectedFen).toBe(6000)
  expect((await desk('POST', `/booking-orders/${due.body.orderId}/collect`)).body.code).toBe('nothing-due')
})

test('the desk moves, lets in, refunds in part and cancels; each fen is in the ledger and the person is told', async () => {
  const { id, orderId } = await booked(10)
  const moved = await desk('POST', `/bookings/${id}/move`, { courtId: venue.courtIds[1]!, start: at(19) })
  expect(moved.status).toBe(200)
  const { bookings } = (await ann.order(orderId)).body
  expect(bookings.map(({ state }: { state: string }) => state).sort()).toEqual(['confirmed', 'moved'])
  const newId = moved.body.bookingId
  expect((await desk('POST', `/bookings/${id}/refund`, { amountFen: 1000 })).body.code).toBe('cannot-refund')
  expect((await desk('POST', `/bookings/${newId}/refund`, { amountFen: 1000, note: '灯坏了' })).body.refundFen).toBe(
    1000,
  )
  expect((await desk('POST', `/bookings/${newId}/refund`, { amountFen: 1000 })).body.refundFen).toBe(1000)
  expect((await desk('POST', `/bookings/${newId}/refund`, { amountFen: 4001 })).body.code).toBe('refund-too-much')
  const cancelled = await desk('POST', `/bookings/${newId}/cancel`, { refund: 'full' })
  expect(cancelled.body.refundFen).toBe(4000)
  const { body: order } = await ann.order(orderId)
  expect(order.payment).toMatchObject({ state: 'paid', refundedFen: 6000 })
  const { items } = (await ann.get('/api/booking/messages')).body
  expect(items.map(({ kind }: { kind: string }) => kind)).toEqual(['cancelled', 'refunded', 'refunded', 'moved'])
  const other = await booked(12)
  expect((await desk('POST', `/bookings/${other.id}/check-in`)).status).toBe(200)
  expect((await desk('POST', `/bookings/${other.id}/cancel`, {})).body.code).toBe('cannot-cancel')
  expect((await server.send('GET', `/api/places/${venue.placeId}/visits`)).body.today).toBe(1)
})

test('a closure is refused over bookings, or cancels them with all their money', async () => {
  const { orderId } = await booked(10)
  const held = (await ann.hold(venue.placeId, [{ courtId: venue.courtIds[1]!, start: at(11) }])).body
  expect((await desk('POST', '/closures', closure())).body.code).toBe('closure-has-bookings')
  const { body } = await desk('POST', '/closures', closure({ bookings: 'cancel' }))
  expect(body).toMatchObject({ affected: 2, cancelled: 2, offered: 0 })
  expect((await ann.order(orderId)).body).toMatchObject({ state: 'ended', payment: { refundedFen: 6000 } })
  expect((await ann.order(held.id)).body.state).toBe('ended')
  const again = await ann.hold(venue.placeId, [{ courtId: venue.courtIds[0]!, start: at(10) }])
  expect(again.body.code).toBe('cell-closed')
  expect((await desk('DELETE', `/closures/${body.id}`)).status).toBe(204)
  expect((await ann.hold(venue.placeId, [{ courtId: venue.courtIds[0]!, start: at(10) }])).status).toBe(201)
})

test('a closure offers another cell at no price; who does not choose has all the money back', async () => {
  const first = await booked(10)
  const second = await booked(12)
  const third = await booked(13)
  const { body } = await desk('POST', '/closures', closure({ bookings: 'offer', offerHours: 5 }))
  expect(body).toMatchObject({ affected: 3, offered: 3 })
  const offer = (await ann.order(first.orderId)).body.bookings[0]
  expect(offer.moveOfferUntil).toBe(new Date(begin.getTime() + 5 * 3_600_000).toISOString().replace('.000Z', 'Z'))
  // Dearer, and yet at no price.
  const move = await server.send('POST', `/api/booking/bookings/${first.id}/move`, {
    person: ann.person,
    headers: { 'Idempotency-Key': randomUUID() },
    body: { courtId: venue.courtIds[0]!, start: at(19, 2) },
  })
  expect(move.status).toBe(200)
  const declined = await server.send('POST', `/api/booking/bookings/${second.id}/decline-move`, { person: ann.person })
  expect(declined.body).toMatchObject({ state: 'ended', payment: { refundedFen: 6000 } })
  now = new Date(begin.getTime() + 6 * 3_600_000)
  await endMoveOffers({ database, bus: server.core.bus, now })
  await endMoveOffers({ database, bus: server.core.bus, now })
  expect((await ann.order(third.orderId)).body).toMatchObject({ state: 'ended', payment: { refundedFen: 6000 } })
  expect((await ann.order(first.orderId)).body).toMatchObject({ state: 'confirmed', payment: { refundedFen: 0 } })
  await applyClosure({ database, bus: server.core.bus, now }, { closureId: body.id, act: 'offer', offerHours: 5 })
})

test('money that comes for a closed cell after its hold is owed back', async () => {
  const { body: order } = await ann.hold(venue.placeId, [{ courtId: venue.courtIds[0]!, start: at(10) }])
  const { payPath } = (await ann.pay(order.id)).body
  now = new Date(begin.getTime() + 6 * 60_000)
  await desk('POST', '/closures', closure({ bookings: 'cancel' }))
  await ann.settle(payPath)
  expect((await ann.order(order.id)).body).toMatchObject({
    state: 'ended',
    payment: { state: 'paid', refundedFen: 6000 },
  })
})

test('lists, revenue and settlement say the same of the same money', async () => {
  const kept = await booked(10)
  const gone = await booked(20, 1)
  await ann.cancel(gone.id, 8000)
  const span = '?from=2026-11-26&to=2026-11-26'
  const { body: list } = await desk('GET', `/bookings${span}&state=confirmed`)
  expect(list).toMatchObject({ total: 1, items: [{ id: kept.id, personName: '安', priceFen: 6000 }] })
  const { body: revenue } = await desk('GET', `/booking-revenue${span}`)
  expect(revenue).toMatchObject({ bookings: 1, grossFen: 14_000, refundedFen: 8_000 })
  expect(revenue.byDay).toHaveLength(1)
  expect(revenue.byCourt.map(({ grossFen }: { grossFen: number }) => grossFen)).toEqual([8000, 6000])
  // Postings stand on the day of the clock of the database.
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const { body: settlement } = await desk('GET', `/settlement?from=${today}&to=${today}`)
  expect(settlement.payableFen).toBe(revenue.grossFen - revenue.refundedFen)
  expect(settlement.items.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
    'payment-earned',
    'payment-earned',
    'refund-owed',
  ])
  const response = await fetch(`${server.url}/api/places/${venue.placeId}/settlement.xlsx?from=${today}&to=${today}`, {
    headers: { 'X-Test-Roles': 'administrator' },
  })
  expect(
    Buffer.from(await response.arrayBuffer())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK')
  expect(
    (await server.send('GET', `/api/places/${venue.placeId}/bookings${span}`, { roles: ['citizen'] })).status,
  ).toBe(403)
})

test('an entered legal day stands over the library’s and is sold by', async () => {
  const put = await server.send('PUT', '/api/calendar-days/2026-11-26', {
    roles: ['administrator'],
    body: { kind: 'holiday', nameZh: '省运会', nameEn: 'Games' },
  })
  expect(put.body.source).toBe('entered')
  const grid = (await server.send('GET', `/api/booking/places/${venue.placeId}/availability`)).body
  expect(grid.days[1]).toMatchObject({ day: '2026-11-26', kind: 'holiday', nameZh: '省运会' })
  const undo = () => server.send('DELETE', '/api/calendar-days/2026-11-26', { roles: ['administrator'] })
  expect((await undo()).status).toBe(204)
  expect((await undo()).body.code).toBe('calendar-day-unknown')
  const again = (await server.send('GET', `/api/booking/places/${venue.placeId}/availability`)).body
  expect(again.days[1].kind).toBe('workday')
})

test('an entry over the library’s day, taken back, leaves what the library says', async () => {
  const library = JSON.stringify({ kind: 'workday', nameZh: '国庆节', nameEn: 'National Day' })
  await database.primary.raw(
    `insert into app.calendar_day (day, kind, name_zh, name_en, source, library)
     values ('2026-10-10', 'workday', '国庆节', 'National Day', 'chinese-days', ?)`,
    [library],
  )
  const body = { kind: 'holiday', nameZh: '校庆', nameEn: 'Anniversary' }
  await server.send('PUT', '/api/calendar-days/2026-10-10', { roles: ['administrator'], body })
  const day = async () =>
    (await server.send('GET', '/api/calendar-days?year=2026')).body.items.find(
      (each: { day: string }) => each.day === '2026-10-10',
    )
  expect(await day()).toMatchObject({ ...body, source: 'entered' })
  await server.send('DELETE', '/api/calendar-days/2026-10-10', { roles: ['administrator'] })
  expect(await day()).toMatchObject({ kind: 'workday', nameZh: '国庆节', source: 'chinese-days' })
  await database.primary('calendar_day').where({ day: '2026-10-10' }).delete()
})
