import { useSyncExternalStore } from 'react'

/** The console's own navigation: the address is the state, the back button works. */

const listeners = new Set<() => void>()
const tell = (): void => {
  for (const listener of listeners) listener()
}
const subscribe = (listener: () => void) => {
  if (listeners.size === 0) addEventListener('popstate', tell)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) removeEventListener('popstate', tell)
  }
}

export const usePathname = (): string => useSyncExternalStore(subscribe, () => location.pathname)

/** Query of the address, for filters that a link should keep. */
export const useQueryString = (): string => useSyncExternalStore(subscribe, () => location.search)

/** Asked before the console leaves a page with unsaved work; `false` stays. */
let guard: (() => boolean) | null = null

/** @returns the way to take the guard away. */
export function guardLeaving(mayLeave: () => boolean): () => void {
  const unload = (event: BeforeUnloadEvent): void => event.preventDefault()
  guard = mayLeave
  addEventListener('beforeunload', unload)
  return () => {
    guard = null
    removeEventListener('beforeunload', unload)
  }
}

/** Shows another page of the console; `replace` leaves no step for the back button. */
export function goTo(address: string, step: 'push' | 'replace' = 'push'): void {
  if (guard && !guard()) return
  history[step === 'push' ? 'pushState' : 'replaceState'](null, '', address)
  tell()
}
