import type { Knex } from 'knex'
import type { Role } from '../../contract/route.ts'

/** Sessions in SQL; tokens are stored as SHA-256 only. */

export interface SessionRow {
  account: string
  roles: Role[]
  csrfHash: Buffer
}

export async function insertSession(
  trx: Knex,
  session: { tokenHash: Buffer; account: string; roles: readonly Role[]; csrfHash: Buffer; hours: number },
): Promise<void> {
  await trx.raw(
    `insert into app.session (token_hash, account, roles, csrf_hash, expires_at)
     values (:tokenHash, :account, :roles::text[], :csrfHash, now() + make_interval(secs => :seconds::float8))`,
    { ...session, roles: [...session.roles], seconds: session.hours * 3600 },
  )
}

export async function findSession(on: Knex, tokenHash: Buffer): Promise<SessionRow | undefined> {
  const found = await on.raw(
    `select account, roles, csrf_hash as "csrfHash"
     from app.session
     where token_hash = :tokenHash and revoked_at is null and expires_at > now()`,
    { tokenHash },
  )
  return found.rows[0]
}

/** A page that asks who is signed in gets a new CSRF token: the old one ends. */
export async function replaceCsrf(trx: Knex, tokenHash: Buffer, csrfHash: Buffer): Promise<void> {
  await trx.raw('update app.session set csrf_hash = :csrfHash where token_hash = :tokenHash', { tokenHash, csrfHash })
}

export async function revokeSession(trx: Knex, tokenHash: Buffer): Promise<void> {
  await trx.raw('update app.session set revoked_at = now() where token_hash = :tokenHash', { tokenHash })
}

export async function deleteEndedSessions(trx: Knex): Promise<void> {
  await trx.raw("delete from app.session where expires_at < now() - interval '7 days'")
}
