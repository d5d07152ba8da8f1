import type { z } from 'zod'
import type { Hours, openState as openStateShape } from '../../contract/place-record.ts'

/** When a place is open, by pure functions. Local time is Asia/Shanghai, eight hours ahead of UTC (no summer time since 1991). */

export type Span = [opens: number, closes: number]
export type OpenState = z.output<typeof openStateShape>

/** What kind of day a date is by law; an ordinary day is not in it. */
export type Calendar = ReadonlyMap<string, CalendarEntry>
export interface CalendarEntry {
  kind: 'holiday' | 'workday'
  nameZh: string
  nameEn: string
}

const minuteMs = 60_000
const dayMinutes = 1440
const offsetMinutes = 8 * 60
/** A place that does not change within this time is told without a next change. */
const daysAhead = 400

/** Open or closed at a moment, when that changes next, today's spans, and why today is no ordinary day. Twin of SQL `is_open`. */
export function openState(hours: Hours, calendar: Calendar, at: Date): OpenState {
  const now = localMinute(at)
  const today = Math.floor(now / dayMinutes)
  const open = isOpenAt(hours, calendar, now)
  const changes = open ? closesAt(hours, calendar, now) : opensAt(hours, calendar, now)
  const reason = reasonOf(hours, calendar, dateOf(today))
  return {
    open,
    changesAt: changes === null ? null : instantOf(changes),
    today: daySpansOf(hours, calendar, dateOf(today)),
    reasonZh: reason?.zh || null,
    reasonEn: reason?.en || null,
  }
}

/** Spans of a local day: the last exception that covers it, else the holiday's, else the weekday's (a make-up workday's: Monday's). */
export function daySpansOf(hours: Hours, calendar: Calendar, date: string): Span[] {
  const exception = exceptionOn(hours, date)
  if (exception) return exception.open
  const kind = calendar.get(date)?.kind
  if (kind === 'workday') return hours.weekly[0]!
  if (kind === 'holiday' && hours.holidays) return hours.holidays
  return hours.weekly[weekdayOf(date)]!
}

/** Minutes open in an ordinary week; overlapping spans count once. */
export function weeklyMinutes(hours: Hours): number {
  const week = 7 * dayMinutes
  const open = new Set<number>()
  hours.weekly.forEach((spans, day) => {
    for (const [opens, closes] of spans) {
      for (let minute = opens; minute < closes; minute++) open.add((day * dayMinutes + minute) % week)
    }
  })
  return open.size
}

export const localDate = (at: Date): string => dateOf(Math.floor(localMinute(at) / dayMinutes))

function isOpenAt(hours: Hours, calendar: Calendar, minute: number): boolean {
  return spansAround(hours, calendar, Math.floor(minute / dayMinutes)).some(
    ([opens, closes]) => opens <= minute && minute < closes,
  )
}

/** The end of the unbroken opening, which may run over several days; null when it never ends in sight. */
function closesAt(hours: Hours, calendar: Calendar, now: number): number | null {
  let end = now
  const limit = now + daysAhead * dayMinutes
  while (end < limit) {
    const next = spansAround(hours, calendar, Math.floor(end / dayMinutes))
      .filter(([opens, closes]) => opens <= end && end < closes)
      .reduce((latest, [, closes]) => Math.max(latest, closes), end)
    if (next === end) return end
    end = next
  }
  return null
}

function opensAt(hours: Hours, calendar: Calendar, now: number): number | null {
  const today = Math.floor(now / dayMinutes)
  for (let day = today - 1; day < today + daysAhead; day++) {
    const starts = spansOn(hours, calendar, day)
      .map(([opens]) => opens)
      .filter((opens) => opens > now)
    if (starts.length > 0) return Math.min(...starts)
  }
  return null
}

/** Spans that can hold a minute of this day: its own and the eve's past midnight. */
const spansAround = (hours: Hours, calendar: Calendar, day: number): Span[] => [
  ...spansOn(hours, calendar, day - 1),
  ...spansOn(hours, calendar, day),
]

const spansOn = (hours: Hours, calendar: Calendar, day: number): Span[] =>
  daySpansOf(hours, calendar, dateOf(day)).map(([opens, closes]) => [
    day * dayMinutes + opens,
    day * dayMinutes + closes,
  ])

const exceptionOn = (hours: Hours, date: string) =>
  hours.exceptions.findLast(({ from, to }) => from <= date && date <= to)

function reasonOf(hours: Hours, calendar: Calendar, date: string): { zh: string; en: string } | null {
  const exception = exceptionOn(hours, date)
  if (exception) return { zh: exception.reasonZh, en: exception.reasonEn }
  const entry = calendar.get(date)
  if (entry?.kind === 'workday') return { zh: `${entry.nameZh}调休上班日`, en: `Make-up workday (${entry.nameEn})` }
  return entry ? { zh: entry.nameZh, en: entry.nameEn } : null
}

/** Days and minutes are counted from 1970-01-01 00:00 local time. */
const localMinute = (at: Date): number => Math.floor(at.getTime() / minuteMs) + offsetMinutes
const dateOf = (day: number): string => new Date(day * dayMinutes * minuteMs).toISOString().slice(0, 10)
const instantOf = (minute: number): string =>
  new Date((minute - offsetMinutes) * minuteMs).toISOString().replace('.000Z', 'Z')
/** Monday is 0. */
const weekdayOf = (date: string): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7
