import type { z } from 'zod'
import type { getRevision, listRevisions } from '../../contract/places.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { differencesOf } from './differences.ts'
import { readRevision, readRevisions } from './revision-queries.ts'

/** Revisions of a place, newest first, each with the names of the fields that it changed. */
export async function listRevisionsOf(
  database: Database,
  on: Database['primary'],
  id: number,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<z.input<(typeof listRevisions)['reply']>> {
  const before = cursor === undefined ? 2_147_483_647 : Number(cursor)
  if (!Number.isInteger(before) || before < 1 || before > 2_147_483_647) {
    throw errors.badRequest('cursor-invalid', 'The cursor is not one that this list gave; ask again without it.')
  }
  // One more than is shown: the last one's changes are told against the one before it.
  const revisions = await readRevisions(database, on, id, before, limit + 1)
  const shown = revisions.slice(0, limit)
  return {
    items: shown.map(({ record, ...revision }, index) => {
      const earlier = revisions[index + 1]?.record
      return { ...revision, fields: earlier ? differencesOf(earlier, record).map(({ field }) => field) : [] }
    }),
    nextCursor: revisions.length > limit ? String(shown.at(-1)!.version) : null,
  }
}

/** One revision, and how it differs from another: the one before it unless said. */
export async function readRevisionOf(
  database: Database,
  on: Database['primary'],
  id: number,
  version: number,
  against: number | undefined,
): Promise<z.input<(typeof getRevision)['reply']>> {
  const revision = await readRevision(database, on, id, version)
  const other =
    against === undefined
      ? (await readRevisions(database, on, id, version, 1)).at(0)
      : await readRevision(database, on, id, against)
  const differences = other ? differencesOf(other.record, revision.record) : []
  return { ...revision, fields: differences.map(({ field }) => field), differences }
}
