import type { Knex } from 'knex'
import type { Claim } from '../../contract/claims.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'

/** Claims in SQL. */

const select = `
  select c.id, c.place_id as "placeId", p.name_zh as "placeNameZh", p.name_en as "placeNameEn", p.region_code as "regionCode",
         json_build_array(st_x(p.location), st_y(p.location)) as location, c.person_id as "personId", e.name as "personName",
         c.wants, c.message, c.contact, c.state, c.reason, c.notice_ends_at as "noticeEndsAt", c.objection, c.created_at as "createdAt",
         (select count(*)::integer from role_grant g
          where g.place_id = c.place_id and g.role = 'owner' and g.revoked_at is null) as owners
  from owner_claim c
  join place p on p.id = c.place_id
  join person e on e.id = c.person_id`

/** @throws 404 claim-not-found. */
export async function readClaim(database: Database, on: Knex | Knex.Transaction, id: number, { lock = false } = {}) {
  const [claim] = await database.rows<Claim>(on, {
    name: lock ? 'claim-locked' : 'claim',
    text: `${select} where c.id = $1::bigint ${lock ? 'for update of c' : ''}`,
    values: [id],
  })
  if (!claim) throw errors.notFound('claim-not-found', `There is no claim ${id}; GET /api/claims lists yours.`)
  return claim
}

/** @returns its id; undefined when there is no such place. */
export async function insertClaim(
  database: Database,
  trx: Knex.Transaction,
  claim: { placeId: number; personId: string; wants: string; message: string; contact: string | null; now: Date },
): Promise<number | undefined> {
  const [row] = await database.rows<{ id: number }>(trx, {
    name: 'claim-insert',
    text: `
      insert into owner_claim (place_id, person_id, wants, message, contact, created_at)
      select p.id, $2::uuid, $3::text, $4::text, $5::text, $6::timestamptz
      from place p
      where p.id = $1::bigint
      returning id`,
    values: [claim.placeId, claim.personId, claim.wants, claim.message, claim.contact, claim.now],
  })
  return row?.id
}

export interface ClaimFilter {
  personId: string | null
  /** Places whose take-overs are asked for; null is any. */
  places: readonly number[] | null
  /** Patterns of region codes; null is everywhere. */
  regions: readonly string[] | null
  region: string | null
  states: readonly string[] | null
  afterId: number
  limit: number
}

export const readClaims = (database: Database, on: Knex, filter: ClaimFilter): Promise<Claim[]> =>
  database.rows<Claim>(on, {
    name: 'claims',
    text: `${select}
      where ($1::uuid is null or c.person_id = $1::uuid)
        and ($2::bigint[] is null or c.place_id = any($2::bigint[]))
        and ($3::text[] is null or p.region_code like any($3::text[]))
        and ($4::text is null or p.region_code like $4::text)
        and ($5::text[] is null or c.state = any($5::text[]))
        and c.id > $6::bigint
      order by c.id
      limit $7::integer`,
    values: [
      filter.personId,
      filter.places,
      filter.regions,
      filter.region,
      filter.states,
      filter.afterId,
      filter.limit,
    ],
  })

export interface ClaimMove {
  state: Claim['state']
  by?: string | null
  reason?: string
  objection?: string
  /** Days until the notice ends, by the rule of the region. */
  startsNotice?: boolean
  now: Date
}

export const moveClaim = (database: Database, trx: Knex.Transaction, id: number, move: ClaimMove) =>
  database.rows(trx, {
    name: 'claim-move',
    text: `
      with input as (
        select $2::text as state, $3::uuid as by, $4::text as reason, $5::text as objection, $6::boolean as notice, $7::timestamptz as at)
      update owner_claim c
      set state = input.state, reason = coalesce(input.reason, c.reason),
          decided_by = case when input.state in ('notice', 'approved', 'refused') then coalesce(input.by, c.decided_by) else c.decided_by end,
          decided_at = case when input.state in ('notice', 'approved', 'refused') then input.at else c.decided_at end,
          objection = coalesce(input.objection, c.objection),
          objected_by = case when input.objection is null then c.objected_by else input.by end,
          notice_ends_at = case when input.notice
            then input.at + make_interval(days => rule_for('claim-notice-days', p.region_code)) else c.notice_ends_at end
      from input, place p
      where c.id = $1::bigint and p.id = c.place_id`,
    values: [
      id,
      move.state,
      move.by ?? null,
      move.reason ?? null,
      move.objection ?? null,
      move.startsNotice ?? false,
      move.now,
    ],
  })

export const dueClaims = async (database: Database, on: Knex, now: Date): Promise<number[]> =>
  (
    await database.rows<{ id: number }>(on, {
      name: 'claims-due',
      text: `select id from owner_claim where state = 'notice' and notice_ends_at <= $1::timestamptz order by id limit 500`,
      values: [now],
    })
  ).map(({ id }) => id)
