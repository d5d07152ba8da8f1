import type { Knex } from 'knex'
import type { z } from 'zod'
import type { bookingAvailability } from '../../contract/bookings.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { daysFrom, gridOf } from './grid.ts'
import { localDayOf } from './local-time.ts'
import { type Offer, readOffer } from './offer.ts'

type Availability = Omit<z.input<(typeof bookingAvailability)['reply']>, 'providers'>

/** The grid of a place: one statement, the rest is counted here. @throws 404 place-not-found. */
export async function availabilityOf(
  { database, on, signal }: { database: Database; on: Knex; signal: AbortSignal },
  { placeId, from, days: count, now }: { placeId: number; from: string | undefined; days: number; now: Date },
): Promise<Availability> {
  const days = daysFrom(from ?? localDayOf(now.getTime()), count)
  const offer = await readOffer(database, on, { placeId, fromDay: days[0]!, toDay: days.at(-1)!, now }, signal)
  if (!offer.place) throw errors.notFound('place-not-found', `There is no place ${placeId}.`)
  const grid = gridOf(offer, days, now)
  return {
    placeId,
    now: now.toISOString(),
    days: grid.days,
    courts: grid.courts.map(({ court: { timetableId, kinds, ...court }, days: cells }) => ({
      ...court,
      ...termsOf(offer, timetableId),
      cells: cells.map((each) =>
        each.map(({ prices, start, end, ...cell }) => ({
          ...cell,
          start: new Date(start).toISOString(),
          end: new Date(end).toISOString(),
          prices: prices.map(({ kind, priceFen }) => ({ kind, priceFen })),
        })),
      ),
    })),
  }
}

function termsOf({ timetables }: Offer, id: number) {
  const { cancellation, seriesWeeks, waitlistPlaces } = timetables.find((timetable) => timetable.id === id)!
  return { cancellation, seriesWeeks, waitlistPlaces }
}
