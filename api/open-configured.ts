import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { openDatabase } from './db/open.ts'
import type { Database } from './db/types.ts'

/** Opens the database that the configuration names. */
export function openConfigured(config: Config, log: Logger): Promise<Database> {
  return openDatabase({
    databaseUrl: config.DATABASE_URL,
    replicaUrls: config.DATABASE_REPLICA_URLS,
    dataDir: config.DATA_DIR,
    poolSize: config.DATABASE_POOL,
    statementTimeoutMs: config.STATEMENT_TIMEOUT_MS,
    log: (level, message) => log[level](message),
  })
}
