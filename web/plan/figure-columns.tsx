import { Table } from 'antd'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { figureName, figuresOfRun, formatFigure } from './figure-words.ts'
import type { ValueRow } from './read-level.ts'
import type { Run } from './use-runs.ts'

interface Props {
  run: Run
  regions: readonly ValueRow[]
}

/** Every figure of a run, a line each, with the regions side by side; the bar is the value against the largest beside it. */
export function FigureColumns({ run, regions }: Props) {
  const { t, language } = useText()
  const people = new Intl.NumberFormat(language)
  const lines = ['people', ...figuresOfRun(run.parameters.radiiMetres)]
  const valueIn = (row: ValueRow, line: string) => (line === 'people' ? row.population : (row.values[line] ?? null))
  const mostOf = (line: string) => Math.max(1e-9, ...regions.map((row) => Math.abs(valueIn(row, line) ?? 0)))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no wheel scrolls it by arrow keys
    <section className="plan-scroll" aria-label={t('plan.figure')} tabIndex={0}>
      <Table
        className="plan-table plan-columns"
        rowKey="line"
        size="small"
        pagination={false}
        style={{ minWidth: 200 + regions.length * 130 }}
        dataSource={lines.map((line) => ({ line }))}
        columns={[
          {
            title: t('plan.figure'),
            width: 200,
            render: (_, { line }) => (line === 'people' ? t('plan.people') : figureName(line, t)),
          },
          ...regions.map((row) => ({
            title: nameIn(language, row),
            key: row.code,
            align: 'right' as const,
            render: (_: unknown, { line }: { line: string }) => {
              const value = valueIn(row, line)
              if (row.hidden.includes(line)) return t('plan.hidden')
              return (
                <div className="plan-barred">
                  <span>
                    {line === 'people'
                      ? value === null
                        ? '–'
                        : people.format(value)
                      : formatFigure(line, value, language)}
                  </span>
                  <i style={{ width: `${(100 * Math.abs(value ?? 0)) / mostOf(line)}%` }} />
                </div>
              )
            },
          })),
        ]}
      />
    </section>
  )
}
