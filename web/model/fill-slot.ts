import { lazy } from 'react'
import { fillSlot } from '../slots.ts'

/** The way to the 3D model in the panel of a place that can have a building; whether there is one its component asks. */
fillSlot({
  name: 'model',
  slot: 'place-building',
  appliesTo: ({ lengthM, status }) => lengthM === null && status !== 'closed',
  component: lazy(() => import('./place-model.tsx').then(({ PlaceModel }) => ({ default: PlaceModel }))),
})
