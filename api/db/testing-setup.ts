import { randomUUID } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPrivatePostgres } from '../cli/private-postgres.ts'
import { migrationsFolder } from './migration-files.ts'
import { preparedFolder } from './prepared-folder.ts'
import { testEngine } from './testing.ts'
import { dropTestDatabases, prepareTemplate } from './testing-template.ts'

/** Once a run, before the first test file: the database that each file copies. Returns the clearing away. */
export default async function setUp(): Promise<() => Promise<void>> {
  const run = randomUUID().slice(0, 8)
  process.env.TEST_RUN = run
  const stop = testEngine() === 'postgres' ? await setUpPostgres(run) : await setUpPglite()
  return async () => {
    await stop()
    for (const name of readdirSync(tmpdir())) {
      if (name.startsWith(`venue-atlas-test-${run}-`)) rmSync(join(tmpdir(), name), { recursive: true, force: true })
    }
  }
}

async function setUpPglite(): Promise<() => Promise<void>> {
  await preparedFolder(migrationsFolder, (_level, message) => console.log(message))
  return async () => {}
}

async function setUpPostgres(run: string): Promise<() => Promise<void>> {
  const server = process.env.TEST_POSTGRES_URL ? undefined : await startPrivatePostgres()
  const adminUrl = process.env.TEST_POSTGRES_URL ?? server!.url
  process.env.TEST_POSTGRES_URL = adminUrl
  await prepareTemplate(adminUrl, migrationsFolder)
  return async () => {
    await dropTestDatabases(adminUrl, run)
    await server?.stop()
  }
}
