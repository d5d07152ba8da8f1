import type { Knex } from 'knex'
import type { Channel } from '../../messages/message.ts'

/** Accounts in SQL. */

export interface AccountRow {
  id: string
  passwordHash: string | null
  archived: boolean
}

/** The administrator of the configuration as a person: made at the first sign-in, with the roles of one. */
export async function upsertAdministrator(trx: Knex, account: string): Promise<AccountRow> {
  const { rows } = await trx.raw(
    `with known as (
       insert into app.person (account, name) values (:account, :account)
       on conflict (account) do update set account = excluded.account
       returning id, archived_at
     ), granted as (
       insert into app.role_grant (person_id, role)
       select known.id, r.role from known, unnest(array['operator', 'administrator']) r (role)
       on conflict do nothing
     )
     select id, null as "passwordHash", archived_at is not null as archived from known`,
    { account },
  )
  return rows[0]
}

/** By mailbox, by number (as it is stored, with its prefix), or by the name of the account. */
export async function findAccount(
  on: Knex,
  { name, phone }: { name: string; phone: string | null },
): Promise<AccountRow | undefined> {
  const { rows } = await on.raw(
    `select id, password_hash as "passwordHash", archived_at is not null as archived
     from app.person
     where email = lower(:name) or phone = :phone or account = :name
     order by (account = :name) desc nulls last
     limit 1`,
    { name, phone },
  )
  return rows[0]
}

/** The person whose number or mailbox it is, made now when nobody's. Two at once get the same one. */
export async function personOfAddress(
  trx: Knex,
  channel: Channel,
  address: string,
  name: string,
): Promise<{ id: string; archived: boolean; isNew: boolean }> {
  const column = channel === 'phone' ? 'phone' : 'email'
  const { rows } = await trx.raw(
    `insert into app.person (name, ${column}) values (:name, :address)
     on conflict (${column}) do update set ${column} = excluded.${column}
     returning id, archived_at is not null as archived, xmax = 0 as "isNew"`,
    { name, address },
  )
  return rows[0]
}

/** The person linked to an identity at another site, made now when there is none. */
export async function personOfIdentity(
  trx: Knex,
  { issuer, subject, name }: { issuer: string; subject: string; name: string },
): Promise<{ id: string; archived: boolean }> {
  await trx.raw('select pg_advisory_xact_lock(hashtext(:key))', { key: `${issuer} ${subject}` })
  const known = await trx.raw(
    `select p.id, p.archived_at is not null as archived
     from app.identity i
     join app.person p on p.id = i.person_id
     where i.issuer = :issuer and i.subject = :subject`,
    { issuer, subject },
  )
  if (known.rows[0]) return known.rows[0]
  const { rows } = await trx.raw(
    `with made as (insert into app.person (name) values (:name) returning id)
     insert into app.identity (issuer, subject, person_id)
     select :issuer, :subject, made.id from made
     returning person_id as id, false as archived`,
    { issuer, subject, name },
  )
  return rows[0]
}

export async function setAddress(trx: Knex, personId: string, channel: Channel, address: string): Promise<void> {
  const column = channel === 'phone' ? 'phone' : 'email'
  await trx.raw(`update app.person set ${column} = :address where id = :personId`, { personId, address })
}

export async function setName(trx: Knex, personId: string, name: string): Promise<void> {
  await trx.raw('update app.person set name = :name where id = :personId', { personId, name })
}

export async function setPasswordHash(trx: Knex, personId: string, hash: string): Promise<void> {
  await trx.raw('update app.person set password_hash = :hash where id = :personId', { personId, hash })
}

export async function isKnownDevice(on: Knex, tokenHash: Buffer, personId: string): Promise<boolean> {
  const { rows } = await on.raw(
    `select exists (
       select from app.known_device
       where token_hash = :tokenHash and person_id = :personId and seen_at > now() - interval '180 days') as known`,
    { tokenHash, personId },
  )
  return rows[0].known
}

export async function noteDevice(trx: Knex, tokenHash: Buffer, personId: string): Promise<void> {
  await trx.raw(
    `insert into app.known_device (token_hash, person_id) values (:tokenHash, :personId)
     on conflict (token_hash) do update set person_id = excluded.person_id, seen_at = now()`,
    { tokenHash, personId },
  )
}

export async function deleteOldDevices(on: Knex): Promise<void> {
  await on.raw(`delete from app.known_device where seen_at < now() - interval '180 days'`)
}
