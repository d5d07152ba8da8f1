import { lazy } from 'react'
import { fillSlot } from '../slots.ts'

/** Booking's place in the panel of a place that has courts; whether they can be booked its component asks. */
fillSlot({
  name: 'booking',
  slot: 'place-booking',
  appliesTo: ({ courts, status }) => courts.length > 0 && status === 'open',
  component: lazy(() => import('./place-booking.tsx').then(({ PlaceBooking }) => ({ default: PlaceBooking }))),
})
