import type pg from 'pg'
import {
  type AppliedMigration,
  type MigrationFile,
  migrationsFolder,
  pendingOf,
  readMigrations,
} from './migration-files.ts'
import { withConnection } from './pool.ts'
import { extensions } from './session.ts'
import type { Database } from './types.ts'

type Migrated = Pick<Database, 'primary' | 'withLock'>

const oldestServer = 150000

/**
 * Brings the database to the state of the numbered files in `folder`, forward only, each file in one transaction, and returns the names applied now.
 * Any number of processes may call it at the same time. Throws when an applied file was changed (see `pendingOf`) or the server is too old.
 */
export async function migrate(database: Migrated, folder = migrationsFolder): Promise<string[]> {
  const files = readMigrations(folder)
  return database.withLock('migrate', async () => {
    await withConnection(database.primary, prepareSchema)
    const pending = pendingOf(files, await withConnection(database.primary, readApplied))
    for (const file of pending) await apply(database, file)
    return pending.map(({ name }) => name)
  })
}

/** The names of the migrations that the database lacks; [] when it is ready for this program. */
export async function pendingMigrations(
  database: Pick<Database, 'primary'>,
  folder = migrationsFolder,
): Promise<string[]> {
  return withConnection(database.primary, async (connection) => {
    const applied = (await hasHistory(connection)) ? await readApplied(connection) : []
    return pendingOf(readMigrations(folder), applied).map(({ name }) => name)
  })
}

async function apply(database: Migrated, { number, name, sql, checksum }: MigrationFile): Promise<void> {
  await database.primary.transaction((trx) =>
    withConnection(trx, async (connection) => {
      await connection.query('set local statement_timeout = 0')
      try {
        // As one simple query and not by knex, which would take every ? for a binding.
        await connection.query(sql)
      } catch (error) {
        const { message, position } = error as pg.DatabaseError
        const line = position ? sql.slice(0, Number(position)).split('\n').length : undefined
        throw new Error(`migration ${name}${line ? `, line ${line}` : ''}: ${message}`, { cause: error })
      }
      await connection.query('insert into app.schema_migration (number, name, checksum) values ($1, $2, $3)', [
        number,
        name,
        checksum,
      ])
    }),
  )
}

/** Creates only what is missing, so that later starts need no right to create extensions. */
async function prepareSchema(connection: pg.Client): Promise<void> {
  const { rows } = await connection.query(`select current_setting('server_version_num')::int as version`)
  if (rows[0].version < oldestServer)
    throw new Error(`PostgreSQL ${rows[0].version / 10000} is too old: 15 or newer is needed`)
  if (await hasHistory(connection)) return
  for (const extension of await missingExtensions(connection)) {
    // In public and not in app: then a dump of the schema app restores into a server of another version.
    await connection.query(`create extension if not exists ${extension} schema public`).catch((error) => {
      throw new Error(
        `extension ${extension}: ${error.message}; a superuser can run: create extension ${extension} schema public`,
        {
          cause: error,
        },
      )
    })
  }
  await connection.query('create schema if not exists app')
  await connection.query(`
    create table app.schema_migration (
      number int primary key,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`)
}

async function missingExtensions(connection: pg.Client): Promise<string[]> {
  const { rows } = await connection.query('select extname from pg_extension')
  const present = new Set(rows.map(({ extname }) => extname))
  return extensions.filter((extension) => !present.has(extension))
}

async function hasHistory(connection: pg.Client): Promise<boolean> {
  const { rows } = await connection.query(`select to_regclass('app.schema_migration') is not null as present`)
  return rows[0].present
}

async function readApplied(connection: pg.Client): Promise<AppliedMigration[]> {
  return (await connection.query('select number, name, checksum from app.schema_migration order by number')).rows
}
