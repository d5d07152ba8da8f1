import { availableParallelism } from 'node:os'
import type { Knex } from 'knex'
import pg from 'pg'
import { copyByStream, copyRowsOut } from './copy.ts'
import { readByCursor } from './cursor.ts'
import { createListener } from './listener.ts'
import { createNamedLocks } from './named-lock.ts'
import { createPool, figuresOf, type Log } from './pool.ts'
import { openReplicas } from './replicas.ts'
import { sessionSettings } from './session.ts'
import { runStatement } from './statement.ts'
import type { Database } from './types.ts'
import { isUnavailable } from './unavailable.ts'

export interface PostgresOptions {
  databaseUrl: string
  replicaUrls: readonly string[]
  poolSize?: number
  statementTimeoutMs: number
  acquireTimeoutMs?: number
  log: Log
}

/** Opens pools to a PostgreSQL and its replicas; the pools connect when they are used and recover by themselves. */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const {
    databaseUrl,
    replicaUrls,
    poolSize = availableParallelism(),
    statementTimeoutMs,
    acquireTimeoutMs,
    log,
  } = options
  const settings = connectionSettings(databaseUrl, statementTimeoutMs)
  const primary = createPool({ connection: settings, size: poolSize, acquireTimeoutMs, log })
  const replicas = openReplicas(
    replicaUrls.map((url) =>
      createPool({ connection: connectionSettings(url, statementTimeoutMs), size: poolSize, acquireTimeoutMs, log }),
    ),
    log,
  )
  const unlimited = connectionSettings(databaseUrl, 0)
  const listener = createListener(unlimited, log)
  const inProcess = createNamedLocks()

  return {
    engine: 'postgres',
    primary,
    reader: (atLeast) => replicas.reader(atLeast) ?? primary,
    async writePosition() {
      // The insert position and not the flushed one: it is never behind a commit, also with synchronous_commit off.
      const { rows } = await primary.raw('select pg_current_wal_insert_lsn()::text as position')
      return rows[0].position
    },
    async rows<Row extends object>(
      on: Knex | Knex.Transaction,
      statement: Parameters<Database['rows']>[1],
      options = {},
    ) {
      try {
        return await runStatement<Row>(on, statement, options, (connection) => cancel(on, connection))
      } catch (error) {
        // A replica that dies, or cancels a read because replay needs the rows (40001), costs its readers nothing.
        if (!replicas.reportFault(on, error, isUnavailable(error))) throw error
        return runStatement<Row>(primary, statement, options, (connection) => cancel(primary, connection))
      }
    },
    stream: (statement, batchRows) => readByCursor(primary, statement, batchRows),
    copyTo: (copySql, take) => copyRowsOut(primary, copySql, take),
    copyFrom: copyByStream,
    // One waiter per process asks the server, the others queue here and cost no connection.
    withLock: (name, action) => inProcess(name, () => withAdvisoryLock(unlimited, name, action)),
    listen: (channel, wake) => listener.listen(channel, wake),
    async ping(timeoutMs) {
      const late = new Promise<false>((resolve) => setTimeout(resolve, timeoutMs, false).unref())
      const answer = primary.raw('select 1').then(
        () => true,
        () => false,
      )
      return Promise.race([answer, late])
    },
    poolFigures: () => figuresOf(primary),
    async close() {
      await listener.close()
      await replicas.close()
      await primary.destroy()
    },
  }
}

export function connectionSettings(
  databaseUrl: string,
  statementTimeoutMs: number,
): Omit<pg.ClientConfig, 'stream' | 'types'> {
  const url = new URL(databaseUrl)
  const settings = Object.entries({ ...sessionSettings, statement_timeout: String(statementTimeoutMs) })
  // In the start-up packet: no round trip, and RESET returns to them. What the operator gives in the address comes last and wins.
  const given = url.searchParams.get('options')
  const options = [...settings.map(([name, value]) => `-c ${name}=${value}`), ...(given ? [given] : [])].join(' ')
  url.searchParams.delete('options')
  return {
    connectionString: url.href,
    options,
    application_name: url.searchParams.get('application_name') ?? 'venue-atlas',
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 5000,
  }
}

/** Over a connection of its own to the same server: the pool may be full of statements that wait to be cancelled. */
async function cancel(on: Knex, connection: pg.Client): Promise<void> {
  const { processID } = connection as pg.Client & { processID: number }
  await withClient(on.client.connectionSettings, (client) => client.query('select pg_cancel_backend($1)', [processID]))
}

/** A session lock on a connection of its own: a holder that needs pool connections must not hold one of them. */
async function withAdvisoryLock<T>(settings: pg.ClientConfig, name: string, action: () => Promise<T>): Promise<T> {
  return withClient(settings, async (client) => {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [name])
    return action()
  })
}

async function withClient<T>(settings: pg.ClientConfig, action: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(settings)
  // The loss of an idle connection is an event, not a failed statement; unheard it would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    return await action(client)
  } finally {
    await client.end().catch(() => {})
  }
}
