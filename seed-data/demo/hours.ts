import type { Hours } from '../../api/contract/place-record.ts'
import type { Random } from './random.ts'

type Spans = Hours['weekly'][number]

/** How a place keeps its hours. */
export const hoursHabits = ['outdoor', 'venue', 'court', 'school', 'club', 'service'] as const
export type HoursHabit = (typeof hoursHabits)[number]

const at = (hour: number, minute = 0) => hour * 60 + minute
const everyDay = (spans: Spans): Hours['weekly'] => Array.from({ length: 7 }, () => spans)

/** One plausible set of hours, or null where they are not known. Days of closures are fixed dates of 2026 and 2027. */
export function makeHours(habit: HoursHabit, random: Random): Hours | null {
  if (random.chance(unknownShare[habit])) return null
  return {
    ...habits[habit](random),
    exceptions: random.chance(habit === 'outdoor' ? 0.03 : 0.15) ? [closure(random)] : [],
  }
}

const unknownShare: Record<HoursHabit, number> = {
  outdoor: 0.2,
  venue: 0.04,
  court: 0.1,
  school: 0.25,
  club: 0.1,
  service: 0.08,
}

const habits: Record<HoursHabit, (random: Random) => Pick<Hours, 'weekly' | 'holidays'>> = {
  outdoor: (random) => ({
    weekly: everyDay(
      random.chance(0.55)
        ? [[0, 1440]]
        : [[at(random.whole(5, 6), random.pick([0, 30])), at(random.whole(21, 23), random.pick([0, 30]))]],
    ),
    holidays: null,
  }),
  venue: (random) => {
    const opens = at(random.whole(8, 9), random.pick([0, 0, 30]))
    const closes = at(random.whole(20, 22), random.pick([0, 0, 30]))
    // Some close at noon, some on Mondays for upkeep.
    const day: Spans = random.chance(0.3)
      ? [
          [opens, at(12)],
          [at(14), closes],
        ]
      : [[opens, closes]]
    const weekly = everyDay(day)
    if (random.chance(0.25)) weekly[0] = []
    for (const weekend of [5, 6]) weekly[weekend] = [[at(8), Math.max(closes, at(21))]]
    return { weekly, holidays: random.chance(0.6) ? [[at(8), at(20)]] : null }
  },
  court: (random) => ({
    weekly: everyDay([[at(random.whole(7, 9)), at(random.whole(21, 23))]]),
    holidays: random.chance(0.2) ? [[at(9), at(22)]] : null,
  }),
  school: (random) => {
    // Open to the public after lessons and at weekends.
    const evening: Spans = [[at(18, random.pick([0, 30])), at(random.whole(20, 21), 30)]]
    const weekend: Spans = random.chance(0.5)
      ? [[at(8), at(20)]]
      : [
          [at(8), at(12)],
          [at(14), at(20)],
        ]
    return { weekly: [evening, evening, evening, evening, evening, weekend, weekend], holidays: weekend }
  },
  club: (random) => {
    if (random.chance(0.12)) return { weekly: everyDay([[0, 1440]]), holidays: null }
    const opens = at(random.whole(7, 10))
    const weekly = everyDay([[opens, at(random.whole(21, 23))]])
    // Past midnight on Fridays and Saturdays.
    if (random.chance(0.25)) for (const late of [4, 5]) weekly[late] = [[opens, at(24 + random.whole(1, 2))]]
    return { weekly, holidays: random.chance(0.3) ? [[at(10), at(20)]] : null }
  },
  service: (random) => {
    const day: Spans = [
      [at(9), at(12)],
      [at(random.whole(13, 14)), at(17, random.pick([0, 30]))],
    ]
    return { weekly: [day, day, day, day, day, random.chance(0.3) ? [[at(9), at(12)]] : [], []], holidays: [] }
  },
}

const reasons = [
  ['设施检修', 'Maintenance'],
  ['承办赛事', 'Hosting an event'],
  ['换水清洁', 'Cleaning'],
  ['消防演练', 'Fire drill'],
] as const

function closure(random: Random): Hours['exceptions'][number] {
  const start = Date.UTC(2026, 0, 1) + random.below(700) * 86_400_000
  const days = random.whole(1, 6)
  const [reasonZh, reasonEn] = random.pick(reasons)
  return {
    from: isoDay(start),
    to: isoDay(start + (days - 1) * 86_400_000),
    open: random.chance(0.7) ? [] : [[at(14), at(18)]],
    reasonZh,
    reasonEn,
    // Announced at least seven days ahead, as subsidised venues must.
    announcedOn: isoDay(start - random.whole(7, 20) * 86_400_000),
  }
}

const ownHolidays = 8 * 2880

/** `open_days` as the text of an int4multirange: what `open_days_of` makes of the same hours (eight days of 2,880 minutes). */
export function openDaysText(hours: Hours | null): string | null {
  if (!hours) return null
  const days = [...hours.weekly, hours.holidays ?? []]
  const spans: [number, number][] = days.flatMap((day, index) =>
    day.map(([opens, closes]): [number, number] => [index * 2880 + opens, index * 2880 + closes]),
  )
  if (hours.holidays) spans.push([ownHolidays, ownHolidays + 1])
  const merged: [number, number][] = []
  for (const [opens, closes] of spans.sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1)
    if (last && opens <= last[1]) last[1] = Math.max(last[1], closes)
    else merged.push([opens, closes])
  }
  return `{${merged.map(([opens, closes]) => `[${opens},${closes})`).join(',')}}`
}

/** `exception_days` as the text of a datemultirange, for hours with at most one exception. */
export function exceptionDaysText(hours: Hours | null): string | null {
  if (!hours) return null
  return `{${hours.exceptions.map(({ from, to }) => `[${from},${isoDay(Date.parse(to) + 86_400_000)})`).join(',')}}`
}

const isoDay = (time: number) => new Date(time).toISOString().slice(0, 10)
