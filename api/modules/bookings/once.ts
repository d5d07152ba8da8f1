import type { Knex } from 'knex'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { sha256 } from '../../http/auth.ts'
import { transact } from './transact.ts'

export interface Once {
  personId: string
  /** The header `Idempotency-Key`. */
  key: string | undefined
  act: string
  /** What was asked: the same key with another request is a mistake of the caller. */
  request: unknown
}

/**
 * Does `act` in a transaction, once for each key of a person: the same request sent again gets the first one's outcome and does
 * nothing. A refused act leaves no trace, so it may be tried again under the same key.
 * @throws 400 idempotency-key-missing, 409 idempotency-key-reused.
 */
export async function once<T extends object>(
  database: Database,
  { personId, key, act: name, request }: Once,
  act: (trx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  if (!key || key.length < 8 || key.length > 100) {
    throw errors.badRequest(
      'idempotency-key-missing',
      'Send an Idempotency-Key of 8 to 100 characters, a new one for each wish, the same one when you send it again.',
    )
  }
  const hash = sha256(JSON.stringify(request))
  return transact(database, async (trx) => {
    const values = [personId, key, name, hash.toString('hex')]
    // A second one waits here until the first has ended.
    const [mine] = await database.rows(trx, {
      name: 'idempotency-begin',
      text: `
        insert into idempotency_key (person_id, key, act, request_hash)
        values ($1::uuid, $2::text, $3::text, decode($4::text, 'hex'))
        on conflict (person_id, key) do nothing
        returning key`,
      values,
    })
    if (!mine) return earlierReply<T>(database, trx, values)
    const reply = await act(trx)
    await database.rows(trx, {
      name: 'idempotency-end',
      text: 'update idempotency_key set reply = $3::jsonb where person_id = $1::uuid and key = $2::text',
      values: [personId, key, JSON.stringify(reply)],
    })
    return reply
  })
}

async function earlierReply<T>(database: Database, trx: Knex.Transaction, values: string[]): Promise<T> {
  const [earlier] = await database.rows<{ reply: T; same: boolean }>(trx, {
    name: 'idempotency-earlier',
    text: `
      select reply, act = $3::text and request_hash = decode($4::text, 'hex') as same
      from idempotency_key
      where person_id = $1::uuid and key = $2::text`,
    values,
  })
  if (!earlier?.same) {
    throw errors.conflict(
      'idempotency-key-reused',
      'This Idempotency-Key was used for another request; make a new one for each wish.',
    )
  }
  return earlier.reply
}
