import type { Knex } from 'knex'
import type { Grant } from '../../contract/access.ts'

/** People, their grants and sessions in SQL; tokens are stored as SHA-256 only. */

export interface SessionRow {
  id: string
  account: string
  grants: Grant[]
  csrfHash: Buffer
}

/** The administrator of the configuration as a person: made at the first sign-in, with the roles of one. */
export async function upsertAdministrator(trx: Knex, account: string): Promise<string> {
  const { rows } = await trx.raw(
    `with known as (
       insert into app.person (account, name) values (:account, :account)
       on conflict (account) do update set account = excluded.account
       returning id
     ), granted as (
       insert into app.role_grant (person_id, role)
       select known.id, r.role from known, unnest(array['operator', 'administrator']) r (role)
       on conflict do nothing
     )
     select id from known`,
    { account },
  )
  return rows[0].id
}

export async function insertSession(
  trx: Knex,
  session: { tokenHash: Buffer; personId: string; csrfHash: Buffer; hours: number },
): Promise<void> {
  await trx.raw(
    `insert into app.session (token_hash, person_id, csrf_hash, expires_at)
     values (:tokenHash, :personId, :csrfHash, now() + make_interval(secs => :seconds::float8))`,
    { ...session, seconds: session.hours * 3600 },
  )
}

const grantsOfPerson = `
  coalesce((
    select jsonb_agg(jsonb_build_object('role', g.role, 'placeId', g.place_id, 'regionCode', g.region_code) order by g.id)
    from app.role_grant g
    where g.person_id = p.id and g.revoked_at is null), '[]')`

export async function readGrants(on: Knex, personId: string): Promise<Grant[]> {
  const { rows } = await on.raw(`select ${grantsOfPerson} as grants from app.person p where p.id = :personId`, {
    personId,
  })
  return rows[0].grants
}

/** Nobody when the session ended or the person is archived. */
export async function findSession(on: Knex, tokenHash: Buffer): Promise<SessionRow | undefined> {
  const found = await on.raw(
    `select p.id, coalesce(p.account, p.name) as account, s.csrf_hash as "csrfHash", ${grantsOfPerson} as grants
     from app.session s
     join app.person p on p.id = s.person_id
     where s.token_hash = :tokenHash and s.revoked_at is null and s.expires_at > now() and p.archived_at is null`,
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
