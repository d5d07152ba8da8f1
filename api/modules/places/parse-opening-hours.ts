import type { Hours } from '../../contract/place-record.ts'
import { months, weekdays } from './format-opening-hours.ts'
import type { Span } from './hours.ts'

/** A part of an `opening_hours` text that the structure of hours cannot say. */
export class OpeningHoursRefused extends Error {
  readonly part: string
  readonly reason: string
  constructor(part: string, reason: string) {
    super(`«${part}» ${reason}`)
    this.part = part
    this.reason = reason
  }
}

/**
 * Reads the part of OpenStreetMap's `opening_hours` that hours can say: weekdays and PH with times, off, 24/7, and dated exceptions
 * with year. Later rules win over earlier ones for the days they name; days not named are closed. A quoted comment of a dated rule
 * becomes its Chinese reason. The order weekdays, PH, dates is required, because in that format a later rule undoes an earlier one
 * (PH after a date would, we say the date wins). @throws OpeningHoursRefused naming the part and why.
 */
export function parseOpeningHours(text: string): Hours {
  const hours: Hours = { weekly: [[], [], [], [], [], [], []], holidays: null, exceptions: [] }
  const rules = splitRules(text)
  if (rules.length === 0) throw new OpeningHoursRefused(text, 'holds no rule, expected one such as Mo-Fr 09:00-21:00')
  for (const rule of rules) applyRule(hours, rule)
  return hours
}

function splitRules(text: string): string[] {
  if (text.includes('||')) throw new OpeningHoursRefused('||', '(fallback rules) cannot be kept; leave one rule set')
  const rules: string[] = []
  let rest = text.trim()
  while (rest !== '') {
    const rule = /^(?:[^;"]|"[^"]*")*/.exec(rest)![0]
    if (rest.startsWith('"', rule.length)) throw new OpeningHoursRefused(rest, 'has a quotation mark without its end')
    if (rule.trim() !== '') rules.push(rule.trim())
    rest = rest.slice(rule.length + 1)
  }
  return rules
}

function applyRule(hours: Hours, rule: string): void {
  const comment = /"([^"]*)"\s*$/.exec(rule)
  const body = (comment ? rule.slice(0, comment.index) : rule).trim().replaceAll(/\s+/g, ' ')
  refuseUnsayable(body, rule)
  const dated = datePattern.exec(body)
  if (dated) {
    const open = readTimes(body.slice(dated[0].length).trim(), rule)
    const [from, to] = readDates(dated, rule)
    hours.exceptions.push({ from, to, open, reasonZh: comment?.[1] ?? '', reasonEn: '', announcedOn: null })
    return
  }
  if (comment) throw new OpeningHoursRefused(comment[0].trim(), 'is a comment; only dated rules can carry one')
  const { days, holidays, rest } = readDays(body, rule)
  const spans = readTimes(rest, rule)
  if (hours.exceptions.length > 0 || (days.length > 0 && hours.holidays !== null)) {
    throw new OpeningHoursRefused(rule, 'would undo the rules before it; put weekdays first, then PH, then dates')
  }
  for (const day of days) hours.weekly[day] = spans
  if (holidays) hours.holidays = spans
}

const unsayable: readonly [RegExp, string][] = [
  [/\b(sunrise|sunset|dawn|dusk)\b/i, 'depends on the sun; give clock times'],
  [/\bSH\b/, 'means school holidays, which the calendar does not know; give dated rules'],
  [/\b(unknown)\b/i, 'is neither open nor closed'],
  [/\bweek\s*\d/i, 'selects calendar weeks; give dated rules'],
  [/\beaster\b/i, 'depends on a movable feast; give dated rules'],
  [/\[[^\]]*\]/, 'selects a weekday of the month; give dated rules'],
  [/\d\d:\d\d\+/, 'has an open end; give a closing time'],
]

