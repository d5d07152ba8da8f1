import type { Translate } from '../i18n/translate.ts'
import { type TextKey, zhCN } from '../i18n/zh-CN.ts'

export function roleWords(t: Translate, role: string): string {
  const key = `role.${role}`
  return key in zhCN ? t(key as TextKey) : role
}

interface Scope {
  placeId: number | null
  placeName: string | null
  regionCode: string | null
  regionName: string | null
}

/** Where a role counts, in words. */
export function scopeWords(t: Translate, { placeId, placeName, regionCode, regionName }: Scope): string {
  if (placeId !== null) return placeName ?? String(placeId)
  if (regionCode !== null) return regionName ?? regionCode
  return t('role.everywhere')
}
