import type { Knex } from 'knex'
import type { Database } from '../../db/types.ts'
import type { Posting } from './ledger-postings.ts'

/** Writes postings, each once; again it does nothing. The database checks at the commit that each adds up to zero. */
export async function post(
  database: Pick<Database, 'rows'>,
  trx: Knex.Transaction,
  orderId: string,
  all: readonly Posting[],
): Promise<void> {
  const postings = all.filter(({ entries }) => entries.length > 0)
  if (postings.length === 0) return
  await database.rows(trx, {
    name: 'ledger-post',
    text: `
      with posting as (
        select key, entries from jsonb_to_recordset($2::jsonb) as p (key text, entries jsonb)
      ), written as (
        insert into ledger_transaction (key, order_id)
        select key, $1::uuid from posting
        on conflict (key) do nothing
        returning id, key
      )
      insert into ledger_entry (transaction_id, account, amount_fen)
      select w.id, e.account, e."amountFen"
      from written w
      join posting p using (key)
      cross join lateral jsonb_to_recordset(p.entries) as e (account text, "amountFen" bigint)`,
    values: [orderId, JSON.stringify(postings)],
  })
}
