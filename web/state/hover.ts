import { useSyncExternalStore } from 'react'

/** The place under the pointer, on the map or in the list; outside React's tree so that hovering redraws two rows, not the page. */
let hoveredId: number | null = null
const listeners = new Set<() => void>()

export function hoverPlace(id: number | null): void {
  if (id === hoveredId) return
  hoveredId = id
  for (const listener of listeners) listener()
}

export const hoveredPlace = (): number | null => hoveredId

export function onHover(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useIsHovered = (id: number): boolean => useSyncExternalStore(onHover, () => hoveredId === id)
