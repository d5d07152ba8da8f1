import { useQuery } from '@tanstack/react-query'
import { Table } from 'antd'
import { call } from '../api.ts'
import { useRegions } from '../client/queries.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'

/** How far a grid is from the census, in sum and by county, the farthest first; and what of it lay outside. */
export function PopulationReport({ id }: { id: number }) {
  const { t, language } = useText()
  const regions = useRegions()
  const grid = useQuery({
    queryKey: ['plan-population', id],
    queryFn: ({ signal }) => call('getPopulation', { params: { id }, signal }),
  })
  if (grid.isPending) return <div className="console-loading skeleton" aria-busy="true" />
  if (grid.isError)
    return (
      <p className="notice" role="alert">
        {t('console.noAnswer')}
      </p>
    )
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })
  const percent = new Intl.NumberFormat(language, {
    style: 'percent',
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  })
  const rows = grid.data.report.map((row) => ({ ...row, off: row.census ? row.grid / row.census - 1 : null }))
  const census = rows.reduce((sum, row) => sum + (row.census ?? 0), 0)
  const people = rows.reduce((sum, row) => sum + row.grid, 0)
  const empty = rows.filter(({ cells }) => cells === 0).length
  if (rows.length === 0) return <p className="notice">{t('plan.gridNoReport')}</p>
  const nameOf = (code: string) => {
    const region = regions.data?.find((one) => one.code === code)
    return region ? nameIn(language, region) : code
  }
  return (
    <section aria-label={t('plan.gridReport')}>
      <dl className="plan-figures plan-card">
        <dt>{t('plan.gridSum')}</dt>
        <dd>{number.format(people)}</dd>
        <dt>{t('plan.censusSum')}</dt>
        <dd>{number.format(census)}</dd>
        <dt>{t('plan.gridOff')}</dt>
        <dd>{census > 0 ? percent.format(people / census - 1) : '–'}</dd>
        <dt>{t('plan.gridOutside')}</dt>
        <dd>{number.format(grid.data.peopleOutside)}</dd>
        <dt>{t('plan.gridEmpty')}</dt>
        <dd>{number.format(empty)}</dd>
      </dl>
      <Table
        className="plan-table"
        rowKey="code"
        size="small"
        dataSource={rows.toSorted(
          (a, b) => Number(b.cells > 0) - Number(a.cells > 0) || Math.abs(b.off ?? 0) - Math.abs(a.off ?? 0),
        )}
        pagination={{ pageSize: 12, showSizeChanger: false }}
        columns={[
          { title: t('plan.region'), render: (_, { code }) => nameOf(code) },
          {
            title: t('plan.census'),
            align: 'right',
            render: (_, row) => (row.census === null ? '–' : number.format(row.census)),
          },
          { title: t('plan.grid'), align: 'right', render: (_, row) => number.format(row.grid) },
          {
            title: t('plan.off'),
            align: 'right',
            sorter: (a, b) => (a.off ?? 0) - (b.off ?? 0),
            render: (_, { off }) => (off === null ? '–' : percent.format(off)),
          },
          {
            title: t('plan.factor'),
            align: 'right',
            render: (_, { factor }) => (factor === null ? '–' : factor.toFixed(3)),
          },
        ]}
      />
    </section>
  )
}
