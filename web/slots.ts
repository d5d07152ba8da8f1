import type { ComponentType } from 'react'
import type { Place } from '../api/contract/place-record.ts'

/**
 * Openings in the place panel that later modules fill: booking, the building's model, its indoor map. An empty slot draws
 * nothing. A filler says for which places it has something, and its component is loaded only when it does.
 */
export const slotNames = ['place-booking', 'place-building', 'place-indoor', 'navigate-inside'] as const
export type SlotName = (typeof slotNames)[number]

/** What the part that leads to a place hands to whoever leads on from there. */
export interface Lead {
  origin: { lon: number; lat: number }
  mode: 'walk' | 'ride' | 'drive' | 'transit'
  /** Draws the whole way in the room of the way to the place; null gives the map back. */
  onWay(way: { geometry: { type: 'LineString'; coordinates: number[][] }; kind: 'route' | 'straight' } | null): void
}

export interface SlotFiller {
  name: string
  slot: SlotName
  appliesTo(place: Place): boolean
  component: ComponentType<{ place: Place; lead?: Lead }>
}

const fillers: SlotFiller[] = []

/** @returns a function that takes the filler out again */
export function fillSlot(filler: SlotFiller): () => void {
  if (fillers.some((other) => other.name === filler.name))
    throw new Error(`slot filler «${filler.name}» is there twice`)
  fillers.push(filler)
  return () => {
    const index = fillers.indexOf(filler)
    if (index >= 0) fillers.splice(index, 1)
  }
}

export const fillersOf = (slot: SlotName, place: Place): SlotFiller[] =>
  fillers.filter((filler) => filler.slot === slot && filler.appliesTo(place))
