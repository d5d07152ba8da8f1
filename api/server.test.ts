import { once } from 'node:events'
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { NoPostgres, startPrivatePostgres } from './cli/private-postgres.ts'
import { readConfig } from './config.ts'
import { makeTestFolder, openTestDatabase, type TestDatabase, testEngine } from './db/testing.ts'
import { openConfigured } from './open-configured.ts'
import { type RunningServer, startServer } from './server.ts'

const silent = pino({ level: 'silent' })
const undo: (() => unknown)[] = []

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

async function start(env: Record<string, string>): Promise<RunningServer> {
  const config = readConfig({ NODE_ENV: 'test', HOST: '127.0.0.1', PORT: '0', SEED: 'empty', ...env })
  const server = await startServer(config, silent, openConfigured(config, silent))
  undo.push(() => server.stop())
  return server
}

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database?.close())

async function startOnTestDatabase(env: Record<string, string> = {}): Promise<RunningServer> {
  const config = readConfig({ NODE_ENV: 'test', HOST: '127.0.0.1', PORT: '0', SEED: 'empty', ...env })
  const server = await startServer(config, silent, { ...database, close: async () => {} })
  undo.push(() => server.stop())
  return server
}

const statusOf = async (url: string) => (await fetch(url)).status

describe('start and stop', () => {
  test('an empty registry works everywhere: ready, tiles, search, nearest, regions, suggestions, markers', async () => {
    const { url } = await startOnTestDatabase()
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready', missing: [] })
    expect(await statusOf(`${url}/tiles/places/5/25/13.mvt`)).toBe(204)
    expect(await statusOf(`${url}/tiles/regions/5/25/13.mvt`)).toBe(200)
    for (const path of [
      '/api/places?q=体育馆&facets=type',
      '/api/nearest?lon=104.06&lat=30.67',
      '/api/suggestions?q=ty',
    ]) {
      const reply = await fetch(url + path)
      expect([path, reply.status]).toEqual([path, 200])
    }
    const markers = await fetch(`${url}/api/markers?bbox=103,30,105,31&zoom=10`)
    expect(await markers.json()).toMatchObject({ markers: [], total: 0 })
  })

  test('a used port is told before the database is touched', async () => {
    const first = await startOnTestDatabase()
    const port = new URL(first.url).port
    await expect(start({ PORT: port, DATA_DIR: makeTestFolder() })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  test('a request in flight is finished before the server stops', async () => {
    const server = await startOnTestDatabase()
    // The server says Continue when it has seen the request: from then on it is in flight, however busy the machine.
    const inFlight = request(`${server.url}/api/regions?level=county`, { headers: { Expect: '100-continue' } }).end()
    const outcome = new Promise((resolve) => {
      inFlight.on('response', (reply) => resolve(reply.resume().statusCode))
      inFlight.on('error', () => resolve('refused'))
    })
    await once(inFlight, 'continue')
    await server.stop()
    expect(await outcome).toBe(200)
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow()
  })

  test('services say what they do: a tiles process has no API, an api process no tiles', async () => {
    const tiles = await startOnTestDatabase({ SERVICES: 'tiles' })
    expect(await statusOf(`${tiles.url}/tiles/regions.json`)).toBe(200)
    expect(await statusOf(`${tiles.url}/api/regions`)).toBe(404)
    const api = await startOnTestDatabase({ SERVICES: 'api' })
    expect(await statusOf(`${api.url}/tiles/regions.json`)).toBe(404)
    expect(await statusOf(`${api.url}/api/regions`)).toBe(200)
  })
})

describe.skipIf(testEngine() !== 'postgres')(
  'a database server that goes away (PostgreSQL only: the embedded one cannot)',
  () => {
    test('tiles go on, the API answers 503 with Retry-After, and all recovers without a restart', async ({ skip }) => {
      const postgres = await startPrivatePostgres().catch((error) => {
        if (error instanceof NoPostgres)
          return skip(`the server has to be stopped, and here is none of our own: ${error.message}`)
        throw error
      })
      undo.push(() => postgres.stop())
      const { url, core } = await start({ DATABASE_URL: postgres.url })
      const tile = `${url}/tiles/regions/6/50/26.mvt`
      const uncached = `${url}/tiles/regions/7/101/52.mvt`
      expect(await statusOf(tile)).toBe(200)
      postgres.halt()

      const load = Array.from({ length: 20 }, () => fetch(`${url}/api/regions?level=county`))
      const replies = await Promise.all(load)
      expect(replies.map((reply) => reply.status)).toEqual(Array(20).fill(503))
      expect(replies[0]?.headers.get('retry-after')).toMatch(/^\d+$/)
      expect(await replies[0]?.json()).toMatchObject({ code: 'database-unavailable' })
      expect([await statusOf(tile), await statusOf(uncached)]).toEqual([200, 200])
      expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ missing: ['database'] })
      expect(await statusOf(`${url}/healthz`)).toBe(200)

      await sleep(3_000)
      postgres.resume()
      const deadline = Date.now() + 15_000
      while ((await statusOf(`${url}/api/regions?level=county`)) !== 200 && Date.now() < deadline) await sleep(200)
      expect(await statusOf(`${url}/readyz`)).toBe(200)
      expect(await core.database.ping(1_000)).toBe(true)
    }, 90_000)
  },
)
