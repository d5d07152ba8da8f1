import './screen.css'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { call } from '../api.ts'
import { usePlaceTypes, useRegions } from '../client/queries.ts'
import { useText } from '../i18n/use-text.tsx'
import { shortRegionName } from '../map/region-words.ts'
import { Chart } from './chart.tsx'
import { ScreenMap } from './screen-map.tsx'
import { UnitPanel } from './unit-panel.tsx'

const everyMs = 15_000
const shownMs = 12_000
/** Replies are not kept after their next: a wall screen runs for days. */
const live = { refetchInterval: everyMs, refetchIntervalInBackground: true, gcTime: 60_000, staleTime: 0 } as const

/** `/screen`: venues and visits of the province on a wall, live, nothing to touch. */
export function ScreenPage() {
  const { t, language } = useText()
  const regions = useRegions()
  const types = usePlaceTypes()
  const now = useClock()
  const visits = useQuery({
    queryKey: ['screen-visits'],
    queryFn: ({ signal }) => call('visitFigures', { query: { period: 'month' }, signal }),
    ...live,
  })
  const units = useQuery({
    queryKey: ['screen-units'],
    queryFn: ({ signal }) => call('listVisitedPlaces', { query: { limit: 12 }, signal }),
    ...live,
  })
  const facets = useQuery({
    queryKey: ['screen-places'],
    queryFn: ({ signal }) => call('searchPlaces', { query: { limit: 1, facets: ['type', 'region'] }, signal }),
    ...live,
    refetchInterval: 60_000,
  })
  const shown = useTurn(units.data?.items.length ?? 0)
  const name = (one: { nameZh: string; nameEn: string | null }) =>
    language === 'zh-CN' ? one.nameZh : (one.nameEn ?? one.nameZh)
  const number = new Intl.NumberFormat(language)
  const byCode = useMemo(() => new Map(visits.data?.byRegion.map(({ code, today }) => [code, today])), [visits.data])
  const counts = facets.data?.facets
  const placesByType = topOf(counts?.type, (code) => {
    const type = types.data?.types.find((one) => one.code === code)
    return type ? name(type) : code
  })
  // Prefectures say more than two provinces; a municipality has none and stands for itself.
  const top = counts?.region ?? []
  const provinces = top.flatMap(({ value }) =>
    regions.data?.some((one) => one.level === 'prefecture' && one.parentCode === value) ? [value] : [],
  )
  const prefectures = useQueries({
    queries: provinces.map((region) => ({
      queryKey: ['screen-places', region],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        call('searchPlaces', { query: { limit: 1, region, facets: ['region'] }, signal }),
      ...live,
      refetchInterval: 60_000,
    })),
  })
  const regionCounts = [
    ...top.filter(({ value }) => !provinces.includes(value)),
    ...prefectures.flatMap(({ data }) => data?.facets?.region ?? []),
  ]
  const placesByRegion = topOf(regionCounts, (code) => {
    const region = regions.data?.find((one) => one.code === code)
    return region ? shortRegionName(language, region) : code
  })
  const months = visits.data?.months ?? []
  const regionVisits = [...(visits.data?.byRegion ?? [])].sort((a, b) => b.month - a.month).slice(0, 8)
  const typeVisits = [...(visits.data?.byType ?? [])].sort((a, b) => b.month - a.month).slice(0, 6)
  return (
    <main className="screen" id="main">
      <header className="screen-head">
        <h1>{t('screen.title')}</h1>
        <time dateTime={now.toISOString()}>
          {new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'medium' }).format(now)}
        </time>
      </header>
      <div className="screen-body">
        <div className="screen-column">
          <Chart
            kind="bar"
            title={t('screen.placesByRegion')}
            names={placesByRegion.names}
            values={placesByRegion.values}
          />
          <Chart kind="bar" title={t('screen.placesByType')} names={placesByType.names} values={placesByType.values} />
          <Chart
            kind="line"
            title={t('screen.months')}
            names={months.map(({ month }) => month.slice(2).replace('-', '/'))}
            values={months.map(({ entered }) => entered)}
          />
        </div>
        <div className="screen-middle">
          <ul className="screen-figures">
            {(['inside', 'today', 'month', 'year', 'total'] as const).map((key) => (
              <li key={key}>
                <span>{t(`screen.${key}`)}</span>
                <b>{visits.data ? number.format(visits.data[key]) : '–'}</b>
              </li>
            ))}
          </ul>
          <ScreenMap regions={regions.data} visits={byCode} />
          <p className="screen-note" role="status">
            {visits.isError
              ? t('screen.noAnswer')
              : visits.data && visits.data.demoPlaces > 0
                ? t('screen.demo', { count: visits.data.demoPlaces, all: visits.data.places })
                : ''}
          </p>
        </div>
        <div className="screen-column">
          <Chart
            kind="bar"
            title={t('screen.visitsByRegion')}
            names={regionVisits.map((one) =>
              shortRegionName(language, { nameZh: one.nameZh, nameEn: one.nameEn ?? one.nameZh }),
            )}
            values={regionVisits.map(({ month }) => month)}
          />
          <Chart
            kind="bar"
            title={t('screen.visitsByType')}
            names={typeVisits.map(name)}
            values={typeVisits.map(({ month }) => month)}
          />
          <section className="screen-card">
            <h2>{t('screen.top')}</h2>
            <ol className="screen-top">
              {visits.data?.top.map((place) => (
                <li key={place.placeId}>
                  <span>{name(place)}</span>
                  <b>{number.format(place.entered)}</b>
                </li>
              ))}
            </ol>
          </section>
        </div>
      </div>
      <div className="screen-foot">
        <section className="screen-card">
          <h2>{t('screen.units')}</h2>
          <ul className="screen-units">
            {units.data?.items.map((unit, i) => (
              <li key={unit.placeId} className={i === shown ? 'now' : undefined}>
                {name(unit)}
              </li>
            ))}
          </ul>
        </section>
        <UnitPanel placeId={units.data?.items[shown]?.placeId ?? null} />
      </div>
    </main>
  )
}

/** The eight largest counts of a facet. */
function topOf(counts: readonly { value: string; count: number }[] | undefined, nameOf: (code: string) => string) {
  const top = (counts ?? []).toSorted((a, b) => b.count - a.count).slice(0, 8)
  return { names: top.map(({ value }) => nameOf(value)), values: top.map(({ count }) => count) }
}

function useClock(): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 1000)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** One venue after another. */
function useTurn(count: number): number {
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setTurn((before) => before + 1), shownMs)
    return () => clearInterval(timer)
  }, [])
  return count > 0 ? turn % count : 0
}
