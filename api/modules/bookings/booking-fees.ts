import type { BookingFees } from '../../bus/visits.ts'
import type { Database } from '../../db/types.ts'
import { gridOf } from './grid.ts'
import { startOfDay } from './local-time.ts'
import { type PriceRule, readOffer } from './offer.ts'

/** What the courts of a place cost whom, by the same grid that is sold. Null where nothing can be booked. */
export async function bookingFees(
  database: Database,
  { placeId, day }: { placeId: number; day: string },
): Promise<BookingFees | null> {
  // As if the day had just begun, so that neither the window nor the clock leaves cells out.
  const now = new Date(startOfDay(day))
  const offer = await readOffer(database, database.reader(), { placeId, fromDay: day, toDay: day, now })
  if (!offer.place || offer.courts.length === 0) return null
  const cells = gridOf(offer, [day], now).courts.flatMap((court) => court.days.flat())
  const sold = cells.filter(({ prices }) => prices.length > 0)
  const freeCells = sold.filter(({ prices }) => prices.every(({ priceFen }) => priceFen === 0)).length
  return { cells: sold.length, freeCells, kinds: kindsOf(offer.rules) }
}

/** A rule of a kind beside the dearest one that holds for everybody on the same court. */
function kindsOf(rules: readonly PriceRule[]): BookingFees['kinds'] {
  const lowest = new Map<string, number>()
  for (const rule of rules) {
    if (rule.personKind === null || rule.personKind === 'adult') continue
    const others = rules.filter(
      ({ personKind, timetableId, courtId }) =>
        (personKind === null || personKind === 'adult') && timetableId === rule.timetableId && courtId === rule.courtId,
    )
    const full = Math.max(0, ...others.map(({ priceFen }) => priceFen))
    const share = full === 0 ? 1 : Math.min(1, rule.priceFen / full)
    lowest.set(rule.personKind, Math.min(lowest.get(rule.personKind) ?? 1, share))
  }
  return [...lowest].map(([kind, share]) => ({ kind, share }))
}
