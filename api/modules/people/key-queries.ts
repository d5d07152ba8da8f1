import type { Knex } from 'knex'
import type { Grant } from '../../contract/access.ts'
import { grantsOfPerson } from './grant-queries.ts'

/** Keys of devices in SQL. */

export interface KeyRow {
  id: number
  name: string
  makerId: string
  makerGrants: Grant[]
  placeId: number
  regionCode: string | null
  seenAt: string | null
}

/** Nothing when the key ended or its maker is archived. */
export async function findKey(on: Knex, tokenHash: Buffer): Promise<KeyRow | undefined> {
  const { rows } = await on.raw(
    `select k.id, k.name, k.maker_id as "makerId", ${grantsOfPerson} as "makerGrants", k.place_id as "placeId",
            pl.region_code as "regionCode", k.seen_at as "seenAt"
     from app.api_key k
     join app.person p on p.id = k.maker_id
     join app.place pl on pl.id = k.place_id
     where k.token_hash = :tokenHash and k.revoked_at is null and k.expires_at > now() and p.archived_at is null`,
    { tokenHash },
  )
  return rows[0]
}

export async function touchKey(on: Knex, id: number): Promise<void> {
  await on.raw('update app.api_key set seen_at = now() where id = :id', { id })
}

const columns = `k.id, k.name, k.made_at as "madeAt", p.name as "madeBy", k.expires_at as "expiresAt", k.seen_at as "seenAt"`

export interface ListedKey {
  id: number
  name: string
  madeAt: string
  madeBy: string
  expiresAt: string
  seenAt: string | null
}

export async function listKeysOf(on: Knex, placeId: number): Promise<ListedKey[]> {
  const { rows } = await on.raw(
    `select ${columns}
     from app.api_key k
     join app.person p on p.id = k.maker_id
     where k.place_id = :placeId and k.revoked_at is null and k.expires_at > now()
     order by k.id`,
    { placeId },
  )
  return rows
}

export async function insertKey(
  trx: Knex,
  key: { makerId: string; placeId: number; name: string; tokenHash: Buffer; days: number },
): Promise<ListedKey> {
  const { rows } = await trx.raw(
    `with k as (
       insert into app.api_key (maker_id, place_id, name, token_hash, expires_at)
       values (:makerId, :placeId, :name, :tokenHash, now() + make_interval(days => :days))
       returning *
     )
     select ${columns} from k join app.person p on p.id = k.maker_id`,
    key,
  )
  return rows[0]
}

export async function revokeKeyOf(trx: Knex, placeId: number, keyId: number): Promise<{ name: string } | undefined> {
  const { rows } = await trx.raw(
    `update app.api_key set revoked_at = now()
     where id = :keyId and place_id = :placeId and revoked_at is null
     returning name`,
    { placeId, keyId },
  )
  return rows[0]
}

export async function revokeKeysMadeBy(trx: Knex, personId: string): Promise<number> {
  const { rows } = await trx.raw(
    'update app.api_key set revoked_at = now() where maker_id = :personId and revoked_at is null returning id',
    { personId },
  )
  return rows.length
}
