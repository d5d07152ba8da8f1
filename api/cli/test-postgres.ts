import pg from 'pg'
import { NoPostgres, startPrivatePostgres } from './private-postgres.ts'

export interface TestPostgres {
  url: string
  /** Such as `PostgreSQL 15.18, PostGIS 3.3.2`. */
  version: string
  stop(): Promise<void>
}

/** The PostgreSQL of the tests: TEST_POSTGRES_URL, else a private one started now; or what is missing, in words. */
export async function findTestPostgres(): Promise<TestPostgres | { missing: string }> {
  const given = process.env.TEST_POSTGRES_URL
  const server = given ? { url: given, stop: async () => {} } : await startOrExplain()
  if ('missing' in server) return server
  try {
    return { url: server.url, version: await versionWithPostgis(server.url), stop: () => server.stop() }
  } catch (error) {
    await server.stop()
    // An address that was given and does not serve is a mistake to be seen, not a machine without PostgreSQL.
    if (given) throw new Error(`TEST_POSTGRES_URL: ${(error as Error).message}`, { cause: error })
    return { missing: (error as Error).message }
  }
}

async function startOrExplain() {
  try {
    return await startPrivatePostgres()
  } catch (error) {
    if (error instanceof NoPostgres) return { missing: error.message }
    throw error
  }
}

async function versionWithPostgis(url: string): Promise<string> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const { rows } = await client.query(`
      select
        current_setting('server_version') as server,
        (select default_version from pg_available_extensions where name = 'postgis') as postgis`)
    const { server, postgis } = rows[0]
    if (!postgis) throw new Error(`PostgreSQL ${server} has no PostGIS; on Debian: apt-get install postgresql-postgis`)
    return `PostgreSQL ${String(server).split(' ')[0]}, PostGIS ${postgis}`
  } finally {
    await client.end()
  }
}
