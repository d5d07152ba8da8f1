import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { call } from '../api.ts'
import { BookingHead } from '../booking/booking-head.tsx'
import { grouped } from '../format/quantity.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { FiguresRow } from './figures-row.tsx'
import { OpennessMeter } from './openness-meter.tsx'
import { VisitCounts } from './visit-counts.tsx'

const Chart = lazy(() => import('./chart.tsx').then((part) => ({ default: part.Chart })))
const spans = ['day', 'month', 'year'] as const

/** One place: its figures, its curve of a day, month or year, its halls, and the meter of open hours. */
export function PlaceOpenness({ placeId }: { placeId: number }) {
  const { language, t } = useText()
  const [span, setSpan] = useState<(typeof spans)[number]>('day')
  const [day, setDay] = useState(today())
  const visits = useQuery({
    queryKey: ['place-visits', placeId, span, day],
    queryFn: ({ signal }) => call('placeVisits', { params: { id: placeId }, query: { span, day }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  const data = visits.data
  // Hours to come have no visits yet, which is not the same as none.
  const hour = Number(
    new Intl.DateTimeFormat('en-GB', { hour: '2-digit', timeZone: 'Asia/Shanghai' }).format(new Date()),
  )
  const isToday = span === 'day' && day === today()
  const shown = data?.points.filter(({ at }) => !isToday || Number(at) <= hour) ?? []
  return (
    <main className="openness-page">
      <BookingHead
        title={data ? nameIn(language, data) : t('openness.title')}
        line={t('openness.title')}
        back="/openness"
      />
      {visits.isError && !data && (
        <div className="notice" role="alert">
          <p>{t('openness.failed')}</p>
          <button type="button" className="button" onClick={() => visits.refetch()}>
            {t('common.retry')}
          </button>
        </div>
      )}
      {data?.isDemo && <p className="openness-note">{t('openness.demo', { count: 1 })}</p>}
      <FiguresRow figures={data} />
      {data?.total === 0 && <p className="soft">{t('openness.noVisits')}</p>}
      <div className="openness-filters">
        <fieldset className="segments" aria-label={t('openness.span')}>
          {spans.map((each) => (
            <label key={each} className="segment">
              <input type="radio" name="span" checked={span === each} onChange={() => setSpan(each)} />
              <span>{t(`openness.span.${each}`)}</span>
            </label>
          ))}
        </fieldset>
        <label>
          {t('openness.day')}
          <input
            type="date"
            value={day}
            max={today()}
            onChange={(event) => event.target.value && setDay(event.target.value)}
          />
        </label>
        <a className="button" href={`/places/${placeId}`}>
          {t('openness.toPlace')}
        </a>
      </div>
      <Suspense fallback={<div className="skeleton openness-canvas" />}>
        {data ? (
          <Chart
            label={t('openness.flow')}
            kind={span === 'day' ? 'line' : 'bar'}
            points={shown.map(({ at }) => (span === 'day' ? `${at}:00` : span === 'month' ? at.slice(5) : at))}
            series={[
              { name: t('openness.entered'), values: shown.map(({ entered }) => entered) },
              { name: t('openness.exited'), values: shown.map(({ exited }) => exited) },
            ]}
          />
        ) : (
          <div className="skeleton openness-canvas" />
        )}
      </Suspense>
      <VisitCounts placeId={placeId} day={day} />
      {data && data.halls.length > 0 && (
        <section>
          <h2 className="openness-heading">{t('openness.halls')}</h2>
          <div className="openness-scroll">
            <table className="openness-table">
              <thead>
                <tr>
                  <th scope="col">{t('openness.halls')}</th>
                  {(['inside', 'today', 'month', 'year', 'total'] as const).map((name) => (
                    <th key={name} scope="col">
                      {t(`openness.${name}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {data.halls.map((hall) => (
                  <tr key={hall.id}>
                    <th scope="row">{nameIn(language, hall)}</th>
                    {(['inside', 'today', 'month', 'year', 'total'] as const).map((name) => (
                      <td key={name}>{grouped(hall.figures[name], language)}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
      <OpennessMeter placeId={placeId} />
    </main>
  )
}

/** The local day in Shanghai, wherever the reader is. */
const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date())
