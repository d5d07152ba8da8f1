import { mkdirSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { copyByBatches, copyRowsOut } from './copy.ts'
import { readByCursor } from './cursor.ts'
import { lockDataFolder } from './data-folder-lock.ts'
import { answerForCopies } from './data-folder-socket.ts'
import { createNamedLocks } from './named-lock.ts'
import { createSubscriptions, quoteIdentifier } from './notifications.ts'
import { type DumpSection, PgliteEngine } from './pglite-engine.ts'
import { PgliteStream } from './pglite-stream.ts'
import { createPool, figuresOf, type Log, withConnection } from './pool.ts'
import { placePreparedFolder } from './prepared-folder.ts'
import { runStatement } from './statement.ts'
import type { Database } from './types.ts'

export interface EmbeddedOptions {
  dataDir: string
  statementTimeoutMs: number
  acquireTimeoutMs?: number
  /** What an empty database starts as. */
  migrationsFolder: string
  log: Log
}

/** The embedded engine also hands out a dump of itself: there is no second process that could ask for one. */
export interface EmbeddedDatabase extends Database {
  dump(schema: string, section: DumpSection): Promise<string>
}

/** Opens (or makes) the embedded database under `dataDir`. Throws `DataFolderInUse` when another process has it. */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const { dataDir, statementTimeoutMs, migrationsFolder, log } = options
  mkdirSync(dataDir, { recursive: true })
  const folder = join(dataDir, 'pglite')
  const unlock = await lockDataFolder(dataDir, join(dataDir, 'pglite.lock'))
  const subscriptions = createSubscriptions((error) => log('error', `a listener failed: ${error}`))
  const engine = await openEngine()

  const pool = createPool({
    connection: {
      user: 'postgres',
      database: 'postgres',
      stream: () => new PgliteStream(engine, subscriptions.channels),
    },
    size: 1,
    acquireTimeoutMs: options.acquireTimeoutMs,
    log,
    onConnection: (connection: pg.Client) => {
      connection.on('notification', ({ channel, payload }) => subscriptions.notify(channel, payload ?? ''))
    },
  })

  async function openEngine(): Promise<PgliteEngine> {
    try {
      await placePreparedFolder(folder, migrationsFolder, log)
      const opened = new PgliteEngine({ folder, statementTimeoutMs, log, onRestart: () => subscriptions.notifyAll() })
      await opened.opened()
      return opened
    } catch (error) {
      unlock()
      throw error
    }
  }

  // The one session is held meanwhile, so nothing writes; what the log has but the tables do not is in the copy's log as well.
  const copyFolder = async (target: string, tries = 12): Promise<void> => {
    try {
      await withConnection(pool, async (connection) => {
        await connection.query('checkpoint')
        await cp(folder, target, { recursive: true })
      })
    } catch (error) {
      // A long load holds the session; whoever asks for a copy can wait for a minute.
      if ((error as Error).name !== 'KnexTimeoutError' || tries === 1) throw error
      await copyFolder(target, tries - 1)
    }
  }
  const stopAnswering = await answerForCopies(dataDir, copyFolder).catch((error: unknown) => {
    log('warn', `no backup while running, for there can be no socket in ${dataDir}: ${error}`)
    return async () => {}
  })

  const onSession = (sql: string) => withConnection(pool, async (connection) => void (await connection.query(sql)))

  return {
    engine: 'pglite',
    primary: pool,
    reader: () => pool,
    // One session: what it has written it reads.
    writePosition: async () => '0/0',
    rows: (on, statement, options = {}) => runStatement(on, statement, options, async () => {}),
    stream: (statement, batchRows) => readByCursor(pool, statement, batchRows),
    copyTo: (copySql, take) => copyRowsOut(pool, copySql, take),
    copyFrom: copyByBatches,
    // Advisory locks never block inside one session.
    withLock: createNamedLocks(),
    async listen(channel, wake) {
      if (subscriptions.add(channel, wake)) await onSession(`listen ${quoteIdentifier(channel)}`)
      return async () => {
        if (subscriptions.remove(channel, wake)) await onSession(`unlisten ${quoteIdentifier(channel)}`)
      }
    },
    async ping(timeoutMs) {
      if (engine.answering) return true
      const late = new Promise<false>((resolve) => setTimeout(resolve, timeoutMs, false).unref())
      return Promise.race([
        onSession('select 1').then(
          () => true,
          () => false,
        ),
        late,
      ])
    },
    poolFigures: () => figuresOf(pool),
    async dump(schema, section) {
      // pg_dump speaks on the one session itself, so the pool's connection is held meanwhile and its session begun anew.
      return withConnection(pool, async (connection) => {
        const sql = await engine.dump(schema, section)
        await engine.startSession(subscriptions.channels(), () => {})
        ;(connection as { __knex__disposed?: string }).__knex__disposed = 'its session was used by pg_dump'
        return sql
      })
    },
    async close() {
      await stopAnswering()
      await pool.destroy()
      await engine.close()
      unlock()
    },
  }
}
