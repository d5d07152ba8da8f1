import type { cellStates } from '../../contract/bookings.ts'
import { type DayKind, dayKindOf, type Price, priceOf, slotsOfDay } from './day-slots.ts'
import { addDays, instantOf, localDayOf } from './local-time.ts'
import type { Court, Offer } from './offer.ts'

/** The cells of every court and day of an offer, by pure functions: what the grid shows and a hold is checked by. */

export interface GridCell {
  fromMinute: number
  toMinute: number
  /** Milliseconds since 1970. */
  start: number
  end: number
  state: (typeof cellStates)[number]
  prices: (Price & { kind: string })[]
  placesLeft: number | null
}

export interface GridCourt {
  court: Court
  /** A list for each day asked for. */
  days: GridCell[][]
}

export interface GridDay {
  day: string
  kind: DayKind
  nameZh: string | null
  nameEn: string | null
}

export const daysFrom = (first: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => addDays(first, index))

/** @param only ids of the courts that are wanted; default all: a quote has no use for the cells of the others */
export function gridOf(
  offer: Offer,
  days: readonly string[],
  now: Date,
  only?: ReadonlySet<number>,
): { days: GridDay[]; courts: GridCourt[] } {
  const legal = new Map(offer.calendar.map((entry) => [entry.day, entry]))
  const isTaken = takenLookup(offer)
  const courtDay = (court: Court, day: string): GridCell[] => {
    const timetable = offer.timetables.find(({ id }) => id === court.timetableId)!
    const dayKind = dayKindOf(day, legal.get(day))
    const closures = offer.closures.filter(({ courtId }) => courtId === null || courtId === court.id)
    if (day > addDays(localDayOf(now.getTime()), timetable.windowDays - 1)) return []
    return slotsOfDay(timetable, day, legal.get(day), closures).map((slot) => {
      const start = instantOf(day, slot.fromMinute)
      const end = instantOf(day, slot.toMinute)
      const prices = court.kinds.flatMap((kind) => {
        const price = priceOf(court, offer.rules, slot, { day, dayKind, personKind: kind })
        return price ? [{ kind, ...price }] : []
      })
      const placesLeft = placesLeftOf(offer, court, start)
      const over = start < now.getTime() + timetable.noticeMinutes * 60_000
      const full = placesLeft === 0 || isTaken(court, start, end)
      const state = slot.closed || prices.length === 0 ? 'closed' : over ? 'over' : full ? 'taken' : 'free'
      return { fromMinute: slot.fromMinute, toMinute: slot.toMinute, start, end, state, prices, placesLeft }
    })
  }
  const open = offer.place?.status === 'open'
  return {
    days: days.map((day) => ({
      day,
      kind: dayKindOf(day, legal.get(day)),
      nameZh: legal.get(day)?.nameZh ?? null,
      nameEn: legal.get(day)?.nameEn ?? null,
    })),
    courts: (open ? offer.courts.filter(({ id }) => !only || only.has(id)) : []).map((court) => ({
      court,
      days: days.map((day) => courtDay(court, day)),
    })),
  }
}

function placesLeftOf({ sessions }: Offer, court: Court, start: number): number | null {
  if (court.capacity === null) return null
  const session = sessions.find(([courtId, from]) => courtId === court.id && from * 1000 === start)
  return session ? Math.max(0, session[3]) : court.capacity
}

/** Bookings of any court on the same floor, and sessions of other courts on it. */
function takenLookup(offer: Offer): (court: Court, start: number, end: number) => boolean {
  const byUnit = new Map<number, { from: number; to: number; sessionOf: number | null }[]>()
  const add = (unit: number, span: { from: number; to: number; sessionOf: number | null }) =>
    byUnit.set(unit, [...(byUnit.get(unit) ?? []), span])
  for (const [unit, from, to] of offer.taken) add(unit, { from: from * 1000, to: to * 1000, sessionOf: null })
  const unitsOf = new Map(offer.courts.map(({ id, units }) => [id, units]))
  for (const [courtId, from, to] of offer.sessions) {
    for (const unit of unitsOf.get(courtId) ?? []) add(unit, { from: from * 1000, to: to * 1000, sessionOf: courtId })
  }
  return (court, start, end) =>
    court.units.some((unit) =>
      byUnit.get(unit)?.some(({ from, to, sessionOf }) => from < end && start < to && sessionOf !== court.id),
    )
}
