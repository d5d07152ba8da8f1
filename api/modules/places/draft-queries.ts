import type { Knex } from 'knex'
import type { DraftChanges, DraftSummary } from '../../contract/drafts.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'

/** Drafts in SQL. */

export interface DraftRow extends DraftSummary {
  changes: DraftChanges
}

const columns = `
  d.id, d.place_id as "placeId", p.name_zh as "placeNameZh", p.name_en as "placeNameEn", p.type_code as "placeType",
  p.region_code as "regionCode", d.author_id as "authorId", a.name as "authorName", d.version, d.base_version as "baseVersion",
  p.version as "placeVersion", d.state, d.reason, d.answer, d.published_version as "publishedVersion",
  d.submitted_at as "submittedAt", d.updated_at as "updatedAt", d.changes,
  array(select jsonb_object_keys(d.changes) order by 1) as fields`

const tables = `
  from place_draft d
  join place p on p.id = d.place_id
  join person a on a.id = d.author_id`

/** @throws 404 draft-not-found. With `lock` nobody else decides it before this transaction ends. */
export async function readDraft(
  database: Database,
  on: Knex | Knex.Transaction,
  id: number,
  { lock = false } = {},
): Promise<DraftRow> {
  const [row] = await database.rows<DraftRow>(on, {
    name: lock ? 'draft-locked' : 'draft',
    text: `select ${columns} ${tables} where d.id = $1::bigint ${lock ? 'for update of d' : ''}`,
    values: [id],
  })
  if (!row) throw errors.notFound('draft-not-found', `There is no draft ${id}; GET /api/drafts lists yours.`)
  return row
}

export interface DraftFilter {
  authorId: string | null
  state: string | null
  placeId: number | null
  region: string | null
  /** Patterns of region codes that the reader may see; null is all. */
  regions: readonly string[] | null
  afterId: number
  limit: number
}

/** The queue oldest first by the order of ids, which cannot repeat or skip. */
export const readDrafts = (database: Database, on: Knex, filter: DraftFilter): Promise<DraftRow[]> =>
  database.rows<DraftRow>(on, {
    name: 'drafts',
    text: `
      select ${columns} ${tables}
      where ($1::uuid is null or d.author_id = $1::uuid)
        and ($2::text is null or d.state = $2::text)
        and ($3::bigint is null or d.place_id = $3::bigint)
        and ($4::text is null or p.region_code like $4::text)
        and ($5::text[] is null or p.region_code like any($5::text[]))
        and d.id > $6::bigint
      order by d.id
      limit $7::integer`,
    values: [
      filter.authorId,
      filter.state,
      filter.placeId,
      filter.region,
      filter.regions,
      filter.afterId,
      filter.limit,
    ],
  })

export async function insertDraft(
  database: Database,
  trx: Knex.Transaction,
  draft: { placeId: number; authorId: string; baseVersion: number; changes: DraftChanges; reason: string },
): Promise<number> {
  const [row] = await database.rows<{ id: number }>(trx, {
    name: 'draft-insert',
    text: `
      insert into place_draft (place_id, author_id, base_version, changes, reason)
      values ($1::bigint, $2::uuid, $3::integer, $4::jsonb, $5::text)
      returning id`,
    values: [draft.placeId, draft.authorId, draft.baseVersion, JSON.stringify(draft.changes), draft.reason],
  })
  return row!.id
}

export const updateDraft = (
  database: Database,
  trx: Knex.Transaction,
  id: number,
  draft: { baseVersion: number; changes: DraftChanges; reason: string },
) =>
  database.rows(trx, {
    name: 'draft-update',
    text: `
      update place_draft
      set version = version + 1, base_version = $2::integer, changes = $3::jsonb, reason = $4::text, state = 'draft',
          submitted_at = null, updated_at = now()
      where id = $1::bigint`,
    values: [id, draft.baseVersion, JSON.stringify(draft.changes), draft.reason],
  })

export const moveDraft = (
  database: Database,
  trx: Knex.Transaction,
  id: number,
  move: { state: DraftSummary['state']; by?: string; answer?: string; publishedVersion?: number },
) =>
  database.rows(trx, {
    name: 'draft-move',
    text: `
      update place_draft
      set version = version + 1, state = $2::text, updated_at = now(),
          submitted_at = case when $2::text = 'submitted' then now() else submitted_at end,
          decided_by = coalesce($3::uuid, decided_by),
          decided_at = case when $3::uuid is null then decided_at else now() end,
          answer = coalesce($4::text, answer), published_version = $5::integer
      where id = $1::bigint`,
    values: [id, move.state, move.by ?? null, move.answer ?? null, move.publishedVersion ?? null],
  })

/** Whether what this person hands in for the place is published at once: trusted by name, or by a rule of the region. */
export async function publishesAtOnce(
  database: Database,
  trx: Knex.Transaction,
  { placeId, personId }: { placeId: number; personId: string },
): Promise<boolean> {
  const [row] = await database.rows<{ trusted: boolean }>(trx, {
    name: 'draft-trust',
    text: `
      select exists (select from owner_trust t where t.place_id = p.id and t.person_id = $2::uuid)
             or rule_for('owners-publish-at-once', p.region_code) > 0 as trusted
      from place p
      where p.id = $1::bigint`,
    values: [placeId, personId],
  })
  return row?.trusted ?? false
}
