import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { call } from '../api.ts'
import { usePlaceTypes } from '../client/queries.ts'
import { goTo } from '../console/console-address.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import type { Change } from './scenario-changes.ts'
import { scenariosQuery } from './scenarios-page.tsx'
import type { Site } from './sites-page.tsx'
import type { Run } from './use-runs.ts'

interface Props {
  sites: readonly Site[]
  nameOf(site: Site): string
  areaM2: number
  run: Run
}

/** Makes planned places of the sites, in a new scenario or one of mine; from there they are compared and become records. */
export function SitesToScenario({ sites, nameOf, areaM2, run }: Props) {
  const { t, language } = useText()
  const client = useQueryClient()
  const types = usePlaceTypes()
  const scenarios = useQuery(scenariosQuery)
  const [type, setType] = useState(run.parameters.filter.types[0] ?? 'fitness-centre')
  const [area, setArea] = useState(areaM2)
  const [into, setInto] = useState<number | 'new'>('new')
  const [failed, setFailed] = useState(false)
  const own = scenarios.data?.items.filter(({ isOwn }) => isOwn) ?? []
  const typeOf = types.data?.types.find(({ code }) => code === type)
  const act = async () => {
    setFailed(false)
    const changes = sites.map((site): Change => {
      const nameZh = `${nameOf(site)} ${typeOf?.nameZh ?? ''}`.trim().slice(0, 120)
      return { kind: 'add', nameZh, type, lon: site.lon, lat: site.lat, areaM2: area, fee: 'unknown', placeId: null }
    })
    try {
      const target = own.find(({ id }) => id === into)
      const saved = target
        ? await call('saveScenario', {
            params: { id: target.id },
            ifMatch: target.version,
            body: {
              name: target.name,
              note: target.note,
              isShared: target.isShared,
              changes: [...target.changes, ...changes],
            },
          })
        : await call('createScenario', {
            body: { name: t('plan.sitesScenario', { count: sites.length }), note: '', changes, isShared: false },
          })
      await client.invalidateQueries({ queryKey: ['plan-scenarios'] })
      goTo(`/plan/scenarios?scenario=${saved.id}`)
    } catch {
      setFailed(true)
    }
  }
  return (
    <div className="plan-controls plan-next">
      <div className="plan-control">
        <span>{t('plan.type')}</span>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          value={type}
          aria-label={t('plan.type')}
          onChange={setType}
          options={types.data?.types.map((one) => ({ value: one.code, label: nameIn(language, one) })) ?? []}
        />
      </div>
      <div className="plan-control">
        <span>{t('plan.area')}</span>
        <InputNumber
          value={area}
          min={1}
          max={1e8}
          aria-label={t('plan.area')}
          onChange={(value) => setArea(value ?? area)}
        />
      </div>
      <div className="plan-control">
        <span>{t('plan.scenario')}</span>
        <Select<number | 'new'>
          value={into}
          aria-label={t('plan.scenario')}
          onChange={setInto}
          options={[
            { value: 'new', label: t('plan.newScenario') },
            ...own.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </div>
      <Button type="primary" onClick={() => void act()}>
        {t('plan.toScenario')}
      </Button>
      {failed && <span role="alert">{t('plan.saveFailed')}</span>}
    </div>
  )
}
