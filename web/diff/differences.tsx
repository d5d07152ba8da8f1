import './diff.css'
import { usePlaceTypes } from '../client/queries.ts'
import { useText } from '../i18n/use-text.tsx'
import { DiffMap } from './diff-map.tsx'
import { FieldValue } from './field-value.tsx'
import { fieldTitle } from './field-words.ts'

interface Difference {
  field: string
  before?: unknown
  after?: unknown
}

/** What changes, field by field, and on a map where the shape does. */
export function Differences({ differences, type }: { differences: readonly Difference[]; type: string }) {
  const { language, t } = useText()
  const { data: types } = usePlaceTypes()
  const rows = differences.flatMap(byAttribute).filter(({ field }) => field !== 'sourceDatum')
  const shape = differences.find(({ field }) => field === 'geometry')
  if (rows.length === 0) return <p className="soft">{t('diff.none')}</p>
  return (
    <>
      {shape && <DiffMap before={shape.before as object | null} after={shape.after as object | null} />}
      <table className="diff-table">
        <thead>
          <tr>
            <th scope="col">{t('diff.field')}</th>
            <th scope="col">{t('diff.before')}</th>
            <th scope="col">{t('diff.after')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ field, before, after }) => (
            <tr key={field}>
              <th scope="row">{fieldTitle(field, { language, t, types, type })}</th>
              <td className="diff-old">
                <FieldValue field={field} value={before} type={type} />
              </td>
              <td className="diff-new">
                <FieldValue field={field} value={after} type={type} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

/** Attributes one by one; those that stay are left out. */
function byAttribute({ field, before, after }: Difference): Difference[] {
  if (field !== 'attributes') return [{ field, before, after }]
  const [old, now] = [before, after].map((value) => (value ?? {}) as Record<string, unknown>)
  const names = [...new Set([...Object.keys(old!), ...Object.keys(now!)])].sort()
  return names
    .filter((name) => JSON.stringify(old![name]) !== JSON.stringify(now![name]))
    .map((name) => ({ field: `attributes.${name}`, before: old![name], after: now![name] }))
}
