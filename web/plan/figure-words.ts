import type { Language } from '../i18n/language.ts'
import type { Translate } from '../i18n/translate.ts'
import type { TextKey } from '../i18n/zh-CN.ts'

/** The contract's own origin of the planning model's settings; pages say it in their language. */
export const exampleOrigin = 'Example values of this product, not of a standard or survey: replace them by your own'

/** Figures in the order of the picker; radii follow the run. */
export function figuresOfRun(radii: readonly number[]): string[] {
  return [
    'places',
    'per-10000',
    'area-m2',
    'area-per-head',
    'trail-km',
    'trail-km-per-10000',
    ...radii.map((radius) => `covered-${radius}`),
    'mean-metres',
    'access',
    'kinds',
    'gini',
    'fpm-supply',
    'fpm-demand',
    'fpm-balance',
    'fpm-satisfied',
    'fpm-unmet',
    'fpm-used',
    'fpm-share',
  ]
}

export const isShare = (figure: string): boolean =>
  figure.startsWith('covered-') || ['fpm-satisfied', 'fpm-unmet', 'fpm-used'].includes(figure)

export function figureName(figure: string, t: Translate): string {
  const radius = /^covered-(\d+)$/.exec(figure)?.[1]
  return radius ? t('plan.figure.covered', { metres: radius }) : t(`plan.figure.${figure}` as TextKey)
}

/** The figure as people read it; a dash where it is not known. */
export function formatFigure(figure: string, value: number | null | undefined, language: Language): string {
  if (value === null || value === undefined) return '–'
  if (isShare(figure)) {
    return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(value)
  }
  const whole = ['places', 'area-m2', 'mean-metres', 'fpm-supply', 'fpm-demand', 'fpm-balance', 'fpm-share']
  const digits = whole.includes(figure) ? 0 : figure === 'gini' ? 3 : 2
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value)
}
