import type { Knex } from 'knex'
import type { DraftChanges } from '../../contract/drafts.ts'
import type { Place } from '../../contract/place-record.ts'
import { ProblemError } from '../../errors.ts'
import { withChanges } from './draft-rules.ts'
import { readPlace } from './record.ts'
import { checkStatusMove } from './status-moves.ts'
import { type Writing, writeRecord } from './write-place.ts'

class Unwritten extends Error {
  readonly place: Place
  constructor(place: Place) {
    super('a check leaves nothing behind')
    this.place = place
  }
}

/** What would stop a change and what would be doubtful about it. The change is written as it would be, and taken back. */
export async function checkChangesBy(placeId: number, changes: DraftChanges, writing: Writing) {
  const { database } = writing
  try {
    const place = await database.primary.transaction((trx) => checkRecord(trx, placeId, changes, writing))
    const { warnings, openingHours, openNow, lengthM } = place
    return { problem: null, warnings, openingHours, openNow, lengthM }
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status === 404) throw error
    const problem = { code: error.code, detail: error.message, faults: [...(error.faults ?? [])] }
    return { problem, warnings: [], openingHours: null, openNow: null, lengthM: null }
  }
}

/** The place as the changes would make it. Written within a savepoint that is rolled back. @throws what a write of it would throw. */
export async function checkRecord(
  trx: Knex.Transaction,
  placeId: number,
  changes: DraftChanges,
  writing: Writing,
): Promise<Place> {
  try {
    return await trx.transaction(async (savepoint) => {
      const { fields } = await readPlace(writing.database, savepoint, placeId, { lock: true })
      const next = withChanges(fields, changes)
      checkStatusMove(fields.status, next.status)
      throw new Unwritten(await writeRecord(savepoint, next, placeId, writing))
    })
  } catch (error) {
    if (error instanceof Unwritten) return error.place
    throw error
  }
}
