import type { Knex } from 'knex'
import type { Grant } from '../../contract/access.ts'
import { grantsOfPerson } from './grant-queries.ts'

/** Sessions in SQL; tokens are stored as SHA-256 only. */

export type SignedInBy = 'password' | 'code' | 'oidc'

export interface SessionRow {
  sessionId: string
  id: string
  account: string
  grants: Grant[]
  startedAt: string
  seenAt: string
  hasSecondFactor: boolean
  passedSecondFactor: boolean
}

export interface NewSession {
  tokenHash: Buffer
  personId: string
  signedInBy: SignedInBy
  secondFactor: boolean
  hours: number
  address: string
  agent: string
}

export async function insertSession(trx: Knex, session: NewSession): Promise<void> {
  await trx.raw(
    `insert into app.session (token_hash, person_id, signed_in_by, second_factor_at, expires_at, address, agent)
     values (:tokenHash, :personId, :signedInBy, case when :secondFactor then now() end,
             now() + make_interval(secs => :seconds::float8), :address, left(:agent, 300))`,
    { ...session, seconds: session.hours * 3600 },
  )
}

/** Nobody when the session ended or the person is archived. */
export async function findSession(on: Knex, tokenHash: Buffer): Promise<SessionRow | undefined> {
  const { rows } = await on.raw(
    `select s.id as "sessionId", p.id, coalesce(p.account, p.name) as account, s.created_at as "startedAt", s.seen_at as "seenAt",
            s.second_factor_at is not null as "passedSecondFactor", ${grantsOfPerson} as grants,
            exists (select from app.second_factor f where f.person_id = p.id and f.confirmed_at is not null) as "hasSecondFactor"
     from app.session s
     join app.person p on p.id = s.person_id
     where s.token_hash = :tokenHash and s.revoked_at is null and s.expires_at > now() and p.archived_at is null`,
    { tokenHash },
  )
  return rows[0]
}

export async function touchSession(on: Knex, sessionId: string, address: string): Promise<void> {
  await on.raw('update app.session set seen_at = now(), address = :address where id = :sessionId', {
    sessionId,
    address,
  })
}

/** A second factor that was set up within the session counts for it. */
export async function markSecondFactor(trx: Knex, sessionId: string): Promise<void> {
  await trx.raw('update app.session set second_factor_at = now() where id = :sessionId', { sessionId })
}

export async function revokeSession(trx: Knex, tokenHash: Buffer): Promise<void> {
  await trx.raw('update app.session set revoked_at = now() where token_hash = :tokenHash', { tokenHash })
}

export async function listSessionsOf(on: Knex, personId: string) {
  const { rows } = await on.raw(
    `select id, signed_in_by as "signedInBy", created_at as "createdAt", seen_at as "seenAt", address, agent
     from app.session
     where person_id = :personId and revoked_at is null and expires_at > now()
     order by seen_at desc
     limit 100`,
    { personId },
  )
  return rows as {
    id: string
    signedInBy: SignedInBy
    createdAt: string
    seenAt: string
    address: string | null
    agent: string | null
  }[]
}

/** Ends the person's sessions, all or one, but for `except`. Returns how many ended. */
export async function endSessions(
  trx: Knex,
  personId: string,
  { only = null, except = null }: { only?: string | null; except?: string | null } = {},
): Promise<number> {
  const { rows } = await trx.raw(
    `update app.session set revoked_at = now()
     where person_id = :personId and revoked_at is null and expires_at > now()
       and (:only::uuid is null or id = :only::uuid) and (:except::uuid is null or id <> :except::uuid)
     returning id`,
    { personId, only, except },
  )
  return rows.length
}

export async function deleteEndedSessions(trx: Knex): Promise<void> {
  await trx.raw("delete from app.session where coalesce(revoked_at, expires_at) < now() - interval '7 days'")
}
