import type { ReplyOf } from '../../api.ts'
import { useText } from '../../i18n/use-text.tsx'
import type { TextKey } from '../../i18n/zh-CN.ts'
import { zhCN } from '../../i18n/zh-CN.ts'

type Row = ReplyOf<'listImportRows'>['items'][number]

interface Props {
  row: Row
  /** Whether decisions can still be made. */
  open: boolean
  onDecide(decision: 'new' | 'same' | 'skip'): void
}

/** One row: what it is called, and why it has this outcome. */
export function ResultRow({ row, open, onDecide }: Props) {
  const { t, language } = useText()
  const fieldName = (field: string) => (`import.field.${field}` in zhCN ? t(`import.field.${field}` as TextKey) : field)
  const shown = (value: unknown) =>
    value === null || value === undefined || value === ''
      ? t('import.empty')
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value)
  const name = row.nameZh ?? Object.values(row.cells)[0] ?? '—'
  return (
    <li className="import-row">
      <span className="soft import-row-number">{t('import.row', { row: row.row })}</span>
      <div>
        {row.placeId !== null && row.outcome !== 'duplicate' ? (
          <a href={`/places/${row.placeId}`} target="_blank" rel="noreferrer">
            <b>{name}</b>
          </a>
        ) : (
          <b>{name}</b>
        )}
        {row.problems.map((problem) => (
          <p key={problem.code + problem.column} className="import-problem">
            {t(problem.value === '' ? 'import.problemEmpty' : 'import.problem', {
              column: problem.column,
              value: problem.value,
              expected: language === 'en' ? problem.expectedEn : problem.expectedZh,
            })}
          </p>
        ))}
        {Object.entries(row.changes ?? {}).map(([field, [before, after]]) => (
          <p key={field}>
            {t('import.change', { field: fieldName(field), before: shown(before), after: shown(after) })}
          </p>
        ))}
        {row.outcome === 'duplicate' && row.placeId !== null && (
          <p>
            <a href={`/places/${row.placeId}`} target="_blank" rel="noreferrer">
              {t('import.like', {
                name: row.placeName ?? '',
                percent: Math.round((row.similarity ?? 0) * 100),
                metres: Math.round(row.distanceMetres ?? 0),
              })}
            </a>
          </p>
        )}
        {row.outcome === 'duplicate' && open && (
          <label className="import-line">
            <span>{t('import.decide')}</span>
            <select
              className="import-select"
              value={row.decision ?? 'skip'}
              onChange={(event) => onDecide(event.target.value as 'new' | 'same' | 'skip')}
            >
              {row.decisions.map((decision) => (
                <option key={decision} value={decision}>
                  {t(`import.decision.${decision}`)}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
    </li>
  )
}
