import type { Knex } from 'knex'
import type { z } from 'zod'
import type { quoteSeries } from '../../contract/booking-wishes.ts'
import type { Database } from '../../db/types.ts'
import { errors, ProblemError } from '../../errors.ts'
import { type Holder, holdCells } from './hold.ts'
import { withSeriesWindow } from './offer-windows.ts'
import { type Cart, quoteCells, readOfferFor } from './quote.ts'

/** Weekly orders: the same cells so many weeks on, each week free or with what is in its way. */

type Series = z.output<(typeof quoteSeries)['body'] & object>
type Week = z.input<(typeof quoteSeries)['reply']>['weeks'][number]

const weekMs = 7 * 86_400_000

const shifted = ({ cells }: Pick<Cart, 'cells'>, week: number): Cart['cells'] =>
  cells.map((cell) => ({ ...cell, start: new Date(Date.parse(cell.start) + week * weekMs).toISOString() }))

/** @throws 404 court-unknown, 422 series-too-long */
export async function planSeries(
  database: Database,
  on: Knex | Knex.Transaction,
  { placeId, cells, weeks }: Series,
  now: Date,
): Promise<{ weeks: Week[]; totalFen: number }> {
  const all = { placeId, cells: Array.from({ length: weeks }, (_, week) => shifted({ cells }, week)).flat() }
  const offer = withSeriesWindow(await readOfferFor(database, on, all, now))
  const courts = offer.courts.filter(({ id }) => cells.some(({ courtId }) => courtId === id))
  const most = Math.min(
    ...courts.map(({ timetableId }) => offer.timetables.find(({ id }) => id === timetableId)!.seriesWeeks),
  )
  if (courts.length > 0 && weeks > most) {
    throw errors.invalid('series-too-long', `A series here repeats for at most ${most} weeks, not ${weeks}.`)
  }
  const planned = Array.from({ length: weeks }, (_, week): Week => {
    const cart = { placeId, cells: shifted({ cells }, week) }
    const start = cart.cells[0]!.start
    try {
      const lines = quoteCells(offer, cart, now)
      const lost = lines.find(({ free }) => !free)
      const conflict = lost ? (lost.court.capacity === null ? 'slot-taken' : 'session-full') : null
      return { week, start, conflict, priceFen: lines.reduce((sum, { price }) => sum + price.priceFen, 0) }
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status === 404) throw error
      return { week, start, conflict: error.code, priceFen: 0 }
    }
  })
  const free = planned.filter(({ conflict }) => conflict === null)
  return { weeks: planned, totalFen: free.reduce((sum, { priceFen }) => sum + priceFen, 0) }
}

/** Holds the weeks that are free as one order. @throws 409 series-conflicts unless they may be skipped, slot-taken, session-full. */
export async function holdSeries(
  database: Database,
  trx: Knex.Transaction,
  series: Series & { skipConflicts: boolean },
  by: Holder,
): Promise<string> {
  const { weeks } = await planSeries(database, trx, series, by.now)
  const free = weeks.filter(({ conflict }) => conflict === null)
  if (free.length === 0 || (free.length < weeks.length && !series.skipConflicts)) {
    const words = weeks.filter(({ conflict }) => conflict).map(({ start, conflict }) => `${start} (${conflict})`)
    throw errors.conflict(
      'series-conflicts',
      `Nothing was held: ${words.join(', ')}. Leave these weeks out, or choose other cells.`,
    )
  }
  const cells = free.flatMap(({ week }) => shifted(series, week))
  return holdCells(database, trx, { placeId: series.placeId, cells }, { ...by, channel: 'series' })
}
