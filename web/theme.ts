/** Light or dark: the system's wish unless the reader chose. Told to the page by `data-theme` on the root element. */
export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const storageKey = 'venue-atlas.theme'
const systemDark = matchMedia('(prefers-color-scheme: dark)')
const printing = matchMedia('print')
const listeners = new Set<() => void>()

export const chosenTheme = (): Theme => themes.find((theme) => theme === localStorage.getItem(storageKey)) ?? 'auto'

export const shownTheme = (): 'light' | 'dark' => {
  // Paper is white, and ink costs.
  if (printing.matches) return 'light'
  const chosen = chosenTheme()
  if (chosen !== 'auto') return chosen
  return systemDark.matches ? 'dark' : 'light'
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(storageKey, theme)
  applyTheme()
}

/** Sets the theme on the page; called once before anything is drawn, then on each change. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = shownTheme()
  for (const listener of listeners) listener()
}

export function onTheme(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

systemDark.addEventListener('change', applyTheme)
printing.addEventListener('change', applyTheme)
