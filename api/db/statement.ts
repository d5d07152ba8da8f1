import type { Knex } from 'knex'
import type pg from 'pg'
import { withConnection } from './pool.ts'
import type { NamedStatement, StatementOptions } from './types.ts'

/** Stops the statement that `connection` is running, when the engine can. */
export type Cancel = (connection: pg.Client) => Promise<void>

/** SQLSTATE query_canceled. */
export class StatementCancelled extends Error {
  readonly code = '57014'
  constructor() {
    super('canceling statement because its caller left')
  }
}

/**
 * Runs a prepared statement and returns its rows; see `Database.rows`. A caller that leaves hears so at once; the connection
 * goes back to its pool when the server has let go of the statement.
 */
export async function runStatement<Row extends object>(
  on: Knex | Knex.Transaction,
  { name, text, values }: NamedStatement,
  { signal }: StatementOptions,
  cancel: Cancel,
): Promise<Row[]> {
  if (!signal) {
    return withConnection(on, async (connection) => (await connection.query({ name, text, values: [...values] })).rows)
  }
  const { promise: left, stop } = whenAborted(signal)
  const work = withConnection(on, async (connection) => {
    if (signal.aborted) throw new StatementCancelled()
    let cancelling: Promise<void> | undefined
    const result = connection.query({ name, text, values: [...values] })
    const leave = () => {
      cancelling = cancel(connection).catch(() => {})
    }
    signal.addEventListener('abort', leave, { once: true })
    try {
      return (await result).rows as Row[]
    } finally {
      signal.removeEventListener('abort', leave)
      // Only after the request to cancel has arrived: it must not hit the next statement on this connection.
      await cancelling
    }
  })
  work.catch(() => {})
  return Promise.race([work, left]).finally(stop)
}

function whenAborted(signal: AbortSignal): { promise: Promise<never>; stop: () => void } {
  let stop = () => {}
  const promise = new Promise<never>((_resolve, reject) => {
    const leave = () => reject(new StatementCancelled())
    if (signal.aborted) return leave()
    signal.addEventListener('abort', leave, { once: true })
    stop = () => signal.removeEventListener('abort', leave)
  })
  promise.catch(() => {})
  return { promise, stop }
}
