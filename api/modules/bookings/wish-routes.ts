import * as wishesContract from '../../contract/booking-wishes.ts'
import * as contract from '../../contract/bookings.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import type { Bind } from '../../http/handle.ts'
import { undoClosed } from './apply-closure.ts'
import { orderOf } from './cancel.ts'
import { moveCell } from './move.ts'
import { markRead, messagesOf } from './my-messages.ts'
import { once } from './once.ts'
import { lockOrder, readOrder } from './orders.ts'
import { holdSeries, planSeries } from './series.ts'
import { joinWaitlist, leaveWaitlist, waitingOf } from './waitlist.ts'

/** What people do beside a plain order: series, waiting, moving, reading what they were told. */
export function wishRoutes({ database, bus, now }: Core, bind: Bind): void {
  bind(wishesContract.quoteSeries, ({ body }) => planSeries(database, database.reader(), body, now()))
  bind(wishesContract.holdSeries, async ({ body, person, header }) => {
    const own = { personId: person!.id, now: now() }
    const wish = { personId: own.personId, key: header('idempotency-key'), act: 'series', request: body }
    const { orderId } = await once(database, wish, async (trx) => ({
      orderId: await holdSeries(database, trx, body, { ...own, bus }),
    }))
    return readOrder(database, own, orderId)
  })
  bind(wishesContract.joinWaitlist, async ({ body, person }) => {
    const own = { personId: person!.id, now: now() }
    const id = await database.primary.transaction((trx) => joinWaitlist(database, trx, body, own))
    return (await waitingOf(database, own.personId, own.now)).find((entry) => entry.id === id)!
  })
  bind(wishesContract.leaveWaitlist, async ({ params, person }) => {
    await leaveWaitlist(database, person!.id, params.id)
    return null
  })
  bind(wishesContract.listMyWaitlist, async ({ person }) => ({ items: await waitingOf(database, person!.id, now()) }))
  bind(contract.moveBooking, async ({ params, body, person, header }) => {
    const own = { personId: person!.id, now: now() }
    const request = { bookingId: params.id, ...body }
    const wish = { personId: own.personId, key: header('idempotency-key'), act: 'move', request }
    const { orderId } = await once(database, wish, async (trx) => {
      const id = await orderOf(database, trx, params.id, own.personId)
      const order = await lockOrder(database, trx, id, own.personId)
      const { start } = order.bookings.find((booking) => booking.id === params.id)!
      if (new Date(start) <= own.now)
        throw errors.conflict('cannot-move', `Booking ${params.id} has begun; it cannot be moved.`)
      await moveCell({ database, bus, now: own.now }, trx, order, { ...request, samePrice: true })
      return { orderId: id }
    })
    return readOrder(database, own, orderId)
  })
  bind(contract.declineMove, async ({ params, person }) => {
    const own = { personId: person!.id, now: now() }
    const orderId = await orderOf(database, database.primary, params.id, own.personId)
    const offered = (await readOrder(database, own, orderId)).bookings.find(({ id }) => id === params.id)!
    if (offered.moveOfferUntil === null)
      throw errors.conflict('no-move-offered', `No other cell is offered for booking ${params.id}; cancel it instead.`)
    await undoClosed({ database, bus, now: own.now }, { id: params.id, orderId, note: '' })
    return readOrder(database, own, orderId)
  })
  bind(wishesContract.listMyBookingMessages, ({ person }) => messagesOf(database, person!.id))
  bind(wishesContract.readBookingMessages, async ({ body, person }) => {
    await markRead(database, person!.id, body.upTo)
    return null
  })
}
