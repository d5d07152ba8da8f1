import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Knex } from 'knex'
import { errors } from '../../errors.ts'

const quarterHour = 900

/** Signs what may be fetched of a file and until when; the key is made once in the database, for all processes. */
export interface Signer {
  /** `until` and `signature` as a query; good for a quarter to half an hour, the same within a quarter so that it is cached. */
  sign(fileId: number, what: string): string
  /** @throws 403 address-expired */
  check(fileId: number, what: string, given: { until: number; signature: string }): void
  /** A word that proves that its bearer got it here. */
  token(words: string): string
}

export async function openSigner(on: Knex, now: () => Date): Promise<Signer> {
  const secret = await signingKey(on)
  const mac = (words: string) => createHmac('sha256', secret).update(words).digest()
  const wordsOf = (fileId: number, what: string, until: number) => `file\n${fileId}\n${what}\n${until}`
  const seconds = () => Math.floor(now().getTime() / 1000)
  return {
    sign(fileId, what) {
      const until = Math.ceil(seconds() / quarterHour) * quarterHour + quarterHour
      return `until=${until}&signature=${mac(wordsOf(fileId, what, until)).toString('base64url')}`
    },
    check(fileId, what, { until, signature }) {
      const given = Buffer.from(signature, 'base64url')
      const right = mac(wordsOf(fileId, what, until))
      if (until >= seconds() && given.length === right.length && timingSafeEqual(given, right)) return
      throw errors.forbidden(
        'address-expired',
        'This address has ended. Load the list of files again; it has a new one.',
      )
    },
    token: (words) => mac(`token\n${words}`).toString('base64url'),
  }
}

async function signingKey(on: Knex): Promise<Buffer> {
  await on.raw("insert into app.signing_key (name) values ('files') on conflict (name) do nothing")
  const { rows } = await on.raw("select encode(secret, 'hex') as secret from app.signing_key where name = 'files'")
  return Buffer.from(rows[0].secret, 'hex')
}
