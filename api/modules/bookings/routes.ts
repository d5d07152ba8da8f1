import * as paymentsContract from '../../contract/booking-payments.ts'
import * as contract from '../../contract/bookings.ts'
import type { Core } from '../../core.ts'
import type { Bind } from '../../http/handle.ts'
import { Reply } from '../../http/handle.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { addJob } from '../../jobs/add-job.ts'
import { availabilityOf } from './availability.ts'
import { calendarFile } from './calendar-file.ts'
import { cancelCell } from './cancel.ts'
import { changesStream } from './changes-stream.ts'
import { holdCells } from './hold.ts'
import { once } from './once.ts'
import { listOrders, lockOrder, moveBookings, readOrder } from './orders.ts'
import { beginPayment, payPathOf, providerUnknown } from './pay.ts'
import { type Money, moneyOf } from './providers.ts'
import { quoteCells, readOfferFor } from './quote.ts'
import { receiveCallback } from './receive-callback.ts'
import { listDifferences } from './reconcile.ts'
import { completeRefund } from './refunds.ts'
import { readCharge, settleCharge } from './sandbox.ts'
import { transact } from './transact.ts'

const signingHeaders = ['wechatpay-timestamp', 'wechatpay-nonce', 'wechatpay-serial', 'wechatpay-signature']

/** A person's wishes in a minute: more is a program, and would keep courts from people. */
const mostHoldsPerMinute = 30

export function bookingRoutes(core: Core, bind: Bind): void {
  const money = moneyOf(core)
  gridRoutes(core, bind, money)
  orderRoutes(core, bind)
  moneyRoutes(core, bind, money)
  if (core.config.NODE_ENV === 'production' && money.providers.has('sandbox'))
    core.log.warn('payments by the sandbox provider are play money; take it out of PAYMENT_PROVIDERS')
}

function gridRoutes({ database, now }: Core, bind: Bind, money: Money): void {
  const watch = changesStream(database)
  bind(contract.bookingAvailability, async ({ params, query, atLeast, signal }) => {
    const on = database.reader(atLeast)
    const asked = { placeId: params.id, from: query.from, days: query.days, now: now() }
    return { ...(await availabilityOf({ database, on, signal }, asked)), providers: money.names }
  })
  bind(contract.quoteBooking, async ({ body }) => {
    const lines = quoteCells(await readOfferFor(database, database.reader(), body, now()), body, now())
    return {
      totalFen: lines.reduce((sum, { price }) => sum + price.priceFen, 0),
      lines: lines.map(({ court, start, end, kind, price }) => ({
        courtId: court.id,
        start: start.toISOString(),
        end: end.toISOString(),
        kind,
        priceFen: price.priceFen,
      })),
      cancellation: lines[0]!.timetable.cancellation,
    }
  })
  bind(contract.bookingChanges, async ({ params }) => {
    return new Reply(null, { send: async (_request, response) => watch(params.id, response) })
  })
}

function orderRoutes({ database, bus, now }: Core, bind: Bind): void {
  const allowHold = rateLimit({ most: mostHoldsPerMinute, perSeconds: 60 })
  bind(contract.holdBooking, async ({ body, person, header }) => {
    const own = { personId: person!.id, now: now() }
    allowHold(own.personId)
    const wish = { personId: own.personId, key: header('idempotency-key'), act: 'hold', request: body }
    const { orderId } = await once(database, wish, async (trx) => ({
      orderId: await holdCells(database, trx, body, { ...own, bus }),
    }))
    return readOrder(database, own, orderId)
  })
  bind(contract.listMyOrders, async ({ query, person }) => ({
    items: await listOrders(database, { personId: person!.id, now: now() }, query),
  }))
  bind(contract.getOrder, ({ params, person }) => readOrder(database, { personId: person!.id, now: now() }, params.id))
  bind(contract.releaseOrder, async ({ params, person }) => {
    const own = { personId: person!.id, now: now() }
    await transact(database, async (trx) => {
      const { bookings, placeId } = await lockOrder(database, trx, params.id, own.personId)
      const held = bookings.filter(({ state }) => state === 'held').map(({ id }) => id)
      await moveBookings(database, trx, held, 'released')
      await addJob(trx, 'promote-waitlist', { placeId })
    })
    return readOrder(database, own, params.id)
  })
  bind(contract.orderCalendar, async ({ params, person }) => {
    const order = await readOrder(database, { personId: person!.id, now: now() }, params.id)
    return new Reply(calendarFile(order), {
      contentType: 'text/calendar; charset=utf-8',
      headers: { 'Content-Disposition': 'attachment; filename="booking.ics"' },
    })
  })
}

function moneyRoutes({ database, now, bus, log }: Core, bind: Bind, { providers, atVenueOffered }: Money): void {
  const sandboxed = () => {
    if (!providers.has('sandbox')) throw providerUnknown('sandbox')
  }
  const receive = (name: string) => (told: { event: string; signature: string }) => {
    const provider = providers.get(name)
    if (!provider) throw providerUnknown(name)
    return receiveCallback({ database, bus, now: now() }, provider, told)
  }
  bind(contract.payOrder, async ({ params, body, person, header, clientAddress }) => {
    const personId = person!.id
    const asked = { orderId: params.id, personId, provider: body.provider }
    const wish = { personId, key: header('idempotency-key'), act: 'pay', request: asked }
    const paying = { database, bus, providers, atVenueOffered, now: now() }
    const begun = await once(database, wish, (trx) => beginPayment(paying, trx, asked))
    const payPath = await payPathOf(paying, begun, { orderId: params.id, clientAddress })
    return { order: await readOrder(database, { personId, now: now() }, params.id), payPath }
  })
  bind(contract.cancelBooking, async ({ params, body, person, header }) => {
    const personId = person!.id
    const asked = { bookingId: params.id, personId, refundFen: body.refundFen }
    const wish = { personId, key: header('idempotency-key'), act: 'cancel', request: asked }
    const { orderId, refundId } = await once(database, wish, (trx) =>
      cancelCell({ database, bus, now: now() }, trx, asked),
    )
    // At once where it goes; a worker does it later where it does not.
    if (refundId) {
      await completeRefund(database, providers, refundId).catch((error) =>
        log.warn({ err: error, refundId }, 'the refund is owed and will be given by a worker'),
      )
    }
    return readOrder(database, { personId, now: now() }, orderId)
  })
  bind(paymentsContract.paymentCallback, async ({ params, body }) => {
    await receive(params.provider)(body)
    return { received: true as const }
  })
  bind(paymentsContract.notifyPayment, async ({ params, body, header }) => {
    // WeChat Pay signs by headers, Alipay inside the body.
    const signature = JSON.stringify(Object.fromEntries(signingHeaders.map((name) => [name, header(name)])))
    await receive(params.provider)({ event: body, signature })
    // What each of them wants to read, so that it does not tell again.
    return new Reply(params.provider === 'alipay' ? 'success' : '{"code":"SUCCESS"}', { contentType: 'text/plain' })
  })
  bind(paymentsContract.listPaymentDifferences, async ({ query }) => ({
    items: await listDifferences(database, query.limit),
  }))
  bind(paymentsContract.getSandboxCharge, async ({ params }) => {
    sandboxed()
    return readCharge(database, params.id)
  })
  bind(paymentsContract.settleSandboxCharge, async ({ params, body }) => {
    sandboxed()
    return settleCharge({ database, deliver: receive('sandbox'), now: now() }, params.id, body.outcome)
  })
}
