import type { Knex } from 'knex'
import type { Database } from '../../db/types.ts'

/** deadlock_detected, serialization_failure: nothing was done, and doing it again is right. */
const again = new Set(['40P01', '40001'])
const mostTries = 4

/** A transaction that is tried again when the server broke it to free others. `act` must do nothing outside of it. */
export async function transact<T>(
  database: Pick<Database, 'primary'>,
  act: (trx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await database.primary.transaction(act)
    } catch (error) {
      if (tries >= mostTries || !again.has((error as { code?: string }).code ?? '')) throw error
    }
  }
}
