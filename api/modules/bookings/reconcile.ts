import type { Database } from '../../db/types.ts'
import { startOfDay } from './local-time.ts'
import type { BillLine, PaymentProvider } from './payment-provider.ts'

export interface Difference {
  kind: 'missing-here' | 'missing-there' | 'amount' | 'refund-missing-here' | 'refund-missing-there' | 'refund-amount'
  reference: string
  oursFen: number | null
  theirsFen: number | null
}

/** Where two bills of one day differ: pure. */
export function differencesOf(ours: readonly BillLine[], theirs: readonly BillLine[]): Difference[] {
  const keyOf = ({ kind, reference }: BillLine) => `${kind} ${reference}`
  const here = new Map(ours.map((line) => [keyOf(line), line]))
  const there = new Map(theirs.map((line) => [keyOf(line), line]))
  const lines = [...new Map([...here, ...there])]
  return lines.flatMap(([key, { kind, reference }]) => {
    const oursFen = here.get(key)?.amountFen ?? null
    const theirsFen = there.get(key)?.amountFen ?? null
    if (oursFen === theirsFen) return []
    const what = oursFen === null ? 'missing-here' : theirsFen === null ? 'missing-there' : 'amount'
    return [{ kind: kind === 'refund' ? (`refund-${what}` as const) : what, reference, oursFen, theirsFen }]
  })
}

/** Compares a provider's bill of a local day with ours and keeps what differs, in place of what an earlier run found. */
export async function reconcile(database: Database, provider: PaymentProvider, day: string): Promise<Difference[]> {
  const theirs = await provider.bill(day)
  if (theirs === null) return []
  const found = differencesOf(await ownBill(database, provider.name, day), theirs)
  await database.primary.transaction(async (trx) => {
    await database.rows(trx, {
      name: 'reconcile-forget',
      text: 'delete from payment_difference where provider = $1::text and day = $2::date',
      values: [provider.name, day],
    })
    await database.rows(trx, {
      name: 'reconcile-keep',
      text: `
        insert into payment_difference (provider, day, kind, reference, ours_fen, theirs_fen)
        select $1::text, $2::date, d.kind, d.reference, d."oursFen", d."theirsFen"
        from jsonb_to_recordset($3::jsonb) as d (kind text, reference text, "oursFen" bigint, "theirsFen" bigint)`,
      values: [provider.name, day, JSON.stringify(found)],
    })
  })
  return found
}

/** Money that came or went on the day by our books. */
function ownBill(database: Database, provider: string, day: string): Promise<BillLine[]> {
  const from = startOfDay(day)
  return database.rows<BillLine>(database.primary, {
    name: 'reconcile-own-bill',
    text: `
      select 'payment' as kind, id::text as reference, amount_fen as "amountFen"
      from payment
      where provider = $1::text and state = 'paid' and paid_at >= $2::timestamptz and paid_at < $3::timestamptz
      union all
      select 'refund', r.id::text, r.amount_fen
      from refund r
      join payment y on y.id = r.payment_id
      where y.provider = $1::text and r.state = 'done' and r.done_at >= $2::timestamptz and r.done_at < $3::timestamptz`,
    values: [provider, new Date(from), new Date(from + 86_400_000)],
  })
}

export function listDifferences(
  database: Database,
  limit: number,
): Promise<(Difference & { provider: string; day: string })[]> {
  return database.rows(database.primary, {
    name: 'reconcile-list',
    text: `
      select provider, day, kind, reference, ours_fen as "oursFen", theirs_fen as "theirsFen"
      from payment_difference
      order by day desc, provider, kind, reference
      limit $1::integer`,
    values: [limit],
  })
}
