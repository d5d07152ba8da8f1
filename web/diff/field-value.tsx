import { usePlaceTypes } from '../client/queries.ts'
import { useText } from '../i18n/use-text.tsx'
import { valueLines } from './field-words.ts'

/** A value of a record in words; a dash where there is none. */
export function FieldValue({ field, value, type }: { field: string; value: unknown; type: string }) {
  const { language, t } = useText()
  const { data: types } = usePlaceTypes()
  const lines = valueLines(field, value, { language, t, types, type })
  if (lines.length === 0) return <span className="soft">—</span>
  return (
    <span className="field-value">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines may repeat
        <span key={index}>{line}</span>
      ))}
    </span>
  )
}
