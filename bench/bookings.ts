import { randomUUID } from 'node:crypto'
import { createBus } from '../api/bus/bus.ts'
import { migrate } from '../api/db/migrate.ts'
import { openDatabase } from '../api/db/open.ts'
import type { Database } from '../api/db/types.ts'
import { availabilityOf } from '../api/modules/bookings/availability.ts'
import { freeBetween } from '../api/modules/bookings/free-between.ts'
import { holdCells } from '../api/modules/bookings/hold.ts'
import { beginPayment } from '../api/modules/bookings/pay.ts'
import { quoteCells, readOfferFor } from '../api/modules/bookings/quote.ts'
import { transact } from '../api/modules/bookings/transact.ts'
import { loadRegions } from '../api/modules/regions/load-regions.ts'
import { loadDemoCourts } from '../seed-data/load-demo-courts.ts'
import { loadDemo } from '../seed-data/load-places.ts'
import { loadTypes } from '../seed-data/load-types.ts'
import { type Bench, interleave, median, percentile, row } from './context.ts'
import { fillBookings } from './fill-bookings.ts'

const bookings = 2_000_000
const hourMs = 3_600_000
const crowd = 16

/**
 * Booking at size: the grid of a place and «free between» among two million bookings, and how many bookings a second go from quote to
 * confirmed, beside bare inserts. A bare insert does the same durable work without our code: the rows that are there in the end (order,
 * booking, payment) into the same tables, under the same triggers and constraints, in one transaction of prepared statements.
 */
export const run: Bench = async (context) => {
  const databaseUrl = await context.createDatabase('bookings')
  const database = await openDatabase({ databaseUrl })
  try {
    await migrate(database)
    await loadTypes(database)
    await loadRegions(database)
    const places = context.quick ? 12_000 : context.places
    context.log(`${places} places, courts of some, bookings on them`)
    await loadDemo(database, { places })
    await loadDemoCourts(database)
    const count = context.quick ? 50_000 : bookings
    const { bookings: filled, courts, placeIds } = await fillBookings(database, count)
    const note = `${filled.toLocaleString('en')} bookings on ${courts.toLocaleString('en')} courts, ${places.toLocaleString('en')} places`
    const times = await grids(database, placeIds, context.quick ? 50 : 400)
    const between = await boxes(database, context.quick ? 10 : 60)
    const speed = await speeds(database, context.quick ? 20 : 120)
    return [
      row('bookings', 'grid of a place for 7 days, p50', 'ms', round(percentile(times, 0.5)), '', note),
      row('bookings', 'grid of a place for 7 days, p95', 'ms', round(percentile(times, 0.95)), '≤ 10', note),
      row(
        'bookings',
        'free between as a filter, bbox of a prefecture, p95',
        'ms',
        round(percentile(between.box, 0.95)),
        '',
        note,
      ),
      row(
        'bookings',
        'free between as a filter, whole country, p95',
        'ms',
        round(percentile(between.all, 0.95)),
        '',
        note,
      ),
      row(
        'bookings',
        'quote → hold → pay → confirm, one after the other',
        '1/s',
        Math.round(median(speed.whole)),
        '',
        note,
      ),
      row(
        'bookings',
        'the same, beside bare inserts under the constraint',
        'ratio',
        round(median(speed.whole.map((whole, index) => whole / speed.bare[index]!))),
        '≥ 0.5',
        'order, booking and payment in one transaction, one connection; median of the pairs',
      ),
      row(
        'bookings',
        `the same, ${crowd} at once on the courts of few places`,
        '1/s',
        Math.round(median(speed.crowdWhole)),
        '',
        note,
      ),
      row(
        'bookings',
        `the same, ${crowd} at once, beside as many bare inserts`,
        'ratio',
        round(median(speed.crowdWhole.map((whole, index) => whole / speed.crowdBare[index]!))),
        '≥ 0.5',
        'median of the pairs',
      ),
    ]
  } finally {
    await database.close()
  }
}

async function grids(database: Database, placeIds: readonly number[], rounds: number): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < rounds + 20; round++) {
    const placeId = placeIds[(round * 7919) % placeIds.length]!
    const started = performance.now()
    const asked = { placeId, from: undefined, days: 7, now: new Date() }
    await availabilityOf({ database, on: database.reader(), signal: new AbortController().signal }, asked)
    if (round >= 20) times.push(performance.now() - started)
  }
  return times
}

