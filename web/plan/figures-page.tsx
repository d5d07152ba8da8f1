import './plan.css'
import { useQuery } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import type OlMap from 'ol/Map.js'
import { useMemo, useRef, useState } from 'react'
import { useRegions } from '../client/queries.ts'
import { ConsoleLink } from '../console/console-link.tsx'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { ancestorsOf } from '../map/region-words.ts'
import { ChoroplethMap, type Dot } from './choropleth-map.tsx'
import { ClassControls } from './class-controls.tsx'
import type { ClassMethod } from './classes.ts'
import { CellsNote, useCountyCells } from './county-cells.tsx'
import { DetailDrawer } from './detail-drawer.tsx'
import { ExportMenu } from './export-menu.tsx'
import { FigureSelect } from './figure-select.tsx'
import { FigureTable } from './figure-table.tsx'
import { figureName, formatFigure } from './figure-words.ts'
import { Legend } from './legend.tsx'
import { readLevel, type ValueRow } from './read-level.ts'
import { RunFacts } from './run-facts.tsx'
import { RunForm } from './run-form.tsx'
import { RunSelect } from './run-select.tsx'
import { shadesOf } from './shades.ts'
import { type Run, useAddress, useRuns } from './use-runs.ts'

/** `/plan`: one figure of a run on the map and in the table, down from province to county and its cells. The address keeps it all. */
export function FiguresPage() {
  const { t } = useText()
  const { set } = useAddress()
  const { runs, done, run, failed, isComputing } = useRuns()
  const [making, setMaking] = useState(false)
  if (runs.isPending) return <div className="console-loading skeleton" aria-busy="true" />
  const newRun = (
    <Button type={run ? 'default' : 'primary'} onClick={() => setMaking(true)}>
      {t('plan.newRun')}
    </Button>
  )
  return (
    <section className="plan">
      {runs.isError && (
        <p className="notice" role="alert">
          {t('console.noAnswer')}
        </p>
      )}
      {run ? (
        <Figures run={run} done={done} newRun={newRun} />
      ) : (
        <div className="notice">
          <p>{t('plan.noRun')}</p>
          {newRun}
        </div>
      )}
      <p role="status" className="plan-status">
        {failed ? t('plan.runFailed', { why: failed.problem ?? '' }) : isComputing ? t('plan.computing') : ''}
      </p>
      <RunForm open={making} onClose={() => setMaking(false)} onStarted={({ id }) => set({ run: String(id) })} />
    </section>
  )
}

const noRows: ValueRow[] = []
const noDots: readonly Dot[] = []
const outlineOnly: ReadonlyMap<string, string> = new Map()

function Figures({ run, done, newRun }: { run: Run; done: readonly Run[]; newRun: React.ReactNode }) {
  const { t, language } = useText()
  const { query, set } = useAddress()
  const regions = useRegions()
  const figure = query.get('figure') ?? 'covered-1000'
  const within = query.get('region')
  const method = (query.get('classes') ?? 'quantile') as ClassMethod
  const bounds = query.get('bounds') ?? ''
  const region = regions.data?.find(({ code }) => code === within)
  const level = region || query.get('by') === 'county' ? 'county' : 'prefecture'
  const [details, setDetails] = useState<string | null>(null)
  const map = useRef<OlMap | null>(null)
  const values = useQuery({
    queryKey: ['plan-values', run.id, run.dataVersion, within, level],
    queryFn: ({ signal }) => readLevel(run.id, region, level, signal),
    enabled: within === null || region !== undefined,
  })
  const rows = values.data?.items ?? noRows
  const shades = useMemo(() => shadesOf(rows, figure, method, bounds), [rows, figure, method, bounds])
  const cells = useCountyCells(run.id, region?.level === 'county' ? region.code : null, figure)
  const pick = (code: string) => set({ region: code === within ? null : code })
  return (
    <>
      <div className="console-title">
        <h2>{t('plan.title')}</h2>
        <div className="plan-actions">
          {newRun}
          <ExportMenu run={run} figure={figure} level={level} shades={shades} map={map} />
        </div>
      </div>
      <div className="plan-controls">
        <RunSelect run={run} done={done} onChange={(id) => set({ run: String(id) })} />
        <FigureSelect figure={figure} radii={run.parameters.radiiMetres} onChange={(value) => set({ figure: value })} />
        <ClassControls method={method} bounds={bounds} onChange={set} />
        {!within && (
          <div className="plan-control">
            <span>{t('plan.level')}</span>
            <Segmented
              value={level}
              onChange={(value) => set({ by: value === 'county' ? 'county' : null })}
              options={(['prefecture', 'county'] as const).map((value) => ({
                value,
                label: t(`plan.level.${value}`),
              }))}
            />
          </div>
        )}
      </div>
      <RunFacts run={run} />
      <nav className="plan-path" aria-label={t('plan.path')}>
        <button type="button" className="link" onClick={() => set({ region: null })}>
          {t('plan.allRegions')}
        </button>
        {ancestorsOf(region, regions.data).map((one) => (
          <button key={one.code} type="button" className="link" onClick={() => set({ region: one.code })}>
            › {nameIn(language, one)}
          </button>
        ))}
        {region && (
          <>
            <Button size="small" onClick={() => setDetails(region.code)}>
              {t('plan.rowsOf', { name: nameIn(language, region) })}
            </Button>
            <ConsoleLink to={`/plan/report?run=${run.id}&region=${region.code}`}>{t('plan.report')}</ConsoleLink>
            <ConsoleLink to={`/plan/compare?run=${run.id}&regions=${region.code}`}>{t('plan.compare')}</ConsoleLink>
          </>
        )}
      </nav>
      <div className="plan-body">
        <div>
          <ChoroplethMap
            colours={cells.cells ? outlineOnly : shades.byCode}
            words={(code) => {
              const row = rows.find((one) => one.code === code)
              return row ? `${nameIn(language, row)}: ${formatFigure(figure, row.values[figure], language)}` : null
            }}
            regions={regions.data}
            within={within}
            dots={noDots}
            hexagons={cells.hexagons}
            onPick={pick}
            mapRef={map}
          />
          {cells.cells ? (
            <Legend figure={cells.of} title={t(`plan.cellsOf.${cells.of}`)} shades={cells.shades} />
          ) : (
            <Legend figure={figure} title={figureName(figure, t)} shades={shades} />
          )}
        </div>
        <div className="plan-table">
          {values.isError && (
            <p className="notice" role="alert">
              {t('console.noAnswer')}
            </p>
          )}
          <FigureTable
            figure={figure}
            rows={rows}
            totals={values.data?.totals ?? noRows}
            loading={values.isPending}
            shades={shades}
            onPick={pick}
            onDetails={setDetails}
          />
          <CellsNote cells={cells} />
        </div>
      </div>
      <DetailDrawer run={run} region={details} onClose={() => setDetails(null)} figure={figure} />
    </>
  )
}
