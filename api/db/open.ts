import { resolve } from 'node:path'
import { migrationsFolder } from './migration-files.ts'
import { openEmbedded } from './pglite.ts'
import type { Log } from './pool.ts'
import { openPostgres } from './postgres.ts'
import type { Database } from './types.ts'

export { isUnavailable } from './unavailable.ts'

export interface OpenOptions {
  /** postgres://… ; without it the embedded engine under `dataDir`. */
  databaseUrl?: string
  /** Streaming replicas of `databaseUrl`. */
  replicaUrls?: readonly string[]
  /** Folder of the embedded database; default .data. */
  dataDir?: string
  /** Connections to each PostgreSQL; default the number of cores (16 on two cores tripled p99, measured). The embedded engine has one. */
  poolSize?: number
  /** Limit of a statement; 0 is none. A long one lifts it for itself by `set local statement_timeout = 0`, on both engines. */
  statementTimeoutMs?: number
  /** How long a caller waits for a free connection before it fails; default 5 s. */
  acquireTimeoutMs?: number
  /** What a new embedded database starts as; default the project's migrations. */
  migrationsFolder?: string
  log?: Log
}

/**
 * Opens the database; `migrate` brings it up to date. With a `databaseUrl` nothing connects yet, so that a program can start before its server.
 * Throws `DataFolderInUse` when another process has the embedded data folder.
 */
export async function openDatabase(options: OpenOptions = {}): Promise<Database> {
  const { databaseUrl, statementTimeoutMs = 30_000, acquireTimeoutMs, log = () => {} } = options
  if (databaseUrl) {
    const { replicaUrls = [], poolSize } = options
    return openPostgres({ databaseUrl, replicaUrls, poolSize, statementTimeoutMs, acquireTimeoutMs, log })
  }
  return openEmbedded({
    dataDir: resolve(options.dataDir ?? '.data'),
    statementTimeoutMs,
    acquireTimeoutMs,
    migrationsFolder: options.migrationsFolder ?? migrationsFolder,
    log,
  })
}
