import type { Knex } from 'knex'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { addJob } from '../../jobs/add-job.ts'
import { covers, ownDayOf } from './day-slots.ts'
import { startOfDay } from './local-time.ts'
import { lockUnits } from './lock-units.ts'
import type { Closure } from './offer.ts'
import { checkCourt } from './set-up-queries.ts'

/**
 * Closing a time. The closure is written under the lock of its floor, which every hold, move and late payment takes before it looks at
 * closures again: after the commit nobody can book there. What is booked already is undone by a job, each order in a transaction of its own.
 */

export interface NewClosure extends Closure {
  reasonZh: string
  reasonEn: string
  bookings: 'refuse' | 'cancel' | 'offer'
  offerHours: number
}

export interface AffectedBooking {
  id: number
  orderId: string
  courtId: number
  state: string
  start: string
  end: string
}

/** @throws 404 court-unknown, 409 closure-has-bookings */
export async function writeClosure(
  database: Database,
  trx: Knex.Transaction,
  placeId: number,
  closure: NewClosure,
  by: { personId: string; now: Date },
): Promise<{ id: number; affected: number }> {
  if (closure.courtId !== null) await checkCourt(database, trx, placeId, closure.courtId)
  await lockUnits(database, trx, placeId, await unitsOf(database, trx, placeId, closure.courtId))
  const affected = await bookingsWithin(database, trx, placeId, [closure], by.now)
  if (closure.bookings === 'refuse' && affected.length > 0) {
    throw errors.conflict(
      'closure-has-bookings',
      `${affected.length} bookings lie in that time; nothing was closed. Say whether to cancel them or to offer other cells.`,
    )
  }
  const [row] = await database.rows<{ id: number }>(trx, {
    name: 'closure-insert',
    text: `
      insert into closure (place_id, court_id, from_day, to_day, weekdays, from_minute, to_minute, reason_zh, reason_en, made_by)
      values ($1::bigint, $2::bigint, $3::date, $4::date, $5::smallint[], $6::smallint, $7::smallint, $8::text, $9::text, $10::uuid)
      returning id`,
    values: [
      placeId,
      closure.courtId,
      closure.fromDay,
      closure.toDay,
      closure.weekdays,
      closure.fromMinute,
      closure.toMinute,
      closure.reasonZh,
      closure.reasonEn,
      by.personId,
    ],
  })
  const { id } = row!
  if (affected.length > 0) {
    const act = closure.bookings === 'offer' ? ('offer' as const) : ('cancel' as const)
    await addJob(trx, 'apply-closure', { closureId: id, act, offerHours: closure.offerHours })
  }
  await tellGrid(database, trx, placeId)
  return { id, affected: affected.length }
}

/** @throws 404 closure-unknown */
export async function deleteClosure(
  database: Database,
  trx: Knex.Transaction,
  placeId: number,
  id: number,
): Promise<void> {
  const [row] = await database.rows(trx, {
    name: 'closure-delete',
    text: 'delete from closure where id = $1::bigint and place_id = $2::bigint returning id',
    values: [id, placeId],
  })
  if (!row) throw errors.notFound('closure-unknown', `Place ${placeId} has no closure ${id}.`)
  await tellGrid(database, trx, placeId)
}

export interface KeptClosure extends Closure {
  id: number
  placeId: number
  reasonZh: string
  reasonEn: string
}

const columns = `id, place_id as "placeId", court_id as "courtId", from_day::text as "fromDay", to_day::text as "toDay", weekdays,
  from_minute as "fromMinute", to_minute as "toMinute", reason_zh as "reasonZh", reason_en as "reasonEn"`

export async function readClosure(database: Database, id: number): Promise<KeptClosure | undefined> {
  const [row] = await database.rows<KeptClosure>(database.primary, {
    name: 'closure-read',
    text: `select ${columns} from closure where id = $1::bigint`,
    values: [id],
  })
  return row
}

