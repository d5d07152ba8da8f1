import type { Knex } from 'knex'
import { type DescribedGrant, describedGrants } from './grant-queries.ts'

/** People as the consoles list them, in SQL. */

export interface PersonRow {
  id: string
  name: string
  account: string | null
  phone: string | null
  email: string | null
  hasPassword: boolean
  createdAt: string
  archivedAt: string | null
  archiveReason: string | null
  erasedAt: string | null
  secondFactor: boolean
  lastSeenAt: string | null
  grants: DescribedGrant[]
}

const columns = `
  p.id, p.name, p.account, p.phone, p.email, p.password_hash is not null as "hasPassword", p.created_at as "createdAt",
  p.archived_at as "archivedAt", p.archive_reason as "archiveReason", p.erased_at as "erasedAt",
  exists (select from app.second_factor f where f.person_id = p.id and f.confirmed_at is not null) as "secondFactor",
  (select max(s.seen_at) from app.session s where s.person_id = p.id) as "lastSeenAt",
  ${describedGrants} as grants`

export async function readPerson(on: Knex, personId: string): Promise<PersonRow | undefined> {
  const { rows } = await on.raw(`select ${columns} from app.person p where p.id = :personId`, { personId })
  return rows[0]
}

/** Locks the person, so that what is decided about them stays true until the transaction ends. */
export async function lockPerson(trx: Knex.Transaction, personId: string): Promise<PersonRow | undefined> {
  const { rows } = await trx.raw('select id from app.person where id = :personId for update', { personId })
  return rows[0] ? readPerson(trx, personId) : undefined
}

export interface PeopleSearch {
  q: string | null
  /** The same words as a phone number, where they are one. */
  phone: string | null
  role: string | null
  placeId: number | null
  regionCode: string | null
  archived: 'no' | 'yes' | 'all'
  /** Only people with a role in one of these regions or on one of these places are found by less than their whole number, mailbox or account; null is everybody. */
  within: { regions: string[]; places: number[] } | null
  after: { at: string; id: string } | null
  limit: number
}

/** The last made first. Region codes are compared by the digits that name the region. */
export async function searchPeople(on: Knex, search: PeopleSearch): Promise<PersonRow[]> {
  const { within, after, ...rest } = search
  const { rows } = await on.raw(
    `with input as (
       select :q::text as q, :phone::text as phone, :role::text as role, :placeId::bigint as place_id, :regionCode::text as region,
              :archived::text as archived, :everybody::boolean as everybody,
              array(select jsonb_array_elements_text(:regions::jsonb)) as regions,
              array(select jsonb_array_elements_text(:places::jsonb)::bigint) as places
     ), held as (
       select g.person_id, g.role, g.place_id, coalesce(g.region_code, pl.region_code) as within
       from app.role_grant g
       left join app.place pl on pl.id = g.place_id
       where g.revoked_at is null
     )
     select ${columns}
     from app.person p, input
     where (input.archived = 'all' or (input.archived = 'yes') = (p.archived_at is not null))
       and (input.role is null or exists (select from held h where h.person_id = p.id and h.role = input.role))
       and (input.place_id is null or exists (select from held h where h.person_id = p.id and h.place_id = input.place_id))
       and (input.region is null or exists (
         select from held h
         where h.person_id = p.id and h.within like regexp_replace(input.region, '(00)+$', '') || '%'))
       and (input.q is null or p.name ilike '%' || replace(replace(input.q, '%', '\\%'), '_', '\\_') || '%'
            or p.account = input.q or p.phone = input.phone or p.email = lower(input.q))
       and (input.everybody
            or p.account = input.q or p.phone = input.phone or p.email = lower(input.q)
            or exists (
              select from held h
              where h.person_id = p.id
                and (h.place_id = any(input.places)
                     or exists (
                       select from unnest(input.regions) r
                       where h.within like regexp_replace(r, '(00)+$', '') || '%'))))
       and (:afterAt::timestamptz is null or (p.created_at, p.id) < (:afterAt::timestamptz, :afterId::uuid))
     order by p.created_at desc, p.id desc
     limit :limit`,
    {
      ...rest,
      everybody: within === null,
      regions: JSON.stringify(within?.regions ?? []),
      places: JSON.stringify(within?.places ?? []),
      afterAt: after?.at ?? null,
      afterId: after?.id ?? null,
    },
  )
  return rows
}

export async function setArchived(trx: Knex, personId: string, reason: string | null): Promise<void> {
  await trx.raw(
    `update app.person
     set archived_at = case when :reason::text is not null then now() end, archive_reason = :reason
     where id = :personId`,
    { personId, reason },
  )
}
