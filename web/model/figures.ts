import { areasOf, lengthsOf, type Measurement } from '../../bim-viewer/viewer/measure.ts'
import type { Language } from '../i18n/language.ts'
import type { Translate } from '../i18n/translate.ts'

const number = (value: number, language: Language): string =>
  new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value)

/** To the centimetre: models are no finer than what is built. */
export const metresWord = (metres: number, language: Language): string =>
  `${number(metres, language)}${language === 'zh-CN' ? ' 米' : ' m'}`

export const areaWord = (squareMetres: number, language: Language): string => `${number(squareMetres, language)} m²`

/** The figure at a measurement; empty while it is not complete. */
export function figureOf({ kind, points }: Measurement, language: Language): string {
  const [from, to] = points
  if (kind === 'area') return points.length < 3 ? '' : areaWord(areasOf(points).face, language)
  if (!from || !to) return ''
  const { direct, vertical } = lengthsOf(from, to)
  return metresWord(kind === 'height' ? Math.abs(vertical) : direct, language)
}

/** What else there is to say of it. */
export function detailOf({ kind, points }: Measurement, language: Language, t: Translate): string {
  const [from, to] = points
  if (kind === 'area') {
    const { perimeter, plan } = areasOf(points)
    const around = t('model.measure.perimeter', { metres: metresWord(perimeter, language) })
    return `${around} · ${t('model.measure.onPlan', { area: areaWord(plan, language) })}`
  }
  if (!from || !to) return ''
  const { horizontal, vertical } = lengthsOf(from, to)
  const level = t('model.measure.horizontal', { metres: metresWord(horizontal, language) })
  return kind === 'height'
    ? level
    : `${level} · ${t('model.measure.vertical', { metres: metresWord(vertical, language) })}`
}
