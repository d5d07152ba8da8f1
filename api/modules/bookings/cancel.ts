import type { Knex } from 'knex'
import type { Bus } from '../../bus/bus.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { addJob } from '../../jobs/add-job.ts'
import { mayMove } from './booking-states.ts'
import { post } from './ledger.ts'
import { postings } from './ledger-postings.ts'
import { type LockedOrder, lockOrder, moveBookings } from './orders.ts'
import { refundOf } from './refund-rules.ts'
import { oweRefund } from './refunds.ts'

interface Cancelling {
  database: Database
  bus: Bus
  now: Date
}

interface Cancelled {
  orderId: string
  refundId: string | null
}

/**
 * Cancels one confirmed cell and owes back what its terms say, in the caller's transaction.
 * @throws 404 booking-not-found, 409 cannot-cancel, 409 refund-changed when the refund is no longer the one that was shown.
 */
export async function cancelCell(
  { database, bus, now }: Cancelling,
  trx: Knex.Transaction,
  asked: { bookingId: number; personId: string; refundFen: number },
): Promise<Cancelled> {
  const { bookingId, personId } = asked
  const orderId = await orderOf(database, trx, bookingId, personId)
  const order = await lockOrder(database, trx, orderId, personId)
  const booking = order.bookings.find(({ id }) => id === bookingId)!
  const start = new Date(booking.start)
  if (!mayMove(booking.state, 'cancelled') || start <= now) {
    throw errors.conflict(
      'cannot-cancel',
      `Booking ${bookingId} is ${booking.state} or has begun; it cannot be cancelled.`,
    )
  }
  const paymentId = await paidPayment(database, trx, orderId)
  const refundFen = paymentId ? refundOf({ ...booking, start }, booking.cancellation, now) : 0
  if (refundFen !== asked.refundFen) {
    throw errors.conflict(
      'refund-changed',
      `The refund is now ${refundFen} fen, not ${asked.refundFen}. Nothing was cancelled; look at it again.`,
    )
  }
  const refundId = await undoCell({ database, bus, now }, trx, order, { booking, refundFen, reason: 'cancelled' })
  return { orderId, refundId }
}

interface Undoing {
  booking: LockedOrder['bookings'][number]
  refundFen: number
  reason: 'cancelled' | 'closed'
  note?: string
  byId?: string
}

/** Ends a confirmed cell under its order's lock: the cell is free, its money owed back, what was due is void, those who wait are asked. */
export async function undoCell(
  { database, bus }: Cancelling,
  trx: Knex.Transaction,
  order: LockedOrder,
  { booking, refundFen, reason, note, byId }: Undoing,
): Promise<string | null> {
  await moveBookings(database, trx, [booking.id], 'cancelled')
  const paymentId = refundFen > 0 ? await paidPayment(database, trx, order.id) : null
  const refundId = paymentId
    ? await oweRefund(database, trx, {
        paymentId,
        orderId: order.id,
        bookingId: booking.id,
        amountFen: refundFen,
        reason,
        note,
        byId,
      })
    : null
  await noteRefund(database, trx, booking.id, paymentId ? refundFen : 0)
  await post(database, trx, order.id, [postings.unsubsidised(booking.id, booking.subsidyFen)])
  await voidDue(database, trx, order.id)
  const notice = {
    orderId: order.id,
    placeId: order.placeId,
    bookingId: booking.id,
    refundFen: paymentId ? refundFen : 0,
  }
  await bus.tell(trx, 'booking.cancelled', notice)
  await addJob(trx, 'promote-waitlist', { placeId: order.placeId })
  return refundId
}

/** Adds to what was given back of a booking. */
export async function noteRefund(database: Database, trx: Knex.Transaction, id: number, fen: number): Promise<void> {
  await database.rows(trx, {
    name: 'booking-note-refund',
    text: 'update booking set refunded_fen = refunded_fen + $2::integer where id = $1::bigint',
    values: [id, fen],
  })
}

export async function orderOf(
  database: Database,
  trx: Knex | Knex.Transaction,
  id: number,
  personId: string,
): Promise<string> {
  const [row] = await database.rows<{ orderId: string }>(trx, {
    name: 'booking-order-of',
    text: `
      select o.id as "orderId"
      from booking b
      join booking_order o on o.id = b.order_id
      where b.id = $1::bigint and o.person_id = $2::uuid`,
    values: [id, personId],
  })
  if (!row)
    throw errors.notFound('booking-not-found', `You have no booking ${id}; GET /api/booking/orders lists yours.`)
  return row.orderId
}

/** The payment that the order was confirmed by: of several paid ones the one that is not owed back as a whole. */
export async function paidPayment(database: Database, trx: Knex.Transaction, orderId: string): Promise<string | null> {
  const [row] = await database.rows<{ id: string }>(trx, {
    name: 'payment-that-confirmed',
    text: `
      select y.id
      from payment y
      where y.order_id = $1::uuid and y.state = 'paid'
        and not exists (select from refund r where r.payment_id = y.id and r.booking_id is null)`,
    values: [orderId],
  })
  return row?.id ?? null
}

/** Nothing is due at the venue any more once the last cell is cancelled. */
async function voidDue(database: Database, trx: Knex.Transaction, orderId: string): Promise<void> {
  await database.rows(trx, {
    name: 'payment-void-due',
    text: `
      update payment
      set state = 'void'
      where order_id = $1::uuid and state = 'due'
        and not exists (
          select from booking b join booking_state s on s.state = b.state where b.order_id = $1::uuid and s.occupies)`,
    values: [orderId],
  })
}
