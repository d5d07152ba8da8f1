import type { Knex } from 'knex'
import type { NamedStatement } from './types.ts'

/**
 * Reads a statement through a cursor inside one read-only snapshot, `batchRows` rows at a time. On the embedded engine the one
 * connection is busy until the last batch is taken: take them without waiting for other statements, as the tile engine does at start.
 */
export async function* readByCursor<Row extends object>(
  pool: Knex,
  { text, values }: NamedStatement,
  batchRows: number,
): AsyncGenerator<Row[]> {
  if (!Number.isInteger(batchRows) || batchRows < 1)
    throw new RangeError(`batchRows is ${batchRows}, expected a whole number above 0`)
  const trx = await pool.transaction({ isolationLevel: 'repeatable read', readOnly: true })
  const connection = await trx.client.acquireConnection()
  try {
    // A cursor is one statement to the server: its time limit counts per fetch, not for the whole reading.
    await connection.query(`declare batch no scroll cursor for ${text}`, [...values])
    for (;;) {
      const { rows } = await connection.query(`fetch forward ${batchRows} from batch`)
      if (rows.length > 0) yield rows
      if (rows.length < batchRows) return
    }
  } finally {
    await trx.rollback().catch(() => {})
  }
}
