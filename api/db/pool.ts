import type { Duplex } from 'node:stream'
import knex, { type Knex } from 'knex'
import type pg from 'pg'
import { defaultAcquireTimeoutMs } from './session.ts'
import { valueTypes } from './value-types.ts'

export type Log = (level: 'info' | 'warn' | 'error', message: string) => void

export interface PoolOptions {
  connection: Omit<pg.ClientConfig, 'stream' | 'types'> & { stream?: () => Duplex }
  size: number
  acquireTimeoutMs?: number
  log: Log
  /** Called once with each new connection. */
  onConnection?: (connection: pg.Client) => void
}

/** A knex pool over the `pg` driver. Nothing connects before the first statement, and lost connections are replaced by themselves. */
export function createPool(options: PoolOptions): Knex {
  const { connection, size, acquireTimeoutMs = defaultAcquireTimeoutMs, log, onConnection } = options
  return knex({
    client: 'pg',
    connection: { ...connection, types: valueTypes } as Knex.PgConnectionConfig,
    acquireConnectionTimeout: acquireTimeoutMs,
    pool: {
      min: 0,
      max: size,
      // A prepared statement lives as long as its connection.
      idleTimeoutMillis: 10 * 60_000,
      afterCreate: (created: pg.Client, done: (error: Error | null, created: pg.Client) => void) => {
        giveUpWhenFatal(created)
        onConnection?.(created)
        done(null, created)
      },
    },
    log: {
      warn: (message: unknown) => log('warn', String(message)),
      error: (message: unknown) => log('error', String(message)),
      deprecate: (message: unknown) => log('warn', String(message)),
      debug: () => {},
    },
  })
}

/** Uses one connection of a pool, or the transaction's own, for `action`. */
export async function withConnection<T>(
  on: Knex | Knex.Transaction,
  action: (connection: pg.Client) => Promise<T>,
): Promise<T> {
  if (on.isTransaction && (on as Knex.Transaction).isCompleted()) {
    throw new Error('the transaction is already complete; use the pool or a new transaction')
  }
  const connection = (await on.client.acquireConnection()) as pg.Client
  try {
    return await action(connection)
  } finally {
    await on.client.releaseConnection(connection)
  }
}

export function figuresOf(pool: Knex): { used: number; free: number; waiting: number } {
  const { pool: tarn } = pool.client
  return { used: tarn.numUsed(), free: tarn.numFree(), waiting: tarn.numPendingAcquires() }
}

/**
 * A FATAL answer ends the session, and the driver hears of the closed connection only later: without this the next caller would be handed it.
 */
function giveUpWhenFatal(created: pg.Client): void {
  const client = created as pg.Client & { connection: NodeJS.EventEmitter; __knex__disposed?: string }
  client.connection.prependListener('errorMessage', ({ severity, message }: { severity?: string; message: string }) => {
    if (severity === 'FATAL') client.__knex__disposed = message
  })
}
