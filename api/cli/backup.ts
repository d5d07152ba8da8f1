import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readConfig } from '../config.ts'
import { lockDataFolder } from '../db/data-folder-lock.ts'
import { PgliteEngine } from '../db/pglite-engine.ts'

const usage = `npm run backup [-- FILE.tar.gz]

Copies the whole data folder (embedded database and files) into one archive, by default backups/venue-atlas-<time>.tar.gz.
The server must be stopped: two processes on one embedded database would lose data. To restore, stop the server and run
  mkdir NEW_FOLDER && tar -xzf FILE.tar.gz -C NEW_FOLDER
then start with DATA_DIR=NEW_FOLDER.`

/**
 * Archives the data folder while no process uses it; the database is opened and closed first, so what is kept is whole and known to open. The
 * archive appears whole or not at all. Throws `DataFolderInUse` while a server runs.
 */
export async function backUp(dataDir: string, file: string): Promise<{ bytes: number }> {
  const folder = join(dataDir, 'pglite')
  if (!existsSync(join(folder, 'PG_VERSION')))
    throw new Error(`${dataDir} holds no embedded database; is DATA_DIR right?`)
  if (!relative(dataDir, file).startsWith('..'))
    throw new Error(`${file} is inside the data folder: name a place outside ${dataDir}`)
  if (existsSync(file)) throw new Error(`${file} is there already: name another file`)
  const unlock = await lockDataFolder(dataDir, join(dataDir, 'pglite.lock'))
  const draft = `${file}.part`
  try {
    const engine = new PgliteEngine({ folder, statementTimeoutMs: 0, log: () => {}, onRestart: () => {} })
    await engine.opened()
    await engine.close()
    mkdirSync(dirname(file), { recursive: true })
    const excluded = ['./pglite.lock*', './pglite.draft-*'].map((pattern) => `--exclude=${pattern}`)
    const { status, error, stderr } = spawnSync('tar', ['-czf', draft, ...excluded, '-C', dataDir, '.'], {
      encoding: 'utf8',
    })
    if (error || status !== 0) throw new Error(`tar failed: ${error?.message ?? stderr}`)
    renameSync(draft, file)
    return { bytes: statSync(file).size }
  } finally {
    rmSync(draft, { force: true })
    unlock()
  }
}

async function main(args: readonly string[]): Promise<void> {
  if (args.some((arg) => arg.startsWith('-')) || args.length > 1) throw new Error(usage)
  const config = readConfig(process.env)
  if (config.DATABASE_URL)
    throw new Error(
      'DATABASE_URL is set: back up that PostgreSQL with pg_dump; this command copies the embedded database',
    )
  const time = new Date().toISOString().slice(0, 19).replaceAll(/[:T-]/g, '')
  const file = resolve(args[0] ?? join('backups', `venue-atlas-${time}.tar.gz`))
  const { bytes } = await backUp(resolve(config.DATA_DIR), file)
  console.log(`${file} (${(bytes / 1e6).toFixed(1)} MB)`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(process.argv.slice(2)).catch((error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
