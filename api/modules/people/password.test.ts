import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { countAttempt } from './attempts.ts'
import { hashPassword, passwordMatches } from './password.ts'
import { type PeopleServer, someAddress, somePhone, startPeopleServer, type Visitor } from './testing-people.ts'

let database: TestDatabase
let server: PeopleServer
const password = '一个足够长的密码 1234'

beforeAll(async () => {
  database = await openTestDatabase()
  server = await startPeopleServer(database)
})
afterAll(async () => {
  await server?.stop()
  await database?.close()
})

const signIn = (account: string, given: string, headers = {}) =>
  server.ask('POST', '/api/session', { account, password: given }, headers)

async function withPassword(): Promise<{ phone: string; visitor: Visitor }> {
  const phone = somePhone()
  const visitor = await server.byPhone(phone)
  expect((await visitor.send('PUT', '/api/me/password', { password })).status).toBe(200)
  return { phone, visitor }
}

test('a hash matches its password only, composed either way', async () => {
  const hash = await hashPassword('pässwörd-für-alle')
  expect(await passwordMatches('pässwörd-für-alle'.normalize('NFD'), hash)).toBe(true)
  expect(await passwordMatches('passwort-fuer-alle', hash)).toBe(false)
  expect(await passwordMatches('', null)).toBe(false)
})

test('who has set a password signs in with it; their other sessions ended', async () => {
  const phone = somePhone()
  const elsewhere = await server.byPhone(phone)
  const here = await server.byPhone(phone)
  await here.send('PUT', '/api/me/password', { password })
  expect((await elsewhere.send('GET', '/api/me')).status).toBe(401)
  expect((await here.send('GET', '/api/me')).body.hasPassword).toBe(true)
  expect((await signIn(phone, password)).body.id).toBe(here.id)
  const typed = phone.replace('+86', '').replace(/^(...)(....)/, '$1 $2 ')
  expect((await signIn(typed, password)).body.id).toBe(here.id)
})

test('a weak password is refused with what is expected', async () => {
  const visitor = await server.byPhone()
  for (const weak of ['short', 'aaaaaaaaaaaa']) {
    const reply = await visitor.send('PUT', '/api/me/password', { password: weak })
    expect([reply.status, reply.body.code]).toEqual([400, 'request-invalid'])
  }
})

test('a session of an hour ago must sign in again before the password changes', async () => {
  const visitor = await server.byPhone()
  await database.primary.raw(`update app.session set created_at = now() - interval '1 hour' where person_id = :id`, {
    id: visitor.id,
  })
  expect((await visitor.send('PUT', '/api/me/password', { password })).body.code).toBe('sign-in-again')
})

test('strangers who guess from many addresses lock neither the browser of the owner nor the code out', async () => {
  const { phone, visitor } = await withPassword()
  const guess = async () => (await signIn(phone, 'a wrong guess of mine')).status
  expect(await guess()).toBe(403)
  // As many guesses as are left of a hundred, without the tenth of a second that each takes.
  for (let n = 0; n < 99; n++) {
    await countAttempt(database.primary, `password ${visitor.id} from strangers`, { most: 100, perSeconds: 3600 })
  }
  expect(await guess()).toBe(429)
  const stranger = await signIn(phone, password)
  expect(stranger.status).toBe(429)
  const owner = await signIn(phone, password, { cookie: visitor.cookie })
  expect(owner.status).toBe(201)
  expect((await server.byPhone(phone)).id).toBe(visitor.id)
})

test('a cookie that the stranger made up or owns themselves counts for nothing', async () => {
  const { phone } = await withPassword()
  const stranger = await server.byPhone()
  const address = { 'X-Forwarded-For': someAddress() }
  for (let n = 0; n < 10; n++) await signIn(phone, 'a wrong guess of mine', { ...address, cookie: stranger.cookie })
  expect((await signIn(phone, password, { ...address, cookie: stranger.cookie })).status).toBe(429)
  expect((await signIn(phone, password, { ...address, cookie: `device=${'A'.repeat(43)}` })).status).toBe(429)
})

test('one address is slowed down over all accounts', async () => {
  const address = { 'X-Forwarded-For': someAddress() }
  expect((await signIn('somebody', 'a wrong guess of mine', address)).status).toBe(403)
  for (let n = 0; n < 59; n++) {
    await countAttempt(database.primary, `passwords from ${address['X-Forwarded-For']}`, { most: 60, perSeconds: 600 })
  }
  expect((await signIn('somebody else', 'a wrong guess of mine', address)).status).toBe(429)
})
