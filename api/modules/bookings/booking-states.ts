import type { bookingStates } from '../../contract/bookings.ts'

export type BookingState = (typeof bookingStates)[number]

interface Standing {
  /** Whether a booking in this state takes its cell from others. */
  occupies: boolean
  to: readonly BookingState[]
}

/** Every state and every legal move. The database holds the same table (`booking_state`, `booking_move`) and refuses all others. */
export const bookingMoves: Readonly<Record<BookingState, Standing>> = {
  held: { occupies: true, to: ['confirmed', 'released', 'expired'] },
  confirmed: { occupies: true, to: ['cancelled', 'checked-in', 'no-show', 'moved'] },
  'checked-in': { occupies: true, to: ['done'] },
  done: { occupies: true, to: [] },
  // Let in by a gate that had no network and tells it later.
  'no-show': { occupies: true, to: ['checked-in'] },
  // Paid for after the hold was over: confirmed if still free.
  released: { occupies: false, to: ['confirmed'] },
  expired: { occupies: false, to: ['confirmed'] },
  cancelled: { occupies: false, to: [] },
  moved: { occupies: false, to: [] },
}

export const mayMove = (from: BookingState, to: BookingState): boolean => bookingMoves[from].to.includes(to)

/** Of an order: still held if any cell is, confirmed if any cell still counts, else ended. */
export function orderStateOf(states: readonly BookingState[]): 'held' | 'confirmed' | 'ended' {
  if (states.includes('held')) return 'held'
  return states.some((state) => bookingMoves[state].occupies) ? 'confirmed' : 'ended'
}
