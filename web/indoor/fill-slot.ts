import { lazy } from 'react'
import { fillSlot } from '../slots.ts'

/** The way to the indoor map in the panel of a place that can have a building; whether there is one its component asks. */
fillSlot({
  name: 'indoor',
  slot: 'place-indoor',
  appliesTo: ({ lengthM, status }) => lengthM === null && status !== 'closed',
  component: lazy(() => import('./place-indoor.tsx').then(({ PlaceIndoor }) => ({ default: PlaceIndoor }))),
})
