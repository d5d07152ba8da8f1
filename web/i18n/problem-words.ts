import type { Language } from './language.ts'
import { problemsEn } from './problems.en.ts'
import { problemsZhCN } from './problems.zh-CN.ts'

/** What happened and what to do next, for the code of a problem; null for one that has no words. */
export function wordsOfCode(code: string, language: Language): string | null {
  const table: Readonly<Record<string, string>> = language === 'en' ? problemsEn : problemsZhCN
  return Object.hasOwn(table, code) ? table[code]! : null
}
