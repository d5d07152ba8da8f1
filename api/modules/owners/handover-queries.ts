import type { Knex } from 'knex'
import type { Handover } from '../../contract/handovers.ts'
import type { Database, NamedStatement } from '../../db/types.ts'
import { errors } from '../../errors.ts'

/** Handovers in SQL; of the secret link only a hash is kept. */

export interface HandoverRow extends Handover {
  fromPersonId: string
  toPersonId: string | null
}

const select = `
  select h.id, h.place_id as "placeId", p.name_zh as "placeNameZh", p.name_en as "placeNameEn", p.region_code as "regionCode", h.kind,
         f.name as "fromName", t.name as "toName", h.state, h.notice_ends_at as "noticeEndsAt", h.objection, h.reason,
         h.expires_at as "expiresAt", h.from_person_id as "fromPersonId", h.to_person_id as "toPersonId"
  from owner_handover h
  join place p on p.id = h.place_id
  join person f on f.id = h.from_person_id
  left join person t on t.id = h.to_person_id`

/** @throws 404 handover-not-found. */
export const readHandover = (database: Database, on: Knex | Knex.Transaction, id: number, { lock = false } = {}) =>
  readOne(database, on, {
    name: lock ? 'handover-locked' : 'handover',
    text: `${select} where h.id = $1::bigint ${lock ? 'for update of h' : ''}`,
    values: [id],
  })

/** @throws 404 handover-not-found. */
export const readHandoverByToken = (
  database: Database,
  on: Knex | Knex.Transaction,
  tokenHash: Buffer,
  { lock = false } = {},
) =>
  readOne(database, on, {
    name: lock ? 'handover-by-token-locked' : 'handover-by-token',
    text: `${select} where h.token_hash = decode($1::text, 'hex') ${lock ? 'for update of h' : ''}`,
    values: [tokenHash.toString('hex')],
  })

async function readOne(database: Database, on: Knex | Knex.Transaction, statement: NamedStatement) {
  const [row] = await database.rows<HandoverRow>(on, statement)
  if (!row) throw errors.notFound('handover-not-found', 'There is no such handover; ask for the link anew.')
  return row
}

export const readHandovers = (database: Database, on: Knex, placeId: number) =>
  database.rows<HandoverRow>(on, {
    name: 'handovers',
    text: `${select} where h.place_id = $1::bigint order by h.id desc limit 50`,
    values: [placeId],
  })

/** Objected to, within all of `regions` (patterns of region codes; null is everywhere). */
export const readWaitingHandovers = (
  database: Database,
  on: Knex,
  { regions, region }: { regions: readonly string[] | null; region: string | null },
) =>
  database.rows<HandoverRow>(on, {
    name: 'handovers-waiting',
    text: `
      ${select}
      where h.state = 'objected'
        and ($1::text[] is null or p.region_code like any ($1::text[]))
        and ($2::text is null or p.region_code like $2::text)
      order by h.id limit 200`,
    values: [regions, region],
  })

export async function insertHandover(
  database: Database,
  trx: Knex.Transaction,
  offer: { placeId: number; kind: string; from: string; tokenHash: Buffer; now: Date; days: number },
): Promise<number> {
  const [row] = await database.rows<{ id: number }>(trx, {
    name: 'handover-insert',
    text: `
      insert into owner_handover (place_id, kind, from_person_id, token_hash, created_at, expires_at)
      values ($1::bigint, $2::text, $3::uuid, decode($4::text, 'hex'), $5::timestamptz, $5::timestamptz + make_interval(days => $6::integer))
      returning id`,
    values: [offer.placeId, offer.kind, offer.from, offer.tokenHash.toString('hex'), offer.now, offer.days],
  })
  return row!.id
}

export interface HandoverMove {
  state: Handover['state']
  to?: string
  objection?: string
  objectedBy?: string
  reason?: string
  startsNotice?: boolean
  now: Date
}

export const moveHandover = (database: Database, trx: Knex.Transaction, id: number, move: HandoverMove) =>
  database.rows(trx, {
    name: 'handover-move',
    text: `
      with input as (
        select $2::text as state, $3::uuid as receiver, $4::text as objection, $5::uuid as objected_by, $6::text as reason,
               $7::boolean as notice, $8::timestamptz as at)
      update owner_handover h
      set state = input.state, to_person_id = coalesce(input.receiver, h.to_person_id),
          objection = coalesce(input.objection, h.objection), objected_by = coalesce(input.objected_by, h.objected_by),
          reason = coalesce(input.reason, h.reason),
          notice_ends_at = case when input.notice
            then input.at + make_interval(days => rule_for('handover-notice-days', p.region_code)) else h.notice_ends_at end,
          ended_at = case when input.state in ('done', 'stopped') then input.at end
      from input, place p
      where h.id = $1::bigint and p.id = h.place_id`,
    values: [
      id,
      move.state,
      move.to ?? null,
      move.objection ?? null,
      move.objectedBy ?? null,
      move.reason ?? null,
      move.startsNotice ?? false,
      move.now,
    ],
  })

export const dueHandovers = async (database: Database, on: Knex, now: Date): Promise<number[]> =>
  (
    await database.rows<{ id: number }>(on, {
      name: 'handovers-due',
      text: `select id from owner_handover where state = 'notice' and notice_ends_at <= $1::timestamptz order by id limit 500`,
      values: [now],
    })
  ).map(({ id }) => id)
