import type { z } from 'zod'
import type { quoteBooking } from '../../contract/bookings.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import type { Price } from './day-slots.ts'
import { gridOf } from './grid.ts'
import { addDays, localDayOf } from './local-time.ts'
import { type Court, type Offer, readOffer, type Timetable } from './offer.ts'

export type Cart = z.output<NonNullable<(typeof quoteBooking)['body']>>

export interface QuoteLine {
  court: Court
  timetable: Timetable
  day: string
  start: Date
  end: Date
  kind: string
  price: Price
  /** As the grid knew it; the database has the last word. */
  free: boolean
}

/**
 * Prices each wanted cell by the same grid that is shown. Whether a cell is taken is not asked here: the database says so.
 * @throws 404 place-not-found, court-unknown; 422 cell-not-offered, cell-over, cell-closed, beyond-window, kind-not-offered, cell-twice.
 */
export function quoteCells(offer: Offer, cart: Cart, now: Date): QuoteLine[] {
  if (!offer.place) throw errors.notFound('place-not-found', `There is no place ${cart.placeId}.`)
  const days = daysOf(cart)
  const { courts } = gridOf(offer, days, now, new Set(cart.cells.map(({ courtId }) => courtId)))
  const seen = new Set<string>()
  return cart.cells.map(({ courtId, start: startText, kind }) => {
    const start = Date.parse(startText)
    const found = courts.find(({ court }) => court.id === courtId)
    if (!found) {
      throw errors.notFound('court-unknown', `Place ${cart.placeId} has no court ${courtId} that can be booked now.`)
    }
    const { court } = found
    const timetable = offer.timetables.find(({ id }) => id === court.timetableId)!
    const day = days.find((_, index) => found.days[index]!.some((cell) => cell.start === start))
    const cell = found.days.flat().find((each) => each.start === start)
    if (!cell || !day) throw whyNotOffered(timetable, startText, start, now)
    if (cell.state === 'closed') throw errors.invalid('cell-closed', `${court.nameZh} is closed at ${startText}.`)
    if (cell.state === 'over') throw errors.invalid('cell-over', `${startText} is past or too soon to be booked.`)
    const price = cell.prices.find((each) => each.kind === kind)
    if (!price) {
      const kinds = cell.prices.map((each) => each.kind).join(', ')
      throw errors.invalid('kind-not-offered', `${court.nameZh} has no ticket for «${kind}» then, only for ${kinds}.`)
    }
    if (court.capacity === null && seen.has(`${courtId} ${start}`)) {
      throw errors.invalid('cell-twice', `Court ${courtId} at ${startText} is in the order twice.`)
    }
    seen.add(`${courtId} ${start}`)
    return {
      court,
      timetable,
      day,
      start: new Date(start),
      end: new Date(cell.end),
      kind,
      price,
      free: cell.state === 'free',
    }
  })
}

/** The days on whose grids the cells may stand: a cell after midnight belongs to the day before. */
const daysOf = ({ cells }: Cart): string[] => {
  const own = cells.map(({ start }) => localDayOf(Date.parse(start)))
  return [...new Set(own.flatMap((day) => [addDays(day, -1), day]))].sort()
}

function whyNotOffered({ windowDays }: Timetable, text: string, start: number, now: Date) {
  if (localDayOf(start) > addDays(localDayOf(now.getTime()), windowDays - 1)) {
    return errors.invalid(
      'beyond-window',
      `${text} is too far ahead: this court can be booked ${windowDays} days ahead.`,
    )
  }
  return errors.invalid('cell-not-offered', `No slot of this court starts at ${text}; the availability lists them.`)
}

/** The offer of the days that a cart touches. */
export function readOfferFor(database: Database, on: Database['primary'], cart: Cart, now: Date): Promise<Offer> {
  const days = daysOf(cart)
  const courtIds = cart.cells.map(({ courtId }) => courtId)
  return readOffer(database, on, { placeId: cart.placeId, fromDay: days[0]!, toDay: days.at(-1)!, now, courtIds })
}
