import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { type PeopleServer, somePhone, startPeopleServer, type Visitor } from './testing-people.ts'
import { codeAt } from './totp.ts'

let database: TestDatabase
let server: PeopleServer
let clock = new Date()

beforeAll(async () => {
  database = await openTestDatabase()
  server = await startPeopleServer(database, { env: { STAFF_TWO_FACTOR: 'required' }, now: () => clock })
})
afterAll(async () => {
  await server?.stop()
  await database?.close()
})

const nextCode = () => {
  clock = new Date(clock.getTime() + 60_000)
  return codeAt(secret, Math.floor(clock.getTime() / 30_000))
}
let secret: Buffer

/** Sets up an app as its person would; the recovery codes. */
async function setUp(visitor: Visitor): Promise<string[]> {
  const started = await visitor.send('POST', '/api/me/second-factor')
  expect(started.status).toBe(201)
  expect(started.body.address).toContain(`secret=${started.body.secret}`)
  secret = fromBase32(started.body.secret)
  expect((await visitor.send('PUT', '/api/me/second-factor', { code: '000000' })).body.code).toBe('second-step-refused')
  const confirmed = await visitor.send('PUT', '/api/me/second-factor', { code: nextCode() })
  expect(confirmed.status).toBe(200)
  return confirmed.body.recoveryCodes
}

async function firstStep(phone: string): Promise<string> {
  const { ticket } = (await server.ask('POST', '/api/session/codes', { phone })).body
  const reply = await server.ask('POST', '/api/session', { ticket, code: server.codeFor(phone) })
  expect([reply.status, reply.headers.getSetCookie()]).toEqual([202, []])
  return reply.body.secondStep
}
const secondStep = (ticket: string, code: string) => server.ask('POST', '/api/session', { secondStep: ticket, code })

test('with an app set up a number alone opens nothing; a code of the app counts once', async () => {
  const phone = somePhone()
  await setUp(await server.byPhone(phone))
  await sendAnew(phone)
  const ticket = await firstStep(phone)
  const code = nextCode()
  expect((await secondStep(ticket, '000000')).body.code).toBe('second-step-refused')
  expect((await secondStep(ticket, code)).status).toBe(201)
  expect((await secondStep(ticket, nextCode())).body.code).toBe('second-step-refused')
  await sendAnew(phone)
  expect((await secondStep(await firstStep(phone), code)).body.code).toBe('second-step-refused')
})

test('a recovery code opens once, also when two send it at the same moment', async () => {
  const phone = somePhone()
  const [recovery] = await setUp(await server.byPhone(phone))
  await sendAnew(phone)
  const one = await firstStep(phone)
  await sendAnew(phone)
  const two = await firstStep(phone)
  const replies = await Promise.all([secondStep(one, recovery!), secondStep(two, recovery!)])
  expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 403])
})

test('five wrong codes end the step, and the right one comes too late', async () => {
  const phone = somePhone()
  await setUp(await server.byPhone(phone))
  await sendAnew(phone)
  const ticket = await firstStep(phone)
  for (let guess = 0; guess < 5; guess++) await secondStep(ticket, `00000${guess}`)
  expect((await secondStep(ticket, nextCode())).body.code).toBe('second-step-refused')
})

test('where staff need a second factor, their roles count only in a session that had one', async () => {
  const phone = somePhone()
  const staff = await server.byPhone(phone)
  await database.primary.raw(`insert into app.role_grant (person_id, role) values (:id, 'administrator')`, {
    id: staff.id,
  })
  const without = await staff.send('GET', '/api/people')
  expect([without.status, without.body.detail]).toEqual([403, expect.stringMatching(/second factor/)])
  expect((await staff.send('GET', '/api/me')).body.secondFactor).toBe('needed')
  await setUp(staff)
  await sendAnew(phone)
  const opened = await secondStep(await firstStep(phone), nextCode())
  expect((await server.visitor(opened).send('GET', '/api/people')).status).toBe(200)
})

/** The next code may be sent only after a while: as if it were later. */
const sendAnew = (phone: string) =>
  database.primary.raw('delete from app.sign_in_code where address = :phone', { phone })

function fromBase32(text: string): Buffer {
  const bits = [...text]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)))
}
