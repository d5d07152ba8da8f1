import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Knex } from 'knex'
import { errors } from '../../errors.ts'

/**
 * The personal code (一码通): `1.` and base64url of person (16 bytes), time of making (4 bytes, seconds), nonce (8 bytes) and the first 16 bytes
 * of an HMAC-SHA-256 over them. Short enough for a coarse QR that reads from a scratched screen.
 */

export const validSeconds = 60
/** Clocks of several servers may differ by this much. */
const skewSeconds = 5
const payloadBytes = 28
const macBytes = 16

export interface PersonalCode {
  personId: string
  madeAt: Date
  nonce: Buffer
}

export function makeCode(secret: Buffer, personId: string, now: Date): string {
  const payload = Buffer.concat([
    Buffer.from(personId.replaceAll('-', ''), 'hex'),
    uint32(Math.floor(now.getTime() / 1000)),
    randomBytes(8),
  ])
  return `1.${Buffer.concat([payload, mac(secret, payload)]).toString('base64url')}`
}

/** @throws 422 code-invalid for what this site did not sign, 422 code-expired after a minute. */
export function readCode(secret: Buffer, token: string, now: Date): PersonalCode {
  const bytes = Buffer.from(token.startsWith('1.') ? token.slice(2) : '', 'base64url')
  const payload = bytes.subarray(0, payloadBytes)
  if (
    bytes.length !== payloadBytes + macBytes ||
    !timingSafeEqual(mac(secret, payload), bytes.subarray(payloadBytes))
  ) {
    throw errors.invalid(
      'code-invalid',
      'This is not a personal code of this site. Ask for the code on the page «我的».',
    )
  }
  const madeAt = new Date(payload.readUInt32BE(16) * 1000)
  const age = (now.getTime() - madeAt.getTime()) / 1000
  if (age > validSeconds || age < -skewSeconds) {
    throw errors.invalid(
      'code-expired',
      'This personal code is too old. Let the page show a new one; it does so by itself.',
    )
  }
  const hex = payload.subarray(0, 16).toString('hex')
  const personId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return { personId, madeAt, nonce: Buffer.from(payload.subarray(20)) }
}

/** The secret of this name that all processes share; made by whoever asks first. */
export async function sharedSecret(on: Knex, name: string): Promise<Buffer> {
  const { rows } = await on.raw(
    `insert into app.server_secret (name) values (:name)
     on conflict (name) do update set name = excluded.name
     returning value`,
    { name },
  )
  return rows[0].value
}

const mac = (secret: Buffer, payload: Buffer): Buffer =>
  createHmac('sha256', secret).update('personal-code 1').update(payload).digest().subarray(0, macBytes)

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
