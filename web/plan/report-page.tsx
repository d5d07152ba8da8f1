import './plan.css'
import './report.css'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type OlMap from 'ol/Map.js'
import { useMemo, useRef } from 'react'
import { call } from '../api.ts'
import { type Regions, usePlaceTypes, useRegions } from '../client/queries.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { ancestorsOf } from '../map/region-words.ts'
import { ChoroplethMap, type Dot } from './choropleth-map.tsx'
import { useCountyCells } from './county-cells.tsx'
import { FigureColumns } from './figure-columns.tsx'
import { exampleOrigin, figureName, formatFigure } from './figure-words.ts'
import { Legend } from './legend.tsx'
import { LorenzChart } from './lorenz-chart.tsx'
import { readLevel } from './read-level.ts'
import { RegionSelect } from './region-select.tsx'
import { RunFacts } from './run-facts.tsx'
import { shadesOf } from './shades.ts'
import { useRegionValues } from './use-region-values.ts'
import { type Run, useAddress, useRuns } from './use-runs.ts'

const listed = 40
const noDots: readonly Dot[] = []
const outlineOnly: ReadonlyMap<string, string> = new Map()

/** `/plan/report`: a region on paper: its figures beside those above it, its map, its largest places, and what they were computed from. */
export function ReportPage() {
  const { t } = useText()
  const { query, set } = useAddress()
  const { runs, run } = useRuns()
  const regions = useRegions()
  const region = regions.data?.find(({ code }) => code === query.get('region'))
  if (runs.isPending || regions.isPending) return <div className="console-loading skeleton" aria-busy="true" />
  return (
    <section className="plan">
      <div className="plan-controls no-print">
        <div className="plan-control plan-wide">
          <span>{t('plan.region')}</span>
          <RegionSelect
            label={t('plan.region')}
            value={region?.code ?? null}
            onChange={(code) => set({ region: code })}
          />
        </div>
        <Button type="primary" disabled={!region || !run} onClick={() => window.print()}>
          {t('plan.print')}
        </Button>
      </div>
      {run && region ? (
        <Report run={run} region={region} regions={regions.data!} />
      ) : (
        <p className="notice">{run ? t('plan.reportNone') : t('plan.needsRun')}</p>
      )}
    </section>
  )
}

function Report({ run, region, regions }: { run: Run; region: Regions[number]; regions: Regions }) {
  const { t, language } = useText()
  const types = usePlaceTypes()
  const map = useRef<OlMap | null>(null)
  const figure = 'covered-1000'
  const lineage = ancestorsOf(region, regions).reverse()
  const values = useRegionValues(run, lineage)
  const parts = useQuery({
    queryKey: ['plan-values', run.id, run.dataVersion, region.code, 'county'],
    queryFn: ({ signal }) => readLevel(run.id, region, 'county', signal),
  })
  const rows = useQuery({
    queryKey: ['plan-report-rows', run.id, run.dataVersion, region.code],
    queryFn: ({ signal }) =>
      call('listFigureRows', { params: { id: run.id }, query: { region: region.code, limit: listed }, signal }),
  })
  const shades = useMemo(() => shadesOf(parts.data?.items ?? [], figure, 'quantile', ''), [parts.data])
  const cells = useCountyCells(run.id, region.level === 'county' ? region.code : null, figure)
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })
  const typeName = (code: string) => {
    const type = types.data?.types.find((one) => one.code === code)
    return type ? nameIn(language, type) : code
  }
  const own = values.data?.[0]
  const { origin } = run.parameters.demand
  return (
    <article className="plan-report">
      <h2>{t('plan.reportOf', { name: nameIn(language, region) })}</h2>
      <RunFacts run={run} />
      {own && (
        <ul className="plan-headline">
          {['per-10000', 'area-per-head', figure, 'mean-metres'].map((name) => (
            <li key={name}>
              <b>{formatFigure(name, own.values[name], language)}</b>
              <span>{figureName(name, t)}</span>
            </li>
          ))}
        </ul>
      )}
      <ChoroplethMap
        colours={cells.cells ? outlineOnly : shades.byCode}
        words={() => null}
        regions={regions}
        within={region.code}
        dots={noDots}
        hexagons={cells.hexagons}
        onPick={() => {}}
        mapRef={map}
      />
      {cells.cells ? (
        <Legend figure={cells.of} title={t(`plan.cellsOf.${cells.of}`)} shades={cells.shades} />
      ) : (
        <Legend figure={figure} title={figureName(figure, t)} shades={shades} />
      )}
      <h3>{t('plan.reportFigures')}</h3>
      {values.data && <FigureColumns run={run} regions={values.data} />}
      <LorenzChart runId={run.id} region={region.code} />
      <h3>{t('plan.reportPlaces', { count: Math.min(listed, rows.data?.total ?? 0), all: rows.data?.total ?? 0 })}</h3>
      <table className="plan-plain">
        <thead>
          <tr>
            <th>{t('plan.place')}</th>
            <th>{t('plan.type')}</th>
            <th>{t('plan.area')}</th>
            <th>{t('plan.inReach')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.data?.items.map((row) => (
            <tr key={`${row.placeId} ${row.nameZh}`}>
              <td>{nameIn(language, row)}</td>
              <td>{typeName(row.type)}</td>
              <td>{row.areaM2 === null ? '–' : number.format(row.areaM2)}</td>
              <td>{row.peopleInReach === null ? '–' : number.format(row.peopleInReach)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>{t('plan.reportHow')}</h3>
      <p>{t('plan.reportHowWords', { origin: origin === exampleOrigin ? t('plan.demandOrigin') : origin })}</p>
      {run.isDemoPopulation && <p>{t('plan.reportDemo')}</p>}
    </article>
  )
}
