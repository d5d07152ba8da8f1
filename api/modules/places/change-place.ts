import type { Knex } from 'knex'
import type { Place, PlaceFields } from '../../contract/place-record.ts'
import type { PlacePatch } from '../../contract/places.ts'
import { commit } from '../../db/commit.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { convertGeometry } from '../../spatial/datum.ts'
import { type PlaceRow, readPlace } from './record.ts'
import { keepBaseline, readRevision } from './revision-queries.ts'
import { checkStatusMove } from './status-moves.ts'
import { hoursFromText, type Writing, type Written, writeRecord } from './write-place.ts'

/** Changes the fields that the patch names. @throws 412 place-changed-meanwhile when `version` is not the current one. */
export function changePlaceBy(id: number, version: number, patch: PlacePatch, writing: Writing): Promise<Written> {
  return rewrite(id, version, { ...writing, reason: patch.reason }, async (_trx, row) => patched(row.fields, patch))
}

/** Makes an earlier revision the current record, as a new revision. Its geometry is WGS84 already and is not converted again. */
export function restoreRevisionBy(id: number, version: number, earlier: number, writing: Writing): Promise<Written> {
  const reason = writing.reason || `restored revision ${earlier}`
  return rewrite(id, version, { ...writing, reason }, async (trx) => {
    const { record } = await readRevision(writing.database, trx, id, earlier)
    return record
  })
}

/**
 * The row is locked before its version is looked at, so that of two writers who both read version n one wins and the other, when the
 * lock is given up, sees n + 1 and is told.
 */
async function rewrite(
  id: number,
  version: number,
  writing: Writing,
  next: (trx: Knex.Transaction, row: PlaceRow) => Promise<PlaceFields>,
): Promise<Written> {
  const { database } = writing
  const { value: place, ...where } = await commit(database, (trx) => rewriteWithin(trx, { id, version }, writing, next))
  return { place, ...where }
}

export async function rewriteWithin(
  trx: Knex.Transaction,
  { id, version }: { id: number; version: number },
  writing: Writing,
  next: (trx: Knex.Transaction, row: PlaceRow) => PlaceFields | Promise<PlaceFields>,
): Promise<Place> {
  const row = await lockVersion(writing.database, trx, id, version)
  const fields = await next(trx, row)
  checkStatusMove(row.fields.status, fields.status)
  await keepBaseline(writing.database, trx, row)
  return writeRecord(trx, fields, id, writing)
}

async function lockVersion(database: Database, trx: Knex.Transaction, id: number, version: number): Promise<PlaceRow> {
  const row = await readPlace(database, trx, id, { lock: true })
  if (row.version !== version) {
    throw errors.stale(
      'place-changed-meanwhile',
      `Place ${id} is at version ${row.version}, you changed version ${version}; read it again and repeat your change.`,
    )
  }
  return row
}

function patched(fields: PlaceFields, { reason, openingHours, ...patch }: PlacePatch): PlaceFields {
  const { geometry, sourceDatum = 'WGS84' } = patch
  if (patch.sourceDatum !== undefined && !geometry) {
    throw errors.invalid(
      'datum-needs-geometry',
      'sourceDatum says what a geometry is given in; send the geometry with it. What is stored is WGS84 already.',
    )
  }
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  return {
    ...fields,
    ...given,
    ...(geometry ? { geometry: convertGeometry(geometry, sourceDatum, 'WGS84'), sourceDatum } : {}),
    ...(openingHours === undefined ? {} : { hours: openingHours === null ? null : hoursFromText(openingHours) }),
  }
}
