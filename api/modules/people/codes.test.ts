import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { type PeopleServer, someAddress, somePhone, startPeopleServer } from './testing-people.ts'

let database: TestDatabase
let server: PeopleServer

beforeAll(async () => {
  database = await openTestDatabase()
  server = await startPeopleServer(database)
})
afterAll(async () => {
  await server?.stop()
  await database?.close()
})

const sendCode = async (phone: string, headers = {}) => server.ask('POST', '/api/session/codes', { phone }, headers)
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

test('a code makes an account at first, and opens the same one later', async () => {
  const phone = somePhone()
  const first = await server.byPhone(phone)
  const again = await server.byPhone(phone)
  expect(again.id).toBe(first.id)
  expect((await again.send('GET', '/api/me')).body).toMatchObject({
    phone,
    email: null,
    hasPassword: false,
    grants: [],
  })
})

test('a number of mainland China may be written as people write it', async () => {
  const visitor = await server.byPhone('+8613912345678')
  const reply = await sendCode('139 1234 5678')
  const signedIn = await server.ask('POST', '/api/session', {
    ticket: reply.body.ticket,
    code: server.codeFor('+8613912345678'),
  })
  expect(signedIn.body.id).toBe(visitor.id)
})

test('known and unknown numbers and mailboxes get the same answer', async () => {
  const known = somePhone()
  await server.byPhone(known)
  const replies = [
    await sendCode(known),
    await sendCode(somePhone()),
    await server.ask('POST', '/api/session/codes', { email: 'nobody@example.org' }),
  ]
  for (const { status, body } of replies) {
    expect([status, Object.keys(body)]).toEqual([202, ['ticket', 'validSeconds', 'againAfterSeconds']])
  }
})

test('a code counts once, and only with its own ticket', async () => {
  const phone = somePhone()
  const { ticket } = (await sendCode(phone)).body
  const code = server.codeFor(phone)
  const other = (await sendCode(somePhone())).body.ticket
  expect((await server.ask('POST', '/api/session', { ticket: other, code: wrong(code) })).body.code).toBe(
    'code-refused',
  )
  expect((await server.ask('POST', '/api/session', { ticket, code })).status).toBe(201)
  expect((await server.ask('POST', '/api/session', { ticket, code })).body.code).toBe('code-refused')
})

test('of twenty at once with the right code one gets in', async () => {
  const phone = somePhone()
  const { ticket } = (await sendCode(phone)).body
  const code = server.codeFor(phone)
  const replies = await Promise.all(
    Array.from({ length: 20 }, () => server.ask('POST', '/api/session', { ticket, code })),
  )
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(1)
})

test('after five wrong tries the right code is worthless too', async () => {
  const phone = somePhone()
  const { ticket } = (await sendCode(phone)).body
  const code = server.codeFor(phone)
  for (let n = 0; n < 5; n++) await server.ask('POST', '/api/session', { ticket, code: wrong(code) })
  expect((await server.ask('POST', '/api/session', { ticket, code })).body.code).toBe('code-refused')
})

test('an expired code is refused', async () => {
  const phone = somePhone()
  const { ticket } = (await sendCode(phone)).body
  await database.primary.raw(`update app.sign_in_code set expires_at = now() - interval '1 second'`)
  expect((await server.ask('POST', '/api/session', { ticket, code: server.codeFor(phone) })).body.code).toBe(
    'code-refused',
  )
})

test('neither code nor ticket nor number of tries can be read from the tables', async () => {
  const phone = somePhone()
  const { ticket } = (await sendCode(phone)).body
  const { rows } = await database.primary.raw(
    `select encode(ticket_hash, 'base64') || encode(code_hash, 'base64') || encode(code_hash, 'escape') as stored from app.sign_in_code`,
  )
  const attempts = await database.primary.raw('select * from app.attempt_window')
  const all = JSON.stringify([rows, attempts.rows])
  for (const secret of [ticket, server.codeFor(phone), phone]) expect(all).not.toContain(secret)
})

test('asking again at once, and asking for many numbers, is slowed down by address', async () => {
  const address = { 'X-Forwarded-For': someAddress() }
  const phone = somePhone()
  expect((await sendCode(phone, address)).status).toBe(202)
  const again = await sendCode(phone, address)
  expect([again.status, Number(again.headers.get('retry-after')) > 0]).toEqual([429, true])
  const replies = []
  for (let n = 0; n < 25; n++) replies.push((await sendCode(somePhone(), address)).status)
  expect(replies.filter((status) => status === 202).length).toBeLessThan(20)
  expect((await sendCode(somePhone())).status).toBe(202)
})

test('a flood of requests for a number from many addresses ends, and the code that its owner has stays good', async () => {
  const phone = somePhone()
  const { ticket } = (await sendCode(phone)).body
  const code = server.codeFor(phone)
  const statuses = []
  for (let n = 0; n < 15; n++) statuses.push((await sendCode(phone)).status)
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(5)
  expect((await server.ask('POST', '/api/session', { ticket, code })).status).toBe(201)
})

test('a mailbox works as a number does', async () => {
  const email = 'somebody@example.org'
  const { ticket } = (
    await server.ask('POST', '/api/session/codes', { email: ' Somebody@Example.org ', language: 'en' })
  ).body
  const signedIn = await server.ask('POST', '/api/session', { ticket, code: server.codeFor(email) })
  expect(signedIn.status).toBe(201)
  expect(server.core.messages.shown()?.find(({ to }) => to === email)?.text).toMatch(/^Venue Atlas: your code is \d{6}/)
})

test('messages are shown to this very host only', async () => {
  expect((await server.ask('GET', '/api/dev/messages')).status).toBe(404)
  const direct = await server.send('GET', '/api/dev/messages')
  expect(direct.status).toBe(200)
  expect(direct.body.items.length).toBeGreaterThan(0)
})
