import type { Clock } from '../open-clock.ts'

/** Opening hours of places as the index keeps them, and what they say at a moment. Twin of openNowSql and closesAtSql (tests compare). */
export interface KeptHours {
  /** Ranges of the weekly and holiday minutes (`place.open_days`), in order; null where the hours are not known. */
  ranges: readonly [from: number, to: number][] | null
  /** Where there are exceptions: the whole hours. */
  whole: WholeHours | null
}

export interface OpenState {
  open: boolean | null
  /** ISO 8601 with Shanghai's offset; null when it does not change within a day. */
  closesAt: string | null
}

interface WholeHours {
  weekly: Spans[]
  holidays?: Spans | null
  exceptions?: { from: string; to: string; open?: Spans | null }[]
}
type Spans = [opens: number, closes: number][]

/** Unknown hours have the key ''; else the multirange, and behind a line break the whole hours where there are exceptions. */
export const hoursKey = (openDays: string | null, exceptional: string | null): string =>
  openDays === null ? '' : exceptional === null ? openDays : `${openDays}\n${exceptional}`

export function hoursOfKey(key: string): KeptHours {
  if (key === '') return { ranges: null, whole: null }
  const [openDays, whole] = key.split('\n') as [string, string | undefined]
  const ranges = [...openDays.matchAll(/\[(-?\d+),(-?\d+)\)/g)].map(([, from, to]) => [Number(from), Number(to)])
  return { ranges: ranges as [number, number][], whole: whole === undefined ? null : (JSON.parse(whole) as WholeHours) }
}

const dayMinutes = 1440
const holidayStart = 20_160
/** Minute that is covered when the place has hours of its own for holidays. */
const ownHolidays = 23_040

/** @param clock of the moment, from SQL `open_clock`. */
export function stateOf({ ranges, whole }: KeptHours, clock: Clock): OpenState {
  if (ranges === null) return { open: null, closesAt: null }
  const minute = clock.minutes[6]!
  const firstDay = clock.days.slice(1, 11)
  const spans = whole && touches(whole, firstDay) ? exceptionalSpans(whole, clock, firstDay) : usualSpans(ranges, clock)
  spans.sort((a, b) => a[0] - b[0])
  const open = spans.some(([from, to]) => from <= minute && minute < to)
  const changes = open
    ? endOfRun(spans, minute)
    : (spans.find(([from]) => from > minute)?.[0] ?? Number.POSITIVE_INFINITY)
  return { open, closesAt: changes <= minute + dayMinutes ? textOf(changes, firstDay) : null }
}

/** Whether an exception falls on the eve, the day or the morrow. */
function touches({ exceptions }: WholeHours, firstDay: string): boolean {
  const lastDay = dayAfter(firstDay, 2)
  return (exceptions ?? []).some(({ from, to }) => from <= to && from <= lastDay && to >= firstDay)
}

/** Minutes since the day's midnight that the eve, the day and the morrow are open. */
function usualSpans(ranges: readonly [number, number][], { minutes }: Clock): Spans {
  const own = ranges.some(([from, to]) => from <= ownHolidays && ownHolidays < to)
  return [-1, 0, 1].flatMap((shift) => {
    const [byCalendar, byWeekday] = [minutes[2 * shift + 2]!, minutes[2 * shift + 3]!]
    const start = byCalendar === holidayStart && !own ? byWeekday : byCalendar
    return ranges.flatMap(([from, to]): Spans => {
      const [opens, closes] = [Math.max(from, start), Math.min(to, start + 2 * dayMinutes)]
      return opens < closes ? [[opens - start + shift * dayMinutes, closes - start + shift * dayMinutes]] : []
    })
  })
}

/** The last exception that covers a day wins; else the holiday's hours, else the weekday's. */
function exceptionalSpans({ weekly, holidays, exceptions }: WholeHours, { minutes }: Clock, firstDay: string): Spans {
  return [-1, 0, 1].flatMap((shift) => {
    const day = dayAfter(firstDay, shift + 1)
    const exception = (exceptions ?? []).findLast(({ from, to }) => from <= day && day <= to)
    const [byCalendar, byWeekday] = [minutes[2 * shift + 2]!, minutes[2 * shift + 3]!]
    const isHoliday = byCalendar === holidayStart
    const usual = isHoliday && Array.isArray(holidays) ? holidays : weekly[(isHoliday ? byWeekday : byCalendar) / 2880]
    const spans = exception?.open === undefined ? (usual ?? []) : (exception.open ?? [])
    return spans.map(([opens, closes]): [number, number] => [opens + shift * dayMinutes, closes + shift * dayMinutes])
  })
}

/** Where the unbroken opening that holds a minute ends; infinite when it goes on beyond the morrow. */
function endOfRun(spans: Spans, minute: number): number {
  let end = minute
  for (const [from, to] of spans) if (from <= end && to > end) end = to
  return end >= 3 * dayMinutes ? Number.POSITIVE_INFINITY : end
}

const textOf = (minute: number, firstDay: string): string => {
  const time = new Date(Date.parse(`${dayAfter(firstDay, 1)}T00:00:00Z`) + minute * 60_000)
  return `${time.toISOString().slice(0, 19)}+08:00`
}

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
