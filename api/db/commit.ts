import type { Knex } from 'knex'
import type { Database } from './types.ts'

/** What the writer hands back to see its own change: `writtenAt` to the API (a WAL position), `dataVersion` to tiles (`?atLeast=`). */
export interface WrittenWhere {
  writtenAt: string
  /** The transaction's number. */
  dataVersion: number
}

export interface Committed<T> extends WrittenWhere {
  value: T
}

/** Runs `act` in a transaction of the primary and says, once it is committed, where it stands. */
export async function commit<T>(
  database: Pick<Database, 'primary' | 'rows' | 'writePosition'>,
  act: (trx: Knex.Transaction) => Promise<T>,
): Promise<Committed<T>> {
  const { value, dataVersion } = await database.primary.transaction(async (trx) => {
    const value = await act(trx)
    const [own] = await database.rows<{ dataVersion: number }>(trx, {
      name: 'own-transaction',
      text: 'select pg_current_xact_id()::text::bigint as "dataVersion"',
      values: [],
    })
    return { value, dataVersion: own!.dataVersion }
  })
  return { value, dataVersion, writtenAt: await database.writePosition() }
}
