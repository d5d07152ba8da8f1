import type { Knex } from 'knex'
import { errors } from '../../errors.ts'
import { readCode, sharedSecret } from './personal-code.ts'

export interface CodeCheck {
  token: string
  placeId: number
  checkedBy: string
}

/**
 * Takes a personal code at a place, once: the nonce's primary key refuses the second of two gates that read it at the same moment.
 * @throws 422 code-invalid, 422 code-expired, 409 code-used.
 */
export async function checkCodeAt(
  primary: Knex,
  check: CodeCheck,
  now: Date,
): Promise<{ person: { id: string; name: string }; checkedAt: string }> {
  return primary.transaction((trx) => takeCode(trx, check, now))
}

/** The same in a transaction of the caller's, for a gate's scan. */
export async function takeCode(
  trx: Knex.Transaction,
  { token, placeId, checkedBy }: CodeCheck,
  at: Date,
): Promise<{ person: { id: string; name: string }; checkedAt: string }> {
  const { personId, nonce } = readCode(await sharedSecret(trx, 'personal-code'), token, at)
  const { rows } = await trx.raw(
    'select id, name from app.person where id = :personId and archived_at is null for share',
    { personId },
  )
  if (!rows[0]) throw errors.invalid('code-invalid', 'The account of this personal code is no longer in use.')
  const used = await trx.raw(
    `insert into app.personal_code_use (nonce, person_id, place_id, checked_by)
     values (:nonce, :personId, :placeId, :checkedBy)
     on conflict on constraint personal_code_once do nothing
     returning used_at as "checkedAt"`,
    { nonce, personId, placeId, checkedBy },
  )
  if (!used.rows[0]) {
    throw errors.conflict('code-used', 'This personal code was checked already. Let the page show a new one.')
  }
  return { person: rows[0], checkedAt: used.rows[0].checkedAt }
}
