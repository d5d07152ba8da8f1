import type { Bus } from '../../bus/bus.ts'
import type { Database } from '../../db/types.ts'
import { undoCell } from './cancel.ts'
import { bookingsWithin, offerEnd, readClosure } from './closures.ts'
import { lockOrder, moveBookings } from './orders.ts'
import { tellPerson } from './tell-person.ts'
import { transact } from './transact.ts'

interface Applying {
  database: Database
  bus: Bus
  now: Date
}

/** Undoes what is booked within a closure, each order in its own transaction. Safe to run any number of times. */
export async function applyClosure(
  applying: Applying,
  { closureId, act, offerHours }: { closureId: number; act: 'cancel' | 'offer'; offerHours: number },
): Promise<{ cancelled: number; offered: number }> {
  const { database, now } = applying
  const closure = await readClosure(database, closureId)
  const done = { cancelled: 0, offered: 0 }
  if (!closure) return done
  for (const { id, orderId, start } of await bookingsWithin(
    database,
    database.primary,
    closure.placeId,
    [closure],
    now,
  )) {
    const until = offerEnd(new Date(start), offerHours, now)
    const did =
      act === 'offer' && until > now
        ? await offerMove(applying, { id, orderId, closureId, until })
        : await undoClosed(applying, { id, orderId, note: closure.reasonZh })
    if (did) done[act === 'offer' && until > now ? 'offered' : 'cancelled']++
  }
  return done
}

/** Ends offers that nobody took: all their money goes back. */
export async function endMoveOffers(applying: Applying): Promise<void> {
  const { database, now } = applying
  const over = await database.rows<{ id: number; orderId: string }>(database.primary, {
    name: 'move-offers-over',
    text: `
      select o.booking_id as id, b.order_id as "orderId"
      from booking_move_offer o
      join booking b on b.id = o.booking_id
      where o.state = 'open' and o.until <= $1::timestamptz
      order by b.order_id, b.id
      limit 500`,
    values: [now],
  })
  for (const { id, orderId } of over) await undoClosed(applying, { id, orderId, note: '' })
}

/** All of a cell's money back, since the venue closed it. */
export const undoClosed = (
  applying: Applying,
  { id, orderId, note }: { id: number; orderId: string; note: string },
): Promise<boolean> =>
  transact(applying.database, async (trx) => {
    const { database } = applying
    const order = await lockOrder(database, trx, orderId, null)
    const booking = order.bookings.find((each) => each.id === id)!
    await database.rows(trx, {
      name: 'move-offer-refunded',
      text: `update booking_move_offer set state = 'refunded' where booking_id = $1::bigint and state = 'open'`,
      values: [id],
    })
    if (booking.state === 'held') {
      await moveBookings(
        database,
        trx,
        order.bookings.filter(({ state }) => state === 'held').map((each) => each.id),
        'released',
      )
      return true
    }
    if (booking.state !== 'confirmed') return false
    const refundFen = booking.priceFen - booking.refundedFen
    await undoCell(applying, trx, order, { booking, refundFen, reason: 'closed', note })
    await tellPerson(database, trx, {
      personId: order.personId,
      orderId,
      kind: 'closed',
      details: { bookingId: id, refundFen, note },
    })
    return true
  })

const offerMove = (
  applying: Applying,
  { id, orderId, closureId, until }: { id: number; orderId: string; closureId: number; until: Date },
): Promise<boolean> =>
  transact(applying.database, async (trx) => {
    const { database } = applying
    const order = await lockOrder(database, trx, orderId, null)
    const { state } = order.bookings.find((each) => each.id === id)!
    if (state === 'held') {
      const held = order.bookings.filter((each) => each.state === 'held').map((each) => each.id)
      await moveBookings(database, trx, held, 'released')
      return false
    }
    if (state !== 'confirmed') return false
    const [made] = await database.rows(trx, {
      name: 'move-offer-insert',
      text: `
        insert into booking_move_offer (booking_id, closure_id, until)
        values ($1::bigint, $2::bigint, $3::timestamptz)
        on conflict (booking_id) do nothing
        returning booking_id`,
      values: [id, closureId, until],
    })
    if (!made) return false
    const details = { bookingId: id, until: until.toISOString() }
    await tellPerson(database, trx, { personId: order.personId, orderId, kind: 'move-offered', details })
    return true
  })
