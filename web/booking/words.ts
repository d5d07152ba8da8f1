import { ApiProblem } from '../client/problem.ts'
import { formatMoney } from '../format/quantity.ts'
import type { Language } from '../i18n/language.ts'
import type { Translate } from '../i18n/translate.ts'
import { type TextKey, zhCN } from '../i18n/zh-CN.ts'

/** Local times are Asia/Shanghai's wherever the reader is. */
const timeZone = 'Asia/Shanghai'

/** 18:00; minutes past midnight go on counting from 0:00. */
export const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

export const clockOf = (instant: string): string =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(new Date(instant))

/** 11月26日周四 */
export const dayOf = (instant: string, language: Language): string =>
  new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', weekday: 'short', timeZone }).format(
    new Date(instant),
  )

/** 11月26日周四 18:00–19:00 */
export const whenOf = ({ start, end }: { start: string; end: string }, language: Language): string =>
  `${dayOf(start, language)} ${clockOf(start)}–${clockOf(end)}`

/** Several names in one line, as the language divides them. */
export const namesInLine = (names: readonly string[], language: Language): string =>
  names.join(language === 'en' ? '; ' : '、')

export const priceWord = (fen: number, language: Language, t: Translate): string =>
  fen === 0 ? t('booking.free') : formatMoney(fen, language)

/** What a refused call says to people. */
export function problemWords(error: unknown, t: Translate): string {
  const key = error instanceof ApiProblem ? `booking.problem.${error.code}` : ''
  return t(key in zhCN ? (key as TextKey) : 'booking.problem.other')
}

export const kindWord = (kind: string, t: Translate): string => {
  const key = `booking.kind.${kind}`
  return key in zhCN ? t(key as TextKey) : kind
}

/** Steps of a cancellation policy in one line. */
export function policyWords(steps: readonly { untilMinutes: number; refundPercent: number }[], t: Translate): string {
  const giving = steps.filter(({ refundPercent }) => refundPercent > 0).sort((a, b) => b.untilMinutes - a.untilMinutes)
  if (giving.length === 0) return t('booking.policy.never')
  const words = giving.map(({ untilMinutes, refundPercent }) =>
    t('booking.policy.step', { hours: Number((untilMinutes / 60).toFixed(1)), percent: refundPercent }),
  )
  return [...words, t('booking.policy.none')].join(' · ')
}
