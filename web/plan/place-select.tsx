import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { call } from '../api.ts'
import { nameIn } from '../i18n/language.ts'
import { useText } from '../i18n/use-text.tsx'
import { useDebounced } from '../ui/use-debounced.ts'

interface Props {
  value: number | null
  onChange(placeId: number): void
}

/** One place of the registry, found by its name. */
export function PlaceSelect({ value, onChange }: Props) {
  const { t, language } = useText()
  const [typed, setTyped] = useState('')
  const words = useDebounced(typed.trim(), 250)
  const found = useQuery({
    queryKey: ['plan-place-search', words],
    queryFn: ({ signal }) => call('suggestPlaces', { query: { q: words, limit: 12 }, signal }),
    enabled: words !== '',
  })
  const chosen = useNamedPlace(value)
  const options = (found.data?.items ?? []).flatMap((item) => {
    if (item.kind !== 'place') return []
    const detail = language === 'zh-CN' ? item.detailZh : (item.detailEn ?? item.detailZh)
    return [
      { value: Number(item.code), label: detail ? `${nameIn(language, item)} · ${detail}` : nameIn(language, item) },
    ]
  })
  const kept = chosen && !options.some((option) => option.value === value) ? [{ value: value!, label: chosen }] : []
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setTyped }}
      value={value}
      aria-label={t('plan.findPlace')}
      placeholder={t('plan.findPlace')}
      loading={found.isFetching}
      notFoundContent={words === '' ? t('plan.findPlaceHint') : t('plan.findPlaceNone')}
      onChange={(id) => id !== null && onChange(id)}
      options={[...kept, ...options]}
      style={{ width: '100%' }}
    />
  )
}

/** The place's name in the page's language; null until it is known. */
export function useNamedPlace(id: number | null): string | null {
  const { language } = useText()
  const place = useQuery({
    queryKey: ['plan-place', id],
    queryFn: ({ signal }) => call('getPlace', { params: { id: id! }, signal }),
    enabled: id !== null && id > 0,
    staleTime: 300_000,
  })
  return place.data ? nameIn(language, place.data) : null
}
