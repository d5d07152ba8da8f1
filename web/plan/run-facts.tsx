import { Tag } from 'antd'
import type { ReplyOf } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'

/** What a figure was computed from: people, moment, author, filter. */
export function RunFacts({ run }: { run: ReplyOf<'getRun'> }) {
  const { t, language } = useText()
  const when = (text: string) =>
    new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(text))
  return (
    <p className="plan-facts">
      <span>{run.populationName ?? t('plan.even')}</span>
      {run.isRough && <Tag color="orange">{t('plan.rough')}</Tag>}
      {run.isDemoPopulation && <Tag color="orange">{t('plan.demo')}</Tag>}
      <span>{t(`plan.distance.${run.distanceBy}`)}</span>
      {run.parameters.filter.at && <Tag>{t('plan.asOf', { time: when(run.parameters.filter.at) })}</Tag>}
      {run.dataAt && <span>{t('plan.dataAt', { time: when(run.dataAt), version: run.dataVersion ?? 0 })}</span>}
      {run.authorName && <span>{t('plan.by', { name: run.authorName })}</span>}
      {run.computedMs !== null && <span>{t('plan.took', { ms: run.computedMs })}</span>}
    </p>
  )
}
