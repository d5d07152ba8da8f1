import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from './testing.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await openTestDatabase({ poolSize: 2 })
  await database.primary.raw('create table account (id int primary key, balance int not null check (balance >= 0))')
  await database.primary.raw('insert into account values (1, 100), (2, 100)')
})
afterAll(() => database?.close())

it('lets concurrent transactions each see a whole state, and none waits for ever', async () => {
  const pay = (from: number, to: number) =>
    database.primary.transaction(async (trx) => {
      // Always in the same order: two payments crossing each other would be a deadlock that PostgreSQL has to break.
      await trx('account').whereIn('id', [from, to]).orderBy('id').forUpdate().select()
      await trx('account').where({ id: from }).decrement('balance', 1)
      await trx('account').where({ id: to }).increment('balance', 1)
      const { rows } = await trx.raw('select sum(balance) as total from account')
      expect(rows[0].total).toBe(200)
    })
  await Promise.all(Array.from({ length: 30 }, (_, turn) => (turn % 2 ? pay(1, 2) : pay(2, 1))))
  expect(await database.primary('account').orderBy('id').pluck('balance')).toEqual([100, 100])
})

it('refuses, by the constraint and not by a check before it, what two spenders both try', async () => {
  const spend = () => database.primary('account').where({ id: 1 }).decrement('balance', 60)
  const outcomes = await Promise.allSettled([spend(), spend()])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(outcomes.find((outcome) => outcome.status === 'rejected')?.reason).toMatchObject({
    constraint: 'account_balance_check',
  })
})

it('runs one holder of a named lock at a time, other names beside it, and goes on after a failure', async () => {
  const running = { a: 0, b: 0 }
  const most = { a: 0, b: 0, both: 0 }
  const hold = (name: 'a' | 'b') =>
    database.withLock(name, async () => {
      running[name]++
      most[name] = Math.max(most[name], running[name])
      most.both = Math.max(most.both, running.a + running.b)
      // Holders use the pool: the lock itself must not keep its connections.
      await database.primary.raw('select 1')
      await new Promise((resolve) => setTimeout(resolve, 20))
      running[name]--
      return name
    })
  const failing = database.withLock('a', () => Promise.reject(new Error('first fails')))
  failing.catch(() => {})
  const held = await Promise.all([
    ...Array.from({ length: 5 }, () => hold('a')),
    ...Array.from({ length: 5 }, () => hold('b')),
  ])
  await expect(failing).rejects.toThrow('first fails')
  expect(held).toHaveLength(10)
  expect(most).toEqual({ a: 1, b: 1, both: 2 })
})

it('refuses a statement on a transaction that is already over', async () => {
  let kept: Parameters<TestDatabase['rows']>[0] | undefined
  await database.primary.transaction(async (trx) => {
    kept = trx
    await trx.raw('select 1')
  })
  await expect(database.rows(kept!, { name: 'late', text: 'select 1', values: [] })).rejects.toThrow('already complete')
})
