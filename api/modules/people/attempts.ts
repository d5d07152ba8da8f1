import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import { errors } from '../../errors.ts'

export interface AttemptLimit {
  most: number
  perSeconds: number
}

/**
 * Counts a try under a key, over all processes and in one statement, so that tries at once cannot slip through together.
 * @throws 429 too-many-requests with Retry-After once `most` are used up.
 */
export async function countAttempt(on: Knex, key: string, { most, perSeconds }: AttemptLimit): Promise<void> {
  const { rows } = await on.raw(
    `insert into app.attempt_window as w (key, count, ends_at)
     values (:key, 1, now() + make_interval(secs => :perSeconds::float8))
     on conflict (key) do update
     set count = case when w.ends_at <= now() then 1 else w.count + 1 end,
         ends_at = case when w.ends_at <= now() then excluded.ends_at else w.ends_at end
     returning count, ceil(extract(epoch from ends_at - now()))::int as "waitSeconds"`,
    { key: keyHash(key), perSeconds },
  )
  const { count, waitSeconds } = rows[0]
  if (count > most) {
    throw errors.tooManyRequests(`Too many tries; nothing was changed. Try again in ${waitSeconds} s.`, waitSeconds)
  }
}

/** A success ends the count. */
export async function forgetAttempts(on: Knex, key: string): Promise<void> {
  await on.raw('delete from app.attempt_window where key = :key', { key: keyHash(key) })
}

export async function deleteEndedAttempts(on: Knex): Promise<void> {
  await on.raw('delete from app.attempt_window where ends_at < now()')
}

/** Keys hold numbers and mail addresses: only their hash is stored. */
const keyHash = (key: string): string => createHash('sha256').update(key).digest('base64url')
