import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Database } from '../../db/types.ts'

const kept = new WeakMap<Database, Map<string, Promise<Buffer>>>()

/** A secret key of this installation, made by whichever process needs it first and the same in all. */
export function signingKey(database: Database, name: string): Promise<Buffer> {
  const keys = kept.get(database) ?? new Map<string, Promise<Buffer>>()
  kept.set(database, keys)
  const known = keys.get(name)
  if (known) return known
  const key = readKey(database, name)
  keys.set(name, key)
  key.catch(() => keys.delete(name))
  return key
}

async function readKey(database: Database, name: string): Promise<Buffer> {
  const [row] = await database.rows<{ value: string }>(database.primary, {
    name: 'booking-signing-key',
    text: `
      with made as (
        insert into booking_signing_key (name, value) values ($1::text, decode($2::text, 'hex'))
        on conflict (name) do nothing
        returning value
      )
      select encode(value, 'hex') as value from made
      union all
      select encode(value, 'hex') from booking_signing_key where name = $1::text
      limit 1`,
    values: [name, randomBytes(32).toString('hex')],
  })
  if (row) return Buffer.from(row.value, 'hex')
  // Another process made it between this statement's snapshot and its insert.
  return readKey(database, name)
}

export const sign = (key: Buffer, text: string): string => createHmac('sha256', key).update(text).digest('base64url')

export function isSigned(key: Buffer, text: string, signature: string): boolean {
  const expected = Buffer.from(sign(key, text))
  const given = Buffer.from(signature)
  return expected.length === given.length && timingSafeEqual(expected, given)
}

/** Content of a ticket's QR code: which booking, and that we said so. A gate can check it without a network. */
export const ticketOf = (key: Buffer, bookingId: number): string =>
  `VA1.${bookingId}.${sign(key, `ticket ${bookingId}`).slice(0, 22)}`

/** The booking of a ticket that we made; null for any other text. */
export function isTicket(key: Buffer, content: string): number | null {
  const id = Number(/^VA1\.([1-9]\d{0,15})\.[\w-]{22}$/.exec(content)?.[1] ?? Number.NaN)
  if (!Number.isSafeInteger(id)) return null
  const expected = Buffer.from(ticketOf(key, id))
  const given = Buffer.from(content)
  return expected.length === given.length && timingSafeEqual(expected, given) ? id : null
}
