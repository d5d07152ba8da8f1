import type { dayKinds } from '../../contract/bookings.ts'
import { addDays, localDayOf, startOfDay, weekdayOf } from './local-time.ts'
import type { Closure, Court, LegalDay, PriceRule, Timetable } from './offer.ts'

/** The cells of a court's day and their prices: pure, so that the grid, a quote and a hold cannot disagree. */

export interface Slot {
  fromMinute: number
  toMinute: number
  closed: boolean
}

export type DayKind = (typeof dayKinds)[number]

/** By law: a holiday, else a day off (weekend, unless it is a make-up workday), else a workday. */
export function dayKindOf(day: string, legal: LegalDay | undefined): DayKind {
  if (legal) return legal.kind
  return weekdayOf(day) >= 6 ? 'restday' : 'workday'
}

/** Slots from each opening's start, as many as fit before its end; overlapping openings count once. */
export function slotsOfDay(
  timetable: Timetable,
  day: string,
  legal: LegalDay | undefined,
  closures: readonly Closure[],
): Slot[] {
  const slots: Slot[] = []
  let after = 0
  for (const [opens, closes] of [...openingsOf(timetable, day, legal)].sort((a, b) => a[0] - b[0])) {
    let fromMinute = Math.max(opens, after)
    for (; fromMinute + timetable.slotMinutes <= closes; fromMinute += timetable.slotMinutes) {
      const toMinute = fromMinute + timetable.slotMinutes
      const closed = closures.some((closure) => covers(closure, day, fromMinute, toMinute))
      slots.push({ fromMinute, toMinute, closed })
      after = toMinute
    }
  }
  return slots
}

function openingsOf({ weekly, holidays }: Timetable, day: string, legal: LegalDay | undefined) {
  if (legal?.kind === 'workday') return weekly[0]!
  if (legal?.kind === 'holiday' && holidays) return holidays
  return weekly[weekdayOf(day) - 1]!
}

/** Whether a closure lies over minutes of a local day's grid. */
export function covers(closure: Closure, day: string, fromMinute: number, toMinute: number): boolean {
  if (day < closure.fromDay || day > closure.toDay) return false
  if (closure.weekdays && !closure.weekdays.includes(weekdayOf(day))) return false
  return closure.fromMinute < toMinute && fromMinute < closure.toMinute
}

/** The local day whose grid a cell stands on: past midnight it may be the day before. */
export function ownDayOf(weekly: readonly (readonly (readonly [number, number])[])[], start: Date): string {
  const day = localDayOf(start.getTime())
  const eve = addDays(day, -1)
  const minute = (start.getTime() - startOfDay(eve)) / 60_000
  return weekly[weekdayOf(eve) - 1]!.some(([opens, closes]) => opens <= minute && minute < closes) ? eve : day
}

export interface Price {
  ruleId: number
  fee: PriceRule['fee']
  priceFen: number
}

/** What a slot costs one person of a kind: the fitting rule of highest priority, the later on a tie; null where none fits. */
export function priceOf(
  court: Pick<Court, 'id' | 'timetableId'>,
  rules: readonly PriceRule[],
  slot: Pick<Slot, 'fromMinute' | 'toMinute'>,
  on: { day: string; dayKind: DayKind; personKind: string },
): Price | null {
  let best: PriceRule | null = null
  for (const rule of rules) {
    if (!fits(rule, court, slot.fromMinute, on)) continue
    if (!best || rule.priority > best.priority || (rule.priority === best.priority && rule.id > best.id)) best = rule
  }
  if (!best) return null
  const minutes = slot.toMinute - slot.fromMinute
  const priceFen = best.per === 'hour' ? Math.round((best.priceFen * minutes) / 60) : best.priceFen
  return { ruleId: best.id, fee: best.fee, priceFen }
}

function fits(
  rule: PriceRule,
  court: Pick<Court, 'id' | 'timetableId'>,
  fromMinute: number,
  { day, dayKind, personKind }: { day: string; dayKind: DayKind; personKind: string },
): boolean {
  if (rule.timetableId !== court.timetableId) return false
  if (rule.courtId !== null && rule.courtId !== court.id) return false
  if (rule.personKind !== null && rule.personKind !== personKind) return false
  if (rule.fromDay !== null && day < rule.fromDay) return false
  if (rule.toDay !== null && day > rule.toDay) return false
  if (fromMinute < rule.fromMinute || fromMinute >= rule.toMinute) return false
  // A holiday is a day off too.
  return rule.dayKind === 'any' || rule.dayKind === dayKind || (rule.dayKind === 'restday' && dayKind === 'holiday')
}
