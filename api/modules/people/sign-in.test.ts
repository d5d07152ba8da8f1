import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { startTestServer, type TestServer } from '../../http/testing.ts'
import { readAdministrator } from './administrator.ts'
import { authenticateFrom } from './authenticate.ts'

const password = 'a password for this test'
let database: TestDatabase
let server: TestServer

beforeAll(async () => {
  database = await openTestDatabase()
  server = await startTestServer(database, {
    env: { ADMIN_PASSWORD: password },
    authenticate: authenticateFrom(database.primary, { STAFF_TWO_FACTOR: 'optional' }),
  })
})
afterAll(async () => {
  await server?.stop()
  await database?.close()
})

const signIn = (body: unknown) => server.send('POST', '/api/session', { body })

async function signedIn(): Promise<{ cookie: string; csrfToken: string }> {
  const reply = await signIn({ account: 'admin', password })
  expect(reply.status).toBe(201)
  return { cookie: reply.headers.getSetCookie()[0]?.split(';')[0] ?? '', csrfToken: reply.body.csrfToken }
}

test('the right password opens a session that whoAmI recognises', async () => {
  const { cookie } = await signedIn()
  const reply = await server.send('GET', '/api/session', { headers: { cookie } })
  expect(reply.body.person).toMatchObject({ account: 'admin', roles: ['citizen', 'operator', 'administrator'] })
})

test('a wrong password and a wrong account get the same answer', async () => {
  const wrongPassword = await signIn({ account: 'admin', password: 'not this one at all' })
  const wrongAccount = await signIn({ account: 'root', password })
  expect(wrongPassword.status).toBe(403)
  expect({ ...wrongAccount.body, instance: '' }).toEqual({ ...wrongPassword.body, instance: '' })
})

test('the cookie is out of reach of scripts and other sites, and only its hash is stored', async () => {
  const reply = await signIn({ account: 'admin', password })
  const header = reply.headers.get('set-cookie') ?? ''
  expect(header).toMatch(/HttpOnly/)
  expect(header).toMatch(/SameSite=Lax/)
  const token = /session=([\w-]+)/.exec(header)?.[1] ?? ''
  const { rows } = await database.primary.raw("select encode(token_hash, 'base64') as hash from app.session")
  expect(JSON.stringify(rows)).not.toContain(token)
})

test('a write with the cookie alone is refused: it needs the CSRF token', async () => {
  const { cookie, csrfToken } = await signedIn()
  const without = await server.send('DELETE', '/api/session', { headers: { cookie } })
  expect([without.status, without.body.code]).toEqual([403, 'csrf-failed'])
  const withToken = await server.send('DELETE', '/api/session', { headers: { cookie, 'X-CSRF-Token': csrfToken } })
  expect(withToken.status).toBe(204)
})

test('after signing out the token is worthless at once', async () => {
  const { cookie, csrfToken } = await signedIn()
  await server.send('DELETE', '/api/session', { headers: { cookie, 'X-CSRF-Token': csrfToken } })
  expect((await server.send('GET', '/api/session', { headers: { cookie } })).body.person).toBeNull()
  expect((await server.send('GET', '/api/reports', { headers: { cookie } })).status).toBe(401)
})

test('an expired session is nobody', async () => {
  const { cookie } = await signedIn()
  await database.primary.raw("update app.session set expires_at = now() - interval '1 second'")
  expect((await server.send('GET', '/api/reports', { headers: { cookie } })).body.code).toBe('not-signed-in')
})

test('an archived person is nobody at once', async () => {
  const { cookie } = await signedIn()
  const reports = () => server.send('GET', '/api/reports', { headers: { cookie } })
  expect((await reports()).status).toBe(200)
  await database.primary.raw("update app.person set archived_at = now() where account = 'admin'")
  expect((await reports()).status).toBe(401)
  await database.primary.raw("update app.person set archived_at = null where account = 'admin'")
})

test('guessing is slowed down, and says for how long', async () => {
  const replies = []
  for (let attempt = 0; attempt < 20; attempt++)
    replies.push(await signIn({ account: 'admin', password: 'guess number x' }))
  const refused = replies.find((reply) => reply.status === 429)
  expect(refused?.body.code).toBe('too-many-requests')
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
})

test('the embedded engine makes a password once, readable by its owner only; PostgreSQL without one leaves sign-in off', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'venue-atlas-admin-'))
  const config = { ADMIN_ACCOUNT: 'admin', ADMIN_PASSWORD: undefined, DATABASE_URL: undefined, DATA_DIR: folder }
  const admin = await readAdministrator(config)
  const file = join(folder, 'admin-password')
  const made = (await readFile(file, 'utf8')).trim()
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await admin?.matches('admin', made)).toBe(true)
  expect(await (await readAdministrator(config))?.matches('admin', made)).toBe(true)
  expect(await readAdministrator({ ...config, DATABASE_URL: 'postgres://db/x' })).toBeNull()
  await rm(folder, { recursive: true })
})
