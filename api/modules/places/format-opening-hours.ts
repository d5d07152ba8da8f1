import type { Hours } from '../../contract/place-record.ts'
import type { Span } from './hours.ts'

export const weekdays = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const
export const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/**
 * Hours as OpenStreetMap `opening_hours` text. An exception's Chinese reason goes along as a comment; its English reason, the day of its
 * announcement and Monday's hours on make-up workdays have no place in that format.
 */
export function formatOpeningHours(hours: Hours): string {
  const rules = [...weeklyRules(hours.weekly)]
  if (hours.holidays) rules.push(`PH ${formatSpans(hours.holidays)}`)
  for (const { from, to, open, reasonZh } of hours.exceptions) {
    const comment = reasonZh.replaceAll(/["\s]+/g, ' ').trim()
    rules.push(
      `${formatDate(from)}${from === to ? '' : `-${formatDate(to)}`} ${formatSpans(open)}${comment ? ` "${comment}"` : ''}`,
    )
  }
  return rules.join('; ')
}

function* weeklyRules(weekly: Hours['weekly']): Generator<string> {
  const daysBySpans = new Map<string, number[]>()
  weekly.forEach((spans, day) => {
    const text = formatSpans(spans)
    daysBySpans.set(text, [...(daysBySpans.get(text) ?? []), day])
  })
  for (const [text, days] of daysBySpans) {
    if (days.length === 7) yield text === '00:00-24:00' ? '24/7' : `Mo-Su ${text}`
    else if (text !== 'off') yield `${formatDays(days)} ${text}`
  }
}

/** [0,1,2,5] → Mo-We,Sa */
function formatDays(days: readonly number[]): string {
  const runs: [number, number][] = []
  for (const day of days) {
    const run = runs.at(-1)
    if (run && run[1] === day - 1) run[1] = day
    else runs.push([day, day])
  }
  return runs.map(([a, b]) => (a === b ? weekdays[a] : `${weekdays[a]}-${weekdays[b]}`)).join(',')
}

function formatSpans(spans: readonly Span[]): string {
  if (spans.length === 0) return 'off'
  return spans.map(([opens, closes]) => `${clock(opens)}-${closing(opens, closes)}`).join(',')
}

/** Past midnight as 02:00; as 26:00 only where 02:00 would be read as a shorter span. */
const closing = (opens: number, closes: number): string =>
  closes > 1440 && closes - 1440 < opens ? clock(closes - 1440) : clock(closes)

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** 2026-10-01 → 2026 Oct 01 */
const formatDate = (date: string): string =>
  `${date.slice(0, 4)} ${months[Number(date.slice(5, 7)) - 1]} ${date.slice(8)}`
