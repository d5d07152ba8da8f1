import type { Knex } from 'knex'
import type { Database } from '../../db/types.ts'
import type { Posting } from './ledger-postings.ts'

/** Writes a posting once; again it does nothing. The database checks at the commit that it adds up to zero. */
export async function post(
  database: Pick<Database, 'rows'>,
  trx: Knex.Transaction,
  orderId: string,
  { key, entries }: Posting,
): Promise<void> {
  if (entries.length === 0) return
  await database.rows(trx, {
    name: 'ledger-post',
    text: `
      with written as (
        insert into ledger_transaction (key, order_id) values ($1::text, $2::uuid)
        on conflict (key) do nothing
        returning id
      )
      insert into ledger_entry (transaction_id, account, amount_fen)
      select w.id, e.account, e."amountFen"
      from written w, jsonb_to_recordset($3::jsonb) as e (account text, "amountFen" bigint)`,
    values: [key, orderId, JSON.stringify(entries)],
  })
}
