import { randomBytes } from 'node:crypto'
import type { Knex } from 'knex'
import { errors } from '../../errors.ts'
import { sha256 } from '../../http/auth.ts'
import type { SignedInBy } from './session-queries.ts'
import { newToken } from './tokens.ts'
import { matchingStep } from './totp.ts'

/** The second factor: an authenticator app, and ten recovery codes for the day that it is lost. */

const mostTries = 5
const recoveryCodes = 10

export async function hasSecondFactor(on: Knex, personId: string): Promise<boolean> {
  const { rows } = await on.raw(
    `select exists (select from app.second_factor where person_id = :personId and confirmed_at is not null) as has`,
    { personId },
  )
  return rows[0].has
}

/** A ticket for the second step, good for five minutes and five tries. */
export async function openSecondStep(on: Knex, personId: string, signedInBy: SignedInBy): Promise<string> {
  const ticket = newToken()
  await on.raw(
    `insert into app.second_step (ticket_hash, person_id, signed_in_by, tries_left, expires_at)
     values (:ticketHash, :personId, :signedInBy, :mostTries, now() + interval '5 minutes')`,
    { ticketHash: sha256(ticket), personId, signedInBy, mostTries },
  )
  return ticket
}

/** @throws 403 second-step-refused for a wrong code, a used one, and an ended ticket alike. */
export async function passSecondStep(
  primary: Knex,
  { secondStep, code }: { secondStep: string; code: string },
  now: Date,
): Promise<{ personId: string; signedInBy: SignedInBy }> {
  // Counted in a transaction of its own, so that a refused try stays counted.
  const { rows } = await primary.raw(
    `update app.second_step as s set tries_left = s.tries_left - 1
     from app.person p
     where s.ticket_hash = :ticketHash and s.tries_left > 0 and s.expires_at > now() and p.id = s.person_id and p.archived_at is null
     returning s.person_id as "personId", s.signed_in_by as "signedInBy"`,
    { ticketHash: sha256(secondStep) },
  )
  const step = rows[0]
  if (!step) throw refused()
  await primary.transaction(async (trx) => {
    await useFactor(trx, step.personId, code, now)
    await trx.raw('delete from app.second_step where ticket_hash = :ticketHash', { ticketHash: sha256(secondStep) })
  })
  return step
}

/** Begins anew each time until it is confirmed. @throws 409 second-factor-on. */
export async function startFactor(trx: Knex, personId: string): Promise<Buffer> {
  const secret = randomBytes(20)
  const { rows } = await trx.raw(
    `insert into app.second_factor as f (person_id, secret) values (:personId, :secret)
     on conflict (person_id) do update set secret = excluded.secret, last_step = 0
     where f.confirmed_at is null
     returning person_id`,
    { personId, secret },
  )
  if (!rows[0]) {
    throw errors.conflict(
      'second-factor-on',
      'An app is set up already; remove it first: DELETE /api/me/second-factor.',
    )
  }
  return secret
}

/** @throws 403 second-step-refused, 409 second-factor-not-started. */
export async function confirmFactor(trx: Knex, personId: string, code: string, now: Date): Promise<string[]> {
  const factor = await lockFactor(trx, personId)
  if (!factor || factor.confirmed) {
    throw errors.conflict('second-factor-not-started', 'Begin with POST /api/me/second-factor.')
  }
  const step = matchingStep(factor.secret, code, now, factor.lastStep)
  if (step === null) throw refused()
  const codes = Array.from({ length: recoveryCodes }, () => randomBytes(6).toString('hex'))
  await trx.raw(
    `update app.second_factor
     set confirmed_at = now(), last_step = :step, recovery_hashes = array[${codes.map((_, n) => `:r${n}::bytea`).join(', ')}]
     where person_id = :personId`,
    { personId, step, ...Object.fromEntries(codes.map((one, n) => [`r${n}`, sha256(one)])) },
  )
  return codes.map((one) => `${one.slice(0, 6)}-${one.slice(6)}`)
}

export async function removeFactor(trx: Knex, personId: string): Promise<boolean> {
  const { rows } = await trx.raw('delete from app.second_factor where person_id = :personId returning person_id', {
    personId,
  })
  return rows.length > 0
}

/** A code of the app or a recovery code; either counts once. The row is locked, so that two at once are one. */
async function useFactor(trx: Knex, personId: string, code: string, now: Date): Promise<void> {
  const factor = await lockFactor(trx, personId)
  if (!factor?.confirmed) throw refused()
  const step = matchingStep(factor.secret, code, now, factor.lastStep)
  if (step !== null) {
    await trx.raw('update app.second_factor set last_step = :step where person_id = :personId', { personId, step })
    return
  }
  const hash = sha256(code.replaceAll(/[^0-9a-f]/gi, '').toLowerCase())
  const { rows } = await trx.raw(
    `update app.second_factor set recovery_hashes = array_remove(recovery_hashes, :hash::bytea)
     where person_id = :personId and :hash::bytea = any(recovery_hashes)
     returning person_id`,
    { personId, hash },
  )
  if (!rows[0]) throw refused()
}

async function lockFactor(trx: Knex, personId: string) {
  const { rows } = await trx.raw(
    `select secret, confirmed_at is not null as confirmed, last_step as "lastStep"
     from app.second_factor where person_id = :personId for update`,
    { personId },
  )
  return rows[0] as { secret: Buffer; confirmed: boolean; lastStep: number } | undefined
}

const refused = () =>
  errors.forbidden(
    'second-step-refused',
    'That code is not right, was used already, or the step ended. Wait for the app’s next code; after five tries begin again.',
  )
