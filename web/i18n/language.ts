export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]

const storageKey = 'venue-atlas.language'

/** The address wins, so that a shared link reads as its sender saw it; then the last choice; then Chinese. */
export function startLanguage(search: string, storage: Pick<Storage, 'getItem'>): Language {
  const asked = new URLSearchParams(search).get('lang') ?? storage.getItem(storageKey)
  return languages.find((language) => language === asked) ?? 'zh-CN'
}

export const keepLanguage = (language: Language, storage: Pick<Storage, 'setItem'>): void =>
  storage.setItem(storageKey, language)

/** The name in the language, falling back to Chinese where no English one is known. */
export const nameIn = (language: Language, item: { nameZh: string | null; nameEn?: string | null }): string =>
  (language === 'en' ? item.nameEn || item.nameZh : item.nameZh) ?? ''
