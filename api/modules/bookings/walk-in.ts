import type { Knex } from 'knex'
import { confirmHeld } from './confirm.ts'
import type { Staff } from './console-acts.ts'
import { holdCells } from './hold.ts'
import { lockOrder } from './orders.ts'
import { insertPayment } from './pay.ts'

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
  if (order.totalFen > 0) {
    const paymentId = await insertPayment(database, trx, order, 'at-venue', 'due')
    if (asked.collected) {
      await database.rows(trx, {
        name: 'walk-in-collected',
        text: 'update payment set collected_at = $2::timestamptz, collected_by = $3::uuid where id = $1::uuid',
        values: [paymentId, now, personId],
      })
    }
  }
  await confirmHeld({ database, bus }, trx, order)
  return { orderId, totalFen: order.totalFen }
}
