import type { Knex } from 'knex'

export interface AuditSearch {
  personId: string | null
  act: string | null
  targetKind: string | null
  targetId: string | null
  from: string | null
  to: string | null
  /** Regions whose entries may be read; null is all. */
  regions: string[] | null
  before: number | null
  limit: number
}

/** Entries, the latest first, with the names that people and places have now. */
export async function searchAudit(on: Knex, { regions, ...search }: AuditSearch) {
  const { rows } = await on.raw(
    `with input as (
       select array(select jsonb_array_elements_text(:regions::jsonb)) as regions
     )
     select e.id, e.at, e.person_id as "personId", p.name as "personName", e.via, e.act, e.target_kind as "targetKind",
            e.target_id as "targetId",
            case e.target_kind
              when 'person' then (select t.name from app.person t where t.id::text = e.target_id)
              when 'place' then (select t.name_zh from app.place t where t.id::text = e.target_id)
            end as "targetName",
            e.region_code as "regionCode", e.before, e.after, e.address
     from app.audit_entry e
     cross join input
     left join app.person p on p.id = e.person_id
     where (:everything::boolean or exists (
              select from unnest(input.regions) r where e.region_code like regexp_replace(r, '(00)+$', '') || '%'))
       and (:personId::uuid is null or e.person_id = :personId::uuid)
       and (:act::text is null or e.act = :act or (:act like '%.' and starts_with(e.act, :act)))
       and (:targetKind::text is null or e.target_kind = :targetKind)
       and (:targetId::text is null or e.target_id = :targetId)
       and (:from::timestamptz is null or e.at >= :from::timestamptz)
       and (:to::timestamptz is null or e.at < :to::timestamptz)
       and (:before::bigint is null or e.id < :before::bigint)
     order by e.id desc
     limit :limit`,
    { ...search, everything: regions === null, regions: JSON.stringify(regions ?? []) },
  )
  return rows
}

/** Addresses are kept as long as they help to find an abuse. */
export async function forgetOldAddresses(on: Knex): Promise<void> {
  await on.raw(
    `update app.audit_entry set address = null where address is not null and at < now() - interval '180 days'`,
  )
}
