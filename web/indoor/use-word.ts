import { useCallback } from 'react'
import { wordOfUse } from '../../api/contract/space-uses.ts'
import { useText } from '../i18n/use-text.tsx'

/** Words for uses in the language of the page. */
export function useWord(): (use: string) => string {
  const { language } = useText()
  return useCallback((use) => wordOfUse(use, language), [language])
}
