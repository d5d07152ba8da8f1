import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeTestFolder, openTestDatabase, type TestDatabase, testEngine } from '../db/testing.ts'
import { freePort } from './private-postgres.ts'

/** The launcher and the program together, as `npm start` runs them. */

const root = fileURLToPath(new URL('../..', import.meta.url))
const startMinutes = 2

interface Launched {
  process: ChildProcess
  output: () => string
  ended: Promise<number | null>
}

function launch(env: Record<string, string>): Launched {
  const launched = spawn(process.execPath, ['api/cli/start.mjs'], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      ADMIN_PASSWORD: 'only-for-this-test',
      SIGN_IN_CODES: 'off',
      HOST: '127.0.0.1',
      SEED: 'empty',
      ...env,
    },
  })
  let output = ''
  for (const stream of [launched.stdout, launched.stderr]) stream.on('data', (chunk) => (output += chunk))
  return {
    process: launched,
    output: () => output,
    ended: new Promise((resolve) => launched.once('close', resolve)),
  }
}

async function untilPrinted({ output, ended }: Launched, words: string): Promise<void> {
  let over = false
  void ended.then(() => (over = true))
  while (!output().includes(words)) {
    if (over) throw new Error(`ended without printing «${words}»:\n${output()}`)
    await pause(50)
  }
}

describe('npm start', { timeout: startMinutes * 60_000 }, () => {
  let database: TestDatabase | undefined
  let port: number
  let first: Launched
  const own: Record<string, string> = {}

  beforeAll(async () => {
    port = await freePort()
    own.DATA_DIR = makeTestFolder()
    if (testEngine() === 'postgres') {
      database = await openTestDatabase()
      own.DATABASE_URL = database.address.databaseUrl!
    }
    first = launch({ ...own, PORT: String(port) })
    await untilPrinted(first, `http://`)
  }, startMinutes * 60_000)

  afterAll(async () => {
    first.process.kill('SIGKILL')
    await database?.close()
  })

  test('prints an address that answers', async () => {
    const [address] = /http:\/\/[\w.]+:\d+/.exec(first.output()) ?? []
    expect(address).toContain(`:${port}`)
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
  })

  test('a second one on the same port says so and fails', async () => {
    const second = launch({ ...own, DATA_DIR: makeTestFolder(), PORT: String(port) })
    expect(await second.ended).toBe(1)
    expect(second.output()).toContain(`Port ${port} is already in use`)
  })

  test.skipIf(testEngine() === 'postgres')('a second one on the same data folder says so and fails', async () => {
    const second = launch({ ...own, PORT: '0' })
    expect(await second.ended).toBe(1)
    expect(second.output()).toContain(`data folder ${own.DATA_DIR}`)
    expect(second.output()).toContain('is in use by process')
  })

  test('faults of the configuration are told together', async () => {
    const faulty = launch({ ...own, PORT: 'eighty', SESSION_HOURS: '-1' })
    expect(await faulty.ended).toBe(1)
    expect(faulty.output()).toMatch(/PORT[\s\S]*SESSION_HOURS/)
  })

  test('a Ctrl-C that arrives twice, from the terminal and from npm, stops it once and cleanly', async () => {
    first.process.kill('SIGINT')
    first.process.kill('SIGINT')
    expect(await first.ended).toBe(0)
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow()
  })
})

describe.skipIf(testEngine() !== 'postgres')('several processes', { timeout: startMinutes * 60_000 }, () => {
  let database: TestDatabase
  let several: Launched
  let port: number
  /** Processes tag tiles each with a name of its own. */
  const answering = async (asks: number): Promise<Set<string>> => {
    const names = new Set<string>()
    for (let i = 0; i < asks; i++) {
      const reply = await fetch(`http://127.0.0.1:${port}/tiles/regions/5/25/13.mvt`, {
        headers: { connection: 'close' },
      })
      names.add(reply.headers.get('etag')!.split('.')[0]!)
    }
    return names
  }
  const untilTwoAnswer = async () => {
    for (;;) {
      const names = await answering(4).catch(() => new Set<string>())
      if (names.size === 2) return names
      await pause(100)
    }
  }

  beforeAll(async () => {
    database = await openTestDatabase()
    port = await freePort()
    several = launch({
      DATABASE_URL: database.address.databaseUrl!,
      DATA_DIR: makeTestFolder(),
      PORT: String(port),
      PROCESSES: '2',
    })
    await untilPrinted(several, 'http://')
  }, startMinutes * 60_000)

  afterAll(async () => {
    several.process.kill('SIGKILL')
    await database.close()
  })

  test('answer on one port, and their metrics are summed', async () => {
    await untilTwoAnswer()
    const healthy = /http_request_duration_seconds_count\{[^}]*route="\/healthz"[^}]*\} (\d+)/
    const metrics = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
    for (let i = 0; i < 6; i++) await fetch(`http://127.0.0.1:${port}/healthz`, { headers: { connection: 'close' } })
    for (let i = 0; i < 4; i++) expect(Number(healthy.exec(await metrics())![1])).toBe(6)
    // What each of them holds is not summed.
    const { rows } = await database.primary.raw('select count(*)::int as regions from app.region')
    expect(await metrics()).toContain(`venue_atlas_tiles_features_regions ${rows[0].regions}\n`)
  })

  test('one that is killed is replaced', async () => {
    const before = await untilTwoAnswer()
    process.kill(youngestBelow(several.process.pid!), 'SIGKILL')
    await untilPrinted(several, 'another takes its place')
    const after = await untilTwoAnswer()
    expect([...after].filter((name) => !before.has(name))).toHaveLength(1)
  })

  test('all stop with the supervisor', async () => {
    several.process.kill('SIGTERM')
    expect(await several.ended).toBe(0)
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow()
  })
})

/** The process started last among a process's descendants. */
function youngestBelow(root: number): number {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number])
  let found = root
  for (let level = [root]; level.length > 0; ) {
    level = rows.filter(([, parent]) => level.includes(parent)).map(([pid]) => pid)
    if (level.length > 0) found = Math.max(...level)
  }
  return found
}
