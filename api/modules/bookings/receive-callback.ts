import type { Knex } from 'knex'
import type { Bus } from '../../bus/bus.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { confirmPaid } from './confirm.ts'
import { post } from './ledger.ts'
import { postings } from './ledger-postings.ts'
import { lockOrder } from './orders.ts'
import type { PaymentProvider, ProviderEvent } from './payment-provider.ts'
import { oweRefund } from './refunds.ts'
import { transact } from './transact.ts'

interface Receiving {
  database: Database
  bus: Bus
  now: Date
}

/**
 * Takes a provider's word on a payment: verified, each event once, in any order (paid is final, a failure told later changes nothing).
 * Money that finds its order unpaid confirms it if its cells are still its own or free, else it is owed back, all in one transaction.
 * @throws 403 signature-wrong, 404 payment-unknown, 422 amount-differs.
 */
export async function receiveCallback(
  receiving: Receiving,
  provider: PaymentProvider,
  told: { event: string; signature: string },
): Promise<void> {
  const event = await provider.readCallback(told.event, told.signature)
  await transact(receiving.database, (trx) => takeEvent(receiving, trx, provider.name, event))
}

async function takeEvent(
  receiving: Receiving,
  trx: Knex.Transaction,
  provider: string,
  event: ProviderEvent,
): Promise<void> {
  const { database } = receiving
  const known = await orderOf(database, trx, provider, event)
  const order = await lockOrder(database, trx, known.orderId, null)
  if (!(await movePayment(database, trx, provider, event)) || event.kind !== 'paid') return
  const { paymentId, amountFen } = event
  const received = postings.received(paymentId, amountFen)
  const alreadyPaid = order.bookings.some(({ state }) => !['held', 'expired', 'released'].includes(state))
  if (!alreadyPaid && (await confirmPaid(receiving, trx, order, receiving.now))) {
    await post(database, trx, order.id, [received, postings.earned(paymentId, amountFen)])
    return
  }
  await post(database, trx, order.id, [received])
  const reason = alreadyPaid ? 'paid-twice' : 'too-late'
  await oweRefund(database, trx, { paymentId, orderId: order.id, bookingId: null, amountFen, reason })
}

async function orderOf(
  database: Database,
  trx: Knex.Transaction,
  provider: string,
  { paymentId, amountFen }: ProviderEvent,
): Promise<{ orderId: string }> {
  const [payment] = await database.rows<{ orderId: string; amountFen: number }>(trx, {
    name: 'payment-of-event',
    text: `
      select order_id as "orderId", amount_fen as "amountFen"
      from payment
      where id = $1::uuid and provider = $2::text`,
    values: [paymentId, provider],
  })
  if (!payment) throw errors.notFound('payment-unknown', `There is no payment ${paymentId} by ${provider}.`)
  if (payment.amountFen !== amountFen) {
    throw errors.invalid('amount-differs', `Payment ${paymentId} is of ${payment.amountFen} fen, not ${amountFen}.`)
  }
  return payment
}

/** Writes down what was told, once, and moves the payment: paid is final, failed may still become paid. Returns whether it moved. */
async function movePayment(
  database: Database,
  trx: Knex.Transaction,
  provider: string,
  { eventId, paymentId, kind, at }: ProviderEvent,
): Promise<boolean> {
  const moved = await database.rows(trx, {
    name: 'payment-move',
    text: `
      with told as (
        insert into payment_event (provider, event_id, payment_id, kind)
        values ($1::text, $2::text, $3::uuid, $4::text)
        on conflict (provider, event_id) do nothing
        returning payment_id
      )
      update payment y
      set state = $4::text, paid_at = case when $4::text = 'paid' then $5::timestamptz end
      from told
      where y.id = told.payment_id and (y.state = 'pending' or (y.state = 'failed' and $4::text = 'paid'))
      returning y.id`,
    values: [provider, eventId, paymentId, kind, at],
  })
  return moved.length === 1
}
