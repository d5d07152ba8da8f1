import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { startTestIssuer, type TestIssuer } from './testing-oidc.ts'
import { type PeopleServer, startPeopleServer } from './testing-people.ts'

let database: TestDatabase
let issuer: TestIssuer
let server: PeopleServer

beforeAll(async () => {
  database = await openTestDatabase()
  issuer = await startTestIssuer('atlas')
  server = await startPeopleServer(database, {
    env: { OIDC_ISSUER: issuer.address, OIDC_CLIENT_ID: 'atlas', PUBLIC_URL: 'http://127.0.0.1' },
  })
})
afterEach(() => {
  issuer.spoil = () => {}
})
afterAll(async () => {
  await server?.stop()
  await issuer?.stop()
  await database?.close()
})

const cookieOf = (reply: { headers: Headers }, name: string) =>
  reply.headers
    .getSetCookie()
    .find((one) => one.startsWith(`${name}=`))
    ?.split(';')[0] ?? ''

/** Leaves for the issuer as a browser does; the address it is sent back to, and the cookie it kept. */
async function leave(returnTo = '/manage') {
  const left = await server.ask('GET', `/api/session/oidc?returnTo=${returnTo}`)
  expect(left.status).toBe(303)
  const sent = await fetch(left.headers.get('location')!, { redirect: 'manual' })
  const { pathname, search } = new URL(sent.headers.get('location')!)
  return { back: pathname + search, cookie: cookieOf(left, 'oidc') }
}
const comeBack = (back: string, cookie: string) => server.ask('GET', back, undefined, { cookie })

test('who signs in at the other site is somebody here, the same one again', async () => {
  issuer.person = { sub: 'one', name: '测试一号' }
  const first = await leave()
  const reply = await comeBack(first.back, first.cookie)
  expect([reply.status, reply.headers.get('location')]).toEqual([303, '/manage'])
  const { person } = (await server.ask('GET', '/api/session', undefined, { cookie: cookieOf(reply, 'session') })).body
  expect(person).toMatchObject({ account: '测试一号', roles: ['citizen'] })
  const second = await leave()
  const again = await comeBack(second.back, second.cookie)
  const { body } = await server.ask('GET', '/api/session', undefined, { cookie: cookieOf(again, 'session') })
  expect(body.person.id).toBe(person.id)
})

test('a code counts once, only for the browser that left, and only as signed', async () => {
  issuer.person = { sub: 'two' }
  const { back, cookie } = await leave()
  expect((await comeBack(back, '')).body.code).toBe('oidc-refused')
  const other = await leave()
  expect((await comeBack(back, other.cookie)).body.code).toBe('oidc-refused')
  expect((await comeBack(back, cookie)).status).toBe(303)
  expect((await comeBack(back, cookie)).body.code).toBe('oidc-refused')
  for (const lie of [{ aud: 'another site' }, { nonce: 'another' }, { exp: 1 }, { iss: 'https://elsewhere.example' }]) {
    issuer.spoil = (claims) => Object.assign(claims, lie)
    const attempt = await leave()
    expect((await comeBack(attempt.back, attempt.cookie)).body.code).toBe('oidc-refused')
  }
})

test('no other address to return to, and no account of somebody archived', async () => {
  expect((await server.ask('GET', '/api/session/oidc?returnTo=https://elsewhere.example')).status).toBe(400)
  issuer.person = { sub: 'three' }
  const first = await leave()
  await comeBack(first.back, first.cookie)
  await database.primary.raw(
    `update app.person set archived_at = now() where id = (select person_id from app.identity where subject = 'three')`,
  )
  const second = await leave()
  const reply = await comeBack(second.back, second.cookie)
  expect(reply.status).toBe(403)
  expect(cookieOf(reply, 'session')).toBe('')
})
