import type { BookingFees, PublishedDay, PublishedOpening } from '../../bus/visits.ts'
import type { opennessRules, opennessStates } from '../../contract/visits.ts'

/**
 * The computable rules for open hours of subsidised public venues (public notices of 2014–2023), as pure functions over what a place has
 * published. Each figure comes with the rows that it was made of, so that both can never differ.
 */

export type RuleName = (typeof opennessRules)[number]
export type RuleState = (typeof opennessStates)[number]

export interface Evidence {
  label: string
  value: number | null
  passes: boolean | null
  noteZh: string
  noteEn: string
}

export interface Judged {
  rule: RuleName
  state: RuleState
  required: number
  actual: number | null
  rows: Evidence[]
}

export interface OpennessFacts {
  opening: PublishedOpening
  fees: BookingFees | null
  activities: { freeEvents: number; trainingVisits: number } | null
}

/** National Fitness Day. */
export const fitnessDayOf = (year: number): string => `${year}-08-08`
const announcedDays = 7
const weather = /雨|雪|台风|暴|高温|天气|weather|rain|snow|storm|typhoon|heat/i

export function judgeOpenness({ opening, fees, activities }: OpennessFacts): Judged[] {
  const { days } = opening
  return [
    days ? weekHours(days) : unknown('week-hours', 35),
    days ? openDays(days) : unknown('open-days', 330),
    days ? restDayHours(days) : unknown('rest-day-hours', 8),
    outdoorHours(opening),
    outdoorFree(opening),
    fitnessDay(opening, fees),
    concessions(opening, fees),
    announcedClosures(opening),
    lowFee(opening),
    activity('public-events', 4, activities?.freeEvents),
    activity('training', 1_000, activities?.trainingVisits),
  ]
}

/** The lowest whole week, Monday to Sunday. */
function weekHours(days: readonly PublishedDay[]): Judged {
  const weeks: Evidence[] = []
  const first = days.findIndex(({ day }) => isoWeekday(day) === 1)
  for (let start = first; start >= 0 && start + 7 <= days.length; start += 7) {
    const week = days.slice(start, start + 7)
    const value = hoursOf(week.reduce((sum, { openMinutes }) => sum + openMinutes, 0))
    weeks.push({ label: week[0]!.day, value, passes: value >= 35, ...notesOf(week) })
  }
  return lowest('week-hours', 35, weeks)
}

function openDays(days: readonly PublishedDay[]): Judged {
  const rows = days.map((day) => ({ ...rowOf(day), passes: day.openMinutes > 0 }))
  const actual = rows.filter(({ passes }) => passes).length
  // The whole year of 365: a part of it is not judged as a year.
  return { rule: 'open-days', state: actual >= 330 ? 'met' : 'unmet', required: 330, actual, rows }
}

/** The lowest day off: weekends and legal holidays. Days of school holidays differ by county and are not known here. */
function restDayHours(days: readonly PublishedDay[]): Judged {
  const rows = days
    .filter(({ kind }) => kind !== 'workday')
    .map((day) => ({ ...rowOf(day), passes: day.openMinutes >= 8 * 60 }))
  return lowest('rest-day-hours', 8, rows)
}

function outdoorHours({ isOutdoor, days }: PublishedOpening): Judged {
  if (!isOutdoor) return notApplicable('outdoor-hours', 12)
  if (!days) return unknown('outdoor-hours', 12)
  return lowest(
    'outdoor-hours',
    12,
    days.map((day) => ({ ...rowOf(day), passes: day.openMinutes >= 12 * 60 })),
  )
}

function outdoorFree({ isOutdoor, fee, priceFen }: PublishedOpening): Judged {
  if (!isOutdoor) return notApplicable('outdoor-free', 1)
  if (fee === 'unknown') return unknown('outdoor-free', 1)
  const passes = fee === 'free'
  const row = { label: fee, value: (priceFen ?? 0) / 100, passes, noteZh: '公布的收费', noteEn: 'Published fee' }
  return { rule: 'outdoor-free', state: passes ? 'met' : 'unmet', required: 1, actual: passes ? 1 : 0, rows: [row] }
}

/** Percent of what can be booked on 8 August that costs nothing. */
function fitnessDay({ fee, days }: PublishedOpening, fees: BookingFees | null): Judged {
  const rule = 'fitness-day-free'
  const day = days?.find((each) => each.day.endsWith('-08-08'))
  if (fee === 'free') {
    const row = { label: day?.day ?? '08-08', value: 100, passes: true, noteZh: '全年免费', noteEn: 'Free all year' }
    return { rule, state: 'met', required: 100, actual: 100, rows: [row] }
  }
  if (!fees || fees.cells === 0) return unknown(rule, 100)
  const actual = Math.round((fees.freeCells / fees.cells) * 100)
  const noteZh = `${fees.cells} 个时段中 ${fees.freeCells} 个免费`
  const noteEn = `${fees.freeCells} of ${fees.cells} slots cost nothing`
  const row = { label: day?.day ?? '08-08', value: actual, passes: actual === 100, noteZh, noteEn }
  return { rule, state: row.passes ? 'met' : 'unmet', required: 100, actual, rows: [row] }
}

