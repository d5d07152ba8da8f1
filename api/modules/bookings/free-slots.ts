import type { Database } from '../../db/types.ts'
import { gridOf } from './grid.ts'
import { localDayOf } from './local-time.ts'
import { readOffer } from './offer.ts'

const keptMs = 30_000
/** A ranking waits for no more places than this; the others are known at the next one. */
const mostAtOnce = 12

/**
 * The share of a day's slots that are still free, for the ranking: by the grid that is sold, kept for half a minute, and asked only of
 * places that have courts, which are few.
 */
export function freeShares(database: Database, now: () => Date) {
  let bookable: { at: number; ids: Promise<Set<number>> } | null = null
  const kept = new Map<string, { at: number; share: Promise<number | null> }>()

  const bookableIds = (): Promise<Set<number>> => {
    if (!bookable || now().getTime() - bookable.at > keptMs)
      bookable = { at: now().getTime(), ids: readBookable(database) }
    return bookable.ids
  }
  const shareOf = (placeId: number, at: Date): Promise<number | null> => {
    const key = `${placeId} ${localDayOf(at.getTime())}`
    const known = kept.get(key)
    if (known && now().getTime() - known.at <= keptMs) return known.share
    if (kept.size > 5_000) kept.clear()
    const share = countShare(database, placeId, at)
    kept.set(key, { at: now().getTime(), share })
    share.catch(() => kept.delete(key))
    return share
  }
  return async ({ placeIds, at }: { placeIds: number[]; at: Date }): Promise<ReadonlyMap<number, number>> => {
    if (placeIds.length === 0) return new Map()
    const ids = await bookableIds()
    const asked = placeIds.filter((id) => ids.has(id)).slice(0, mostAtOnce)
    const shares = await Promise.all(asked.map(async (id) => [id, await shareOf(id, at)] as const))
    return new Map(shares.filter((entry): entry is [number, number] => entry[1] !== null))
  }
}

async function readBookable(database: Database): Promise<Set<number>> {
  const rows = await database.rows<{ id: number }>(database.reader(), {
    name: 'booking-bookable-places',
    text: 'select distinct place_id as id from court where archived_at is null',
    values: [],
  })
  return new Set(rows.map(({ id }) => id))
}

async function countShare(database: Database, placeId: number, at: Date): Promise<number | null> {
  const day = localDayOf(at.getTime())
  const offer = await readOffer(database, database.reader(), { placeId, fromDay: day, toDay: day, now: at })
  const cells = gridOf(offer, [day], at).courts.flatMap(({ days }) => days.flat())
  const sold = cells.filter(({ prices }) => prices.length > 0)
  return sold.length === 0 ? null : sold.filter(({ state }) => state === 'free').length / sold.length
}
