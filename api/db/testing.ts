import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { migrationsFolder } from './migration-files.ts'
import { type OpenOptions, openDatabase } from './open.ts'
import { createFromTemplate } from './testing-template.ts'
import type { Database } from './types.ts'

export interface TestDatabase extends Database {
  /** What another process or a second client opens the same database with (the embedded one only after `close`). */
  address: Pick<OpenOptions, 'databaseUrl' | 'dataDir'>
}

export type TestOptions = Pick<
  OpenOptions,
  'migrationsFolder' | 'poolSize' | 'statementTimeoutMs' | 'acquireTimeoutMs' | 'log'
>

/**
 * A migrated, empty database of its own for one test file, removed by `close`. TEST_ENGINE=pglite (default) or postgres with
 * TEST_POSTGRES_URL, a superuser's address. Call it in `beforeAll` and `close` in `afterAll`.
 */
export async function openTestDatabase(given: TestOptions = {}): Promise<TestDatabase> {
  // A crowd of clients on a busy machine is no fault: they may wait longer than a citizen would.
  const options = { acquireTimeoutMs: 20_000, ...given }
  return testEngine() === 'postgres' ? openOnPostgres(options) : openOnPglite(options)
}

export function testEngine(): 'pglite' | 'postgres' {
  const engine = process.env.TEST_ENGINE ?? 'pglite'
  if (engine !== 'pglite' && engine !== 'postgres')
    throw new Error(`TEST_ENGINE is ${engine}, expected pglite or postgres`)
  return engine
}

/** A folder of this run for throw-away files. */
export function makeTestFolder(): string {
  return mkdtempSync(join(tmpdir(), `venue-atlas-test-${process.env.TEST_RUN ?? 'single'}-`))
}

/**
 * Removes a folder that a server worked in. Its last acts may still be writing: begun again as a whole until nothing is
 * left, which rmSync does not do (it lists once, then only tries the empty folder again).
 */
export function removeTestFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
}

async function openOnPglite(options: TestOptions): Promise<TestDatabase> {
  const dataDir = makeTestFolder()
  const remove = () => removeTestFolder(dataDir)
  try {
    const database = await openDatabase({ ...options, dataDir })
    return withClosing(database, { dataDir }, remove)
  } catch (error) {
    await remove()
    throw error
  }
}

async function openOnPostgres(options: TestOptions): Promise<TestDatabase> {
  const adminUrl = process.env.TEST_POSTGRES_URL
  if (!adminUrl) throw new Error('TEST_ENGINE=postgres needs TEST_POSTGRES_URL, or run the tests by npm test')
  const name = `venue_atlas_test_${process.env.TEST_RUN ?? 'single'}_${randomUUID().slice(0, 8)}`
  await createFromTemplate(adminUrl, name, options.migrationsFolder ?? migrationsFolder)
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  const database = await openDatabase({ poolSize: 4, ...options, databaseUrl: url.href })
  return withClosing(database, { databaseUrl: url.href }, async () => {
    const admin = new pg.Client(adminUrl)
    await admin.connect()
    await admin.query(`drop database if exists ${name} with (force)`)
    await admin.end()
  })
}

function withClosing(database: Database, address: TestDatabase['address'], remove: () => unknown): TestDatabase {
  return {
    ...database,
    address,
    close: async () => {
      await database.close()
      await remove()
    },
  }
}
