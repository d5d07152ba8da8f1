import { Button, Table, Tag } from 'antd'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { useMedia } from '../ui/use-media.ts'
import { figureName, formatFigure } from './figure-words.ts'
import type { ValueRow } from './read-level.ts'
import type { Shades } from './shades.ts'

interface Props {
  figure: string
  rows: readonly ValueRow[]
  totals: readonly ValueRow[]
  loading: boolean
  shades: Shades
  onPick(code: string): void
  onDetails(code: string): void
}

/** The figure by region, to be sorted, with totals below that never scroll away. */
export function FigureTable({ figure, rows, totals, loading, shades, onPick, onDetails }: Props) {
  const { t, language } = useText()
  // A phone has no room for a column of people: they stand below the name.
  const narrow = useMedia('(max-width: 600px)')
  const people = ({ population }: ValueRow) =>
    population === null ? '–' : new Intl.NumberFormat(language).format(population)
  return (
    <Table<ValueRow>
      rowKey="code"
      size="small"
      loading={loading}
      dataSource={[...rows]}
      pagination={false}
      scroll={{ y: 'min(520px, 54vh)' }}
      columns={[
        {
          title: t('plan.region'),
          sorter: (a, b) => a.code.localeCompare(b.code),
          render: (_, row) => (
            <>
              <button type="button" className="link" onClick={() => onPick(row.code)}>
                {nameIn(language, row)}
              </button>
              {narrow && <div className="soft plan-under">{`${t('plan.people')} ${people(row)}`}</div>}
            </>
          ),
        },
        ...(narrow
          ? []
          : [
              {
                title: t('plan.people'),
                align: 'right' as const,
                width: 116,
                sorter: (a: ValueRow, b: ValueRow) => (a.population ?? 0) - (b.population ?? 0),
                render: (_: unknown, row: ValueRow) => people(row),
              },
            ]),
        {
          title: figureName(figure, t),
          align: 'right',
          width: narrow ? 128 : 156,
          defaultSortOrder: 'ascend',
          sorter: (a, b) => (a.values[figure] ?? -Infinity) - (b.values[figure] ?? -Infinity),
          render: (_, row) =>
            row.hidden.includes(figure) ? (
              <Tag title={t('plan.hiddenWhy')}>{t('plan.hidden')}</Tag>
            ) : (
              <>
                <i className="plan-swatch" style={{ background: shades.colourOf(row.values[figure]) }} />
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
              onClick={() => onDetails(row.code)}
              aria-label={t('plan.rowsOf', { name: nameIn(language, row) })}
            >
              {t('plan.rows')}
            </Button>
          ),
        },
      ]}
      summary={() => (
        <Table.Summary fixed>
          {totals.map((total) => (
            <Table.Summary.Row key={total.code}>
              <Table.Summary.Cell index={0}>
                <b>{t('plan.totalOf', { name: nameIn(language, total) })}</b>
              </Table.Summary.Cell>
              {!narrow && (
                <Table.Summary.Cell index={1} align="right">
                  {people(total)}
                </Table.Summary.Cell>
              )}
              <Table.Summary.Cell index={2} align="right">
                <b>{formatFigure(figure, total.values[figure], language)}</b>
              </Table.Summary.Cell>
              <Table.Summary.Cell index={3} />
            </Table.Summary.Row>
          ))}
        </Table.Summary>
      )}
    />
  )
}
