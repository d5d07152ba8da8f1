import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, InputNumber, Skeleton, Switch } from 'antd'
import { useState } from 'react'
import type { ruleKeys } from '../../api/contract/owners.ts'
import { call } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import { RegionChoice } from './region-choice.tsx'

type Key = (typeof ruleKeys)[number]

const order = [
  'owners-publish-at-once',
  'claim-notice-days',
  'handover-notice-days',
  'report-days:broken-equipment',
  'report-days:closed',
  'report-days:wrong-location',
  'report-days:wrong-details',
  'report-days:other',
] as const satisfies readonly Key[]

/** Notice periods, deadlines, and whether owners publish at once: what holds in a region, and what it says for itself. */
export function RulesPage() {
  const { t } = useText()
  const client = useQueryClient()
  const [region, setRegion] = useState<string | null>(null)
  const rules = useQuery({
    queryKey: ['moderation-rules'],
    queryFn: ({ signal }) => call('listModerationRules', { signal }),
  })
  const setting = useMutation({
    mutationFn: ({ key, value }: { key: Key; value: number | null }) =>
      call('setModerationRule', { body: { regionCode: region, key, value } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['moderation-rules'] }),
  })
  const items = rules.data?.items ?? []
  const of = (key: Key, code: string | null) =>
    items.find((rule) => rule.key === key && rule.regionCode === code)?.value
  /** The nearest region above that says something, in the end the default. */
  const holding = (key: Key) =>
    [region, region && `${region.slice(0, 4)}00`, region && `${region.slice(0, 2)}0000`, null]
      .map((code) => of(key, code))
      .find((value) => value !== undefined)
  return (
    <section>
      <div className="console-title">
        <h2>{t('rules.title')}</h2>
        <RegionChoice value={region} placeholder={t('rules.everywhere')} onChange={setRegion} />
      </div>
      {(rules.error ?? setting.error) && (
        <Alert type="error" showIcon title={(rules.error ?? setting.error)!.message} />
      )}
      {rules.isPending && <Skeleton active />}
      <ul className="plain-rows">
        {(rules.data ? order : []).map((key) => {
          const own = of(key, region)
          return (
            <li key={key}>
              <div className="row-main">
                <b>{t(`rules.${key}`)}</b>
                {region !== null && own === undefined && <p className="soft">{t('rules.fromAbove')}</p>}
              </div>
              <span className="row-actions">
                {key === 'owners-publish-at-once' ? (
                  <Switch
                    aria-label={t(`rules.${key}`)}
                    checked={holding(key) === 1}
                    onChange={(on) => setting.mutate({ key, value: on ? 1 : 0 })}
                  />
                ) : (
                  <InputNumber
                    aria-label={t(`rules.${key}`)}
                    key={`${region} ${holding(key)}`}
                    min={0}
                    max={365}
                    precision={0}
                    suffix={t('rules.days')}
                    defaultValue={holding(key)}
                    onBlur={({ target }) => {
                      const value = Number(target.value)
                      if (target.value !== '' && value !== holding(key)) setting.mutate({ key, value })
                    }}
                    onPressEnter={({ currentTarget }) => currentTarget.blur()}
                  />
                )}
                {region !== null && own !== undefined && (
                  <Button onClick={() => setting.mutate({ key, value: null })}>{t('rules.asAbove')}</Button>
                )}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
