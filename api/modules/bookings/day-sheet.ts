import type { z } from 'zod'
import type { daySheet } from '../../contract/booking-console.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { bookingsOf } from './console-queries.ts'
import { gridOf } from './grid.ts'
import { localDayOf } from './local-time.ts'
import { readOffer } from './offer.ts'
import { atDesk } from './offer-windows.ts'
import { readSetUp } from './set-up-queries.ts'

type Sheet = z.input<(typeof daySheet)['reply']>
const mostOnSheet = 2_000

/** A day as the desk sees it: every court's cells, beyond the booking window too, and who has them. @throws 404 place-not-found */
export async function sheetOf(
  database: Database,
  asked: { placeId: number; day: string | undefined; now: Date },
): Promise<Sheet> {
  const { placeId, now } = asked
  const today = localDayOf(now.getTime())
  const day = asked.day ?? today
  const offer = await readOffer(database, database.primary, { placeId, fromDay: day, toDay: day, now })
  if (!offer.place) throw errors.notFound('place-not-found', `There is no place ${placeId}.`)
  const grid = gridOf({ ...atDesk(offer), place: { id: placeId, status: 'open' } }, [day], now)
  const bookings = await bookingsOf(database, database.primary, {
    placeId,
    from: day,
    to: day,
    limit: mostOnSheet,
    offset: 0,
  })
  const { closures } = await readSetUp(database, database.primary, placeId, day)
  return {
    day,
    now: now.toISOString(),
    courts: grid.courts.map(({ court, days }) => ({
      id: court.id,
      nameZh: court.nameZh,
      nameEn: court.nameEn,
      capacity: court.capacity,
      kinds: court.kinds,
      cells: days[0]!.map(({ start, end, prices, ...cell }) => ({
        ...cell,
        start: new Date(start).toISOString(),
        end: new Date(end).toISOString(),
        prices: prices.map(({ kind, priceFen }) => ({ kind, priceFen })),
      })),
    })),
    bookings: bookings.items,
    closures: closures.filter(({ fromDay }) => fromDay <= day),
  }
}
