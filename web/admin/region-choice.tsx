import { Select } from 'antd'
import { useRegions } from '../client/queries.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'

interface Props {
  value: string | null
  /** What stands there while none is chosen. */
  placeholder: string
  onChange(code: string | null): void
}

/** One region of all levels, found by typing. */
export function RegionChoice({ value, placeholder, onChange }: Props) {
  const { t, language } = useText()
  const { data: regions } = useRegions()
  return (
    <Select
      aria-label={t('moderation.region')}
      allowClear
      showSearch
      optionFilterProp="label"
      className="region-choice"
      placeholder={placeholder}
      value={value}
      onChange={(code) => onChange(code ?? null)}
      options={(regions ?? []).map((one) => ({ value: one.code, label: nameIn(language, one) }))}
    />
  )
}
