import type { PlaceTypes } from '../../client/queries.ts'
import { useText } from '../../i18n/use-text.tsx'
import { Choice } from './choice.tsx'
import type { Mapping } from './mapping-form.tsx'

export const importFields = [
  'nameZh',
  'type',
  'addressZh',
  'nameEn',
  'ownerName',
  'ownership',
  'areaM2',
  'builtYear',
  'phone',
  'website',
  'hours',
  'fee',
  'priceYuan',
  'sports',
  'status',
] as const

interface Props {
  mapping: Mapping
  columns: readonly string[]
  types: PlaceTypes['types']
  onChange(fields: Mapping['fields']): void
}

/** Which column fills which field; a type may be the same for the whole file. */
export function FieldsEditor({ mapping: { fields }, columns, types, onChange }: Props) {
  const { t, language } = useText()
  const choices = columns.map((column) => ({ value: `c:${column}`, label: column }))
  const constants = types
    .filter(({ deprecated }) => !deprecated)
    .map((type) => ({
      value: `k:${type.code}`,
      label: `${t('import.constant')}：${language === 'en' ? type.nameEn : type.nameZh}`,
    }))
  const put = (field: string, chosen: string | null) => {
    const { [field]: before, ...others } = fields
    if (chosen === null) return onChange(field === 'type' ? { ...others, type: { constant: '' } } : others)
    const source = chosen.startsWith('k:')
      ? { constant: chosen.slice(2) }
      : { column: chosen.slice(2), ...(before?.codes ? { codes: before.codes } : {}) }
    onChange({ ...others, [field]: source })
  }
  return (
    <section className="import-card">
      <h3>{t('import.fields')}</h3>
      {importFields.map((field) => {
        const source = fields[field]
        const value = source?.column ? `c:${source.column}` : source?.constant ? `k:${source.constant}` : null
        return (
          <Choice
            key={field}
            label={t(`import.field.${field}`)}
            value={value}
            none={t('import.notGiven')}
            options={field === 'type' ? [...choices, ...constants] : choices}
            onChange={(chosen) => put(field, chosen)}
          />
        )
      })}
    </section>
  )
}
