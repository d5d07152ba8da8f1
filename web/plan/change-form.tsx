import { Button, Input, InputNumber, Segmented, Select } from 'antd'
import { useState } from 'react'
import { usePlaceTypes } from '../client/queries.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { PlaceSelect } from './place-select.tsx'
import { RegionSelect } from './region-select.tsx'
import type { Change } from './scenario-changes.ts'

const kinds = ['add', 'move', 'close', 'enlarge', 'terms', 'growth'] as const
type Kind = (typeof kinds)[number]
type Fee = 'free' | 'low-fee' | 'paid' | 'unknown'

interface Props {
  /** Tapped on the map; null: nothing yet. */
  point: readonly [number, number] | null
  onPoint(point: [number, number]): void
  onAdd(change: Change): void
}

interface Draft {
  nameZh: string
  type: string
  areaM2: number
  fee: Fee | null
  placeId: number | null
  hoursFactor: number
  region: string | null
  growthPercent: number
}

const blank: Draft = {
  nameZh: '',
  type: 'fitness-centre',
  areaM2: 2000,
  fee: null,
  placeId: null,
  hoursFactor: 1,
  region: null,
  growthPercent: 10,
}

/** What would be different: a form for each kind of change, the position taken from the map or typed. */
export function ChangeForm({ point, onPoint, onAdd }: Props) {
  const { t, language } = useText()
  const types = usePlaceTypes()
  const [kind, setKind] = useState<Kind>('add')
  const [draft, setDraft] = useState(blank)
  const put = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const change = changeOf(kind, draft, point)
  const ofPlace = kind !== 'add' && kind !== 'growth'
  return (
    <form
      className="plan-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (!change) return
        onAdd(change)
        setDraft({ ...blank, type: draft.type })
      }}
    >
      <Segmented
        value={kind}
        onChange={setKind}
        options={kinds.map((value) => ({ value, label: t(`plan.change.${value}`) }))}
      />
      {ofPlace && <PlaceSelect value={draft.placeId} onChange={(placeId) => put({ placeId })} />}
      {kind === 'add' && (
        <>
          <Input
            value={draft.nameZh}
            maxLength={120}
            aria-label={t('plan.placeName')}
            placeholder={t('plan.placeName')}
            onChange={(event) => put({ nameZh: event.target.value })}
          />
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            value={draft.type}
            aria-label={t('plan.type')}
            onChange={(type) => put({ type })}
            options={types.data?.types.map((one) => ({ value: one.code, label: nameIn(language, one) })) ?? []}
          />
        </>
      )}
      {(kind === 'add' || kind === 'move') && (
        <div className="plan-pair">
          {(['lon', 'lat'] as const).map((key, side) => (
            <div key={key} className="plan-control">
              <span>{t(`plan.${key}`)}</span>
              <InputNumber
                style={{ width: '100%' }}
                value={point?.[side as 0 | 1] ?? null}
                step={0.001}
                min={side === 0 ? -180 : -90}
                max={side === 0 ? 180 : 90}
                aria-label={t(`plan.${key}`)}
                onChange={(value) => {
                  const next: [number, number] = [point?.[0] ?? 104.0657, point?.[1] ?? 30.6574]
                  next[side as 0 | 1] = value ?? next[side as 0 | 1]
                  onPoint(next)
                }}
              />
            </div>
          ))}
          <span className="soft">{t('plan.tapMap')}</span>
        </div>
      )}
      {(kind === 'add' || kind === 'enlarge') && (
        <div className="plan-control">
          <span>{t('plan.area')}</span>
          <InputNumber
            style={{ width: '100%' }}
            value={draft.areaM2}
            min={1}
            max={1e8}
            aria-label={t('plan.area')}
            onChange={(value) => put({ areaM2: value ?? draft.areaM2 })}
          />
        </div>
      )}
      {kind === 'terms' && (
        <div className="plan-pair">
          <div className="plan-control">
            <span>{t('plan.fees')}</span>
            <Select
              value={draft.fee ?? 'same'}
              aria-label={t('plan.fees')}
              onChange={(fee) => put({ fee: fee === 'same' ? null : (fee as Fee) })}
              options={[
                { value: 'same', label: t('plan.feeSame') },
                ...(['free', 'low-fee', 'paid'] as const).map((value) => ({ value, label: t(`plan.fee.${value}`) })),
              ]}
            />
          </div>
          <div className="plan-control">
            <span>{t('plan.hoursFactor')}</span>
            <InputNumber
              style={{ width: '100%' }}
              value={draft.hoursFactor}
              min={0.1}
              max={10}
              step={0.1}
              aria-label={t('plan.hoursFactor')}
              onChange={(value) => put({ hoursFactor: value ?? 1 })}
            />
          </div>
        </div>
      )}
      {kind === 'growth' && (
        <div className="plan-pair">
          <RegionSelect label={t('plan.region')} value={draft.region} onChange={(region) => put({ region })} />
          <div className="plan-control">
            <span>{t('plan.growthPercent')}</span>
            <InputNumber
              style={{ width: '100%' }}
              value={draft.growthPercent}
              min={-99}
              max={900}
              suffix="%"
              aria-label={t('plan.growthPercent')}
              onChange={(value) => put({ growthPercent: value ?? 0 })}
            />
          </div>
        </div>
      )}
      <Button htmlType="submit" disabled={!change}>
        {t('plan.addChange')}
      </Button>
    </form>
  )
}

/** Null while something is still missing. */
function changeOf(kind: Kind, draft: Draft, point: Props['point']): Change | null {
  const { placeId, areaM2, hoursFactor, region, growthPercent } = draft
  const nameZh = draft.nameZh.trim()
  if (kind === 'growth') return region === null ? null : { kind, region, factor: 1 + growthPercent / 100 }
  if (kind === 'add') {
    if (nameZh === '' || !point) return null
    const [lon, lat] = point
    return { kind, nameZh, type: draft.type, lon, lat, areaM2, fee: draft.fee ?? 'unknown', placeId: null }
  }
  if (placeId === null) return null
  if (kind === 'move') return point ? { kind, placeId, lon: point[0], lat: point[1] } : null
  if (kind === 'enlarge') return { kind, placeId, areaM2 }
  if (kind === 'terms') return { kind, placeId, hoursFactor, ...(draft.fee ? { fee: draft.fee } : {}) }
  return { kind, placeId }
}
