import type { Express } from 'express'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from './app.ts'
import { contract } from './contract/index.ts'
import { openTestDatabase, type TestDatabase } from './db/testing.ts'
import { createMetrics } from './http/metrics.ts'
import { startTestServer, type TestServer } from './http/testing.ts'
import { modules } from './modules/index.ts'

/** What Express has of a router that this test reads. */
interface MountedLayer {
  name: string
  route?: { path: string | string[]; methods: Record<string, boolean> }
  handle: { stack?: MountedLayer[] }
}

let database: TestDatabase
let server: TestServer
let app: Express

beforeAll(async () => {
  database = await openTestDatabase()
  server = await startTestServer(database)
  app = createApp(server.core, {
    modules,
    authenticate: async () => null,
    readiness: { missing: async () => [] },
    metrics: createMetrics(() => database, {}),
  })
})
afterAll(async () => {
  await server?.stop()
  await database?.close()
})

const layersOf = (layers: readonly MountedLayer[]): MountedLayer[] =>
  layers.flatMap((layer) => [layer, ...layersOf(layer.handle.stack ?? [])])
const mounted = () => layersOf((app as unknown as { router: { stack: MountedLayer[] } }).router.stack)

/** Routes beside the contract, each public by its nature: operation, documentation, pages. */
const explicitlyPublic = new Set([
  'get /healthz',
  'get /readyz',
  'get /metrics',
  'get /api/openapi.json',
  'get /api/docs',
])
/** Middleware that answers nothing of its own but files of the built pages and errors. */
const passing =
  /^(?:router|serveStatic|jsonParser|textParser|compression|corsMiddleware|helmetMiddleware|loggingMiddleware|middleware|result|handle|<anonymous>|bound .*)$/

test('every mounted route is one of the contract, with roles or public said, or one of the few listed here', () => {
  const known = new Set(Object.values(contract).map(({ method, path }) => `${method} ${path}`))
  const routes = mounted().flatMap(({ route }) =>
    route && !Array.isArray(route.path) ? Object.keys(route.methods).map((method) => `${method} ${route.path}`) : [],
  )
  expect(routes.length).toBeGreaterThan(40)
  expect(routes.filter((route) => !known.has(route) && !explicitlyPublic.has(route))).toEqual([])
  expect([...known].filter((route) => !routes.includes(route))).toEqual([])
})

test('nothing answers that is neither a route nor known middleware', () => {
  const strangers = mounted().filter(({ route, name }) => !route && !passing.test(name))
  expect(strangers.map(({ name }) => name)).toEqual([])
})

test('every route of the contract says its roles, and those that are not public ask nobody to sign in', async () => {
  for (const [name, route] of Object.entries(contract)) {
    expect(route.roles.length, name).toBeGreaterThan(0)
    if (route.roles.includes('public')) {
      expect([...route.roles], `${name}: public is for everybody, so nothing else beside it`).toEqual(['public'])
      continue
    }
    const reply = await server.send(route.method.toUpperCase(), route.path.replaceAll(/:\w+/g, '1'))
    expect([name, reply.status]).toEqual([name, 401])
  }
})