function refuseUnsayable(body: string, rule: string): void {
  for (const [pattern, reason] of unsayable) {
    const part = pattern.exec(body)?.[0]
    if (part) throw new OpeningHoursRefused(part, reason)
  }
  const season = new RegExp(`^(${months.join('|')})\\b`).exec(body)
  if (season) throw new OpeningHoursRefused(rule, 'repeats every year; give dates with a year')
}

const monthNames = months.join('|')
const datePattern = new RegExp(
  `^(\\d{4}) (${monthNames}) (\\d{1,2})(?: ?- ?(?:(?:(\\d{4}) )?(${monthNames}) )?(\\d{1,2})(?![\\d:]))?:?(?= |$)`,
)

function readDates(match: RegExpExecArray, rule: string): [from: string, to: string] {
  const [, year, month, day, toYear, toMonth, toDay] = match
  const from = dateText(year!, month!, day!, rule)
  const to = toDay === undefined ? from : dateText(toYear ?? year!, toMonth ?? month!, toDay, rule)
  if (to < from) throw new OpeningHoursRefused(match[0].trim(), 'ends before it begins')
  return [from, to]
}

function dateText(year: string, month: string, day: string, rule: string): string {
  const number = months.indexOf(month as (typeof months)[number]) + 1
  const text = `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`
  const real = new Date(`${text}T00:00:00Z`)
  if (Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== text) {
    throw new OpeningHoursRefused(rule, `names the day ${text}, which does not exist`)
  }
  return text
}

const dayName = `(?:${weekdays.join('|')}|PH)`
const daysPattern = new RegExp(`^${dayName}(?:-${dayName})?(?:, ?${dayName}(?:-${dayName})?)*:?(?= |$)`)
const everyDay = [0, 1, 2, 3, 4, 5, 6]

function readDays(body: string, rule: string): { days: number[]; holidays: boolean; rest: string } {
  if (body === '24/7') return { days: everyDay, holidays: false, rest: '00:00-24:00' }
  const selector = daysPattern.exec(body)?.[0]
  if (selector === undefined) return { days: everyDay, holidays: false, rest: body }
  const days: number[] = []
  let holidays = false
  for (const part of selector.replace(/:$/, '').split(',')) {
    const [first, last = first] = part.trim().split('-') as [string, string?]
    if (first === 'PH' && last === 'PH') holidays = true
    else if (first === 'PH' || last === 'PH') throw new OpeningHoursRefused(rule, 'has a range with PH in it')
    else days.push(...dayRange(first, last))
  }
  return { days, holidays, rest: body.slice(selector.length).trim() }
}

/** Sa-Mo goes over the end of the week. */
function dayRange(first: string, last: string): number[] {
  const from = weekdays.indexOf(first as (typeof weekdays)[number])
  const length = ((weekdays.indexOf(last as (typeof weekdays)[number]) - from + 7) % 7) + 1
  return Array.from({ length }, (_, index) => (from + index) % 7)
}

function readTimes(text: string, rule: string): Span[] {
  const body = text.replace(/ ?\bopen$/, '')
  if (/^(off|closed)$/.test(body)) return []
  if (body === '' || body === '24/7') return [[0, 1440]]
  const spans = body.split(',').map((part) => readSpan(part.trim(), rule))
  if (spans.length > 6) throw new OpeningHoursRefused(rule, 'has more than 6 spans a day')
  return spans
}

function readSpan(part: string, rule: string): Span {
  const [, h1, m1, h2, m2] = /^(\d{1,2}):(\d{2}) ?- ?(\d{1,2}):(\d{2})$/.exec(part) ?? []
  if (h1 === undefined) {
    throw new OpeningHoursRefused(part, `is not understood in the rule «${rule}»; expected times such as 09:00-21:00`)
  }
  const opens = Number(h1) * 60 + Number(m1)
  const given = Number(h2) * 60 + Number(m2)
  const closes = given <= opens ? given + 1440 : given
  if (opens > 1439 || closes > 2880 || Number(m1) > 59 || Number(m2) > 59) {
    throw new OpeningHoursRefused(part, 'is no time of the day, expected 00:00 to 23:59 (closing up to 48:00)')
  }
  return [opens, closes]
}
