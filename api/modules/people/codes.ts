import { createHash, randomInt } from 'node:crypto'
import type { Knex } from 'knex'
import { errors } from '../../errors.ts'
import { sha256 } from '../../http/auth.ts'
import { networkOf } from '../../http/pace.ts'
import type { Channel, Message, Messages } from '../../messages/message.ts'
import { countAttempt } from './attempts.ts'
import { newToken } from './tokens.ts'

/** Codes sent to phones and mailboxes: six digits, five minutes, five tries, one use. */

export const codeMinutes = 5
const mostTries = 5
export const againAfterSeconds = 60

export interface CodeRequest {
  channel: Channel
  to: string
  language: Message['language']
  clientAddress: string
}

/**
 * Sends a code and returns the ticket that goes back with it. Whether an account has the address makes no difference here.
 * @throws 403 channel-off, 429 too-many-requests, 503 message-not-sent.
 */
export async function sendCodeTo(on: Knex, messages: Messages, request: CodeRequest): Promise<string> {
  const { channel, to, language, clientAddress } = request
  if (!messages.channels.has(channel)) {
    throw errors.forbidden('channel-off', `Codes by ${channel} are off here; GET /api/session/ways says what is on.`)
  }
  await countAttempt(on, `codes from ${networkOf(clientAddress)}`, { most: 20, perSeconds: 600 })
  await countAttempt(on, `code to ${to} from ${networkOf(clientAddress)}`, { most: 1, perSeconds: againAfterSeconds })
  // Whoever owns the number is not flooded from many addresses; a code that was sent before stays good meanwhile.
  await countAttempt(on, `codes to ${to}`, { most: 10, perSeconds: 3600 })
  const ticket = newToken()
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  await on.raw(
    `insert into app.sign_in_code (ticket_hash, channel, address, code_hash, tries_left, expires_at)
     values (:ticketHash, :channel, :to, :codeHash, :mostTries, now() + make_interval(mins => :minutes))`,
    { ticketHash: sha256(ticket), channel, to, codeHash: codeHash(ticket, code), mostTries, minutes: codeMinutes },
  )
  await messages.send({
    channel,
    to,
    language,
    template: 'sign-in-code',
    values: { code, minutes: String(codeMinutes) },
  })
  return ticket
}

/**
 * The address that the code proves. Each try is counted before the code is looked at, in one statement.
 * @throws 403 code-refused, the same for wrong, used, expired and unknown.
 */
export async function redeemCode(
  on: Knex,
  proof: { ticket: string; code: string },
): Promise<{ channel: Channel; address: string }> {
  const { rows } = await on.raw(
    `with tried as (
       update app.sign_in_code
       set tries_left = tries_left - 1
       where ticket_hash = :ticketHash and used_at is null and expires_at > now() and tries_left > 0
       returning ticket_hash, code_hash = :codeHash as "isRight"
     )
     select "isRight" from tried`,
    { ticketHash: sha256(proof.ticket), codeHash: codeHash(proof.ticket, proof.code) },
  )
  if (!rows[0]?.isRight) throw refused()
  const used = await on.raw(
    `update app.sign_in_code set used_at = now()
     where ticket_hash = :ticketHash and used_at is null
     returning channel, address`,
    { ticketHash: sha256(proof.ticket) },
  )
  if (!used.rows[0]) throw refused()
  return used.rows[0]
}

export async function deleteEndedCodes(on: Knex): Promise<void> {
  await on.raw(`delete from app.sign_in_code where expires_at < now() - interval '1 hour'`)
  await on.raw(`delete from app.second_step where expires_at < now() - interval '1 hour'`)
}

const refused = () =>
  errors.forbidden('code-refused', 'That code is not right, or no longer good. Check it, or ask for a new one.')

/** With the ticket as salt: whoever reads the table cannot try the million codes. */
const codeHash = (ticket: string, code: string): Buffer => createHash('sha256').update(`${ticket}:${code}`).digest()
