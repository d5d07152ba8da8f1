import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testEngine } from '../api/db/testing.ts'
import { openRegistryFixture, type RegistryFixture } from '../api/modules/places/testing-registry.ts'
import { createTileService, type TileService } from './service.ts'
import { placesLayer, quietLog, type RunningService, readTile, serveTiles } from './testing.ts'

/** Who writes by the API and names the reply's data version has the change in the very next tile. */

/** The tile of the fixture's places. */
const at = { z: 14, x: 12_947, y: 6_733 }
let fixture: RegistryFixture
let service: TileService
let running: RunningService

beforeAll(async () => {
  fixture = await openRegistryFixture()
  const { database } = fixture
  service = createTileService({
    database,
    layers: new Map([['places', placesLayer]]),
    log: quietLog,
    cacheMegabytes: 8,
    // Only waking and naming the version can be in time for these tests.
    pollMs: 60_000,
  })
  await service.start()
  running = await serveTiles(service)
}, 120_000)

afterAll(async () => {
  await running?.close()
  await service?.stop()
  await fixture?.close()
})

interface Seen {
  status: number
  names: unknown[]
}

async function namesIn(base: string, query = ''): Promise<Seen> {
  const reply = await fetch(`${base}/tiles/places/${at.z}/${at.x}/${at.y}.mvt${query}`)
  if (reply.status !== 200) return { status: reply.status, names: [] }
  const { places = [] } = readTile(new Uint8Array(await reply.arrayBuffer()))
  return { status: 200, names: places.map(({ properties }) => properties.name) }
}

const versionOf = ({ headers }: { headers: Headers }) => Number(headers.get('x-data-version'))

/** Creates, changes, restores and closes a place, and looks at its tile after each. */
async function writeAndLook(base: string): Promise<void> {
  const { server, create, patch } = fixture
  const look = async (reply: { status: number; headers: Headers }) => {
    expect([200, 201]).toContain(reply.status)
    expect(versionOf(reply)).toBeGreaterThan(0)
    return (await namesIn(base, `?atLeast=${versionOf(reply)}`)).names
  }
  const created = await create({ nameZh: '先写后读馆' })
  expect(await look(created)).toContain('先写后读馆')
  const { id } = created.body
  expect(await look(await patch(id, 1, { nameZh: '改名馆' }))).toContain('改名馆')
  const moved = await look(await patch(id, 2, { geometry: { type: 'Point', coordinates: [104.9, 30.9] } }))
  expect(moved).not.toContain('改名馆')
  const restored = await server.send('POST', `/api/places/${id}/revisions/1/restore`, {
    roles: ['operator'],
    headers: { 'If-Match': '"3"' },
    body: { reason: '' },
  })
  expect(await look(restored)).toContain('先写后读馆')
}

test('a created, changed, moved and restored place is so in the next tile of the same process', async () => {
  for (let round = 0; round < 3; round++) await writeAndLook(running.url)
})

test('the version is that of the writer’s own transaction: an open one of somebody else holds nobody up', {
  skip: testEngine() === 'pglite',
}, async () => {
  const slow = await fixture.database.primary.transaction()
  try {
    await slow.raw('select pg_current_xact_id()')
    const created = await fixture.create({ nameZh: '不等别人馆' })
    const from = performance.now()
    expect((await namesIn(running.url, `?atLeast=${versionOf(created)}`)).names).toContain('不等别人馆')
    expect(performance.now() - from).toBeLessThan(1_000)
  } finally {
    await slow.rollback()
  }
})

describe.skipIf(testEngine() === 'pglite')('another process (not on PGlite: it has one process)', () => {
  let child: ChildProcess
  let base: string

  beforeAll(async () => {
    const root = fileURLToPath(new URL('..', import.meta.url))
    const { databaseUrl } = fixture.database.address
    child = spawn(process.execPath, ['--import', 'tsx', 'api/main.ts', '--services=tiles'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl!,
        HOST: '127.0.0.1',
        PORT: '0',
        SEED: 'empty',
        LOG_LEVEL: 'error',
        ADMIN_PASSWORD: 'only-for-this-test',
      },
    })
    base = await new Promise<string>((resolve, reject) => {
      let printed = ''
      child.stdout!.on('data', (chunk) => {
        printed += chunk
        const address = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0]
        if (address) resolve(address)
      })
      child.once('exit', () => reject(new Error(`the tile server ended: ${printed}`)))
    })
  }, 120_000)

  afterAll(async () => {
    const gone = new Promise((resolve) => child?.once('exit', resolve))
    child?.kill('SIGTERM')
    await gone
  })

  test('has it at once as well when the version is named', () => writeAndLook(base))

  test('has what was written by SQL within a second, unasked', async () => {
    const text = `update app.place set name_zh = 'SQL 馆' where id = (select max(id) from app.place)`
    await fixture.create({ nameZh: '将由 SQL 改名' })
    await fixture.database.primary.raw(text)
    const from = performance.now()
    while (!(await namesIn(base)).names.includes('SQL 馆')) {
      if (performance.now() - from > 10_000) throw new Error('the change did not arrive within 10 s')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(performance.now() - from).toBeLessThan(1_000)
  })
})
