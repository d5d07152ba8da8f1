import { Button } from 'antd'
import { usePlaceTypes, useRegions } from '../client/queries.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { useNamedPlace } from './place-select.tsx'
import type { Change } from './scenario-changes.ts'

interface Props {
  change: Change
  canEdit: boolean
  onRemove(): void
  children?: React.ReactNode
}

/** One change of a scenario in words, with what can be done about it. */
export function ChangeLine({ change, canEdit, onRemove, children }: Props) {
  const { t } = useText()
  return (
    <li className="plan-change">
      <b className={`plan-change-kind ${change.kind}`}>{t(`plan.change.${change.kind}`)}</b>
      <span className="plan-change-words">
        <ChangeWords change={change} />
      </span>
      {children}
      <Button size="small" disabled={!canEdit} onClick={onRemove}>
        {t('plan.remove')}
      </Button>
    </li>
  )
}

function ChangeWords({ change }: { change: Change }) {
  const { t, language } = useText()
  const regions = useRegions()
  const types = usePlaceTypes()
  const placeId = 'placeId' in change && change.kind !== 'add' ? change.placeId : null
  const place = useNamedPlace(placeId) ?? (placeId === null ? '' : `#${placeId}`)
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 })
  const at = 'lon' in change ? `${change.lon.toFixed(4)}, ${change.lat.toFixed(4)}` : ''
  switch (change.kind) {
    case 'add': {
      const type = types.data?.types.find(({ code }) => code === change.type)
      const kind = type ? nameIn(language, type) : change.type
      return <>{t('plan.changeAdd', { name: change.nameZh, type: kind, area: number.format(change.areaM2), at })}</>
    }
    case 'move':
      return <>{t('plan.changeMove', { place, at })}</>
    case 'close':
      return <>{place}</>
    case 'enlarge':
      return <>{t('plan.changeEnlarge', { place, area: number.format(change.areaM2) })}</>
    case 'terms': {
      const fee = change.fee ? t(`plan.fee.${change.fee}`) : t('plan.feeSame')
      return <>{t('plan.changeTerms', { place, fee, factor: number.format(change.hoursFactor) })}</>
    }
    case 'growth': {
      const region = regions.data?.find(({ code }) => code === change.region)
      const percent = new Intl.NumberFormat(language, {
        style: 'percent',
        signDisplay: 'always',
        maximumFractionDigits: 1,
      })
      return (
        <>
          {t('plan.changeGrowth', {
            region: region ? nameIn(language, region) : change.region,
            percent: percent.format(change.factor - 1),
          })}
        </>
      )
    }
  }
}
