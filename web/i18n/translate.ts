import { en } from './en.ts'
import type { Language } from './language.ts'
import { type TextKey, zhCN } from './zh-CN.ts'

export type Translate = (key: TextKey, values?: Record<string, string | number>) => string

/** Both languages are in the bundle: together they are smaller than the round trip for one of them. */
export function translator(language: Language): Translate {
  const texts: Record<TextKey, string> = language === 'en' ? en : zhCN
  return (key, values) =>
    values ? texts[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)) : texts[key]
}