/** Closures of a place that touch some instants, read under the lock of the floor. */
const closuresAround = (database: Database, trx: Knex.Transaction, placeId: number, from: Date, to: Date) =>
  database.rows<KeptClosure>(trx, {
    name: 'closures-around',
    text: `
      select ${columns}
      from closure
      where place_id = $1::bigint
        and from_day <= ($3::timestamptz at time zone 'Asia/Shanghai')::date
        and to_day >= ($2::timestamptz at time zone 'Asia/Shanghai')::date - 1`,
    values: [placeId, from, to],
  })

interface CellOnFloor {
  courtId: number
  /** The local day whose grid the cell stands on. */
  day: string
  start: Date
  end: Date
}

/** Whether a cell has been closed since the offer was read. Asked under the lock of the floor. */
export async function isClosedNow(
  database: Database,
  trx: Knex.Transaction,
  placeId: number,
  cells: readonly CellOnFloor[],
): Promise<boolean> {
  const from = new Date(Math.min(...cells.map(({ start }) => start.getTime())))
  const to = new Date(Math.max(...cells.map(({ end }) => end.getTime())))
  const closures = await closuresAround(database, trx, placeId, from, to)
  return cells.some((cell) => closures.some((closure) => isWithin(closure, cell)))
}

/** Whether a cell lies in a closure: pure. */
export function isWithin(closure: Closure, { courtId, day, start, end }: CellOnFloor): boolean {
  if (closure.courtId !== null && closure.courtId !== courtId) return false
  const minuteOf = (at: Date) => (at.getTime() - startOfDay(day)) / 60_000
  return covers(closure, day, minuteOf(start), minuteOf(end))
}

/** Bookings to come, held or confirmed, that lie within closures; of `ids` in any state where those are given. */
export async function bookingsWithin(
  database: Database,
  on: Knex | Knex.Transaction,
  placeId: number,
  closures: readonly Closure[] | null,
  now: Date,
  ids: readonly number[] | null = null,
): Promise<AffectedBooking[]> {
  const rows = await database.rows<AffectedBooking & { weekly: [number, number][][]; lastDay: string }>(on, {
    name: 'closure-bookings',
    text: `
      select b.id, b.order_id as "orderId", b.court_id as "courtId", b.state, lower(b.during) as start, upper(b.during) as "end", t.weekly
      from court c
      join timetable t on t.id = c.timetable_id
      join booking b on b.court_id = c.id
      where c.place_id = $1::bigint and upper(b.during) > $2::timestamptz
        and case when $3::bigint[] is null then b.state in ('held', 'confirmed') else b.id = any($3::bigint[]) end
      order by b.order_id, b.id`,
    values: [placeId, now, ids],
  })
  if (rows.length === 0) return []
  const first = new Date(Math.min(...rows.map(({ start }) => Date.parse(start))))
  const last = new Date(Math.max(...rows.map(({ end }) => Date.parse(end))))
  const judged = closures ?? (await closuresAround(database, on as Knex.Transaction, placeId, first, last))
  return rows.filter((row) => {
    const cell = { courtId: row.courtId, start: new Date(row.start), end: new Date(row.end) }
    const day = ownDayOf(row.weekly, cell.start)
    return judged.some((closure) => isWithin(closure, { ...cell, day }))
  })
}

async function unitsOf(
  database: Database,
  trx: Knex.Transaction,
  placeId: number,
  courtId: number | null,
): Promise<number[]> {
  const rows = await database.rows<{ unit: number }>(trx, {
    name: 'closure-units',
    text: `
      select distinct unnest(units)::integer as unit
      from court
      where place_id = $1::bigint and ($2::bigint is null or id = $2::bigint)`,
    values: [placeId, courtId],
  })
  return rows.map(({ unit }) => unit)
}

/** Pages that show the grid ask for it again. */
export async function tellGrid(database: Database, trx: Knex.Transaction, placeId: number): Promise<void> {
  await database.rows(trx, {
    name: 'booking-tell-grid',
    text: `select pg_notify('booking_change', $1::text)`,
    values: [String(placeId)],
  })
}

/** When an offer to move ends: not after the cell itself begins. */
export const offerEnd = (start: Date, hours: number, now: Date): Date =>
  new Date(Math.min(start.getTime(), now.getTime() + hours * 3_600_000))
