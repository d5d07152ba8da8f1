/** Pure decisions on counts. Local time is Asia/Shanghai: eight hours ahead of UTC, without summer time since 1991. */

const offsetMs = 8 * 3_600_000
const dayMs = 86_400_000
/** A clock that is wrong by less is taken for right: the way of the message takes time too. */
const tolerableErrorMs = 2_000
const mostAheadMs = 60_000
/** Older counts are not known any more, so a repetition could not be told. */
export const keptDays = 400

export const localDayOf = (instant: number): string => new Date(instant + offsetMs).toISOString().slice(0, 10)

/** How far a device's clock is ahead of ours, in milliseconds; 0 where the way of the message explains it. */
export function clockErrorOf(sentAt: Date, receivedAt: Date): number {
  const error = sentAt.getTime() - receivedAt.getTime()
  return Math.abs(error) < tolerableErrorMs ? 0 : error
}

export const corrected = (at: Date, clockErrorMs: number): Date => new Date(at.getTime() - clockErrorMs)

/** Whether a (corrected) moment can be believed. */
export function doubtOf(at: Date, now: Date): 'count-in-future' | 'count-too-old' | null {
  if (at.getTime() > now.getTime() + mostAheadMs) return 'count-in-future'
  return at.getTime() < now.getTime() - keptDays * dayMs ? 'count-too-old' : null
}

export interface Span {
  /** First local day. */
  from: string
  /** Local day after the last. */
  to: string
  /** What each point of the curve is called. */
  points: string[]
}

/** The day, month or year that a local day lies in. */
export function spanOf(kind: 'day' | 'month' | 'year', day: string): Span {
  if (kind === 'day') {
    return { from: day, to: addDays(day, 1), points: Array.from({ length: 24 }, (_, hour) => two(hour)) }
  }
  const year = Number(day.slice(0, 4))
  if (kind === 'year') {
    const points = Array.from({ length: 12 }, (_, nth) => `${year}-${two(nth + 1)}`)
    return { from: `${year}-01-01`, to: `${year + 1}-01-01`, points }
  }
  const from = `${day.slice(0, 7)}-01`
  const to = `${addDays(from, 31).slice(0, 7)}-01`
  const length = (Date.parse(to) - Date.parse(from)) / dayMs
  return { from, to, points: Array.from({ length }, (_, nth) => addDays(from, nth)) }
}

/** The twelve months up to the one of a local day, as `2026-11`. */
export function lastMonths(day: string): string[] {
  const [year, month] = day.split('-').map(Number) as [number, number]
  return Array.from({ length: 12 }, (_, nth) => {
    const count = year * 12 + month - 12 + nth
    return `${Math.floor(count / 12)}-${two((count % 12) + 1)}`
  })
}

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)

const two = (value: number): string => String(value).padStart(2, '0')
