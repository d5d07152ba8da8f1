import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { readConfig } from '../config.ts'
import { describeSchema } from '../db/describe-schema.ts'
import { migrate } from '../db/migrate.ts'
import { migrationsFolder } from '../db/migration-files.ts'
import { type EmbeddedDatabase, openEmbedded } from '../db/pglite.ts'
import { withConnection } from '../db/pool.ts'
import { connectionSettings } from '../db/postgres.ts'
import { extensions } from '../db/session.ts'
import type { Database } from '../db/types.ts'
import { moveRows } from './move-rows.ts'
import { batched, splitStatements } from './move-to-postgres-statements.ts'

const usage = `npm run move-to-postgres -- postgres://USER:PASSWORD@HOST/DATABASE

Copies the embedded database under DATA_DIR into a PostgreSQL (15 or newer, with PostGIS), whose database must not have a schema
"app" yet. Stop the server first; afterwards start it with DATABASE_URL set. The embedded database is left as it is.`

export interface MovedTable {
  table: string
  rows: number
}

/**
 * Copies schema, rows and sequences in one transaction and compares both sides: every table's row count and the whole schema. Returns the tables. Throws,
 * leaving the target as it was, when the target is in use or anything differs.
 */
export async function moveToPostgres(dataDir: string, databaseUrl: string): Promise<MovedTable[]> {
  if (!existsSync(join(dataDir, 'pglite', 'PG_VERSION')))
    throw new Error(`${dataDir} holds no embedded database; is DATA_DIR right?`)
  const source = await openEmbedded({ dataDir, statementTimeoutMs: 0, migrationsFolder, log: () => {} })
  const client = new pg.Client(connectionSettings(databaseUrl, 0))
  try {
    await migrate(source)
    await client.connect()
    await prepareTarget(client)
    await client.query('begin')
    await restore(source, client)
    const moved = await compareCounts(source, client)
    await compareSchemas(source, client)
    await client.query('commit')
    // Fresh tables have no statistics, and the planner would guess.
    await client.query('analyze')
    return moved
  } finally {
    await client.end().catch(() => {})
    await source.close()
  }
}

async function prepareTarget(client: pg.Client): Promise<void> {
  const { rows } = await client.query(`
    select current_setting('server_version_num')::int as version, current_setting('server_version') as told,
      to_regnamespace('app') is not null as taken, current_database() as name`)
  const { version, told, taken, name } = rows[0]
  if (version < 150000) throw new Error(`the target is PostgreSQL ${told}: 15 or newer is needed`)
  if (taken) throw new Error(`database ${name} has a schema "app" already: give an empty database`)
  for (const extension of extensions) await client.query(`create extension if not exists ${extension} schema public`)
}

async function restore(source: EmbeddedDatabase, client: pg.Client): Promise<void> {
  for (const section of ['pre-data', 'post-data'] as const) {
    if (section === 'post-data') await moveRows(source, client)
    const statements = splitStatements(await source.dump('app', section)).filter(isForAnyVersion)
    for (const batch of batched(statements, 1024 * 1024)) {
      try {
        await client.query(batch)
      } catch (error) {
        const { message, where } = error as pg.DatabaseError
        throw new Error(`restoring ${section}: ${message}${where ? ` (${where})` : ''}`, { cause: error })
      }
    }
  }
}

/** pg_dump clears the search path, in which our functions could not be used by an index, and sets what only newer servers know. */
function isForAnyVersion(statement: string): boolean {
  return !/^(SET transaction_timeout\b|SELECT pg_catalog\.set_config\('search_path')/.test(statement)
}

async function compareCounts(source: Database, client: pg.Client): Promise<MovedTable[]> {
  const list = `select table_name from information_schema.tables where table_schema = 'app' and table_type = 'BASE TABLE' order by table_name`
  const tables: string[] = (await source.primary.raw(list)).rows.map((row: { table_name: string }) => row.table_name)
  const moved: MovedTable[] = []
  for (const table of tables) {
    const count = `select count(*)::int as rows from app.${pg.escapeIdentifier(table)}`
    const here: number = (await source.primary.raw(count)).rows[0].rows
    const there: number = (await client.query(count)).rows[0].rows
    if (here !== there) throw new Error(`table ${table}: ${here} rows here, ${there} arrived`)
    moved.push({ table, rows: here })
  }
  return moved
}

async function compareSchemas(source: Database, client: pg.Client): Promise<void> {
  const [here, there] = [await withConnection(source.primary, describeSchema), await describeSchema(client)]
  if (here === there) return
  const thereLines = new Set(there.split('\n'))
  const missing = here.split('\n').filter((line) => !thereLines.has(line))
  throw new Error(
    `the schema would differ, so nothing was moved. First differences:\n${missing.slice(0, 5).join('\n')}`,
  )
}

async function main(args: readonly string[]): Promise<void> {
  const [databaseUrl, ...more] = args
  if (!databaseUrl || more.length > 0 || !/^postgres(ql)?:\/\//.test(databaseUrl)) throw new Error(usage)
  const moved = await moveToPostgres(resolve(readConfig(process.env).DATA_DIR), databaseUrl)
  for (const { table, rows } of moved) console.log(`${String(rows).padStart(10)}  ${table}`)
  console.log('Moved. Start the server with DATABASE_URL set to that address.')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(process.argv.slice(2)).catch((error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
