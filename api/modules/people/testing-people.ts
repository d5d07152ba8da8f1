import { randomInt } from 'node:crypto'
import type { Config } from '../../config.ts'
import type { Database } from '../../db/types.ts'
import { startTestServer, type TestReply, type TestServer } from '../../http/testing.ts'
import { authenticateFrom } from './authenticate.ts'

export const adminPassword = 'a password for this test'

/** Somebody with a session, from an address of their own. */
export interface Visitor {
  id: string
  cookie: string
  csrfToken: string
  address: string
  send(method: string, path: string, body?: unknown): Promise<TestReply>
}

export interface PeopleServer extends TestServer {
  /** A request of nobody, from an address (default: a fresh one). */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<TestReply>
  /** Signs up or in by a code that was sent to the number. */
  byPhone(phone?: string): Promise<Visitor>
  byAdministrator(): Promise<Visitor>
  /** The session that a reply to a sign-in opened. */
  visitor(reply: TestReply, address?: string): Visitor
  /** Code of the last message to an address. */
  codeFor(to: string): string
}

export const somePhone = (): string => `+86138${randomInt(10_000_000, 100_000_000)}`
export const someAddress = (): string => `203.0.${randomInt(256)}.${randomInt(1, 255)}`

/** The application with its real sign-in; codes are read from the development adapter. */
export async function startPeopleServer(
  database: Database,
  { env = {}, now }: { env?: Partial<Record<keyof Config, string>>; now?: () => Date } = {},
): Promise<PeopleServer> {
  const settings = { ADMIN_PASSWORD: adminPassword, TRUST_PROXY: '1', ...env }
  const server = await startTestServer(database, {
    env: settings,
    authenticate: authenticateFrom(database.primary, {
      STAFF_TWO_FACTOR: env.STAFF_TWO_FACTOR === 'required' ? 'required' : 'optional',
    }),
    ...(now ? { now } : {}),
  })
  const ask: PeopleServer['ask'] = (method, path, body, headers = {}) =>
    server.send(method, path, { body, headers: { 'X-Forwarded-For': someAddress(), ...headers } })
  const codeFor = (to: string): string =>
    /\d{6}/.exec(server.core.messages.shown()?.find((message) => message.to === to)?.text ?? '')?.[0] ?? ''
  const visitor = (reply: TestReply, address = someAddress()): Visitor => {
    const cookie = reply.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
    const headers = { cookie, 'X-CSRF-Token': reply.body.csrfToken, 'X-Forwarded-For': address }
    return {
      id: reply.body.id,
      cookie,
      csrfToken: reply.body.csrfToken,
      address,
      send: (method, path, body) => server.send(method, path, { body, headers }),
    }
  }
  return {
    ...server,
    ask,
    codeFor,
    visitor,
    async byPhone(phone = somePhone()) {
      const { ticket } = (await ask('POST', '/api/session/codes', { phone })).body
      return visitor(await ask('POST', '/api/session', { ticket, code: codeFor(phone) }))
    },
    byAdministrator: async () =>
      visitor(await ask('POST', '/api/session', { account: 'admin', password: adminPassword })),
  }
}
