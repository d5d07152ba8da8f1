import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readConfig } from '../config.ts'
import { DataFolderInUse, lockDataFolder } from '../db/data-folder-lock.ts'
import { askForCopy } from '../db/data-folder-socket.ts'
import { PgliteEngine } from '../db/pglite-engine.ts'

const usage = `npm run backup [-- FILE.tar.gz]

Copies the whole data folder (embedded database and files) into one archive, by default backups/venue-atlas-<time>.tar.gz.
A running server goes on: it copies its database itself, which makes writers wait for a moment. To restore, stop the server and run
  mkdir NEW_FOLDER && tar -xzf FILE.tar.gz -C NEW_FOLDER
then start with DATA_DIR=NEW_FOLDER.`

/**
 * Archives the data folder. The database is copied by the process that has it open, else by this one; the copy is opened and closed
 * first, so what is kept is whole and known to open. The archive appears whole or not at all. Returns its bytes, and whether a server ran.
 */
export async function backUp(dataDir: string, file: string): Promise<{ bytes: number; whileRunning: boolean }> {
  if (!existsSync(join(dataDir, 'pglite', 'PG_VERSION')))
    throw new Error(`${dataDir} holds no embedded database; is DATA_DIR right?`)
  if (!relative(dataDir, file).startsWith('..'))
    throw new Error(`${file} is inside the data folder: name a place outside ${dataDir}`)
  if (existsSync(file)) throw new Error(`${file} is there already: name another file`)
  const draft = `${file}.part`
  const staging = `${file}.copy`
  try {
    mkdirSync(dirname(file), { recursive: true })
    mkdirSync(staging)
    const whileRunning = await copyDatabase(dataDir, join(staging, 'pglite'))
    await checkThatItOpens(join(staging, 'pglite'))
    for (const name of readdirSync(dataDir))
      if (!name.startsWith('pglite')) symlinkSync(join(dataDir, name), join(staging, name))
    // -h: what the links stand for.
    const { status, error, stderr } = spawnSync('tar', ['-czhf', draft, '-C', staging, '.'], { encoding: 'utf8' })
    if (error || status !== 0) throw new Error(`tar failed: ${error?.message ?? stderr}`)
    renameSync(draft, file)
    return { bytes: statSync(file).size, whileRunning }
  } finally {
    for (const part of [draft, staging]) rmSync(part, { recursive: true, force: true })
  }
}

/** True when another process has the database open and made the copy. Throws `DataFolderInUse` when it does not answer. */
async function copyDatabase(dataDir: string, target: string): Promise<boolean> {
  let unlock: () => void
  try {
    unlock = await lockDataFolder(dataDir, join(dataDir, 'pglite.lock'))
  } catch (inUse) {
    if (!(inUse instanceof DataFolderInUse)) throw inUse
    await askForCopy(dataDir, target).catch((error: NodeJS.ErrnoException) => {
      throw error.syscall === 'connect' ? inUse : error
    })
    return true
  }
  try {
    cpSync(join(dataDir, 'pglite'), target, { recursive: true })
    return false
  } finally {
    unlock()
  }
}

async function checkThatItOpens(folder: string): Promise<void> {
  const engine = new PgliteEngine({ folder, statementTimeoutMs: 0, log: () => {}, onRestart: () => {} })
  await engine.opened()
  await engine.close()
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
  const { bytes, whileRunning } = await backUp(resolve(config.DATA_DIR), file)
  console.log(`${file} (${(bytes / 1e6).toFixed(1)} MB)${whileRunning ? '; the server went on running' : ''}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(process.argv.slice(2)).catch((error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