const wantedKinds = ['student', 'senior', 'disabled'] as const
const kindWords = {
  student: ['学生', 'Students'],
  senior: ['老年人', 'The elderly'],
  disabled: ['残疾人', 'Disabled people'],
} as const

/** How many of students, the elderly and disabled people pay less than others. */
function concessions({ fee }: PublishedOpening, fees: BookingFees | null): Judged {
  const rule = 'concessions'
  const isFree = fee === 'free'
  if (!isFree && !fees) return unknown(rule, 3)
  const rows = wantedKinds.map((kind) => {
    const share = isFree ? 0 : (fees?.kinds.find((each) => each.kind === kind)?.share ?? 1)
    const [zh, en] = kindWords[kind]
    const percent = Math.round(share * 100)
    return {
      label: kind,
      value: percent,
      passes: share < 1,
      noteZh: `${zh}付成人价的 ${percent}%`,
      noteEn: `${en} pay ${percent} %`,
    }
  })
  const actual = rows.filter(({ passes }) => passes).length
  return { rule, state: actual === 3 ? 'met' : 'unmet', required: 3, actual, rows }
}

/** Percent of closures that were announced seven days ahead; those for the weather are excepted. */
function announcedClosures({ closures, days }: PublishedOpening): Judged {
  const rule = 'announced-closures'
  if (!days) return unknown(rule, 100)
  const rows = closures.map(({ from, announcedOn, noteZh, noteEn }) => {
    const ahead = announcedOn === null ? null : daysBetween(announcedOn, from)
    const excepted = weather.test(noteZh) || weather.test(noteEn)
    return {
      label: from,
      value: ahead,
      passes: excepted ? true : ahead === null ? null : ahead >= announcedDays,
      noteZh,
      noteEn,
    }
  })
  if (rows.length === 0) return { rule, state: 'met', required: 100, actual: 100, rows }
  const actual = Math.round((rows.filter(({ passes }) => passes).length / rows.length) * 100)
  const state = rows.some(({ passes }) => passes === false)
    ? 'unmet'
    : rows.some(({ passes }) => passes === null)
      ? 'unknown'
      : 'met'
  return { rule, state, required: 100, actual, rows }
}

/** A low fee is at most 70 % of the local market price. */
function lowFee({ fee, priceFen, marketFen }: PublishedOpening): Judged {
  const rule = 'low-fee'
  if (fee === 'free') return notApplicable(rule, 70)
  if (fee !== 'low-fee') return notApplicable(rule, 70)
  if (priceFen === null || marketFen === null || marketFen === 0) return unknown(rule, 70)
  const actual = Math.round((priceFen / marketFen) * 100)
  const noteZh = `本馆 ${yuan(priceFen)} 元，同市州同类场馆中位价 ${yuan(marketFen)} 元`
  const noteEn = `${yuan(priceFen)} yuan here, ${yuan(marketFen)} in the middle of its kind in the prefecture`
  const passes = actual <= 70
  return {
    rule,
    state: passes ? 'met' : 'unmet',
    required: 70,
    actual,
    rows: [{ label: fee, value: actual, passes, noteZh, noteEn }],
  }
}

function activity(rule: RuleName, required: number, actual: number | undefined): Judged {
  if (actual === undefined) return unknown(rule, required)
  return { rule, state: actual >= required ? 'met' : 'unmet', required, actual, rows: [] }
}

function lowest(rule: RuleName, required: number, rows: Evidence[]): Judged {
  const values = rows.flatMap(({ value }) => (value === null ? [] : [value]))
  if (values.length === 0) return { rule, state: 'unknown', required, actual: null, rows }
  const actual = Math.min(...values)
  return { rule, state: actual >= required ? 'met' : 'unmet', required, actual, rows }
}

const unknown = (rule: RuleName, required: number): Judged => ({
  rule,
  state: 'unknown',
  required,
  actual: null,
  rows: [],
})
const notApplicable = (rule: RuleName, required: number): Judged => ({
  rule,
  state: 'not-applicable',
  required,
  actual: null,
  rows: [],
})

const rowOf = ({ day, openMinutes, noteZh, noteEn }: PublishedDay) => ({
  label: day,
  value: hoursOf(openMinutes),
  noteZh,
  noteEn,
})
const notesOf = (days: readonly PublishedDay[]) => ({
  noteZh: [...new Set(days.map(({ noteZh }) => noteZh).filter(Boolean))].join('、'),
  noteEn: [...new Set(days.map(({ noteEn }) => noteEn).filter(Boolean))].join(', '),
})
const hoursOf = (minutes: number): number => Math.round(minutes / 6) / 10
const yuan = (fen: number): string => (fen / 100).toFixed(fen % 100 === 0 ? 0 : 2)
const isoWeekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7
const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
