import type { Knex } from 'knex'
import type { GatePass } from '../../bus/visits.ts'
import type { Database } from '../../db/types.ts'
import { deviceOf, insertCounts } from './count-visits.ts'

/** What passages are counted under, beside the place's own counters. */
const gateName = 'gate'

/** Counts a passage in the transaction of its scan. */
export async function countPass(
  database: Database,
  trx: Knex.Transaction,
  { placeId, sequence, direction, at }: GatePass,
): Promise<void> {
  const deviceId = await deviceOf(database, trx, { placeId, name: gateName, clockErrorMs: 0, now: at })
  const entered = direction === 'entry' ? 1 : 0
  const rows = [{ sequence, at, hallId: null, entered, exited: 1 - entered }]
  await insertCounts(database, trx, { placeId, deviceId, clockErrorMs: 0, now: at, rows })
}
