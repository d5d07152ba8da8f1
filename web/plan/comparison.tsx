import { useQuery } from '@tanstack/react-query'
import { Table } from 'antd'
import type OlMap from 'ol/Map.js'
import { useMemo, useRef, useState } from 'react'
import { call } from '../api.ts'
import { useRegions } from '../client/queries.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { ChoroplethMap } from './choropleth-map.tsx'
import { classOf, diverging, noValueColour } from './classes.ts'
import { FigureSelect } from './figure-select.tsx'
import { figureName, formatFigure } from './figure-words.ts'
import { type Change, dotsOf } from './scenario-changes.ts'

const figureRadii = [300, 500, 800, 1000, 1500, 2000, 3000]

/** Today, the scenario and their difference, in a table and on the map. */
export function Comparison({ base, planned, changes }: { base: number; planned: number; changes: readonly Change[] }) {
  const { t, language } = useText()
  const regions = useRegions()
  const [figure, setFigure] = useState('covered-1000')
  const map = useRef<OlMap | null>(null)
  const values = useQuery({
    queryKey: ['plan-differences', base, planned],
    queryFn: ({ signal }) =>
      Promise.all(
        [base, planned].map((id) => call('listValues', { params: { id }, query: { level: 'county' }, signal })),
      ),
  })
  const rows = useMemo(() => {
    const before = new Map(values.data?.[0]?.items.map((row) => [row.code, row.values]))
    return (values.data?.[1]?.items ?? []).map((row) => {
      const [was, will] = [before.get(row.code)?.[figure] ?? null, row.values[figure] ?? null]
      return { ...row, was, will, difference: was === null || will === null ? null : will - was }
    })
  }, [values.data, figure])
  const colours = useMemo(() => {
    const most = Math.max(1e-9, ...rows.map(({ difference }) => Math.abs(difference ?? 0)))
    const breaks = [-0.5, -0.15, -1e-9, 1e-9, 0.15, 0.5].map((share) => share * most)
    return new Map(
      rows.map(({ code, difference }) => [
        code,
        difference === null ? noValueColour : diverging[classOf(difference, breaks)]!,
      ]),
    )
  }, [rows])
  const dots = useMemo(() => dotsOf(changes, null), [changes])
  const signed = (value: number | null) =>
    (value !== null && value > 0 ? '+' : '') + formatFigure(figure, value, language)
  const moved = rows.filter(({ difference }) => difference !== null && Math.abs(difference) > 1e-9).length
  return (
    <section className="plan-comparison" aria-label={t('plan.difference')}>
      <div className="plan-controls">
        <FigureSelect figure={figure} radii={figureRadii} onChange={setFigure} />
        <p className="soft" role="status">
          {values.isSuccess && t('plan.differs', { count: moved, figure: figureName(figure, t) })}
        </p>
      </div>
      <div className="plan-body">
        <ChoroplethMap
          colours={colours}
          words={(code) => {
            const row = rows.find((one) => one.code === code)
            return row ? `${nameIn(language, row)}: ${signed(row.difference)}` : null
          }}
          regions={regions.data}
          within={null}
          dots={dots}
          onPick={() => {}}
          mapRef={map}
        />
        <Table
          className="plan-table"
          rowKey="code"
          size="small"
          loading={values.isPending}
          dataSource={rows.toSorted((a, b) => Math.abs(b.difference ?? 0) - Math.abs(a.difference ?? 0))}
          pagination={{ pageSize: 12, showSizeChanger: false }}
          columns={[
            { title: t('plan.region'), render: (_, row) => nameIn(language, row) },
            { title: t('plan.baseline'), align: 'right', render: (_, row) => formatFigure(figure, row.was, language) },
            { title: t('plan.whatIf'), align: 'right', render: (_, row) => formatFigure(figure, row.will, language) },
            { title: t('plan.difference'), align: 'right', render: (_, row) => signed(row.difference) },
          ]}
        />
      </div>
    </section>
  )
}
