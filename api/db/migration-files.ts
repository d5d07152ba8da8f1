import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's migrations. */
export const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url))

export interface MigrationFile {
  number: number
  name: string
  sql: string
  checksum: string
}

export interface AppliedMigration {
  number: number
  name: string
  checksum: string
}

/** The numbered files of a folder (0001_core.sql …) in order. Throws on another .sql name or a number used twice. */
export function readMigrations(folder: string): MigrationFile[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const number = Number(/^(\d{4})_[a-z0-9_-]+\.sql$/.exec(name)?.[1])
      if (!number) throw new Error(`migration ${name}: expected a name like 0001_what-it-does.sql`)
      // A checkout on Windows may change line ends, which changes nothing in the database.
      const sql = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')
      return { number, name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
  for (const [index, file] of files.entries()) {
    const before = files[index - 1]
    if (before?.number === file.number)
      throw new Error(`migrations ${before.name} and ${file.name} have the same number`)
  }
  return files
}

/**
 * Which files are still to be applied, in order. Throws when the database has something else than the files say: a changed or missing applied
 * file, or a new file numbered below an applied one (it would run in another order elsewhere).
 */
export function pendingOf(files: readonly MigrationFile[], applied: readonly AppliedMigration[]): MigrationFile[] {
  const byNumber = new Map(files.map((file) => [file.number, file]))
  for (const { number, name, checksum } of applied) {
    const file = byNumber.get(number)
    if (!file)
      throw new Error(`the database has migration ${name}, which this version does not know: start a newer version`)
    if (file.checksum !== checksum) {
      throw new Error(
        `migration ${file.name} was changed after it was applied: undo the change and add a new migration instead`,
      )
    }
  }
  const last = Math.max(0, ...applied.map(({ number }) => number))
  const done = new Set(applied.map(({ number }) => number))
  const pending = files.filter(({ number }) => !done.has(number))
  const late = pending.find(({ number }) => number < last)
  if (late)
    throw new Error(
      `migration ${late.name} comes before ${last}, which is already applied: give it the next free number`,
    )
  return pending
}

/** Changes whenever any migration does. */
export function migrationsHash(folder: string): string {
  const hash = createHash('sha256')
  for (const { name, checksum } of readMigrations(folder)) hash.update(`${name} ${checksum}\n`)
  return hash.digest('hex')
}
