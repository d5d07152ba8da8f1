import { createHash, randomUUID } from 'node:crypto'
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrate } from './migrate.ts'
import { migrationsHash } from './migration-files.ts'
import { createNamedLocks } from './named-lock.ts'
import { PgliteEngine } from './pglite-engine.ts'
import { PgliteStream } from './pglite-stream.ts'
import { createPool, type Log } from './pool.ts'

const require = createRequire(import.meta.url)
const projectFolder = fileURLToPath(new URL('../..', import.meta.url))
const unusedForMs = 7 * 24 * 3600_000

/**
 * Makes `folder` a migrated, empty database when there is none yet: a copy of a folder prepared once per version of the packages and
 * migrations (making one takes about 10 s, copying it 0.2 s). A folder appears whole or not at all.
 */
export async function placePreparedFolder(folder: string, migrations: string, log: Log): Promise<void> {
  if (existsSync(join(folder, 'PG_VERSION'))) return
  const prepared = await preparedFolder(migrations, log)
  const draft = `${folder}.draft-${randomUUID()}`
  cpSync(prepared, draft, { recursive: true, mode: constants.COPYFILE_FICLONE })
  renameSync(draft, folder)
}

/** The prepared folder, made when it is missing. Several processes may make it at once: the first one to finish wins. */
export async function preparedFolder(migrations: string, log: Log): Promise<string> {
  const cache = cacheFolder()
  const prepared = join(cache, `pglite-${preparedKey(migrations)}`)
  if (existsSync(prepared)) {
    utimesSync(prepared, new Date(), new Date())
    return prepared
  }
  log('info', 'preparing an embedded database (once, about 10 s)')
  const draft = `${prepared}.draft-${randomUUID()}`
  await build(draft, migrations, log)
  try {
    renameSync(draft, prepared)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(prepared)) throw error
  }
  removeUnused(cache)
  return prepared
}

async function build(folder: string, migrations: string, log: Log): Promise<void> {
  const engine = new PgliteEngine({ folder, statementTimeoutMs: 0, log, onRestart: () => {} })
  const pool = createPool({ connection: { stream: () => new PgliteStream(engine, () => []) }, size: 1, log })
  try {
    await engine.opened()
    await migrate({ primary: pool, withLock: createNamedLocks() }, migrations)
    await pool.destroy()
    await engine.close()
  } catch (error) {
    await pool.destroy()
    await engine.close()
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

function preparedKey(migrations: string): string {
  const versions = ['@electric-sql/pglite', '@electric-sql/pglite-postgis'].map(
    (name) => `${name}@${packageVersion(name)}`,
  )
  return createHash('sha256')
    .update([...versions, migrationsHash(migrations)].join('\n'))
    .digest('hex')
    .slice(0, 16)
}

/** Read from the file: neither package exports its package.json. */
function packageVersion(name: string): string {
  const entry = require.resolve(name)
  const folder = entry.slice(0, entry.lastIndexOf(join('node_modules', name)) + join('node_modules', name).length)
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version
}

/** `.cache` in the project, or the system's temporary folder where the project is read-only (an image run by another user). */
function cacheFolder(): string {
  const inProject = join(projectFolder, '.cache')
  try {
    mkdirSync(inProject, { recursive: true })
    accessSync(inProject, constants.W_OK)
    return inProject
  } catch {
    const elsewhere = join(tmpdir(), 'venue-atlas-cache')
    mkdirSync(elsewhere, { recursive: true })
    return elsewhere
  }
}

function removeUnused(cache: string): void {
  for (const name of readdirSync(cache)) {
    if (!name.startsWith('pglite-')) continue
    const path = join(cache, name)
    if (Date.now() - statSync(path).mtimeMs > unusedForMs) rmSync(path, { recursive: true, force: true })
  }
}
