import type { Knex } from 'knex'
import type { Bus } from '../../bus/bus.ts'
import type {} from '../../bus/gate.ts'
import type {} from '../../bus/visits.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { mayMove } from './booking-states.ts'
import { noteRefund, paidPayment, undoCell } from './cancel.ts'
import { checkInBooking, insertScan } from './gate-queries.ts'
import { moveCell } from './move.ts'
import { type LockedOrder, lockOrder } from './orders.ts'
import { refundOf } from './refund-rules.ts'
import { oweRefund } from './refunds.ts'
import { tellPerson } from './tell-person.ts'

/** What staff of a place do with one booking of it, each in the caller's transaction. */

export interface Staff {
  database: Database
  bus: Bus
  now: Date
  placeId: number
  personId: string
}

interface Acted {
  bookingId: number
  refundFen: number
  refundId: string | null
}

/** The order of a booking of this place, locked. @throws 404 booking-not-found */
async function lockBooking(
  { database, placeId }: Staff,
  trx: Knex.Transaction,
  bookingId: number,
): Promise<{ order: LockedOrder; booking: LockedOrder['bookings'][number] }> {
  const [row] = await database.rows<{ orderId: string }>(trx, {
    name: 'console-order-of',
    text: `
      select o.id as "orderId"
      from booking b
      join booking_order o on o.id = b.order_id
      where b.id = $1::bigint and o.place_id = $2::bigint`,
    values: [bookingId, placeId],
  })
  if (!row) throw errors.notFound('booking-not-found', `Place ${placeId} has no booking ${bookingId}.`)
  const order = await lockOrder(database, trx, row.orderId, null)
  return { order, booking: order.bookings.find(({ id }) => id === bookingId)! }
}

/** @throws 404 booking-not-found, 409 cannot-cancel */
export async function cancelByOwner(
  staff: Staff,
  trx: Knex.Transaction,
  asked: { bookingId: number; refund: 'full' | 'terms' | 'none'; note: string },
): Promise<Acted> {
  const { database, now } = staff
  const { order, booking } = await lockBooking(staff, trx, asked.bookingId)
  if (!mayMove(booking.state, 'cancelled')) {
    throw errors.conflict('cannot-cancel', `Booking ${booking.id} is ${booking.state}; it cannot be cancelled.`)
  }
  const left = booking.priceFen - booking.refundedFen
  const wanted = {
    full: left,
    terms: refundOf({ ...booking, start: new Date(booking.start) }, booking.cancellation, now),
    none: 0,
  }[asked.refund]
  const refundFen = (await paidPayment(database, trx, order.id)) ? wanted : 0
  const undoing = { booking, refundFen, reason: 'cancelled', note: asked.note, byId: staff.personId } as const
  const refundId = await undoCell(staff, trx, order, undoing)
  await tell(staff, trx, order, 'cancelled', { bookingId: booking.id, refundFen, note: asked.note })
  return { bookingId: booking.id, refundFen, refundId }
}

/** Gives a part back and keeps the booking. @throws 404 booking-not-found, 409 cannot-refund, nothing-paid; 422 refund-too-much */
export async function refundByOwner(
  staff: Staff,
  trx: Knex.Transaction,
  asked: { bookingId: number; amountFen: number; note: string },
): Promise<Acted> {
  const { database } = staff
  const { order, booking } = await lockBooking(staff, trx, asked.bookingId)
  // What was paid for a moved booking is the new one's.
  if (booking.state === 'moved') {
    throw errors.conflict(
      'cannot-refund',
      `Booking ${booking.id} was moved; give the money back of the one in its place.`,
    )
  }
  const paymentId = await paidPayment(database, trx, order.id)
  if (!paymentId) {
    throw errors.conflict('nothing-paid', `Order ${order.id} was not paid through us; give the money back at the desk.`)
  }
  const left = booking.priceFen - booking.refundedFen
  if (asked.amountFen > left) {
    throw errors.invalid(
      'refund-too-much',
      `${left} fen of booking ${booking.id} are left to give back, not ${asked.amountFen}.`,
    )
  }
  const refundId = await oweRefund(database, trx, {
    paymentId,
    orderId: order.id,
    bookingId: booking.id,
    amountFen: asked.amountFen,
    reason: 'owner',
    note: asked.note,
    byId: staff.personId,
  })
  await noteRefund(database, trx, booking.id, asked.amountFen)
  await tell(staff, trx, order, 'refunded', { bookingId: booking.id, refundFen: asked.amountFen, note: asked.note })
  return { bookingId: booking.id, refundFen: asked.amountFen, refundId }
}

/** @throws 404 booking-not-found and what a move throws */
export async function moveByOwner(
  staff: Staff,
  trx: Knex.Transaction,
  asked: { bookingId: number; courtId: number; start: string },
): Promise<Acted> {
  const { order, booking } = await lockBooking(staff, trx, asked.bookingId)
  const bookingId = await moveCell(staff, trx, order, { ...asked, samePrice: false })
  await tell(staff, trx, order, 'moved', { bookingId, fromBookingId: booking.id })
  return { bookingId, refundFen: 0, refundId: null }
}

/** Lets a booking in without a code: the same writing down as at a gate. @throws 404 booking-not-found, 409 cannot-check-in */
export async function checkInByOwner(staff: Staff, trx: Knex.Transaction, bookingId: number): Promise<Acted> {
  const { database, bus, placeId, now } = staff
  const { order, booking } = await lockBooking(staff, trx, bookingId)
  if (!mayMove(booking.state, 'checked-in')) {
    throw errors.conflict('cannot-check-in', `Booking ${bookingId} is ${booking.state}; it cannot be let in.`)
  }
  await checkInBooking(database, trx, bookingId, now)
  const id = await insertScan(database, trx, {
    placeId,
    nonce: `desk booking ${bookingId}`,
    device: 'desk',
    direction: 'entry',
    kind: 'other',
    reason: 'valid',
    bookingId,
    personId: order.personId,
    at: now,
    receivedAt: now,
  })
  await bus.tell(trx, 'booking.checked-in', {
    orderId: order.id,
    placeId,
    bookingId,
    personId: order.personId,
    at: now,
  })
  await bus.tell(trx, 'gate.passed', { placeId, sequence: id, direction: 'entry', at: now })
  return { bookingId, refundFen: 0, refundId: null }
}

/** @throws 404 order-not-found, 409 nothing-due */
export async function collectDue(staff: Staff, trx: Knex.Transaction, orderId: string): Promise<number> {
  const { database, placeId, personId, now } = staff
  const order = await lockOrder(database, trx, orderId, null)
  if (order.placeId !== placeId) throw errors.notFound('order-not-found', `Place ${placeId} has no order ${orderId}.`)
  const [taken] = await database.rows<{ amountFen: number }>(trx, {
    name: 'payment-collect',
    text: `
      update payment set collected_at = $2::timestamptz, collected_by = $3::uuid
      where order_id = $1::uuid and state = 'due' and collected_at is null
      returning amount_fen as "amountFen"`,
    values: [orderId, now, personId],
  })
  if (!taken) throw errors.conflict('nothing-due', `Nothing is due for order ${orderId} (any more).`)
  return taken.amountFen
}

/** A walk-in has nobody to tell. */
async function tell(
  { database }: Staff,
  trx: Knex.Transaction,
  order: LockedOrder,
  kind: 'cancelled' | 'moved' | 'refunded',
  details: Record<string, unknown>,
): Promise<void> {
  if (order.channel === 'walk-in') return
  await tellPerson(database, trx, { personId: order.personId, orderId: order.id, kind, details })
}
