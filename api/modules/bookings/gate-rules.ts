import type { scanReasons } from '../../contract/gate-scans.ts'
import type { BookingState } from './booking-states.ts'

/** Who is let in, and why not: pure, so that the gate, a late hand-in and a test judge alike. */

export type ScanReason = (typeof scanReasons)[number]

export interface Judged {
  placeId: number
  state: BookingState
  start: Date
  end: Date
  earlyMinutes: number
  reentry: boolean
  /** Due at the venue and not taken yet. */
  dueFen: number
  /** The last passage that was let through by this ticket or person. */
  lastPassage: 'entry' | 'exit' | null
}

export interface Scan {
  placeId: number
  direction: 'entry' | 'exit'
  at: Date
}

export function judgeScan(booking: Judged, { placeId, direction, at }: Scan): ScanReason {
  if (booking.placeId !== placeId) return 'wrong-place'
  const byState = refusedStates[booking.state]
  if (byState) return byState
  // Who is inside is let out, late or not.
  if (direction === 'exit') return booking.lastPassage === 'exit' ? 'used' : 'valid'
  if (booking.state === 'done') return 'too-late'
  if (at.getTime() < booking.start.getTime() - booking.earlyMinutes * 60_000) return 'too-early'
  if (at >= booking.end) return 'too-late'
  if (booking.dueFen > 0) return 'unpaid'
  if (booking.state === 'checked-in') return booking.reentry && booking.lastPassage === 'exit' ? 'valid' : 'used'
  return 'valid'
}

const refusedStates: Partial<Record<BookingState, ScanReason>> = {
  held: 'unpaid',
  expired: 'unpaid',
  released: 'unpaid',
  cancelled: 'cancelled',
  // The ticket of the cell that it was moved from.
  moved: 'revoked',
}

/** Of a person's bookings the one that decides: what lets in, else what comes nearest to it. */
const nearest: readonly ScanReason[] = [
  'valid',
  'unpaid',
  'used',
  'too-early',
  'too-late',
  'wrong-place',
  'cancelled',
  'revoked',
  'no-booking',
  'unknown',
]
export const bestReason = (reasons: readonly ScanReason[]): ScanReason =>
  nearest.find((reason) => reasons.includes(reason)) ?? 'no-booking'
