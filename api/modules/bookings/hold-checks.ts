import type { Knex } from 'knex'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { isWithin } from './closures.ts'
import type { Closure } from './offer.ts'
import type { QuoteLine } from './quote.ts'

/** Orders that a person may hold at once; more would keep cells from others. */
const mostHolds = 3

interface Locking {
  personId: string
  placeId: number
  units: readonly number[]
  /**
   * A hold without money need not outlive a crash of the database: its commit does not wait for the disk, and the commit of its
   * payment, which does, makes both last. Nothing that came before such a commit is ever lost without it.
   */
  canBeLost: boolean
}

/** First the person, under whose lock it is counted what they have, then the floor in the order of its units (see lock-units.ts). */
export async function lockForHold(
  database: Database,
  trx: Knex.Transaction,
  { personId, placeId, units, canBeLost }: Locking,
): Promise<void> {
  await database.rows(trx, {
    name: 'booking-lock-for-hold',
    text: `
      with person_locked as materialized (
        select id from person where id = $1::uuid for no key update
      ), key as materialized (
        select k.key
        from (select count(*) as people from person_locked) p
        cross join lateral (
          select distinct $2::bigint * 32768 + unit + 0 * p.people as key from unnest($3::integer[]) as unit) k
        order by k.key
      )
      select set_config('synchronous_commit', case when $4::boolean then 'off' else current_setting('synchronous_commit') end, true),
             (select count(pg_advisory_xact_lock(k.key)) from (select key from key order by key offset 0) k)`,
    values: [personId, placeId, units, canBeLost],
  })
}

interface UnderLocks {
  holds: number
  onDays: { timetableId: number; day: string; count: number }[]
  closures: Closure[]
}

/**
 * What may have changed since the offer was read, in one statement under the locks: holds of the place that are over end, closures are
 * looked at again, and what the person has is counted.
 * @throws 409 too-many-holds, too-many-on-day; 422 cell-closed
 */
export async function checkUnderLocks(
  database: Database,
  trx: Knex.Transaction,
  lines: readonly QuoteLine[],
  { personId, placeId, now, limited }: { personId: string; placeId: number; now: Date; limited: boolean },
): Promise<void> {
  const from = new Date(Math.min(...lines.map(({ start }) => start.getTime())))
  const to = new Date(Math.max(...lines.map(({ end }) => end.getTime())))
  const [found] = await database.rows<UnderLocks>(trx, {
    name: 'booking-check-under-locks',
    text: `
      with over as (
        select b.id
        from booking b
        join court c on c.id = b.court_id
        where b.state = 'held' and b.held_until <= $2::timestamptz and c.place_id = $3::bigint
        order by b.id
        for no key update of b skip locked
      ), expired as (
        update booking set state = 'expired', held_until = null where id = any(array(select id from over))
      ), own as (
        select b.order_id, b.state, c.timetable_id, (lower(b.during) at time zone 'Asia/Shanghai')::date as day
        from booking_order o
        join booking b on b.order_id = o.id
        join booking_state s on s.state = b.state
        join court c on c.id = b.court_id
        where $6::boolean and o.person_id = $1::uuid and o.channel <> 'walk-in' and s.occupies
          and upper(b.during) > $2::timestamptz - interval '1 day' and (b.held_until is null or b.held_until > $2::timestamptz)
      )
      select (select count(distinct order_id)::integer from own where state = 'held') as holds,
             coalesce((select json_agg(d) from (
               select timetable_id as "timetableId", day, count(*) as count from own group by timetable_id, day) d), '[]') as "onDays",
             coalesce((select json_agg(json_build_object('courtId', c.court_id, 'fromDay', c.from_day, 'toDay', c.to_day,
                'weekdays', c.weekdays, 'fromMinute', c.from_minute, 'toMinute', c.to_minute))
               from closure c
               where c.place_id = $3::bigint
                 and c.from_day <= ($5::timestamptz at time zone 'Asia/Shanghai')::date
                 and c.to_day >= ($4::timestamptz at time zone 'Asia/Shanghai')::date - 1), '[]') as closures`,
    values: [personId, now, placeId, from, to, limited],
  })
  const { closures, ...has } = found!
  if (limited) refuseTooMany(has, lines)
  const cells = lines.map(({ court, ...line }) => ({ ...line, courtId: court.id }))
  if (cells.some((cell) => closures.some((closure) => isWithin(closure, cell)))) throw cellJustClosed()
}

export const cellJustClosed = () =>
  errors.invalid('cell-closed', 'One of these cells has just been closed. Nothing was held; choose another one.')

function refuseTooMany({ holds, onDays }: Omit<UnderLocks, 'closures'>, lines: readonly QuoteLine[]): void {
  if (holds >= mostHolds) {
    throw errors.conflict('too-many-holds', `You hold ${mostHolds} unpaid orders already. Pay or give one back first.`)
  }
  for (const { timetable, day } of lines) {
    const wanted = lines.filter((line) => line.timetable.id === timetable.id && line.day === day).length
    const has = onDays.find((own) => own.timetableId === timetable.id && own.day === day)?.count ?? 0
    if (timetable.mostPerDay !== null && has + wanted > timetable.mostPerDay) {
      throw errors.conflict(
        'too-many-on-day',
        `One person may have ${timetable.mostPerDay} here on ${day}; you have ${has} and want ${wanted} more.`,
      )
    }
  }
}
