import { z } from 'zod'
import type { sandboxOutcomes } from '../../contract/booking-payments.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { addJob } from '../../jobs/add-job.ts'
import { startOfDay } from './local-time.ts'
import type { BillLine, PaymentProvider, ProviderEvent } from './payment-provider.ts'
import { isSigned, sign, signingKey } from './signing.ts'

/** A payment provider of play money with books of its own: it can succeed, fail, answer late, twice and out of order. */

const delaySeconds = 5
const providerEvent = z.object({
  eventId: z.string().max(100),
  paymentId: z.uuid(),
  kind: z.enum(['paid', 'failed']),
  amountFen: z.number().int(),
  at: z.iso.datetime({ offset: true }),
})
type Outcome = (typeof sandboxOutcomes)[number]

export interface Charge {
  id: string
  paymentId: string
  amountFen: number
  state: 'open' | 'paid' | 'failed'
  returnPath: string
  paidAt: string | null
}

type Deliver = (told: { event: string; signature: string }) => Promise<void>

const columns = `id, payment_id as "paymentId", amount_fen as "amountFen", state, return_path as "returnPath",
  paid_at as "paidAt"`

export function sandboxProvider(database: Database): PaymentProvider {
  return {
    name: 'sandbox',
    async begin({ id, amountFen, returnPath }) {
      const [charge] = await database.rows<{ id: string }>(database.primary, {
        name: 'sandbox-charge',
        text: `
          insert into sandbox_charge (payment_id, amount_fen, return_path) values ($1::uuid, $2::bigint, $3::text)
          on conflict (payment_id) do update set return_path = excluded.return_path
          returning id`,
        values: [id, amountFen, returnPath],
      })
      return { payPath: `/booking/sandbox/${charge!.id}` }
    },
    async readCallback(event, signature) {
      if (!isSigned(await signingKey(database, 'sandbox'), event, signature)) {
        throw errors.forbidden('signature-wrong', 'The signature of this callback is not the provider’s.')
      }
      return providerEvent.parse(JSON.parse(event))
    },
    async refund({ id, paymentId, amountFen }) {
      const [given] = await database.rows<{ at: string }>(database.primary, {
        name: 'sandbox-refund',
        text: `
          insert into sandbox_refund (refund_id, payment_id, amount_fen) values ($1::uuid, $2::uuid, $3::bigint)
          on conflict (refund_id) do update set refund_id = excluded.refund_id
          returning at`,
        values: [id, paymentId, amountFen],
      })
      return given!
    },
    bill: (day) => billOf(database, day),
  }
}

function billOf(database: Database, day: string): Promise<BillLine[]> {
  const from = startOfDay(day)
  return database.rows<BillLine>(database.primary, {
    name: 'sandbox-bill',
    text: `
      select 'payment' as kind, payment_id::text as reference, amount_fen as "amountFen"
      from sandbox_charge
      where state = 'paid' and paid_at >= $1::timestamptz and paid_at < $2::timestamptz
      union all
      select 'refund', refund_id::text, amount_fen
      from sandbox_refund
      where at >= $1::timestamptz and at < $2::timestamptz`,
    values: [new Date(from), new Date(from + 86_400_000)],
  })
}

export async function readCharge(database: Database, id: string): Promise<Charge> {
  const [charge] = await database.rows<Charge>(database.primary, {
    name: 'sandbox-read-charge',
    text: `select ${columns} from sandbox_charge where id = $1::uuid`,
    values: [id],
  })
  if (!charge) throw errors.notFound('charge-not-found', `The sandbox has no charge ${id}.`)
  return charge
}

/** Lets a charge end as wished; the first end stands, and told again it is told again. */
export async function settleCharge(
  { database, deliver, now }: { database: Database; deliver: Deliver; now: Date },
  id: string,
  outcome: Outcome,
): Promise<Charge> {
  if (outcome === 'delayed') {
    await database.primary.transaction((trx) => addJob(trx, 'settle-sandbox-charge', { chargeId: id }, delaySeconds))
    return readCharge(database, id)
  }
  const charge = await endCharge(database, id, outcome === 'failed' ? 'failed' : 'paid', now)
  const tell = async (kind: ProviderEvent['kind']) => deliver(await signedEvent(database, charge, kind))
  if (outcome === 'twice') await Promise.all([tell('paid'), tell('paid')])
  else if (charge.state !== 'open') await tell(charge.state)
  if (outcome === 'failed-after-paid') await tell('failed')
  return charge
}

async function endCharge(database: Database, id: string, state: 'paid' | 'failed', now: Date): Promise<Charge> {
  await database.rows(database.primary, {
    name: 'sandbox-end-charge',
    text: `
      update sandbox_charge
      set state = $2::text, paid_at = case when $2::text = 'paid' then $3::timestamptz end
      where id = $1::uuid and state = 'open'`,
    values: [id, state, now],
  })
  return readCharge(database, id)
}

/** As the provider would send it. */
export async function signedEvent(
  database: Database,
  { id, paymentId, amountFen, paidAt }: Pick<Charge, 'id' | 'paymentId' | 'amountFen' | 'paidAt'>,
  kind: ProviderEvent['kind'],
): Promise<{ event: string; signature: string }> {
  const at = new Date(paidAt ?? Date.now()).toISOString()
  const event = JSON.stringify({ eventId: `${id}:${kind}`, paymentId, kind, amountFen, at } satisfies ProviderEvent)
  return { event, signature: sign(await signingKey(database, 'sandbox'), event) }
}
