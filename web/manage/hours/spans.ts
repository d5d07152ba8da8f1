import type { Hours } from '../../../api/contract/place-record.ts'

/** Times of a day as people type them, and the minutes that the record keeps. */

export type Span = [opens: number, closes: number]

const dayMinutes = 1440

/** 1320 → "22:00"; what ends at or past midnight shows its time on the next day. */
export const clockOf = (minute: number): string => {
  const time = minute % dayMinutes
  return `${String(Math.floor(time / 60)).padStart(2, '0')}:${String(time % 60).padStart(2, '0')}`
}

export function minuteOf(clock: string): number | null {
  const found = /^(\d{1,2}):(\d{2})$/.exec(clock)
  if (!found) return null
  const [hour, minute] = [Number(found[1]), Number(found[2])]
  return hour < 24 && minute < 60 ? hour * 60 + minute : null
}

/** A closing time that is not after the opening belongs to the next day: 18:00–02:00, and 08:00–00:00 is until midnight. */
export function spanOf(opens: number, closes: number): Span {
  const time = closes % dayMinutes
  return [opens, time > opens ? time : time + dayMinutes]
}

/** After the last one with an hour between, within the day; a first one is 09:00–21:00. */
export function nextSpan(spans: readonly Span[]): Span {
  const last = spans.at(-1)
  if (!last) return [9 * 60, 21 * 60]
  const opens = Math.min(last[1] + 60, dayMinutes - 60)
  return [opens, Math.max(opens + 60, Math.min(opens + 180, dayMinutes))]
}

/** Whether two openings of a day meet. */
export const overlap = (spans: readonly Span[]): boolean => {
  const sorted = spans.toSorted(([a], [b]) => a - b)
  return sorted.some(([opens], index) => index > 0 && opens < sorted[index - 1]![1])
}

export const noHours: Hours = { weekly: Array.from({ length: 7 }, () => []), holidays: null, exceptions: [] }

const dayMs = 86_400_000
const noticeDays = 7

/** Days that a closure is announced ahead of it. */
export const daysAhead = (announcedOn: string, from: string): number =>
  Math.round((Date.parse(`${from}T00:00:00Z`) - Date.parse(`${announcedOn}T00:00:00Z`)) / dayMs)

/** A closure of a public venue is announced a week ahead, weather excepted. */
export const noticeIsShort = ({ from, open, announcedOn }: Hours['exceptions'][number]): boolean =>
  open.length === 0 && (announcedOn === null || daysAhead(announcedOn, from) < noticeDays)