async function boxes(database: Database, rounds: number): Promise<{ box: number[]; all: number[] }> {
  const now = new Date()
  const from = new Date(Math.ceil(now.getTime() / (24 * hourMs)) * 24 * hourMs + 10 * hourMs)
  const to = new Date(from.getTime() + 2 * hourMs)
  const times = { box: [] as number[], all: [] as number[] }
  const measure = async (into: number[], bbox?: readonly [number, number, number, number]) => {
    const started = performance.now()
    await freeBetween(database, { from, to, bbox }, now)
    into.push(performance.now() - started)
  }
  for (let round = 0; round < rounds; round++) {
    const lon = 103 + (round % 10) / 5
    await measure(times.box, [lon, 30, lon + 1, 31])
    await measure(times.all)
  }
  return times
}

/**
 * Bookings a second, one after the other and by a crowd whose courts share floors and so wait for each other, each on an hour of its own
 * weeks ahead. Rounds are short, so that noise of the machine falls on both of a pair.
 */
export async function speeds(database: Database, rounds: number) {
  const each = 10
  const { rows } = await database.primary.raw(`
    select c.id, c.place_id as "placeId" from app.court c where cardinality(units) = 1 and capacity is null order by c.id limit 200`)
  await database.primary.raw(`
    update app.timetable set window_days = 365, most_per_day = null, weekly = (select jsonb_agg('[[0, 1440]]'::jsonb) from generate_series(1, 7))`)
  await database.primary.raw(`update app.price_rule set price_fen = 6000, fee = 'paid'`)
  const { rows: people } = await database.primary.raw(
    `insert into app.person (name) select 'bench' from generate_series(1, 500) returning id`,
  )
  const bus = createBus()
  const now = new Date()
  const first = Math.ceil(now.getTime() / (24 * hourMs)) * 24 * hourMs + 10 * 24 * hourMs
  let turn = 0
  const next = () => {
    const at = turn++
    return {
      court: rows[at % rows.length],
      person: people[at % people.length].id,
      start: new Date(first + Math.floor(at / rows.length) * hourMs),
    }
  }
  const perSecond = async (act: () => Promise<void>) => {
    const started = performance.now()
    for (let index = 0; index < each; index++) await act()
    return (each * 1000) / (performance.now() - started)
  }
  const crowdPerSecond = async (act: () => Promise<void>) => {
    const started = performance.now()
    await Promise.all(Array.from({ length: crowd }, act))
    return (crowd * 1000) / (performance.now() - started)
  }
  const paying = { database, bus, providers: new Map(), atVenueOffered: true, now }
  const book = async () => {
    const { court, person, start } = next()
    const cart = { placeId: court.placeId, cells: [{ courtId: court.id, start: start.toISOString(), kind: 'adult' }] }
    quoteCells(await readOfferFor(database, database.primary, cart, now), cart, now)
    const orderId = await transact(database, (trx) => holdCells(database, trx, cart, { personId: person, now }))
    await transact(database, (trx) => beginPayment(paying, trx, { orderId, personId: person, provider: 'at-venue' }))
  }
  const insert = async () => {
    const { court, person, start } = next()
    await database.primary.transaction(async (trx) => {
      const id = randomUUID()
      await database.rows(trx, {
        name: 'bench-order',
        text: `insert into booking_order (id, person_id, place_id, total_fen, cancellation, hold_expires_at) values ($1, $2, $3, 6000, '[]', now())`,
        values: [id, person, court.placeId],
      })
      await database.rows(trx, {
        name: 'bench-booking',
        text: `insert into booking (order_id, court_id, during, price_fen, price, state) values ($1, $2, tstzrange($3::timestamptz, $4::timestamptz), 6000, '{}', 'confirmed')`,
        values: [id, court.id, start, new Date(start.getTime() + hourMs)],
      })
      await database.rows(trx, {
        name: 'bench-payment',
        text: `insert into payment (order_id, provider, amount_fen, state) values ($1, 'at-venue', 6000, 'due')`,
        values: [id],
      })
    })
  }
  return interleave(rounds, {
    whole: () => perSecond(book),
    bare: () => perSecond(insert),
    crowdWhole: () => crowdPerSecond(book),
    crowdBare: () => crowdPerSecond(insert),
  })
}

const round = (value: number): number => Math.round(value * 100) / 100
