import type { Language } from '../i18n/language.ts'

/** `[opens, closes)` in minutes of a local day (Asia/Shanghai); closes may pass midnight up to 2880. */
export type Span = readonly [number, number]

/** 08:00–22:00; past midnight 18:00–次日 02:00; the whole day 24 小时. Several spans joined. */
export function formatSpans(spans: readonly Span[], language: Language): string {
  if (spans.length === 0) return language === 'zh-CN' ? '休息' : 'Closed'
  return spans.map((span) => formatSpan(span, language)).join(language === 'zh-CN' ? '，' : ', ')
}

function formatSpan([opens, closes]: Span, language: Language): string {
  if (closes - opens >= 1440) return language === 'zh-CN' ? '24 小时' : '24 hours'
  if (closes === 1440) return `${clock(opens)}–24:00`
  const next = language === 'zh-CN' ? '次日 ' : 'next day '
  return `${clock(opens)}–${closes > 1440 ? next : ''}${clock(closes % 1440)}`
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** A run of days with the same hours, Monday = 0. */
export interface WeekRow {
  from: number
  to: number
  spans: readonly Span[]
}

/** Seven days with equal neighbours joined: Mon–Fri 08:00–22:00, Sat–Sun 09:00–21:00. */
export function weekRows(weekly: readonly (readonly Span[])[]): WeekRow[] {
  const rows: WeekRow[] = []
  weekly.forEach((spans, day) => {
    const last = rows.at(-1)
    if (last && JSON.stringify(last.spans) === JSON.stringify(spans)) last.to = day
    else rows.push({ from: day, to: day, spans })
  })
  return rows
}

export type OpenTone = 'open' | 'closing-soon' | 'closed' | 'unknown'

export interface OpenWords {
  tone: OpenTone
  /** Open, closed: coloured. */
  state: string
  /** Until when, said plainly; empty when not known. */
  until: string
}

const soonMinutes = 60

/** "2 小时后关门", "40 分钟后开门", "明天 08:00 开门": what a person wants to know of `openNow` at a moment. */
export function openWords(
  state: { open: boolean; changesAt: string | null } | null,
  now: Date,
  language: Language,
): OpenWords {
  const zh = language === 'zh-CN'
  if (!state) return { tone: 'unknown', state: zh ? '开放时间不详' : 'Hours not known', until: '' }
  const words = state.open ? (zh ? '开放中' : 'Open') : zh ? '休息中' : 'Closed'
  if (!state.changesAt) {
    return { tone: state.open ? 'open' : 'closed', state: words, until: '' }
  }
  const changes = new Date(state.changesAt)
  const minutes = Math.max(1, Math.round((changes.getTime() - now.getTime()) / 60_000))
  if (state.open) {
    if (minutes > 24 * 60) return { tone: 'open', state: words, until: zh ? '24 小时' : 'around the clock' }
    const within = waiting(minutes, language)
    return {
      tone: minutes <= soonMinutes ? 'closing-soon' : 'open',
      state: words,
      until: zh ? `${within}后关门` : `closes in ${within}`,
    }
  }
  if (minutes <= 180) {
    const within = waiting(minutes, language)
    return { tone: 'closed', state: words, until: zh ? `${within}后开门` : `opens in ${within}` }
  }
  const when = dayAndTime(changes, now, language)
  return { tone: 'closed', state: words, until: zh ? `${when} 开门` : `opens ${when}` }
}

function waiting(minutes: number, language: Language): string {
  const zh = language === 'zh-CN'
  if (minutes < 60) return zh ? `${minutes} 分钟` : `${minutes} min`
  // Half hours are as exact as anyone plans.
  const hours = Math.round(minutes / 30) / 2
  return zh ? `${hours} 小时` : `${hours} h`
}

const dayMs = 86_400_000
const shanghaiOffsetMs = 8 * 3_600_000
/** Days since the epoch in Asia/Shanghai, which has had no summer time since 1991. */
const localDay = (moment: Date): number => Math.floor((moment.getTime() + shanghaiOffsetMs) / dayMs)

function dayAndTime(moment: Date, now: Date, language: Language): string {
  const zh = language === 'zh-CN'
  const time = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'Asia/Shanghai',
  }).format(moment)
  const days = localDay(moment) - localDay(now)
  if (days === 0) return zh ? `今天 ${time}` : `today ${time}`
  if (days === 1) return zh ? `明天 ${time}` : `tomorrow ${time}`
  const day = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'Asia/Shanghai' }).format(moment)
  return `${day} ${time}`
}

/** Monday = 0 of a moment in Asia/Shanghai; the epoch was a Thursday. */
export const weekdayOf = (moment: Date): number => (localDay(moment) + 3) % 7
