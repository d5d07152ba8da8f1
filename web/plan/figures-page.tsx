import './plan.css'
import { useQuery } from '@tanstack/react-query'
import { Button, Dropdown, Input, Segmented, Select, Table, Tag } from 'antd'
import type OlMap from 'ol/Map.js'
import { useMemo, useRef, useState } from 'react'
import { call, type ReplyOf } from '../api.ts'
import { useRegions } from '../client/queries.ts'
import { goTo, useQueryString } from '../console/console-address.ts'
import { useText } from '../i18n/use-text.tsx'
import { CellsLayer, useCellDots } from './cell-dots.tsx'
import { ChoroplethMap } from './choropleth-map.tsx'
import { breaksOf, type ClassMethod, classOf, coloursFor, noValueColour } from './classes.ts'
import { DetailDrawer } from './detail-drawer.tsx'
import { exportMap } from './export-map.ts'
import { figureName, figuresOfRun, formatFigure } from './figure-words.ts'
import { Legend } from './legend.tsx'
import { RunFacts } from './run-facts.tsx'
import { RunForm } from './run-form.tsx'

type Row = ReplyOf<'listValues'>['items'][number]
const classes = 6

/** `/plan`: one figure of a run on the map and in the table, down from province to county and its cells. The address keeps it all. */
export function FiguresPage() {
  const { t, language } = useText()
  const address = new URLSearchParams(useQueryString())
  const set = (changes: Record<string, string | null>) => {
    const next = new URLSearchParams(location.search)
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) next.delete(name)
      else next.set(name, value)
    }
    goTo(`/plan?${next}`)
  }
  const regions = useRegions()
  const runs = useQuery({
    queryKey: ['plan-runs'],
    queryFn: ({ signal }) => call('listRuns', { query: { limit: 100 }, signal }),
    refetchInterval: ({ state }) =>
      state.data?.items.some((run) => run.state === 'waiting' || run.state === 'running') ? 1_500 : 30_000,
  })
  const done = runs.data?.items.filter(({ state }) => state === 'done') ?? []
  const run = done.find(({ id }) => id === Number(address.get('run'))) ?? done[0]
  const figure = address.get('figure') ?? 'covered-1000'
  const within = address.get('region')
  const byCounty = address.get('by') === 'county'
  const method = (address.get('classes') ?? 'quantile') as ClassMethod
  const region = regions.data?.find(({ code }) => code === within)
  const level = !region ? (byCounty ? 'county' : 'prefecture') : 'county'
  const [making, setMaking] = useState(false)
  const [details, setDetails] = useState<string | null>(null)
  const map = useRef<OlMap | null>(null)

  const values = useQuery({
    queryKey: ['plan-values', run?.id, run?.dataVersion, within, level],
    queryFn: ({ signal }) => readLevel(run!.id, region, level, signal),
    enabled: run !== undefined && (within === null || region !== undefined),
  })
  const rows = values.data?.items ?? noRows
  const bounds = address.get('bounds') ?? ''
  const { known, breaks, colours, colourOf, byCode } = useMemo(
    () => shadesOf(rows, figure, method, bounds),
    [rows, figure, method, bounds],
  )
  const nameOf = (row: { nameZh: string; nameEn: string }) => (language === 'zh-CN' ? row.nameZh : row.nameEn)
  const cells = useCellDots(run?.id, region?.level === 'county' ? region.code : null, figure)
  const pick = (code: string) => set({ region: code === within ? null : code })

  if (runs.isPending) return <div className="console-loading skeleton" aria-busy="true" />
  return (
    <section className="plan">
      <div className="console-title">
        <h2>{t('plan.title')}</h2>
        <div className="plan-actions">
          <Button onClick={() => setMaking(true)}>{t('plan.newRun')}</Button>
          <Dropdown
            menu={{
              items: (['xlsx', 'csv', 'geojson', 'png'] as const).map((key) => ({
                key,
                label: t(`plan.export.${key}`),
              })),
              onClick: ({ key }) => {
                if (key === 'png') {
                  if (map.current && run)
                    void exportMap(map.current, {
                      title: figureName(figure, t),
                      breaks,
                      colours,
                      figure,
                      language,
                      known,
                      sources: sourcesOf(run, t),
                    })
                } else if (run) location.assign(`/api/planning/runs/${run.id}/export?format=${key}&level=${level}`)
              },
            }}
          >
            <Button disabled={!run}>{t('plan.export')}</Button>
          </Dropdown>
        </div>
      </div>
      <RunForm open={making} onClose={() => setMaking(false)} onStarted={({ id }) => set({ run: String(id) })} />
      {runs.data?.items.some(({ state }) => state === 'waiting' || state === 'running') && (
        <p role="status" className="notice">
          {t('plan.computing')}
        </p>
      )}
      {!run ? (
        <div className="notice">
          <p>{t('plan.noRun')}</p>
          <Button type="primary" onClick={() => setMaking(true)}>
            {t('plan.newRun')}
          </Button>
        </div>
      ) : (
        <>
          <div className="plan-controls">
            <div className="plan-control">
              <span>{t('plan.run')}</span>
              <Select
                value={run.id}
                aria-label={t('plan.run')}
                onChange={(id) => set({ run: String(id) })}
                popupMatchSelectWidth={false}
                options={done.map(({ id, name, createdAt }) => ({
                  value: id,
                  label: `${name || t('plan.unnamed')} · ${new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' }).format(new Date(createdAt))}`,
                }))}
              />
            </div>
            <div className="plan-control">
              <span>{t('plan.figure')}</span>
              <Select
                value={figure}
                aria-label={t('plan.figure')}
                popupMatchSelectWidth={false}
                onChange={(value) => set({ figure: value })}
                options={figuresOfRun(run.parameters.radiiMetres).map((value) => ({
                  value,
                  label: figureName(value, t),
                }))}
              />
            </div>
            <div className="plan-control">
              <span>{t('plan.classes')}</span>
              <Segmented
                value={method}
                onChange={(value) => set({ classes: value })}
                options={(['quantile', 'natural', 'own'] as const).map((value) => ({
                  value,
                  label: t(`plan.classes.${value}`),
                }))}
              />
            </div>
            {method === 'own' && (
              <Input
                style={{ width: 220 }}
                defaultValue={address.get('bounds') ?? ''}
                aria-label={t('plan.bounds')}
                placeholder={t('plan.bounds')}
                onPressEnter={(event) => set({ bounds: event.currentTarget.value })}
                onBlur={(event) => set({ bounds: event.currentTarget.value })}
              />
            )}
            {!within && (
              <div className="plan-control">
                <span>{t('plan.level')}</span>
                <Segmented
                  value={byCounty ? 'county' : 'prefecture'}
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
                › {nameOf(one)}
              </button>
            ))}
            {region && (
              <Button size="small" onClick={() => setDetails(region.code)}>
                {t('plan.rowsOf', { name: nameOf(region) })}
              </Button>
            )}
          </nav>
          <div className="plan-body">
            <div className="plan-map-side">
              <ChoroplethMap
                level={level}
                colours={byCode}
                words={(code) => {
                  const row = rows.find((one) => one.code === code)
                  return row ? `${nameOf(row)}: ${formatFigure(figure, row.values[figure], language)}` : null
                }}
                regions={regions.data}
                within={within}
                dots={cells.dots}
                onPick={pick}
                mapRef={map}
              />
              {known.length > 0 && (
                <Legend
                  figure={figure}
                  title={figureName(figure, t)}
                  breaks={breaks}
                  colours={colours}
                  least={Math.min(...known)}
                  most={Math.max(...known)}
                />
              )}
            </div>
            <div className="plan-table">
              {values.isError && (
                <p className="notice" role="alert">
                  {t('console.noAnswer')}
                </p>
              )}
              <Table<Row>
                rowKey="code"
                size="small"
                loading={values.isPending}
                dataSource={rows}
                pagination={false}
                scroll={{ y: 520 }}
                onRow={({ code }) => ({ onDoubleClick: () => pick(code) })}
                columns={[
                  {
                    title: t('plan.region'),
                    sorter: (a, b) => a.code.localeCompare(b.code),
                    render: (_, row) => (
                      <button type="button" className="link" onClick={() => pick(row.code)}>
                        {nameOf(row)}
                      </button>
                    ),
                  },
                  {
                    title: t('plan.people'),
                    align: 'right',
                    sorter: (a, b) => (a.population ?? 0) - (b.population ?? 0),
                    render: (_, { population }) =>
                      population === null ? '–' : new Intl.NumberFormat(language).format(population),
                  },
                  {
                    title: figureName(figure, t),
                    align: 'right',
                    defaultSortOrder: 'ascend',
                    sorter: (a, b) => (a.values[figure] ?? -Infinity) - (b.values[figure] ?? -Infinity),
                    render: (_, row) =>
                      row.hidden.includes(figure) ? (
                        <Tag title={t('plan.hiddenWhy')}>{t('plan.hidden')}</Tag>
                      ) : (
                        <>
                          <i className="plan-swatch" style={{ background: colourOf(row.values[figure]) }} />
                          {formatFigure(figure, row.values[figure], language)}
                        </>
                      ),
                  },
                  {
                    title: t('plan.rows'),
                    width: 76,
                    render: (_, row) => (
                      <Button
                        size="small"
                        onClick={() => setDetails(row.code)}
                        aria-label={t('plan.rowsOf', { name: nameOf(row) })}
                      >
                        {t('plan.rows')}
                      </Button>
                    ),
                  },
                ]}
                summary={() =>
                  values.data?.totals.map((total) => (
                    <Table.Summary.Row key={total.code}>
                      <Table.Summary.Cell index={0}>
                        <b>{t('plan.totalOf', { name: nameOf(total) })}</b>
                      </Table.Summary.Cell>
                      <Table.Summary.Cell index={1} align="right">
                        {total.population === null ? '–' : new Intl.NumberFormat(language).format(total.population)}
                      </Table.Summary.Cell>
                      <Table.Summary.Cell index={2} align="right">
                        <b>{formatFigure(figure, total.values[figure], language)}</b>
                      </Table.Summary.Cell>
                      <Table.Summary.Cell index={3} />
                    </Table.Summary.Row>
                  ))
                }
              />
              <CellsLayer cells={cells} />
            </div>
          </div>
          <DetailDrawer run={run} region={details} onClose={() => setDetails(null)} figure={figure} />
        </>
      )}
    </section>
  )
}

