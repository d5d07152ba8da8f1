import { TreeSelect } from 'antd'
import { useMemo } from 'react'
import { useRegions } from '../client/queries.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'

interface Props {
  label: string
  value: string | null
  placeholder?: string
  onChange(code: string | null): void
}

/** A region at any level: typed, or found from the province down. */
export function RegionSelect({ label, value, placeholder, onChange }: Props) {
  const { language } = useText()
  const regions = useRegions()
  const tree = useMemo(
    () =>
      (regions.data ?? []).map((region) => ({
        id: region.code,
        pId: region.parentCode ?? 0,
        value: region.code,
        title: nameIn(language, region),
      })),
    [regions.data, language],
  )
  return (
    <TreeSelect
      treeDataSimpleMode
      showSearch
      allowClear
      treeNodeFilterProp="title"
      popupMatchSelectWidth={300}
      value={value ?? undefined}
      aria-label={label}
      placeholder={placeholder ?? label}
      treeData={tree}
      onChange={(code?: string) => onChange(code ?? null)}
      style={{ width: '100%' }}
    />
  )
}
