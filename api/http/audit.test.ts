import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../db/testing.ts'
import { audit } from './audit.ts'
import { makePerson } from './testing.ts'

let database: TestDatabase
let personId: string

beforeAll(async () => {
  database = await openTestDatabase()
  personId = await makePerson(database, ['operator'])
})
afterAll(() => database?.close())

const given = { act: 'role.given', target: { kind: 'person', id: '7' }, regionCode: '510107', after: { role: 'owner' } }
const act = (note = given) =>
  database.primary.transaction((trx) => audit(trx, { person: { id: personId }, clientAddress: '203.0.113.9' }, note))
const entries = async () => (await database.primary.raw('select * from app.audit_entry order by id')).rows

test('an act is kept with who, what, before and after, and from where', async () => {
  await act()
  expect((await entries()).at(-1)).toMatchObject({
    person_id: personId,
    via: 'session',
    act: 'role.given',
    target_kind: 'person',
    target_id: '7',
    region_code: '510107',
    before: null,
    after: { role: 'owner' },
    address: '203.0.113.9',
  })
})

test('an act that is rolled back leaves no entry', async () => {
  const before = (await entries()).length
  await expect(
    database.primary.transaction(async (trx) => {
      await audit(trx, { person: null, clientAddress: null }, given)
      throw new Error('the act failed')
    }),
  ).rejects.toThrow('the act failed')
  expect(await entries()).toHaveLength(before)
})

test('no entry is changed or removed, but its address may be forgotten', async () => {
  await act()
  const changes = [
    `update app.audit_entry set act = 'role.taken'`,
    `update app.audit_entry set act = 'role.taken', address = null`,
    `update app.audit_entry set address = '198.51.100.1'`,
    'delete from app.audit_entry',
    'truncate app.audit_entry',
  ]
  for (const change of changes) await expect(database.primary.raw(change), change).rejects.toThrow(/only ever added/)
  await database.primary.raw('update app.audit_entry set address = null')
  expect((await entries()).every(({ address }: { address: string | null }) => address === null)).toBe(true)
})
