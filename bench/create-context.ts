import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { findChromium, findProgram } from '../api/cli/find-program.ts'
import { NoPostgres, type PrivatePostgres, startPrivatePostgres } from '../api/cli/private-postgres.ts'
import { migrate } from '../api/db/migrate.ts'
import { openDatabase } from '../api/db/open.ts'
import { loadRegions } from '../api/modules/regions/load-regions.ts'
import { loadCalendar } from '../seed-data/load-calendar.ts'
import { loadDemo } from '../seed-data/load-places.ts'
import { loadTypes } from '../seed-data/load-types.ts'
import type { BenchContext, Registry, RunningServer } from './context.ts'

export interface BenchOptions {
  places: number
  seed: number
  quick: boolean
}

const root = fileURLToPath(new URL('..', import.meta.url))

/** As a server of this size without replicas would be set up by hand; durable, so that loading is not flattered. */
const tuned = {
  fsync: 'on',
  full_page_writes: 'on',
  wal_level: 'minimal',
  max_wal_senders: '0',
  shared_buffers: '2GB',
  effective_cache_size: '8GB',
  work_mem: '32MB',
  maintenance_work_mem: '512MB',
  max_wal_size: '8GB',
  checkpoint_timeout: '30min',
  random_page_cost: '1.1',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
}

/** A context whose costly parts are made when they are first asked for, and the way to stop them all. */
export function createContext(options: BenchOptions, log: (text: string) => void) {
  let postgres: Promise<PrivatePostgres> | undefined
  let registry: Promise<Registry> | undefined
  const servers = new Set<RunningServer>()
  const server = () => (postgres ??= startPrivatePostgres(tuned))

  const context: BenchContext = {
    ...options,
    log,
    program: (name) => (name === 'chromium' ? findChromium() : findProgram([name])),
    registry: () => (registry ??= makeRegistry(context)),
    async createDatabase(name) {
      const { url } = await server()
      const admin = new pg.Client(url)
      await admin.connect()
      await admin.query(`create database ${pg.escapeIdentifier(name)}`)
      await admin.end()
      const made = new URL(url)
      made.pathname = `/${name}`
      return made.href
    },
    async startServer(env) {
      const started = await startServer(env)
      servers.add(started)
      return { ...started, stop: () => started.stop().finally(() => servers.delete(started)) }
    },
  }
  const stop = async () => {
    await Promise.allSettled([...servers].map((one) => one.stop()))
    await postgres?.then((one) => one.stop()).catch(() => {})
  }
  return { context, stop }
}

/** Whether an error says that this machine lacks something, rather than that the product is at fault. */
export const isMissing = (error: unknown): error is Error => error instanceof NoPostgres

async function makeRegistry({ createDatabase, places, seed, log }: BenchContext): Promise<Registry> {
  const databaseUrl = await createDatabase('national')
  log(`loading ${places.toLocaleString('en')} demo places …`)
  const { seconds } = await loadNational(databaseUrl, places, seed)
  log(`loaded in ${seconds.toFixed(0)} s`)
  return { databaseUrl, places }
}

/** Migrates and fills an empty database as `npm run seed` does, then leaves it vacuumed as it would be after a night. */
export async function loadNational(databaseUrl: string, places: number, seed: number) {
  const database = await openDatabase({ databaseUrl, poolSize: 4, statementTimeoutMs: 0 })
  try {
    await migrate(database)
    await loadTypes(database)
    await loadCalendar(database)
    await loadRegions(database)
    const report = await loadDemo(database, { places, seed })
    await vacuum(databaseUrl)
    return report
  } finally {
    await database.close()
  }
}

async function vacuum(databaseUrl: string): Promise<void> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  await client.query('vacuum analyze')
  await client.end()
}

async function startServer(env: Record<string, string>): Promise<RunningServer> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'api/main.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      SIGN_IN_CODES: 'off',
      SEARCH_RATE: '0',
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'warn',
      ADMIN_PASSWORD: randomBytes(18).toString('base64url'),
      ...env,
    },
  })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const url = await printedAddress(child)
  await untilReady(url)
  return {
    url,
    processId: child.pid!,
    async stop() {
      process.off('exit', kill)
      if (child.exitCode !== null) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
    },
  }
}

function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let told = ''
    child.stdout?.on('data', (chunk) => {
      told += chunk
      const [address] = /http:\/\/[\w.]+:\d+/.exec(told) ?? []
      if (address) resolve(address)
    })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it was ready:\n${told}`)))
  })
}

async function untilReady(url: string): Promise<void> {
  const startedAt = performance.now()
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    const words = await answer?.text()
    if (answer?.ok) return
    if (performance.now() - startedAt > 120_000) throw new Error(`the server is not ready after 120 s: ${words}`)
    await pause(100)
  }
}
