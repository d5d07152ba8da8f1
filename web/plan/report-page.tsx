import './plan.css'
import './report.css'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type OlMap from 'ol/Map.js'
import { useMemo, useRef, useState } from 'react'
import { call } from '../api.ts'
import { type Regions, usePlaceTypes, useRegions } from '../client/queries.ts'
import { saveBlob } from '../export/save-blob.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { ancestorsOf } from '../map/region-words.ts'
import { ChoroplethMap, type Dot } from './choropleth-map.tsx'
import { useCountyCells } from './county-cells.tsx'
import { drawMapSheet } from './export-map.ts'
import { FigureColumns, lineName, linesOf, lineText, valueIn } from './figure-columns.tsx'
import { exampleOrigin, figureName, formatFigure } from './figure-words.ts'
import { Legend } from './legend.tsx'
import { LorenzChart } from './lorenz-chart.tsx'
import { readLevel } from './read-level.ts'
import { RegionSelect } from './region-select.tsx'
import { factsOf, populationName, RunFacts } from './run-facts.tsx'
import { shadesOf } from './shades.ts'
import { useRegionValues } from './use-region-values.ts'
import { type Run, useAddress, useRuns } from './use-runs.ts'

const listed = 40
const figure = 'covered-1000'
const headlined = ['per-10000', 'area-per-head', figure, 'mean-metres']
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
  const title = t('plan.reportOf', { name: nameIn(language, region) })
  const [shown, shownName] = cells.cells
    ? [{ figure: cells.of, shades: cells.shades }, t(`plan.cellsOf.${cells.of}`)]
    : [{ figure, shades }, figureName(figure, t)]
  const placesTitle = t('plan.reportPlaces', {
    count: Math.min(listed, rows.data?.total ?? 0),
    all: rows.data?.total ?? 0,
  })
  const placesHead = [t('plan.place'), t('plan.type'), t('plan.area'), t('plan.inReach')]
  const placeRows = (rows.data?.items ?? []).map((row) => [
    nameIn(language, row),
    typeName(row.type),
    row.areaM2 === null ? '–' : number.format(row.areaM2),
    row.peopleInReach === null ? '–' : number.format(row.peopleInReach),
  ])
  const notes = [
    t('plan.reportHowWords', { origin: origin === exampleOrigin ? t('plan.demandOrigin') : origin }),
    ...(run.isDemoPopulation ? [t('plan.reportDemo')] : []),
  ]
  const [saving, setSaving] = useState<'no' | 'busy' | 'failed'>('no')
  const save = async () => {
    setSaving('busy')
    try {
      const sources = t('plan.sources', { population: populationName(run, t), at: run.dataAt?.slice(0, 10) ?? '' })
      const { known, breaks, colours } = shown.shades
      const picture = await drawMapSheet(map.current!, {
        title: shownName,
        figure: shown.figure,
        known,
        breaks,
        colours,
        sources,
        language,
      })
      // The library that writes PDF is large and needed nowhere else.
      const { writeReportPdf } = await import('./report-pdf.ts')
      const pdf = await writeReportPdf({
        title,
        facts: factsOf(run, t, language).map(({ words }) => words),
        headline: headlined.map((name) => ({
          value: formatFigure(name, own!.values[name], language),
          name: figureName(name, t),
        })),
        map: { url: picture.toDataURL('image/png'), width: picture.width, height: picture.height },
        tables: [
          {
            title: t('plan.reportFigures'),
            head: [t('plan.figure'), ...values.data!.map((row) => nameIn(language, row))],
            rows: linesOf(run).map((line) => [
              lineName(line, t),
              ...values.data!.map((row) =>
                row.hidden.includes(line) ? t('plan.hidden') : lineText(line, valueIn(row, line), language),
              ),
            ]),
          },
          { title: placesTitle, head: placesHead, rows: placeRows },
        ],
        notesTitle: t('plan.reportHow'),
        notes,
        pageOf: (page, pages) => `${page} / ${pages}`,
        language,
      })
      saveBlob(pdf, `${title}.pdf`)
      setSaving('no')
    } catch {
      setSaving('failed')
    }
  }
  return (
    <article className="plan-report">
      <h2>{title}</h2>
      <p className="plan-report-acts no-print">
        <Button
          type="primary"
          loading={saving === 'busy'}
          disabled={!own || !rows.data || !parts.data || (region.level === 'county' && !cells.cells)}
          onClick={() => void save()}
        >
          {t('plan.pdf')}
        </Button>
        <Button onClick={() => window.print()}>{t('plan.print')}</Button>
        {saving === 'failed' && <span role="alert">{t('plan.pdfFailed')}</span>}
      </p>
      <RunFacts run={run} />
      {own && (
        <ul className="plan-headline">
          {headlined.map((name) => (
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
      <Legend figure={shown.figure} title={shownName} shades={shown.shades} />
      <h3>{t('plan.reportFigures')}</h3>
      {values.data && <FigureColumns run={run} regions={values.data} />}
      <LorenzChart runId={run.id} region={region.code} />
      <h3>{placesTitle}</h3>
      <table className="plan-plain">
        <thead>
          <tr>
            {placesHead.map((words) => (
              <th key={words}>{words}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.data?.items.map((row, at) => (
            <tr key={`${row.placeId} ${row.nameZh}`}>
              {placesHead.map((column, i) => (
                <td key={column}>{placeRows[at]![i]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <h3>{t('plan.reportHow')}</h3>
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </article>
  )
}
