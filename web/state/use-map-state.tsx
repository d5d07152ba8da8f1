import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { useText } from '../i18n/use-text.tsx'
import { type Filters, type MapState, startState } from './map-state.ts'
import { canGoBack, MapStore, type Step } from './store.ts'

const StoreContext = createContext<MapStore | null>(null)

export function MapStateProvider({ children }: { children: ReactNode }) {
  const { language } = useText()
  const [store] = useState(() => new MapStore(() => (document.documentElement.lang === 'en' ? 'en' : null)))
  useEffect(() => {
    document.documentElement.lang = language
    store.rewrite()
  }, [language, store])
  return <StoreContext value={store}>{children}</StoreContext>
}

export interface MapActions {
  change(patch: Partial<MapState>, step?: Step): void
  setFilters(patch: Partial<Filters>): void
  openPlace(id: number): void
  closePlace(): void
}

export function useMapState(): [MapState, MapActions] {
  const store = useContext(StoreContext)
  if (!store) throw new Error('useMapState needs a MapStateProvider above it')
  const state = useSyncExternalStore(store.subscribe, store.get)
  const [actions] = useState<MapActions>(() => ({
    change: (patch, step) => store.change(patch, step),
    setFilters: (patch) => store.change({ filters: { ...store.get().filters, ...patch } }),
    // From place to place is one step: back then leads to the list, not through all that was looked at.
    openPlace: (id) => store.change({ placeId: id }, store.get().placeId === null ? 'push' : 'replace'),
    closePlace: () => (canGoBack() ? history.back() : store.change({ placeId: startState.placeId })),
  }))
  return [state, actions]
}
