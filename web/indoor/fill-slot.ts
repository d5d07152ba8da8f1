import { lazy } from 'react'
import { fillSlot } from '../slots.ts'

/** From the origin of the way to a place on to a room in it. */
fillSlot({
  name: 'lead-inside',
  slot: 'navigate-inside',
  appliesTo: ({ lengthM, status }) => lengthM === null && status !== 'closed',
  component: lazy(() => import('./lead-inside.tsx').then(({ LeadInside }) => ({ default: LeadInside }))),
})

/** The way to the indoor map in the panel of a place that can have a building; whether there is one its component asks. */
fillSlot({
  name: 'indoor',
  slot: 'place-indoor',
  appliesTo: ({ lengthM, status }) => lengthM === null && status !== 'closed',
  component: lazy(() => import('./place-indoor.tsx').then(({ PlaceIndoor }) => ({ default: PlaceIndoor }))),
})
