/** Local time is Asia/Shanghai: eight hours ahead of UTC, without summer time since 1991. Days are ISO dates, minutes count from midnight. */

const dayMs = 86_400_000
const offsetMs = 8 * 3_600_000

export const startOfDay = (day: string): number => Date.parse(`${day}T00:00:00Z`) - offsetMs
export const instantOf = (day: string, minute: number): number => startOfDay(day) + minute * 60_000
export const localDayOf = (instant: number): string => new Date(instant + offsetMs).toISOString().slice(0, 10)
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
/** 1 Monday … 7 Sunday. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7
