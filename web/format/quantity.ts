import type { Language } from '../i18n/language.ts'

/** 350 米 / 2.4 公里; English 350 m / 2.4 km. Never more digits than a walker can use. */
export function formatDistance(metres: number, language: Language): string {
  const [m, km] = language === 'zh-CN' ? [' 米', ' 公里'] : [' m', ' km']
  if (metres < 10) return `${Math.round(metres)}${m}`
  if (metres < 995) return `${Math.round(metres / 10) * 10}${m}`
  if (metres < 99_500) return `${trim(metres / 1000, metres < 9_950 ? 1 : 0)}${km}`
  return `${grouped(Math.round(metres / 1000), language)}${km}`
}

/** A count on a cluster: 12,345 → 1.2万 in Chinese, 12k in English; exact below a thousand (English) or ten thousand. */
export function formatCount(count: number, language: Language): string {
  const steps: [number, string][] =
    language === 'zh-CN'
      ? [
          [1e8, '亿'],
          [1e4, '万'],
        ]
      : [
          [1e6, 'M'],
          [1e3, 'k'],
        ]
  for (const [step, sign] of steps) {
    if (count >= step) {
      const value = count / step
      // Rounded down: a cluster must not promise more than it holds.
      return `${trim(value < 10 ? Math.floor(value * 10) / 10 : Math.floor(value), 1)}${sign}`
    }
  }
  return String(count)
}

export const grouped = (value: number, language: Language): string => new Intl.NumberFormat(language).format(value)

/** ¥60, ¥12.50; fen are shown only where there are any. */
export function formatMoney(fen: number, language: Language): string {
  const digits = fen % 100 === 0 ? 0 : 2
  return `¥${new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(fen / 100)}`
}

/** Area in the unit people use for it: 800 m², 12 公顷 / 12 ha. */
export function formatArea(squareMetres: number, language: Language): string {
  if (squareMetres < 100_000) return `${grouped(Math.round(squareMetres), language)} m²`
  return `${trim(squareMetres / 10_000, 1)}${language === 'zh-CN' ? ' 公顷' : ' ha'}`
}

/** 12 分钟, 1 小时 5 分钟. */
export function formatDuration(seconds: number, language: Language): string {
  const minutes = Math.max(1, Math.round(seconds / 60))
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  const [h, m] = language === 'zh-CN' ? [' 小时', ' 分钟'] : [' h', ' min']
  if (hours === 0) return `${minutes}${m}`
  return rest === 0 ? `${hours}${h}` : `${hours}${h} ${rest}${m}`
}

const trim = (value: number, digits: number): string => String(Number(value.toFixed(digits)))
