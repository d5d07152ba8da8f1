import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { call, type ReplyOf } from '../../api.ts'
import { ApiProblem } from '../../client/problem.ts'
import { useText } from '../../i18n/use-text.tsx'
import { ResultRow } from './result-row.tsx'

type Import = ReplyOf<'getImport'>
const outcomes = ['new', 'changed', 'duplicate', 'rejected', 'unchanged'] as const
type Outcome = (typeof outcomes)[number]

interface Props {
  one: Import
  onMoved(next: Import): void
  onMapping(): void
}

/** Every row of the file with what will become, or became, of it. */
export function CheckResult({ one, onMoved, onMapping }: Props) {
  const { t } = useText()
  const client = useQueryClient()
  const { counts, state } = one
  const [outcome, setOutcome] = useState<Outcome>(() => outcomes.find((each) => (counts[each] ?? 0) > 0) ?? 'new')
  const [problem, setProblem] = useState<string | null>(null)
  const rows = useInfiniteQuery({
    queryKey: ['import-rows', one.id, outcome, state],
    queryFn: ({ signal, pageParam }) =>
      call('listImportRows', { params: { id: one.id }, query: { outcome, after: pageParam, limit: 50 }, signal }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.nextAfter ?? undefined,
  })
  const items = rows.data?.pages.flatMap((page) => page.items) ?? []
  const act = async (step: () => Promise<unknown>) => {
    setProblem(null)
    try {
      await step()
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error.message : t('console.noAnswer'))
    }
  }
  const move = (name: 'applyImport' | 'undoImport') =>
    act(async () => onMoved(await call(name, { params: { id: one.id }, body: {} })))
  const decide = (numbers: number[] | null, decision: 'new' | 'same' | 'skip') =>
    act(async () => {
      await call('decideImportRows', { params: { id: one.id }, body: { rows: numbers, decision } })
      await client.invalidateQueries({ queryKey: ['import-rows', one.id] })
    })
  const toWrite = (counts.new ?? 0) + (counts.changed ?? 0)
  return (
    <>
      <div className="import-counts" role="tablist" aria-label={t('import.what')}>
        {outcomes.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            aria-selected={each === outcome}
            className={`import-count ${each}`}
            onClick={() => setOutcome(each)}
          >
            <b>{counts[each] ?? 0}</b>
            <span>{t(`import.outcome.${each}`)}</span>
          </button>
        ))}
      </div>
      {state === 'applied' && (
        <Alert
          type="success"
          showIcon
          title={t('import.applied', { count: counts.applied ?? 0 })}
          action={<a href="/">{t('import.toMap')}</a>}
        />
      )}
      {state === 'undone' && (
        <Alert
          type="info"
          showIcon
          title={t('import.undone', { undone: counts.undone ?? 0, kept: counts.kept ?? 0 })}
        />
      )}
      {state === 'checked' && outcome === 'duplicate' && items.length > 1 && (
        <div className="import-line">
          <span>{t('import.decideAll')}</span>
          <span className="import-decisions">
            {(['same', 'new', 'skip'] as const).map((decision) => (
              <Button key={decision} size="small" onClick={() => void decide(null, decision)}>
                {t(`import.decision.${decision}`)}
              </Button>
            ))}
          </span>
        </div>
      )}
      <ul className="import-rows" aria-busy={rows.isPending}>
        {items.map((row) => (
          <ResultRow
            key={row.number}
            row={row}
            open={state === 'checked'}
            onDecide={(decision) => void decide([row.number], decision)}
          />
        ))}
      </ul>
      {rows.isSuccess && items.length === 0 && <p className="soft">{t('import.rowsNone')}</p>}
      {rows.hasNextPage && <Button onClick={() => void rows.fetchNextPage()}>{t('import.more')}</Button>}
      {problem && <Alert type="error" showIcon title={problem} role="alert" />}
      <div className="import-actions">
        {state === 'checked' && (
          <Button type="primary" size="large" onClick={() => void move('applyImport')}>
            {toWrite === 0 && (counts.duplicate ?? 0) === 0
              ? t('import.applyNothing')
              : t('import.apply', { count: toWrite })}
          </Button>
        )}
        {state === 'applied' && (
          <Popconfirm
            title={t('import.undoSure')}
            okText={t('import.undo')}
            cancelText={t('common.cancel')}
            onConfirm={() => move('undoImport')}
          >
            <Button danger>{t('import.undo')}</Button>
          </Popconfirm>
        )}
        {state !== 'applied' && <Button onClick={onMapping}>{t('import.checkAgain')}</Button>}
      </div>
    </>
  )
}
