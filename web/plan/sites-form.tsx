import { Button, Input, InputNumber, Segmented } from 'antd'
import { useState } from 'react'
import type { CallOptions } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import { readParcels } from './read-parcels.ts'
import { RegionSelect } from './region-select.tsx'

export type SitesWish = NonNullable<CallOptions<'suggestSites'>['body']>
type Objective = 'covered' | 'distance' | 'access'

interface Props {
  busy: boolean
  onSearch(wish: SitesWish): void
}

/** What shall get better, where, how many, and out of which land. */
export function SitesForm({ busy, onSearch }: Props) {
  const { t } = useText()
  const [objective, setObjective] = useState<Objective>('covered')
  const [region, setRegion] = useState<string | null>(null)
  const [radiusMetres, setRadius] = useState(1000)
  const [most, setMost] = useState(10)
  const [capacity, setCapacity] = useState(1000)
  const [budget, setBudget] = useState<number | null>(null)
  const [from, setFrom] = useState<'cells' | 'parcels'>('cells')
  const [text, setText] = useState('')
  const { parcels, badLines } = readParcels(text)
  return (
    <form
      className="plan-form"
      onSubmit={(event) => {
        event.preventDefault()
        onSearch({
          objective,
          region,
          radiusMetres,
          most,
          capacity,
          budget,
          candidates: from === 'parcels' ? parcels : null,
        })
      }}
    >
      <Segmented
        value={objective}
        onChange={setObjective}
        options={(['covered', 'distance', 'access'] as const).map((value) => ({
          value,
          label: t(`plan.objective.${value}`),
        }))}
      />
      <div className="plan-pair">
        <div className="plan-control plan-wide">
          <span>{t('plan.region')}</span>
          <RegionSelect
            label={t('plan.region')}
            placeholder={t('plan.allRegions')}
            value={region}
            onChange={setRegion}
          />
        </div>
        <div className="plan-control">
          <span>{t('plan.radius')}</span>
          <InputNumber
            style={{ width: '100%' }}
            value={radiusMetres}
            min={100}
            max={10_000}
            step={100}
            aria-label={t('plan.radius')}
            onChange={(value) => setRadius(value ?? 1000)}
          />
        </div>
        <div className="plan-control">
          <span>{t('plan.howMany')}</span>
          <InputNumber
            style={{ width: '100%' }}
            value={most}
            min={1}
            max={100}
            aria-label={t('plan.howMany')}
            onChange={(value) => setMost(value ?? 10)}
          />
        </div>
        {objective === 'access' && (
          <div className="plan-control">
            <span>{t('plan.area')}</span>
            <InputNumber
              style={{ width: '100%' }}
              value={capacity}
              min={1}
              aria-label={t('plan.area')}
              onChange={(value) => setCapacity(value ?? 1000)}
            />
          </div>
        )}
        <div className="plan-control">
          <span>{t('plan.budget')}</span>
          <InputNumber
            style={{ width: '100%' }}
            value={budget}
            min={0.01}
            placeholder={t('plan.noBudget')}
            aria-label={t('plan.budget')}
            onChange={setBudget}
          />
        </div>
      </div>
      <Segmented
        value={from}
        onChange={setFrom}
        options={(['cells', 'parcels'] as const).map((value) => ({ value, label: t(`plan.from.${value}`) }))}
      />
      {from === 'parcels' && (
        <>
          <Input.TextArea
            rows={5}
            value={text}
            aria-label={t('plan.from.parcels')}
            placeholder={t('plan.parcelsHint')}
            onChange={(event) => setText(event.target.value)}
          />
          <p className="soft" role="status">
            {t('plan.parcelsRead', { count: parcels.length })}
            {badLines.length > 0 && ` ${t('plan.parcelsBad', { lines: badLines.slice(0, 8).join(', ') })}`}
          </p>
        </>
      )}
      <Button
        type="primary"
        htmlType="submit"
        loading={busy}
        disabled={from === 'parcels' && (parcels.length === 0 || badLines.length > 0)}
      >
        {t('plan.findSites')}
      </Button>
    </form>
  )
}
