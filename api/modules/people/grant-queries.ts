import type { Knex } from 'knex'
import type { Grant } from '../../contract/access.ts'

/** Roles of people in SQL. */

/** The standing grants of `p` (a row of person) as the gate reads them. */
export const grantsOfPerson = `
  coalesce((
    select jsonb_agg(jsonb_build_object('role', g.role, 'placeId', g.place_id, 'regionCode', g.region_code) order by g.id)
    from app.role_grant g
    where g.person_id = p.id and g.revoked_at is null), '[]')`

/** The standing grants of `p` with the names that people read, and the region that each lies in. */
export const describedGrants = `
  coalesce((
    select jsonb_agg(jsonb_build_object(
             'id', g.id, 'role', g.role, 'placeId', g.place_id, 'placeName', pl.name_zh, 'regionCode', g.region_code,
             'regionName', r.name_zh, 'grantedAt', g.granted_at, 'grantedBy', giver.name,
             'within', coalesce(g.region_code, pl.region_code)) order by g.id)
    from app.role_grant g
    left join app.place pl on pl.id = g.place_id
    left join app.region r on r.code = g.region_code
    left join app.person giver on giver.id = g.granted_by
    where g.person_id = p.id and g.revoked_at is null), '[]')`

export interface DescribedGrant extends Grant {
  id: number
  placeName: string | null
  regionName: string | null
  grantedAt: string
  grantedBy: string | null
  /** Region that the grant lies in: its own, or its place's; null everywhere. */
  within: string | null
}

/** Null when the person holds it already. */
export async function insertGrant(trx: Knex, grant: Grant & { personId: string; by: string }): Promise<number | null> {
  const { rows } = await trx.raw(
    `insert into app.role_grant (person_id, role, place_id, region_code, granted_by)
     values (:personId, :role, :placeId, :regionCode, :by)
     on conflict do nothing
     returning id`,
    { ...grant },
  )
  return rows[0]?.id ?? null
}

export async function revokeGrant(trx: Knex, grantId: number): Promise<void> {
  await trx.raw('update app.role_grant set revoked_at = now() where id = :grantId', { grantId })
}

/** Keeps the last administrator from leaving beside another who leaves at the same time: the second waits, then counts again. */
export async function countOtherAdministrators(trx: Knex, personId: string): Promise<number> {
  await trx.raw('lock table app.role_grant in share row exclusive mode')
  const { rows } = await trx.raw(
    `select count(distinct g.person_id)::int as count
     from app.role_grant g
     join app.person p on p.id = g.person_id
     where g.role = 'administrator' and g.place_id is null and g.region_code is null and g.revoked_at is null
       and p.archived_at is null and g.person_id <> :personId`,
    { personId },
  )
  return rows[0].count
}

export async function placeRegion(on: Knex, placeId: number): Promise<{ regionCode: string | null } | undefined> {
  const { rows } = await on.raw('select region_code as "regionCode" from app.place where id = :placeId', { placeId })
  return rows[0]
}

export async function regionExists(on: Knex, code: string): Promise<boolean> {
  const { rows } = await on.raw('select exists (select from app.region where code = :code) as known', { code })
  return rows[0].known
}
