import type { Knex } from 'knex'
import { type PlaceFields, placeFields } from '../../contract/place-record.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { type PlaceRow, readPlace } from './record.ts'

/** A revision as it is kept: who, when, why, and the full record in WGS84. */
export interface Revision {
  version: number
  changedAt: string
  changedBy: string
  reason: string
  record: PlaceFields
}

export async function keepRevision(
  database: Database,
  trx: Knex.Transaction,
  { id, version, fields }: PlaceRow,
  { account, personId, reason }: { account: string; personId?: string; reason: string },
): Promise<void> {
  await database.rows(trx, {
    name: 'revision-keep',
    text: `
      insert into place_revision (place_id, version, changed_by, reason, record, changed_by_person)
      values ($1::bigint, $2::integer, $3::text, $4::text, $5::jsonb, (select id from person where id = $6::uuid))`,
    values: [id, version, account, reason, JSON.stringify(fields), personId ?? null],
  })
}

/** Places loaded in bulk have no revision yet; before their first change the record as loaded becomes one, so that nothing is lost. */
export async function keepBaseline(database: Database, trx: Knex.Transaction, { id, version, fields }: PlaceRow) {
  await database.rows(trx, {
    name: 'revision-baseline',
    text: `
      insert into place_revision (place_id, version, changed_at, changed_by, record)
      select p.id, $2::integer, p.updated_at, p.source, $3::jsonb
      from place p
      where p.id = $1::bigint
      on conflict (place_id, version) do nothing`,
    values: [id, version, JSON.stringify(fields)],
  })
}

/** Revisions below `before`, newest first, at most `count`; of a place never changed, its record as loaded. */
export async function readRevisions(
  database: Database,
  on: Database['primary'],
  id: number,
  before: number,
  count: number,
): Promise<Revision[]> {
  const rows = await database.rows<Revision>(on, {
    name: 'revisions',
    text: `
      select version, changed_at as "changedAt", changed_by as "changedBy", reason, record
      from place_revision
      where place_id = $1::bigint and version < $2::integer
      order by version desc
      limit $3::integer`,
    values: [id, before, count],
  })
  if (rows.length > 0) return rows
  const place = await readPlace(database, on, id)
  const [kept] = await database.rows<{ kept: boolean }>(on, {
    name: 'revisions-any',
    text: 'select exists (select from place_revision where place_id = $1::bigint) as kept',
    values: [id],
  })
  return kept!.kept || place.version >= before ? [] : [asLoaded(place)]
}

/** @throws 404 place-not-found, revision-not-found. */
export async function readRevision(
  database: Database,
  on: Database['primary'],
  id: number,
  version: number,
): Promise<Revision> {
  const [revision] = (await readRevisions(database, on, id, version + 1, 1)).filter(
    (found) => found.version === version,
  )
  if (!revision) {
    throw errors.notFound(
      'revision-not-found',
      `Place ${id} has no revision ${version}; GET /api/places/${id}/revisions lists them.`,
    )
  }
  // What fields were called or could hold may have changed since; defaults fill what an old record lacks.
  return { ...revision, record: { ...placeFields.partial().parse(revision.record), ...revision.record } }
}

const asLoaded = ({ version, updatedAt, fields }: PlaceRow): Revision => ({
  version,
  changedAt: updatedAt,
  changedBy: fields.source,
  reason: '',
  record: fields,
})
