import type { PlannedRecord } from '../../bus/planning.ts'
import { placeFields } from '../../contract/place-record.ts'
import type { Core } from '../../core.ts'
import { commit } from '../../db/commit.ts'
import { calendarOf } from './calendar.ts'
import { writeRecord } from './write-place.ts'

/** A site of planning as a record with status planned, through the same write as any record. */
export async function recordPlannedPlace({ database, now }: Core, asked: PlannedRecord): Promise<{ placeId: number }> {
  const { fields: given, account, personId, reason, requireAt } = asked
  const fields = placeFields.parse({ ...given, status: 'planned', source: 'planning' })
  const writing = { database, calendar: await calendarOf(database), now: now(), account, personId, reason, requireAt }
  const { value } = await commit(database, async (trx) => {
    const place = await writeRecord(trx, fields, null, writing)
    await asked.alsoWrite(trx, place.id)
    return place.id
  })
  return { placeId: value }
}
