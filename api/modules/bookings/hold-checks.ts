import type { Knex } from 'knex'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { isWithin } from './closures.ts'
import type { Closure } from './offer.ts'
import type { QuoteLine } from './quote.ts'

/** Orders that a person may hold at once; more would keep cells from others. */
const mostHolds = 3

interface UnderLocks {
  holds: number
  onDays: { timetableId: number; day: string; count: number }[]
  closures: Closure[]
}

/**
 * Locks the person and the floor of the cells, ends holds of the place that are over, and looks again at what may have changed since the
 * offer was read: closures, and what the person has (`booking_begin_hold`).
 * @param own a person's own wish: limited in number, and lost without harm where the database crashes before it is paid
 * @throws 409 too-many-holds, too-many-on-day; 422 cell-closed
 */
export async function lockAndCheck(
  database: Database,
  trx: Knex.Transaction,
  lines: readonly QuoteLine[],
  { personId, placeId, now, own }: { personId: string; placeId: number; now: Date; own: boolean },
): Promise<void> {
  const units = lines.flatMap(({ court }) => court.units)
  const from = new Date(Math.min(...lines.map(({ start }) => start.getTime())))
  const to = new Date(Math.max(...lines.map(({ end }) => end.getTime())))
  const [found] = await database.rows<UnderLocks>(trx, {
    name: 'booking-begin-hold',
    text: `
      select holds, on_days as "onDays", closures
      from booking_begin_hold($1::uuid, $2::bigint, $3::integer[], $4::timestamptz, $5::timestamptz, $6::timestamptz, $7::boolean)`,
    values: [personId, placeId, units, now, from, to, own],
  })
  const { closures, ...has } = found!
  if (own) refuseTooMany(has, lines)
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
