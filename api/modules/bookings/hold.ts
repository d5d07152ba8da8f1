import type { Knex } from 'knex'
import type { Bus } from '../../bus/bus.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { constraintProblems } from '../../http/constraint-problems.ts'
import { type AdjustedPrice, adjustPrices } from './adjust-prices.ts'
import { isClosedNow } from './closures.ts'
import { lockUnits } from './lock-units.ts'
import { atDesk, withSeriesWindow } from './offer-windows.ts'
import { type Cart, type QuoteLine, quoteCells, readOfferFor } from './quote.ts'

/** Orders that a person may hold at once; more would keep cells from others. */
const mostHolds = 3

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
  // What one person may have is counted under their lock.
  await database.rows(trx, {
    name: 'booking-lock-person',
    text: 'select id from person where id = $1::uuid for no key update',
    values: [personId],
  })
  if (channel === 'online' || channel === 'series') await checkLimits(database, trx, lines, by)
  await lockUnits(
    database,
    trx,
    cart.placeId,
    lines.flatMap(({ court }) => court.units),
  )
  await refuseClosed(database, trx, cart.placeId, lines)
  await expireHolds(database, trx, now, cart.placeId)
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
    throw errors.invalid(
      'cell-closed',
      'One of these cells has just been closed. Nothing was held; choose another one.',
    )
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

async function checkLimits(
  database: Database,
  trx: Knex.Transaction,
  lines: readonly QuoteLine[],
  { personId, now }: { personId: string; now: Date },
): Promise<void> {
  const [counted] = await database.rows<{
    holds: number
    onDays: { timetableId: number; day: string; count: number }[]
  }>(trx, {
    name: 'booking-count-own',
    text: `
        with own as (
          select b.order_id, b.state, c.timetable_id, (lower(b.during) at time zone 'Asia/Shanghai')::date as day
          from booking_order o
          join booking b on b.order_id = o.id
          join booking_state s on s.state = b.state
          join court c on c.id = b.court_id
          where o.person_id = $1::uuid and o.channel <> 'walk-in' and s.occupies and upper(b.during) > $2::timestamptz - interval '1 day'
            and (b.held_until is null or b.held_until > $2::timestamptz)
        )
        select (select count(distinct order_id)::integer from own where state = 'held') as holds,
               coalesce((select json_agg(d) from (
                 select timetable_id as "timetableId", day, count(*) as count from own group by timetable_id, day) d), '[]') as "onDays"`,
    values: [personId, now],
  })
  if (counted!.holds >= mostHolds) {
    throw errors.conflict('too-many-holds', `You hold ${mostHolds} unpaid orders already. Pay or give one back first.`)
  }
  for (const { timetable, day } of lines) {
    const wanted = lines.filter((line) => line.timetable.id === timetable.id && line.day === day).length
    const has = counted!.onDays.find((own) => own.timetableId === timetable.id && own.day === day)?.count ?? 0
    if (timetable.mostPerDay !== null && has + wanted > timetable.mostPerDay) {
      throw errors.conflict(
        'too-many-on-day',
        `One person may have ${timetable.mostPerDay} here on ${day}; you have ${has} and want ${wanted} more.`,
      )
    }
  }
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
  const [order] = await database.rows<{ id: string }>(trx, {
    name: 'booking-insert-order',
    text: `
      insert into booking_order (person_id, place_id, total_fen, cancellation, hold_expires_at, channel, note, made_by)
      values ($1::uuid, $2::bigint, $3::bigint, $4::jsonb, $5::timestamptz, $6::text, $7::text, case when $6::text = 'walk-in' then $1::uuid end)
      returning id`,
    values: [personId, placeId, total, JSON.stringify(cancellationOf(lines)), until, channel, note],
  })
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
  await database.rows(trx, {
    name: 'booking-make-sessions',
    text: `
      insert into court_session (court_id, during, capacity)
      select distinct r.court, tstzrange(r.start, r."end"), r.capacity
      from jsonb_to_recordset($1::jsonb) as r (court bigint, start timestamptz, "end" timestamptz, capacity integer)
      where r.capacity is not null
      order by 1, 2
      on conflict on constraint court_session_once do nothing`,
    values: [JSON.stringify(rows)],
  })
  await database.rows(trx, {
    name: 'booking-insert-cells',
    text: `
      insert into booking (order_id, court_id, session_id, during, person_kind, price_fen, subsidy_fen, price, held_until)
      select $1::uuid, r.court, s.id, tstzrange(r.start, r."end"), r.kind, r.fen, r.subsidy, r.price, $3::timestamptz
      from jsonb_to_recordset($2::jsonb) as r (court bigint, start timestamptz, "end" timestamptz, kind text, fen integer, subsidy integer, price jsonb)
      left join court_session s on s.court_id = r.court and s.during = tstzrange(r.start, r."end")
      order by r.court, r.start`,
    values: [order!.id, JSON.stringify(rows), until],
  })
  return order!.id
}

/** An order has cells of one place; where their timetables differ each cell keeps its own terms, and the order shows the first's. */
const cancellationOf = (lines: readonly QuoteLine[]) => lines[0]!.timetable.cancellation
