import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { keepLanguage, type Language, startLanguage } from './language.ts'
import { type Translate, translator } from './translate.ts'

interface Text {
  language: Language
  t: Translate
  setLanguage(language: Language): void
}

const TextContext = createContext<Text | null>(null)

export function TextProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(() => startLanguage(location.search, localStorage))
  useEffect(() => {
    document.documentElement.lang = language
    keepLanguage(language, localStorage)
  }, [language])
  const text = useMemo(() => ({ language, t: translator(language), setLanguage }), [language])
  return <TextContext value={text}>{children}</TextContext>
}

export function useText(): Text {
  const text = useContext(TextContext)
  if (!text) throw new Error('useText needs a TextProvider above it')
  return text
}
