import type { Knex } from 'knex'
import type { Database } from '../../db/types.ts'
import { addJob } from '../../jobs/add-job.ts'
import { post } from './ledger.ts'
import { postings } from './ledger-postings.ts'
import type { PaymentProvider } from './payment-provider.ts'
import { transact } from './transact.ts'

interface Owed {
  paymentId: string
  orderId: string
  bookingId: number | null
  amountFen: number
  reason: 'cancelled' | 'too-late' | 'paid-twice' | 'closed' | 'owner'
  note?: string | undefined
  /** Staff who gave it. */
  byId?: string | undefined
}

/**
 * Writes down that a refund is owed, its posting, and the job that gives it back, in the caller's transaction: a server that dies
 * afterwards still owes it. Returns its id; null when that refund is owed already.
 */
export async function oweRefund(database: Database, trx: Knex.Transaction, owed: Owed): Promise<string | null> {
  const [row] = await database.rows<{ id: string }>(trx, {
    name: 'refund-owe',
    text: `
      insert into refund (payment_id, booking_id, amount_fen, reason, note, made_by)
      values ($1::uuid, $2::bigint, $3::bigint, $4::text, $5::text, $6::uuid)
      on conflict do nothing
      returning id`,
    values: [owed.paymentId, owed.bookingId, owed.amountFen, owed.reason, owed.note ?? '', owed.byId ?? null],
  })
  if (!row) return null
  const owedPosting = owed.bookingId === null ? postings.owedBackWhole : postings.owedBack
  await post(database, trx, owed.orderId, [owedPosting(row.id, owed.amountFen)])
  await addJob(trx, 'complete-refund', { refundId: row.id })
  return row.id
}

/** Gives an owed refund back through its provider, and posts it. Safe to run any number of times, also beside itself. */
export async function completeRefund(
  database: Database,
  providers: ReadonlyMap<string, PaymentProvider>,
  refundId: string,
): Promise<void> {
  const [owed] = await database.rows<{
    paymentId: string
    orderId: string
    provider: string
    amountFen: number
    totalFen: number
  }>(database.primary, {
    name: 'refund-read',
    text: `
        select r.payment_id as "paymentId", y.order_id as "orderId", y.provider, r.amount_fen as "amountFen",
               y.amount_fen as "totalFen"
        from refund r
        join payment y on y.id = r.payment_id
        where r.id = $1::uuid and r.state = 'owed'`,
    values: [refundId],
  })
  if (!owed) return
  const provider = providers.get(owed.provider)
  if (!provider)
    throw new Error(`refund ${refundId} needs the payment provider ${owed.provider}, which is not configured`)
  const { at } = await provider.refund({ ...owed, id: refundId })
  await transact(database, async (trx) => {
    const [done] = await database.rows(trx, {
      name: 'refund-done',
      text: `update refund set state = 'done', done_at = $2::timestamptz where id = $1::uuid and state = 'owed' returning id`,
      values: [refundId, at],
    })
    if (done) await post(database, trx, owed.orderId, [postings.givenBack(refundId, owed.amountFen)])
  })
}
