import type { Knex } from 'knex'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { constraintProblems } from '../../http/constraint-problems.ts'
import { type Cart, type QuoteLine, quoteCells, readOfferFor } from './quote.ts'

/** Orders that a person may hold at once; more would keep cells from others. */
const mostHolds = 3

/**
 * Holds the cells of a cart for the time of their timetable, in the caller's transaction; returns the order's id.
 * @throws what a quote throws, and 409 slot-taken, session-full, too-many-on-day, too-many-holds.
 */
export async function holdCells(
  database: Database,
  trx: Knex.Transaction,
  cart: Cart,
  by: { personId: string; now: Date },
): Promise<string> {
  const { personId, now } = by
  const offer = await readOfferFor(database, trx, cart, now)
  const lines = quoteCells(offer, cart, now)
  refuseTaken(lines)
  // What one person may have is counted under their lock.
  await database.rows(trx, {
    name: 'booking-lock-person',
    text: 'select id from person where id = $1::uuid for no key update',
    values: [personId],
  })
  await checkLimits(database, trx, lines, by)
  await lockUnits(
    database,
    trx,
    cart.placeId,
    lines.flatMap(({ court }) => court.units),
  )
  await expireHolds(database, trx, now, cart.placeId)
  return insertOrder(database, trx, lines, { personId, placeId: cart.placeId, now })
}

/** Most of a crowd hears no here, after one read; those who come at the same moment hear it from the constraint. */
function refuseTaken(lines: readonly QuoteLine[]): void {
  const lost = lines.find(({ free }) => !free)
  if (!lost) return
  throw constraintProblems[lost.court.capacity === null ? 'booking_occupancy_no_overlap' : 'court_session_capacity']!()
}

/**
 * Whoever books on the same floor of a place waits here, in the order of the units: without it two that collide in the exclusion
 * constraint wait for each other and the server breaks one. The constraint stays the judge.
 */
export async function lockUnits(
  database: Database,
  trx: Knex.Transaction,
  placeId: number,
  units: readonly number[],
): Promise<void> {
  await database.rows(trx, {
    name: 'booking-lock-units',
    text: `
      select pg_advisory_xact_lock(k.key)
      from (select distinct $1::bigint * 32768 + unit as key from unnest($2::integer[]) as unit order by key offset 0) k`,
    values: [placeId, units],
  })
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
          where o.person_id = $1::uuid and s.occupies and upper(b.during) > $2::timestamptz - interval '1 day'
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
  lines: readonly QuoteLine[],
  { personId, placeId, now }: { personId: string; placeId: number; now: Date },
): Promise<string> {
  const minutes = Math.min(...lines.map(({ timetable }) => timetable.holdMinutes))
  const until = new Date(now.getTime() + minutes * 60_000)
  const total = lines.reduce((sum, { price }) => sum + price.priceFen, 0)
  const [order] = await database.rows<{ id: string }>(trx, {
    name: 'booking-insert-order',
    text: `
      insert into booking_order (person_id, place_id, total_fen, cancellation, hold_expires_at)
      values ($1::uuid, $2::bigint, $3::bigint, $4::jsonb, $5::timestamptz)
      returning id`,
    values: [personId, placeId, total, JSON.stringify(cancellationOf(lines)), until],
  })
  const rows = lines.map(({ court, start, end, kind, price, timetable }) => ({
    court: court.id,
    start,
    end,
    kind,
    fen: price.priceFen,
    price: { ...price, cancellation: timetable.cancellation },
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
      insert into booking (order_id, court_id, session_id, during, person_kind, price_fen, price, held_until)
      select $1::uuid, r.court, s.id, tstzrange(r.start, r."end"), r.kind, r.fen, r.price, $3::timestamptz
      from jsonb_to_recordset($2::jsonb) as r (court bigint, start timestamptz, "end" timestamptz, kind text, fen integer, price jsonb)
      left join court_session s on s.court_id = r.court and s.during = tstzrange(r.start, r."end")
      order by r.court, r.start`,
    values: [order!.id, JSON.stringify(rows), until],
  })
  return order!.id
}

/** An order has cells of one place; where their timetables differ each cell keeps its own terms, and the order shows the first's. */
const cancellationOf = (lines: readonly QuoteLine[]) => lines[0]!.timetable.cancellation
