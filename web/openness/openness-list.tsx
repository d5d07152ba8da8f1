import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { call, type ReplyOf } from '../api.ts'
import { usePlaceTypes, useRegions } from '../client/queries.ts'
import { grouped } from '../format/quantity.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { useDebounced } from '../ui/use-debounced.ts'
import { FiguresRow } from './figures-row.tsx'
import { SumBars } from './sum-bars.tsx'

const Chart = lazy(() => import('./chart.tsx').then((part) => ({ default: part.Chart })))
const pageRows = 20

/** Figures of everything in scope, then its places, the most visited of this month first. */
export function OpennessList() {
  const { language, t } = useText()
  const [region, setRegion] = useState('')
  const [type, setType] = useState('')
  const [q, setQ] = useState('')
  const scope = { region: region || undefined, type: type || undefined }
  const figures = useQuery({
    queryKey: ['visit-figures', scope],
    queryFn: ({ signal }) => call('visitFigures', { query: scope, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  const data = figures.data
  return (
    <>
      <Filters {...{ region, type, q, setRegion, setType, setQ }} />
      {figures.isError && !data && (
        <div className="notice" role="alert">
          <p>{t('openness.failed')}</p>
          <button type="button" className="button" onClick={() => figures.refetch()}>
            {t('common.retry')}
          </button>
        </div>
      )}
      {data && data.demoPlaces > 0 && (
        <p className="openness-note">{t('openness.demo', { count: grouped(data.demoPlaces, language) })}</p>
      )}
      <FiguresRow figures={data} />
      <Suspense fallback={<div className="skeleton openness-canvas" />}>
        {data ? (
          <Chart
            label={t('openness.monthly')}
            points={data.months.map(({ month }) => month)}
            series={[{ name: t('openness.entered'), values: data.months.map(({ entered }) => entered) }]}
          />
        ) : (
          <div className="skeleton openness-canvas" />
        )}
      </Suspense>
      {data && (
        <div className="openness-columns">
          <SumBars
            title={t('openness.top')}
            rows={data.top.map((row) => ({
              ...row,
              key: row.placeId,
              value: row.entered,
              href: `/openness/${row.placeId}`,
            }))}
          />
          <SumBars
            title={t('openness.byRegion')}
            rows={data.byRegion.slice(0, 8).map((row) => ({ ...row, key: row.code, value: row.month }))}
          />
          <SumBars
            title={t('openness.byType')}
            rows={data.byType.slice(0, 8).map((row) => ({ ...row, key: row.code, value: row.month }))}
          />
        </div>
      )}
      <PlaceRows
        {...scope}
        q={q}
        onClear={() => {
          setRegion('')
          setType('')
          setQ('')
        }}
      />
    </>
  )
}

interface FilterProps {
  region: string
  type: string
  q: string
  setRegion(code: string): void
  setType(code: string): void
  setQ(text: string): void
}

function Filters({ region, type, q, setRegion, setType, setQ }: FilterProps) {
  const { language, t } = useText()
  const regions = useRegions().data ?? []
  const types = usePlaceTypes().data?.types ?? []
  const prefectures = regions.filter(({ level }) => level === 'prefecture')
  return (
    <search className="openness-filters">
      <label>
        {t('openness.search')}
        <input type="search" value={q} onChange={(event) => setQ(event.target.value)} maxLength={60} />
      </label>
      <label>
        {t('openness.region')}
        <select value={region} onChange={(event) => setRegion(event.target.value)}>
          <option value="">{t('openness.all')}</option>
          {prefectures.map((each) => (
            <optgroup key={each.code} label={nameIn(language, each)}>
              <option value={each.code}>{nameIn(language, each)}</option>
              {regions
                .filter(({ parentCode }) => parentCode === each.code)
                .map((county) => (
                  <option key={county.code} value={county.code}>
                    {nameIn(language, county)}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </label>
      <label>
        {t('openness.type')}
        <select value={type} onChange={(event) => setType(event.target.value)}>
          <option value="">{t('openness.all')}</option>
          {types.map((each) => (
            <option key={each.code} value={each.code}>
              {nameIn(language, each)}
            </option>
          ))}
        </select>
      </label>
    </search>
  )
}

type Row = ReplyOf<'listVisitedPlaces'>['items'][number]
interface RowsProps {
  region: string | undefined
  type: string | undefined
  q: string
  onClear(): void
}

function PlaceRows({ region, type, q, onClear }: RowsProps) {
  const { language, t } = useText()
  const query = { region, type, q: useDebounced(q.trim(), 250) || undefined, limit: pageRows }
  const list = useInfiniteQuery({
    queryKey: ['visited-places', query],
    queryFn: ({ signal, pageParam }) => call('listVisitedPlaces', { query: { ...query, offset: pageParam }, signal }),
    initialPageParam: 0,
    getNextPageParam: ({ total }, pages) => (pages.length * pageRows < total ? pages.length * pageRows : undefined),
    placeholderData: keepPreviousData,
  })
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? []
  const total = list.data?.pages[0]?.total ?? 0
  return (
    <section aria-busy={list.isPending}>
      <h2 className="openness-heading">
        {t('openness.list')} <small className="soft">{t('openness.places', { count: grouped(total, language) })}</small>
      </h2>
      {list.isSuccess && total === 0 && (
        <div className="notice">
          <p>{t('openness.empty')}</p>
          <button type="button" className="button" onClick={onClear}>
            {t('openness.clear')}
          </button>
        </div>
      )}
      <ul className="openness-rows">
        {rows.map((row) => (
          <li key={row.placeId}>
            <PlaceRow row={row} />
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <button type="button" className="button wide" onClick={() => list.fetchNextPage()} disabled={list.isFetching}>
          {t('openness.more', { count: Math.min(pageRows, total - rows.length) })}
        </button>
      )}
    </section>
  )
}

function PlaceRow({ row }: { row: Row }) {
  const { language, t } = useText()
  const region = nameIn(language, { nameZh: row.regionNameZh ?? '', nameEn: row.regionNameEn })
  const type = nameIn(language, { nameZh: row.typeNameZh, nameEn: row.typeNameEn })
  const rating = row.rating === null ? t('openness.noRating') : t('openness.rating', { rating: row.rating.toFixed(1) })
  const flow = (['inside', 'today', 'month', 'total'] as const).map((name) => (
    <span key={name}>
      <small>{t(`openness.${name}`)}</small>
      <b>{grouped(row[name], language)}</b>
    </span>
  ))
  return (
    <a href={`/openness/${row.placeId}`}>
      <span className="openness-row-name">
        <strong>{nameIn(language, row)}</strong>
        <span className="soft">{[region, type, rating].filter(Boolean).join(' · ')}</span>
      </span>
      <span className="openness-row-flow">{flow}</span>
    </a>
  )
}