type Region = ReplyOf<'listRegions'>['items'][number]

const noRows: Row[] = []

/** The classes of a figure over the regions shown, and the colour of each. */
function shadesOf(rows: readonly Row[], figure: string, method: ClassMethod, bounds: string) {
  const own = bounds
    .split(/[,，\s]+/)
    .filter((text) => text !== '')
    .map(Number)
    .filter(Number.isFinite)
  const known = rows.flatMap(({ values }) => (values[figure] == null ? [] : [values[figure]]))
  const breaks = breaksOf(known, method, classes, own)
  const colours = coloursFor(breaks.length + 1)
  const colourOf = (value: number | null | undefined) =>
    value == null ? noValueColour : colours[classOf(value, breaks)]!
  return {
    known,
    breaks,
    colours,
    colourOf,
    byCode: new Map(rows.map((row) => [row.code, colourOf(row.values[figure])])),
  }
}

/** Rows of the level, and the totals under them: of the region, or of each province. */
async function readLevel(id: number, region: Region | undefined, level: string, signal: AbortSignal) {
  const ask = (query: { level?: 'province' | 'prefecture' | 'county'; parent?: string }) =>
    call('listValues', { params: { id }, query, signal })
  if (region?.level === 'county') {
    const { items } = await ask({ parent: region.parentCode! })
    return { items: items.filter(({ code }) => code === region.code), totals: [] }
  }
  if (region) {
    const { items, total } = await ask({ parent: region.code })
    return { items, totals: total ? [total] : [] }
  }
  const [own, provinces] = await Promise.all([ask({ level: level as 'county' }), ask({ level: 'province' })])
  const parents = new Set(own.items.map(({ parentCode }) => parentCode))
  // A municipality has no prefectures: its districts stand beside the others' prefectures.
  const without = level === 'prefecture' ? provinces.items.filter(({ code }) => !parents.has(code)) : []
  const districts = await Promise.all(without.map(({ code }) => ask({ parent: code })))
  return { items: [...own.items, ...districts.flatMap(({ items }) => items)], totals: provinces.items }
}

function ancestorsOf(region: Region | undefined, regions: readonly Region[] | undefined): Region[] {
  if (!region) return []
  const parent = regions?.find(({ code }) => code === region.parentCode)
  return [...ancestorsOf(parent, regions), region]
}

const sourcesOf = (run: ReplyOf<'getRun'>, t: ReturnType<typeof useText>['t']): string =>
  t('plan.sources', { population: run.populationName ?? t('plan.even'), at: run.dataAt?.slice(0, 10) ?? '' })
