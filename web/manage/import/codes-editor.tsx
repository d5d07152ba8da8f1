import type { PlaceTypes } from '../../client/queries.ts'
import { useText } from '../../i18n/use-text.tsx'
import { Choice } from './choice.tsx'
import type { Mapping } from './mapping-form.tsx'

interface Props {
  mapping: Mapping
  rows: readonly Record<string, string>[]
  types: PlaceTypes['types']
  onChange(fields: Mapping['fields']): void
}

/** Words of the type column that are none of ours, each to be given one. */
export function CodesEditor({ mapping: { fields }, rows, types, onChange }: Props) {
  const { t, language } = useText()
  const { type } = fields
  if (!type?.column || types.length === 0) return null
  const known = new Set(types.flatMap(({ code, nameZh, nameEn }) => [code, nameZh, nameEn.toLowerCase()]))
  const words = [...new Set([...rows.map((row) => row[type.column!] ?? ''), ...Object.keys(type.codes ?? {})])].filter(
    (word) => word !== '' && !known.has(word) && !known.has(word.toLowerCase()),
  )
  if (words.length === 0) return null
  const options = types
    .filter(({ deprecated }) => !deprecated)
    .map((one) => ({ value: one.code, label: language === 'en' ? one.nameEn : one.nameZh }))
  const put = (word: string, code: string | null) => {
    const { [word]: _before, ...others } = type.codes ?? {}
    onChange({ ...fields, type: { ...type, codes: code === null ? others : { ...others, [word]: code } } })
  }
  return (
    <section className="import-card">
      <h3>{t('import.codes')}</h3>
      {words.map((word) => (
        <Choice
          key={word}
          label={t('import.codeIs', { word })}
          value={type.codes?.[word] ?? null}
          none={t('import.notGiven')}
          options={options}
          onChange={(code) => put(word, code)}
        />
      ))}
    </section>
  )
}
