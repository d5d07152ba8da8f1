import { Tag } from 'antd'
import type { Translate } from '../i18n/translate.ts'
import { useText } from '../i18n/use-text.tsx'
import type { Run } from './use-runs.ts'

/** The demo's grid is named in the language of the page; a name that an operator gave stays. */
export const populationName = (run: Run, t: Translate): string =>
  run.isDemoPopulation ? t('plan.demoGrid') : (run.populationName ?? t('plan.even'))

/** What a figure was computed from: people, moment, author, filter. */
export function RunFacts({ run }: { run: Run }) {
  const { t, language } = useText()
  const when = (text: string) =>
    new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(text))
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  return (
    <p className="plan-facts">
      <span>{populationName(run, t)}</span>
      {run.isRough && (
        <Tag style={{ background: 'var(--surface)', color: 'var(--text)', borderColor: 'var(--warn)' }}>
          {t('plan.rough')}
        </Tag>
      )}
      {run.isDemoPopulation && (
        <Tag style={{ background: 'var(--surface)', color: 'var(--text)', borderColor: 'var(--warn)' }}>
          {t('plan.demo')}
        </Tag>
      )}
      {run.distanceProblem ? (
        <Tag style={{ background: 'var(--surface)', color: 'var(--text)', borderColor: 'var(--warn)' }}>
          {t(`plan.distanceProblem.${run.distanceProblem}`)}
        </Tag>
      ) : (
        <span>{t(`plan.distance.${run.distanceBy}`)}</span>
      )}
      {run.distanceShare !== null && run.distanceShare < 0.9995 && (
        <span>{t('plan.distanceShare', { share: percent.format(run.distanceShare) })}</span>
      )}
      {run.parameters.filter.at && <Tag>{t('plan.asOf', { time: when(run.parameters.filter.at) })}</Tag>}
      {run.dataAt && <span>{t('plan.dataAt', { time: when(run.dataAt), version: run.dataVersion ?? 0 })}</span>}
      {run.authorName && <span>{t('plan.by', { name: run.authorName })}</span>}
      {run.computedMs !== null && <span>{t('plan.took', { ms: run.computedMs })}</span>}
    </p>
  )
}
