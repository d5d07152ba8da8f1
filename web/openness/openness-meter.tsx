import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call, type ReplyOf } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import type { TextKey } from '../i18n/zh-CN.ts'

type Rule = ReplyOf<'placeOpenness'>['rules'][number]
type RuleName = Rule['rule']

const unitOf: Record<RuleName, 'hours' | 'days' | 'percent' | 'kinds' | 'count' | 'yes'> = {
  'week-hours': 'hours',
  'open-days': 'days',
  'rest-day-hours': 'hours',
  'outdoor-hours': 'hours',
  'outdoor-free': 'yes',
  'fitness-day-free': 'percent',
  concessions: 'kinds',
  'announced-closures': 'percent',
  'low-fee': 'percent',
  'public-events': 'count',
  training: 'count',
}

/** The rules for open hours, each with its figure; the figure opens the rows that it was made of. */
export function OpennessMeter({ placeId }: { placeId: number }) {
  const { t } = useText()
  const thisYear = new Date().getFullYear()
  const [year, setYear] = useState(thisYear)
  const [shown, setShown] = useState<RuleName | null>(null)
  const { data } = useQuery({
    queryKey: ['openness', placeId, year],
    queryFn: ({ signal }) => call('placeOpenness', { params: { id: placeId }, query: { year }, signal }),
    placeholderData: keepPreviousData,
  })
  return (
    <section className="openness-meter" aria-busy={!data}>
      <h2 className="openness-heading">{t('openness.meter')}</h2>
      <p className="soft">{t('openness.meter.why')}</p>
      {data && !data.isPublic && <p className="openness-note">{t('openness.meter.private')}</p>}
      <label className="openness-year">
        {t('openness.meter.year')}
        <select value={year} onChange={(event) => setYear(Number(event.target.value))}>
          {[thisYear - 1, thisYear, thisYear + 1].map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      <ul>
        {data?.rules.map((rule) => (
          <li key={rule.rule} className={`openness-rule ${rule.state}`}>
            <span className="openness-rule-name">{t(`openness.rule.${rule.rule}`)}</span>
            <span className="openness-rule-state">{t(`openness.state.${rule.state}`)}</span>
            <button
              type="button"
              className="button"
              aria-expanded={shown === rule.rule}
              aria-label={`${t(`openness.rule.${rule.rule}`)}, ${figureWord(rule, t)}`}
              disabled={rule.state === 'not-applicable'}
              onClick={() => setShown(shown === rule.rule ? null : rule.rule)}
            >
              {figureWord(rule, t)}
            </button>
            {shown === rule.rule && <Evidence placeId={placeId} rule={rule.rule} year={year} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

function figureWord({ rule, actual }: Rule, t: ReturnType<typeof useText>['t']): string {
  if (actual === null) return '–'
  const unit = unitOf[rule]
  if (unit === 'yes') return t(actual ? 'openness.actual.yes' : 'openness.actual.no')
  return t(`openness.actual.${unit}`, { value: actual })
}

const isKind = (label: string): label is 'student' | 'senior' | 'disabled' => /^(student|senior|disabled)$/.test(label)

function Evidence({ placeId, rule, year }: { placeId: number; rule: RuleName; year: number }) {
  const { language, t } = useText()
  const [failingOnly, setFailingOnly] = useState(false)
  const { data } = useQuery({
    queryKey: ['openness-evidence', placeId, rule, year],
    queryFn: ({ signal }) => call('opennessEvidence', { params: { id: placeId, rule }, query: { year }, signal }),
  })
  if (!data) return <span className="skeleton bar wide" />
  if (data.rows.length === 0) return <p className="soft">{t('openness.evidence.none')}</p>
  const failing = data.rows.filter(({ passes }) => passes !== true)
  const rows = failingOnly ? failing : data.rows
  return (
    <div className="openness-evidence">
      {failing.length > 0 && failing.length < data.rows.length && (
        <label>
          <input type="checkbox" checked={failingOnly} onChange={() => setFailingOnly(!failingOnly)} />{' '}
          {t('openness.evidence.failing', { count: failing.length })}
        </label>
      )}
      <section
        className="openness-scroll tall"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
        aria-label={t('openness.evidence', { rule: t(`openness.rule.${rule}`) })}
      >
        <table className="openness-table">
          <thead>
            <tr>
              <th scope="col">{t('openness.time')}</th>
              <th scope="col">{t('openness.value')}</th>
              <th scope="col">{t('openness.result')}</th>
              <th scope="col">{t('openness.note')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label}>
                <th scope="row">{labelWord(row.label, t)}</th>
                <td>{row.value ?? '–'}</td>
                <td>
                  {t(
                    row.passes === null
                      ? 'openness.state.unknown'
                      : row.passes
                        ? 'openness.state.met'
                        : 'openness.state.unmet',
                  )}
                </td>
                <td>{language === 'en' ? row.noteEn : row.noteZh}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}

function labelWord(label: string, t: ReturnType<typeof useText>['t']): string {
  if (isKind(label)) return t(`openness.kind.${label}`)
  return /^(free|low-fee|paid|unknown)$/.test(label) ? t(`fee.${label}` as TextKey) : label
}
