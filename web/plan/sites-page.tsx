import './plan.css'
import { useMutation } from '@tanstack/react-query'
import type OlMap from 'ol/Map.js'
import { useMemo, useRef } from 'react'
import { call, type ReplyOf } from '../api.ts'
import { useRegions } from '../client/queries.ts'
import { useText } from '../i18n/use-text.tsx'
import { ChoroplethMap, type Dot } from './choropleth-map.tsx'
import { RunFacts } from './run-facts.tsx'
import { RunSelect } from './run-select.tsx'
import { SitesForm, type SitesWish } from './sites-form.tsx'
import { SitesList } from './sites-list.tsx'
import { type Run, useAddress, useRuns } from './use-runs.ts'

export type Site = ReplyOf<'suggestSites'>['sites'][number]

/** `/plan/sites`: where the next places would do most, what each one gains, and the way from a suggestion to a plan. */
export function SitesPage() {
  const { t } = useText()
  const { set } = useAddress()
  const { runs, done, run } = useRuns()
  if (runs.isPending) return <div className="console-loading skeleton" aria-busy="true" />
  return (
    <section className="plan">
      <div className="console-title">
        <h2>{t('plan.sites')}</h2>
      </div>
      {run ? (
        <>
          <div className="plan-controls">
            <RunSelect run={run} done={done} onChange={(id) => set({ run: String(id) })} />
          </div>
          <RunFacts run={run} />
          <Sites key={run.id} run={run} />
        </>
      ) : (
        <p className="notice">{t('plan.needsRun')}</p>
      )}
    </section>
  )
}

const noColours: ReadonlyMap<string, string> = new Map()

function Sites({ run }: { run: Run }) {
  const { t, language } = useText()
  const regions = useRegions()
  const map = useRef<OlMap | null>(null)
  const search = useMutation({
    mutationFn: (wish: SitesWish) => call('suggestSites', { params: { id: run.id }, body: wish }),
  })
  const wish = search.variables
  const sites = search.data?.sites
  const dots = useMemo<Dot[]>(() => {
    const most = Math.max(1e-9, ...(sites ?? []).map(({ gain }) => gain))
    const number = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })
    return (sites ?? []).map(({ lon, lat, gain }, i) => ({
      lon,
      lat,
      colour: '#d6336c',
      radius: 7 + 6 * Math.sqrt(gain / most),
      label: t('plan.siteOf', { nth: i + 1, gain: number.format(gain) }),
      text: String(i + 1),
    }))
  }, [sites, t, language])
  return (
    <div className="plan-body">
      <div>
        <ChoroplethMap
          colours={noColours}
          words={() => null}
          regions={regions.data}
          within={wish?.region ?? null}
          dots={dots}
          showsPlaces
          onPick={() => {}}
          mapRef={map}
        />
        <p className="soft">{t('plan.sitesHow')}</p>
      </div>
      <div>
        <SitesForm busy={search.isPending} onSearch={(next) => search.mutate(next)} />
        {search.isError && (
          <p className="notice" role="alert">
            {t('plan.sitesFailed')}
          </p>
        )}
        {search.data && wish && <SitesList reply={search.data} wish={wish} run={run} />}
      </div>
    </div>
  )
}
