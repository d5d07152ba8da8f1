import { Suspense } from 'react'
import type { Place } from '../../api/contract/place-record.ts'
import { fillersOf, type Lead, type SlotName } from '../slots.ts'

/** Draws what modules have put into a slot for this place; nothing when there is none. */
export function Slot({ name, place, lead }: { name: SlotName; place: Place; lead?: Lead }) {
  const fillers = fillersOf(name, place)
  if (fillers.length === 0) return null
  return (
    <Suspense fallback={null}>
      {fillers.map(({ name: filler, component: Component }) => (
        <Component key={filler} place={place} {...(lead ? { lead } : {})} />
      ))}
    </Suspense>
  )
}
