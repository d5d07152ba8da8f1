import type { Knex } from 'knex'
import type { Bus } from '../../bus/bus.ts'
import type { Database } from '../../db/types.ts'
import { bookingsWithin } from './closures.ts'
import { expireHolds } from './hold.ts'
import { post } from './ledger.ts'
import { postings } from './ledger-postings.ts'
import { lockUnits } from './lock-units.ts'
import type { LockedOrder } from './orders.ts'

declare module '../../bus/bus.ts' {
  interface Notices {
    /** In the transaction of the confirmation: messages, points and visits can hang here. */
    'booking.confirmed': { orderId: string; placeId: number; bookingIds: number[] }
    'booking.cancelled': { orderId: string; placeId: number; bookingId: number; refundFen: number }
  }
}

/** exclusion_violation, check_violation: another has the cell, or the session is full. */
const taken = new Set(['booking_occupancy_no_overlap', 'court_session_capacity'])

interface DueAtVenue {
  /** What the desk has already taken, by whom and when. */
  collected?: { personId: string; at: Date } | undefined
}

/** Confirms an order within its hold: the cells are its own. `due` says that what it costs is paid at the venue. */
export async function confirmHeld(
  parts: { database: Database; bus: Bus },
  trx: Knex.Transaction,
  order: LockedOrder,
  due?: DueAtVenue,
): Promise<void> {
  const ids = order.bookings.map(({ id }) => id)
  await parts.database.rows(trx, {
    name: 'booking-confirm',
    text: 'select booking_confirm($1::bigint[], $2::uuid, $3::bigint, $4::timestamptz, $5::uuid)',
    values: [ids, order.id, due ? order.totalFen : 0, due?.collected?.at ?? null, due?.collected?.personId ?? null],
  })
  const subsidyFen = order.bookings.reduce((sum, booking) => sum + booking.subsidyFen, 0)
  await post(parts.database, trx, order.id, [postings.subsidised(order.id, subsidyFen)])
  await parts.bus.tell(trx, 'booking.confirmed', { orderId: order.id, placeId: order.placeId, bookingIds: ids })
}

/**
 * Confirms an order that was paid for, whether its hold still stands or is over: then only if every cell is still free. The
 * order must be locked. Returns whether it is confirmed; when not, nothing has changed.
 */
export async function confirmPaid(
  parts: { database: Database; bus: Bus },
  trx: Knex.Transaction,
  order: LockedOrder,
  now: Date,
): Promise<boolean> {
  // Nobody ends a hold whose booking is locked, so what was held when it was locked is held. A closure's job comes to it by itself.
  if (order.bookings.every(({ state }) => state === 'held')) {
    await confirmHeld(parts, trx, order)
    return true
  }
  const { database } = parts
  const lost = order.bookings.some(
    ({ state, start }) => !['held', 'expired', 'released'].includes(state) || new Date(start) <= now,
  )
  if (lost) return false
  await lockUnits(
    database,
    trx,
    order.placeId,
    order.bookings.flatMap(({ units }) => units),
  )
  const ids = order.bookings.map(({ id }) => id)
  // Closed meanwhile: what is over is not taken again.
  if ((await bookingsWithin(database, trx, order.placeId, null, now, ids)).length > 0) return false
  await expireHolds(database, trx, now, order.placeId)
  try {
    await trx.transaction((inner) => confirmHeld(parts, inner, order))
    return true
  } catch (error) {
    if (taken.has((error as { constraint?: string }).constraint ?? '')) return false
    throw error
  }
}
