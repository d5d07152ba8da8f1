import type { Knex } from 'knex'
import type { Bus } from '../../bus/bus.ts'
import type { Database } from '../../db/types.ts'
import { constraintProblems } from '../../http/constraint-problems.ts'
import { type AdjustedPrice, adjustPrices } from './adjust-prices.ts'
import { isClosedNow } from './closures.ts'
import { cellJustClosed, lockAndCheck } from './hold-checks.ts'
import { atDesk, withSeriesWindow } from './offer-windows.ts'
import { type Cart, type QuoteLine, quoteCells, readOfferFor } from './quote.ts'

export interface Holder {
  personId: string
  now: Date
  channel?: 'online' | 'series' | 'waitlist' | 'walk-in'
  note?: string
  /** Default: the shortest of the timetables. */
  holdMinutes?: number
  /** Whom to ask for lower prices; nobody where there is none. */
  bus?: Bus
}

/**
 * Holds the cells of a cart for the time of their timetable, in the caller's transaction; returns the order's id.
 * @throws what a quote throws, and 409 slot-taken, session-full, too-many-on-day, too-many-holds.
 */
export async function holdCells(database: Database, trx: Knex.Transaction, cart: Cart, by: Holder): Promise<string> {
  const { personId, now, channel = 'online' } = by
  const offer = await readOfferFor(database, trx, cart, now)
  const lines = quoteCells(
    channel === 'walk-in' ? atDesk(offer) : channel === 'series' ? withSeriesWindow(offer) : offer,
    cart,
    now,
  )
  refuseTaken(lines)
  const own = channel === 'online' || channel === 'series'
  await lockAndCheck(database, trx, lines, { personId, placeId: cart.placeId, now, own })
  const prices = await adjustPrices(by.bus, trx, lines, { personId, placeId: cart.placeId })
  return insertOrder(
    database,
    trx,
    lines.map((line, index) => ({ ...line, adjusted: prices[index]! })),
    { ...by, channel, placeId: cart.placeId },
  )
}

/** Most of a crowd hears no here, after one read; those who come at the same moment hear it from the constraint. */
function refuseTaken(lines: readonly QuoteLine[]): void {
  const lost = lines.find(({ free }) => !free)
  if (!lost) return
  throw constraintProblems[lost.court.capacity === null ? 'booking_occupancy_no_overlap' : 'court_session_capacity']!()
}

/** A closure may have been written since the offer was read; under the lock of the floor none can be any more. */
export async function refuseClosed(
  database: Database,
  trx: Knex.Transaction,
  placeId: number,
  lines: readonly QuoteLine[],
): Promise<void> {
  const cells = lines.map(({ court, ...line }) => ({ ...line, courtId: court.id }))
  if (await isClosedNow(database, trx, placeId, cells)) {
    throw cellJustClosed()
  }
}

/** Ends holds that are over: of one place, or of all. Those that somebody is working on are left to them. */
export async function expireHolds(
  database: Database,
  on: Knex | Knex.Transaction,
  now: Date,
  placeId: number | null = null,
): Promise<void> {
  await database.rows(on, {
    name: 'booking-expire-holds',
    text: `
      update booking
      set state = 'expired', held_until = null
      where id in (
        select b.id
        from booking b
        join court c on c.id = b.court_id
        where b.state = 'held' and b.held_until <= $1::timestamptz and ($2::bigint is null or c.place_id = $2::bigint)
        order by b.id
        for no key update of b skip locked)`,
    values: [now, placeId],
  })
}

async function insertOrder(
  database: Database,
  trx: Knex.Transaction,
  lines: readonly (QuoteLine & { adjusted: AdjustedPrice })[],
  { personId, placeId, now, channel = 'online', note = '', holdMinutes }: Holder & { placeId: number },
): Promise<string> {
  const minutes = holdMinutes ?? Math.min(...lines.map(({ timetable }) => timetable.holdMinutes))
  const until = new Date(now.getTime() + minutes * 60_000)
  const total = lines.reduce((sum, { adjusted }) => sum + adjusted.fen, 0)
  const rows = lines.map(({ court, start, end, kind, price, timetable, adjusted }) => ({
    court: court.id,
    start,
    end,
    kind,
    fen: adjusted.fen,
    subsidy: adjusted.subsidyFen,
    price: { ...price, adjustments: adjusted.adjustments, cancellation: timetable.cancellation },
    capacity: court.capacity,
  }))
  const cells = JSON.stringify(rows)
  if (lines.some(({ court }) => court.capacity !== null)) await makeSessions(database, trx, cells)
  const [order] = await database.rows<{ id: string }>(trx, {
    name: 'booking-insert-order',
    text: `
      with made as (
        insert into booking_order (person_id, place_id, total_fen, cancellation, hold_expires_at, channel, note, made_by)
        values ($1::uuid, $2::bigint, $3::bigint, $4::jsonb, $5::timestamptz, $6::text, $7::text, case when $6::text = 'walk-in' then $1::uuid end)
        returning id
      ), cells as (
        insert into booking (order_id, court_id, session_id, during, person_kind, price_fen, subsidy_fen, price, held_until)
        select m.id, r.court, s.id, tstzrange(r.start, r."end"), r.kind, r.fen, r.subsidy, r.price, $5::timestamptz
        from made m
        cross join jsonb_to_recordset($8::jsonb) as r (court bigint, start timestamptz, "end" timestamptz, kind text, fen integer, subsidy integer, price jsonb)
        left join court_session s on s.court_id = r.court and s.during = tstzrange(r.start, r."end")
        order by r.court, r.start
      )
      select id from made`,
    values: [personId, placeId, total, JSON.stringify(cancellationOf(lines)), until, channel, note, cells],
  })
  return order!.id
}

/** Slots of courts with places, made when the first place of each is taken. */
async function makeSessions(database: Database, trx: Knex.Transaction, cells: string): Promise<void> {
  await database.rows(trx, {
    name: 'booking-make-sessions',
    text: `
      insert into court_session (court_id, during, capacity)
      select distinct r.court, tstzrange(r.start, r."end"), r.capacity
      from jsonb_to_recordset($1::jsonb) as r (court bigint, start timestamptz, "end" timestamptz, capacity integer)
      where r.capacity is not null
      order by 1, 2
      on conflict on constraint court_session_once do nothing`,
    values: [cells],
  })
}

/** An order has cells of one place; where their timetables differ each cell keeps its own terms, and the order shows the first's. */
const cancellationOf = (lines: readonly QuoteLine[]) => lines[0]!.timetable.cancellation
