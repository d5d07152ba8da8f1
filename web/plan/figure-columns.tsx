import { Table } from 'antd'
import { type Language, nameIn } from '../i18n/language.ts'
import type { Translate } from '../i18n/translate.ts'
import { useText } from '../i18n/use-text.tsx'
import { figureName, figuresOfRun, formatFigure } from './figure-words.ts'
import type { ValueRow } from './read-level.ts'
import type { Run } from './use-runs.ts'

interface Props {
  run: Run
  regions: readonly ValueRow[]
}

/** Lines of the table: people, then each figure of the run. */
export const linesOf = (run: Run): string[] => ['people', ...figuresOfRun(run.parameters.radiiMetres)]
export const lineName = (line: string, t: Translate): string =>
  line === 'people' ? t('plan.people') : figureName(line, t)
export const valueIn = (row: ValueRow, line: string): number | null =>
  line === 'people' ? row.population : (row.values[line] ?? null)
export const lineText = (line: string, value: number | null, language: Language): string =>
  line === 'people' && value !== null
    ? new Intl.NumberFormat(language).format(value)
    : formatFigure(line, value, language)

/** Every figure of a run, a line each, with the regions side by side; the bar is the value against the largest beside it. */
export function FigureColumns({ run, regions }: Props) {
  const { t, language } = useText()
  const lines = linesOf(run)
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
            render: (_, { line }) => lineName(line, t),
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
                  <span>{lineText(line, value, language)}</span>
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
