import { Tag } from 'antd'
import type { Language } from '../i18n/language.ts'
import type { Translate } from '../i18n/translate.ts'
import { useText } from '../i18n/use-text.tsx'
import type { Run } from './use-runs.ts'

/** The demo's grid is named in the language of the page; a name that an operator gave stays. */
export const populationName = (run: Run, t: Translate): string =>
  run.isDemoPopulation ? t('plan.demoGrid') : (run.populationName ?? t('plan.even'))

/** What a figure was computed from: people, moment, author, filter. */
export function RunFacts({ run }: { run: Run }) {
  const { t, language } = useText()
  return (
    <p className="plan-facts">
      {factsOf(run, t, language).map(({ words, look }) =>
        look === 'plain' ? (
          <span key={words}>{words}</span>
        ) : (
          <Tag key={words} {...(look === 'warning' ? { style: warning } : {})}>
            {words}
          </Tag>
        ),
      )}
    </p>
  )
}

const warning = { background: 'var(--surface)', color: 'var(--text)', borderColor: 'var(--warn)' }

interface Fact {
  words: string
  look: 'plain' | 'tag' | 'warning'
}

/** The same as words, most important first. */
export function factsOf(run: Run, t: Translate, language: Language): Fact[] {
  const when = (text: string) =>
    new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(text))
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  const { distanceProblem, distanceShare, dataAt, authorName, computedMs } = run
  const { at } = run.parameters.filter
  const fact = (isTrue: unknown, look: Fact['look'], words: () => string): Fact[] =>
    isTrue ? [{ look, words: words() }] : []
  return [
    ...fact(true, 'plain', () => populationName(run, t)),
    ...fact(run.isRough, 'warning', () => t('plan.rough')),
    ...fact(run.isDemoPopulation, 'warning', () => t('plan.demo')),
    ...fact(distanceProblem, 'warning', () => t(`plan.distanceProblem.${distanceProblem!}`)),
    ...fact(!distanceProblem, 'plain', () => t(`plan.distance.${run.distanceBy}`)),
    ...fact(distanceShare !== null && distanceShare < 0.9995, 'plain', () =>
      t('plan.distanceShare', { share: percent.format(distanceShare!) }),
    ),
    ...fact(at, 'tag', () => t('plan.asOf', { time: when(at!) })),
    ...fact(dataAt, 'plain', () => t('plan.dataAt', { time: when(dataAt!), version: run.dataVersion ?? 0 })),
    ...fact(authorName, 'plain', () => t('plan.by', { name: authorName! })),
    ...fact(computedMs !== null, 'plain', () => t('plan.took', { ms: computedMs! })),
  ]
}
