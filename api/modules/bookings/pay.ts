import type { Knex } from 'knex'
import type { Bus } from '../../bus/bus.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { confirmHeld } from './confirm.ts'
import { type LockedOrder, lockOrder } from './orders.ts'
import { atVenue, type PaymentProvider } from './payment-provider.ts'

export interface Paying {
  database: Database
  bus: Bus
  providers: ReadonlyMap<string, PaymentProvider>
  /** Whether paying at the venue is offered. */
  atVenueOffered: boolean
  now: Date
}

interface Begun {
  payment: { id: string; amountFen: number; provider: string } | null
}

/**
 * Begins to pay a held order, in the caller's transaction. What costs nothing or is paid at the venue is confirmed at once; else a
 * pending payment is returned, to be begun at the provider after the commit.
 * @throws 404 order-not-found, 409 hold-over, 422 provider-unknown.
 */
export async function beginPayment(
  { database, bus, providers, atVenueOffered, now }: Paying,
  trx: Knex.Transaction,
  asked: { orderId: string; personId: string; provider: string },
): Promise<Begun> {
  const { provider } = asked
  if (provider === atVenue ? !atVenueOffered : !providers.has(provider)) throw providerUnknown(provider)
  const order = await lockOrder(database, trx, asked.orderId, asked.personId)
  checkHeld(order, now)
  if (order.totalFen === 0) {
    await confirmHeld({ database, bus }, trx, order)
    return { payment: null }
  }
  if (provider === atVenue) {
    await confirmHeld({ database, bus }, trx, order, {})
    return { payment: null }
  }
  const id = order.pending[provider] ?? (await insertPayment(database, trx, order, provider))
  return { payment: { id, amountFen: order.totalFen, provider } }
}

/** Where the person goes to pay; asked again it is the same charge. */
export async function payPathOf(
  { providers }: Pick<Paying, 'providers'>,
  { payment }: Begun,
  { orderId, clientAddress }: { orderId: string; clientAddress: string },
): Promise<string | null> {
  if (!payment) return null
  const provider = providers.get(payment.provider)
  if (!provider) throw providerUnknown(payment.provider)
  const { payPath } = await provider.begin({
    id: payment.id,
    amountFen: payment.amountFen,
    returnPath: `/booking/orders/${orderId}`,
    clientAddress,
  })
  return payPath
}

export const providerUnknown = (name: string) =>
  errors.invalid(
    'provider-unknown',
    `There is no way to pay called «${name.slice(0, 40)}»; the availability lists them.`,
  )

function checkHeld({ id, bookings }: LockedOrder, now: Date): void {
  const held = bookings.every(
    ({ state, heldUntil }) => state === 'held' && heldUntil !== null && new Date(heldUntil) > now,
  )
  if (!held) {
    throw errors.conflict('hold-over', `Order ${id} is no longer held, so nothing was charged. Choose the cells again.`)
  }
}

async function insertPayment(
  database: Database,
  trx: Knex.Transaction,
  order: LockedOrder,
  provider: string,
): Promise<string> {
  const [payment] = await database.rows<{ id: string }>(trx, {
    name: 'payment-insert',
    text: `
      insert into payment (order_id, provider, amount_fen, state)
      values ($1::uuid, $2::text, $3::bigint, 'pending')
      returning id`,
    values: [order.id, provider, order.totalFen],
  })
  return payment!.id
}
