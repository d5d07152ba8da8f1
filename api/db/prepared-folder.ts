import { createHash, randomUUID } from 'node:crypto'
import { constants, cpSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { cached, packageVersion } from './cache-folder.ts'
import { migrate } from './migrate.ts'
import { migrationsHash } from './migration-files.ts'
import { createNamedLocks } from './named-lock.ts'
import { PgliteEngine } from './pglite-engine.ts'
import { PgliteStream } from './pglite-stream.ts'
import { createPool, type Log } from './pool.ts'
import { extensions } from './session.ts'

/**
 * Makes `folder` a migrated, empty database when there is none yet: a copy of a folder prepared once per version of the packages and
 * migrations (making one takes about 10 s, copying it 0.3 s). A folder appears whole or not at all.
 */
export async function placePreparedFolder(folder: string, migrations: string, log: Log): Promise<void> {
  if (existsSync(join(folder, 'PG_VERSION'))) return
  removeDrafts(folder)
  const prepared = await preparedFolder(migrations, log)
  const draft = `${folder}.draft-${randomUUID()}`
  cpSync(prepared, draft, { recursive: true, mode: constants.COPYFILE_FICLONE })
  renameSync(draft, folder)
}

/** Left by a process that was killed while copying. The caller holds the data folder's lock: none of them is in use. */
function removeDrafts(folder: string): void {
  const beginning = `${basename(folder)}.draft-`
  for (const name of readdirSync(dirname(folder))) {
    if (name.startsWith(beginning)) rmSync(join(dirname(folder), name), { recursive: true, force: true })
  }
}

/** The prepared folder, made when it is missing. */
export function preparedFolder(migrations: string, log: Log): Promise<string> {
  return cached(`pglite-${preparedKey(migrations)}`, async (folder) => {
    log('info', 'preparing an embedded database (once, about 10 s)')
    const engine = new PgliteEngine({ folder, statementTimeoutMs: 0, log, onRestart: () => {} })
    const pool = createPool({ connection: { stream: () => new PgliteStream(engine, () => []) }, size: 1, log })
    try {
      await engine.opened()
      await migrate({ primary: pool, withLock: createNamedLocks() }, migrations)
    } finally {
      await pool.destroy()
      await engine.close()
    }
  })
}

function preparedKey(migrations: string): string {
  const versions = ['@electric-sql/pglite', '@electric-sql/pglite-postgis'].map(
    (name) => `${name}@${packageVersion(name)}`,
  )
  return createHash('sha256')
    .update([...versions, ...extensions, migrationsHash(migrations)].join('\n'))
    .digest('hex')
    .slice(0, 16)
}
