import type { Knex } from 'knex'
import { confirmHeld } from './confirm.ts'
import type { Staff } from './console-acts.ts'
import { holdCells } from './hold.ts'
import { lockOrder } from './orders.ts'

/**
 * Books at the desk in the name of who came: held and confirmed in one transaction, by the same locks and constraint as everybody. The
 * money is the venue's own matter and noted as taken or due.
 * @throws what holding cells throws
 */
export async function walkIn(
  { database, bus, now, placeId, personId }: Staff,
  trx: Knex.Transaction,
  asked: { cells: { courtId: number; start: string; kind: string }[]; name: string; collected: boolean },
): Promise<{ orderId: string; totalFen: number }> {
  const cart = { placeId, cells: asked.cells }
  const orderId = await holdCells(database, trx, cart, { personId, now, channel: 'walk-in', note: asked.name })
  const order = await lockOrder(database, trx, orderId, null)
  const collected = asked.collected ? { personId, at: now } : undefined
  await confirmHeld({ database, bus }, trx, order, { collected })
  return { orderId, totalFen: order.totalFen }
}
