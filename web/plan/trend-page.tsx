import './plan.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { call, type ReplyOf } from '../api.ts'
import { useText } from '../i18n/use-text.tsx'
import { FigureSelect } from './figure-select.tsx'
import { figureName, formatFigure } from './figure-words.ts'
import { RegionSelect } from './region-select.tsx'
import { RunFacts } from './run-facts.tsx'
import { RunSelect } from './run-select.tsx'
import { useAddress, useRuns } from './use-runs.ts'

const span = 10

/** `/plan/trend`: a figure of a region over the years, as far as they are computed. */
export function TrendPage() {
  const { t } = useText()
  const client = useQueryClient()
  const { query, set } = useAddress()
  const { runs, done, run } = useRuns()
  const region = query.get('region')
  const figure = query.get('figure') ?? 'per-10000'
  const trend = useQuery({
    queryKey: ['plan-trend', run?.id, region],
    queryFn: ({ signal }) => call('getTrend', { params: { id: run!.id }, query: { region: region! }, signal }),
    enabled: run !== undefined && region !== null,
    refetchInterval: ({ state }) =>
      state.data?.points.some((point) => point.state === 'waiting' || point.state === 'running') ? 1_500 : false,
  })
  const start = useMutation({
    mutationFn: () => {
      const last = new Date().getFullYear()
      const years = Array.from({ length: span }, (_, i) => last - span + 1 + i)
      return call('startTrend', { params: { id: run!.id }, body: { years } })
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['plan-trend', run!.id] }),
  })
  if (runs.isPending) return <div className="console-loading skeleton" aria-busy="true" />
  return (
    <section className="plan">
      <div className="console-title">
        <h2>{t('plan.trend')}</h2>
      </div>
      {!run ? (
        <p className="notice">{t('plan.needsRun')}</p>
      ) : (
        <>
          <div className="plan-controls">
            <RunSelect run={run} done={done} onChange={(id) => set({ run: String(id) })} />
            <div className="plan-control plan-wide">
              <span>{t('plan.region')}</span>
              <RegionSelect label={t('plan.region')} value={region} onChange={(code) => set({ region: code })} />
            </div>
            <FigureSelect
              figure={figure}
              radii={run.parameters.radiiMetres}
              onChange={(value) => set({ figure: value })}
            />
            <Button disabled={region === null} loading={start.isPending} onClick={() => start.mutate()}>
              {t('plan.trendStart')}
            </Button>
          </div>
          <RunFacts run={run} />
          {region === null && <p className="notice">{t('plan.trendNone')}</p>}
          {start.isError && (
            <p className="notice" role="alert">
              {t('plan.trendFailed')}
            </p>
          )}
          {trend.isError && (
            <p className="notice" role="alert">
              {t('console.noAnswer')}
            </p>
          )}
          {trend.data && <TrendBars points={trend.data.points} figure={figure} />}
          <p className="soft">{t('plan.trendHow')}</p>
        </>
      )}
    </section>
  )
}

/** A bar for each year with its value beside it; a year under way has none yet. */
function TrendBars({ points, figure }: { points: ReplyOf<'getTrend'>['points']; figure: string }) {
  const { t, language } = useText()
  const most = Math.max(1e-9, ...points.map(({ values }) => Math.abs(values?.[figure] ?? 0)))
  return (
    <dl className="plan-trend plan-card" aria-label={figureName(figure, t)}>
      {points.map(({ year, values, state }) => (
        <div key={year}>
          <dt>{year}</dt>
          <dd>
            <i style={{ width: `${(80 * Math.abs(values?.[figure] ?? 0)) / most}%` }} />
            {state === 'done' ? formatFigure(figure, values?.[figure], language) : '…'}
          </dd>
        </div>
      ))}
    </dl>
  )
}
