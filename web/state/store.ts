import { readAddress, writeAddress } from './address.ts'
import type { MapState } from './map-state.ts'

/** `push` makes a step for the back button; `replace` only keeps the address true. */
export type Step = 'push' | 'replace'

const viewKey = 'venue-atlas.view'

/** The page's state, held in step with the address and the history. One for the page's life. */
export class MapStore {
  #state: MapState
  readonly #listeners = new Set<() => void>()
  #keptLanguage: () => string | null

  constructor(language: () => string | null) {
    this.#keptLanguage = language
    this.#state = readAddress(location.pathname, location.search)
    // A bare address opens where the reader looked last; a link opens where it points.
    if (location.search === '' && location.pathname === '/') this.#state = { ...this.#state, view: lastView() }
    addEventListener('popstate', () => {
      const { view } = this.#state
      // Going back closes what was opened; the map stays where the reader has moved it.
      this.#state = { ...readAddress(location.pathname, location.search), view }
      this.#tell()
      this.#write('replace')
    })
  }

  get = (): MapState => this.#state

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  change(patch: Partial<MapState>, step: Step = 'replace'): void {
    this.#state = { ...this.#state, ...patch }
    if (patch.view) localStorage.setItem(viewKey, JSON.stringify(patch.view))
    this.#write(step)
    this.#tell()
  }

  /** Writes the address again, after the language changed. */
  rewrite(): void {
    this.#write('replace')
  }

  #write(step: Step): void {
    const address = writeAddress(this.#state, { lang: this.#keptLanguage() })
    if (address === location.pathname + location.search) return
    if (step === 'push') history.pushState({ steps: (history.state?.steps ?? 0) + 1 }, '', address)
    else history.replaceState(history.state, '', address)
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

/** Whether the back button would stay within this page. */
export const canGoBack = (): boolean => (history.state?.steps ?? 0) > 0

function lastView(): MapState['view'] {
  try {
    const view = JSON.parse(localStorage.getItem(viewKey) ?? 'null') as Record<string, unknown> | null
    const numbers = view && [view.lon, view.lat, view.zoom].every((value) => Number.isFinite(value))
    return numbers ? (view as unknown as MapState['view']) : null
  } catch {
    return null
  }
}
