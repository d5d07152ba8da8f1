import type { Knex } from 'knex'
import type { Database } from '../../db/types.ts'

/** Owners of a place and what waits for them, in SQL. Grants are read here and written by the module of people. */

export const ownersOf = async (database: Database, on: Knex | Knex.Transaction, placeId: number) =>
  database.rows<{ personId: string; name: string; since: string; trusted: boolean }>(on, {
    name: 'owners-of',
    text: `
      select g.person_id as "personId", e.name, g.granted_at as since,
             exists (select from owner_trust t where t.place_id = g.place_id and t.person_id = g.person_id) as trusted
      from role_grant g
      join person e on e.id = g.person_id
      where g.place_id = $1::bigint and g.role = 'owner' and g.revoked_at is null
      order by g.granted_at, g.id`,
    values: [placeId],
  })

/** Before a change of owners: whoever else changes them waits for this transaction. @returns null when there is no such place. */
export async function lockOwners(database: Database, trx: Knex.Transaction, placeId: number) {
  const [place] = await database.rows<{ regionCode: string | null }>(trx, {
    name: 'owners-lock',
    text: 'select region_code as "regionCode" from place where id = $1::bigint for no key update',
    values: [placeId],
  })
  return place ?? null
}

export const setTrust = (
  database: Database,
  trx: Knex.Transaction,
  { placeId, personId, by, trusted }: { placeId: number; personId: string; by: string; trusted: boolean },
) =>
  trusted
    ? database.rows(trx, {
        name: 'owner-trust',
        text: `
          insert into owner_trust (place_id, person_id, given_by)
          values ($1::bigint, $2::uuid, $3::uuid)
          on conflict do nothing`,
        values: [placeId, personId, by],
      })
    : database.rows(trx, {
        name: 'owner-distrust',
        text: 'delete from owner_trust where place_id = $1::bigint and person_id = $2::uuid',
        values: [placeId, personId],
      })

export interface MyPlace {
  id: number
  nameZh: string
  nameEn: string | null
  type: string
  status: 'planned' | 'open' | 'temporarily-closed' | 'closed'
  version: number
  location: [number, number]
  addressZh: string | null
  draftId: number | null
  draftState: string | null
  newReports: number
  overdueReports: number
  updatedAt: string
}

export const placesOf = (database: Database, on: Knex, personId: string, now: Date) =>
  database.rows<MyPlace>(on, {
    name: 'my-places',
    text: `
      select p.id, p.name_zh as "nameZh", p.name_en as "nameEn", p.type_code as type, p.status, p.version,
             json_build_array(st_x(p.location), st_y(p.location)) as location, p.address_zh as "addressZh",
             d.id as "draftId", d.state as "draftState", r.waiting as "newReports", r.overdue as "overdueReports",
             p.updated_at as "updatedAt"
      from role_grant g
      join place p on p.id = g.place_id
      left join place_draft d on d.place_id = p.id and d.author_id = g.person_id and d.state in ('draft', 'submitted', 'returned')
      cross join lateral (
        select count(*)::integer as waiting, (count(*) filter (where due_at < $2::timestamptz))::integer as overdue
        from place_report
        where place_id = p.id and status = 'new') r
      where g.person_id = $1::uuid and g.role = 'owner' and g.revoked_at is null
      order by p.name_pinyin, p.id`,
    values: [personId, now],
  })

/** What waits in the regions that these patterns name (null: everywhere). */
export async function countsIn(database: Database, on: Knex, regions: readonly string[] | null, now: Date) {
  const [counts] = await database.rows<
    Record<'claims' | 'drafts' | 'reports' | 'overdueReports' | 'handovers', number>
  >(on, {
    name: 'moderation-counts',
    text: `
      with claim as (
        select count(*)::integer as waiting
        from owner_claim c join place p on p.id = c.place_id
        where c.state in ('submitted', 'objected') and ($1::text[] is null or p.region_code like any($1::text[]))
      ), draft as (
        select count(*)::integer as waiting
        from place_draft d join place p on p.id = d.place_id
        where d.state = 'submitted' and ($1::text[] is null or p.region_code like any($1::text[]))
      ), report as (
        select count(*)::integer as waiting, (count(*) filter (where r.due_at < $2::timestamptz))::integer as overdue
        from place_report r join place p on p.id = r.place_id
        where r.status = 'new' and ($1::text[] is null or p.region_code like any($1::text[]))
      ), handover as (
        select count(*)::integer as waiting
        from owner_handover h join place p on p.id = h.place_id
        where h.state = 'objected' and ($1::text[] is null or p.region_code like any($1::text[]))
      )
      select claim.waiting as claims, draft.waiting as drafts, report.waiting as reports, report.overdue as "overdueReports",
             handover.waiting as handovers
      from claim, draft, report, handover`,
    values: [regions, now],
  })
  return counts!
}
