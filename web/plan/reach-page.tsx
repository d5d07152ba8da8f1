import './plan.css'
import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import type OlMap from 'ol/Map.js'
import { useMemo, useRef } from 'react'
import { call } from '../api.ts'
import { useRegions } from '../client/queries.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { ChoroplethMap, type Dot } from './choropleth-map.tsx'
import { PlaceSelect } from './place-select.tsx'
import { RunFacts } from './run-facts.tsx'
import { RunSelect } from './run-select.tsx'
import { useAddress, useRuns } from './use-runs.ts'

const noColours: ReadonlyMap<string, string> = new Map()
const noDots: readonly Dot[] = []

/** `/plan/reach`: what lies within a distance of a place, by the distances of the run, and the people there. */
export function ReachPage() {
  const { t, language } = useText()
  const { query, set } = useAddress()
  const { runs, done, run } = useRuns()
  const regions = useRegions()
  const map = useRef<OlMap | null>(null)
  const place = Number(query.get('place')) || null
  const metres = Number(query.get('metres')) || 1000
  const reach = useQuery({
    queryKey: ['plan-reach', run?.id, run?.dataVersion, place, metres],
    queryFn: ({ signal }) => call('serviceArea', { params: { id: run!.id }, query: { place: place!, metres }, signal }),
    enabled: run !== undefined && place !== null,
  })
  const areas = useMemo(() => (reach.data?.geometry ? [reach.data.geometry] : []), [reach.data])
  const number = new Intl.NumberFormat(language)
  if (runs.isPending) return <div className="console-loading skeleton" aria-busy="true" />
  return (
    <section className="plan">
      <div className="console-title">
        <h2>{t('plan.reach')}</h2>
      </div>
      {!run ? (
        <p className="notice">{t('plan.needsRun')}</p>
      ) : (
        <>
          <div className="plan-controls">
            <RunSelect run={run} done={done} onChange={(id) => set({ run: String(id) })} />
            <div className="plan-control plan-wide">
              <span>{t('plan.place')}</span>
              <PlaceSelect value={place} onChange={(id) => set({ place: String(id) })} />
            </div>
            <div className="plan-control">
              <span>{t('plan.radius')}</span>
              <Segmented
                value={metres}
                options={[500, 1000, 2000, 3000]}
                onChange={(value) => set({ metres: String(value) })}
              />
            </div>
          </div>
          <RunFacts run={run} />
          <p role="status">
            {place === null && t('plan.reachNone')}
            {reach.isError && t('plan.reachFailed')}
            {reach.data && (
              <>
                <b>{nameIn(language, reach.data)}</b>{' '}
                {reach.data.people === null
                  ? t('plan.reachFew')
                  : t('plan.reachPeople', { people: number.format(reach.data.people) })}
                {reach.data.nearestPeople !== null &&
                  ` · ${t('plan.reachNearest', { people: number.format(reach.data.nearestPeople) })}`}
              </>
            )}
          </p>
          <ChoroplethMap
            colours={noColours}
            words={() => null}
            regions={regions.data}
            within={null}
            dots={noDots}
            areas={areas}
            showsPlaces
            onPick={() => {}}
            mapRef={map}
          />
        </>
      )}
    </section>
  )
}
