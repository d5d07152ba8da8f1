import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { createApp } from '../app.ts'
import { createBus } from '../bus/bus.ts'
import { type Config, readConfig } from '../config.ts'
import type { Grant, GrantedRole } from '../contract/access.ts'
import type { Core, Module } from '../core.ts'
import { makeTestFolder, removeTestFolder } from '../db/testing.ts'
import type { Database } from '../db/types.ts'
import { openFileStore } from '../files/open-store.ts'
import { openMessages } from '../messages/open-messages.ts'
import { modules as allModules } from '../modules/index.ts'
import { layerRegistry } from '../spatial/layers.ts'
import type { Authenticate } from './auth.ts'
import { createMetrics } from './metrics.ts'

export interface TestServer {
  url: string
  core: Core
  /** Sends JSON as somebody with these roles (default: nobody) and returns status, headers and the parsed body. */
  send(method: string, path: string, options?: SendOptions): Promise<TestReply>
  stop(): Promise<void>
}

export interface SendOptions {
  body?: unknown
  headers?: Record<string, string>
  /** `operator`, `operator@510100` (a region) or `owner@place:7`. */
  roles?: readonly string[]
  /** Id of the person who asks; default a stable one. It need not be in the database unless the route writes it there. */
  person?: string
}

export interface TestReply {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into replies of every shape
  body: any
}

export interface TestServerOptions {
  env?: Partial<Record<keyof Config, string>>
  now?: () => Date
  modules?: readonly Module[]
  /** Default: roles named by the request itself, so that tests need no sign-in. */
  authenticate?: Authenticate
}

/** The whole application over a test database on a free port of this host, without tiles; sign-in replaced unless given. */
export async function startTestServer(database: Database, options: TestServerOptions = {}): Promise<TestServer> {
  const { modules = allModules, authenticate = rolesOfHeader, now = () => new Date() } = options
  const DATA_DIR = options.env?.DATA_DIR ?? makeTestFolder()
  const config = readConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    SERVICES: 'api',
    SEARCH_RATE: '0',
    UPLOAD_RATE: '0',
    ...options.env,
    DATA_DIR,
  })
  const layers = layerRegistry(modules.flatMap((module) => module.layers ?? []))
  const log = pino({ level: config.LOG_LEVEL })
  const files = await openFileStore(config)
  const messages = openMessages(config, log)
  const core: Core = { config, database, bus: createBus(), files, messages, layers, log, now }
  for (const module of modules) module.listen?.(core)
  const readiness = { missing: async () => ((await database.ping(1_000)) ? [] : ['database']) }
  const metrics = createMetrics(() => database, {})
  const server = createServer(createApp(core, { modules, authenticate, readiness, metrics }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    core,
    send: (method, path, sending = {}) => send(`${url}${path}`, method, sending),
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      files.close()
      if (!options.env?.DATA_DIR) await removeTestFolder(DATA_DIR)
    },
  }
}

export const testPerson = '00000000-0000-4000-8000-000000000001'

/** A person in the database, with the given grants (the same words as in `SendOptions`), for routes that write who did it. */
export async function makePerson(database: Database, roles: readonly string[] = [], name = 'tester'): Promise<string> {
  const { rows } = await database.primary.raw('insert into app.person (name) values (:name) returning id', { name })
  const id: string = rows[0].id
  for (const { role, placeId, regionCode } of roles.flatMap(grantOf)) {
    await database.primary.raw(
      `insert into app.role_grant (person_id, role, place_id, region_code) values (:id, :role, :placeId, :regionCode)`,
      { id, role, placeId, regionCode },
    )
  }
  return id
}

const rolesOfHeader: Authenticate = async (request) => {
  const roles = request.get('x-test-roles')
  const person = request.get('x-test-person')
  if (roles === undefined && person === undefined) return null
  return {
    id: person ?? testPerson,
    account: 'tester',
    grants: (roles ?? '').split(',').flatMap(grantOf),
    csrfHash: null,
  }
}

function grantOf(words: string): Grant[] {
  const [role = '', scope = ''] = words.split('@')
  if (role === '' || role === 'citizen') return []
  const placeId = scope.startsWith('place:') ? Number(scope.slice(6)) : null
  return [{ role: role as GrantedRole, placeId, regionCode: placeId === null && scope ? scope : null }]
}

async function send(
  url: string,
  method: string,
  { body, headers = {}, roles, person }: SendOptions,
): Promise<TestReply> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(roles ? { 'X-Test-Roles': roles.join(',') } : {}),
      ...(person ? { 'X-Test-Person': person } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    redirect: 'manual',
  })
  // A stream of events has no end to wait for.
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false
  if (isStream) await response.body?.cancel()
  const text = isStream ? '' : await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, headers: response.headers, body: isJson && text ? JSON.parse(text) : text }
}
