import { type ChildProcess, spawn } from 'node:child_process'
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
