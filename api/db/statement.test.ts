import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase, testEngine } from './testing.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await openTestDatabase({ statementTimeoutMs: 3000, poolSize: 2 })
  await database.primary.raw('create table kept (id int primary key)')
})
afterAll(() => database?.close())

/** Busy and not asleep, on both engines. */
const busy = {
  name: 'busy',
  text: 'select count(*) as total from generate_series(1, 2000000000) as n where n % 7 = $1',
  values: [1],
}
const quick = { name: 'quick', text: 'select 1 as one', values: [] }

it('stops a statement at the time limit with code 57014, and the waiting callers go on', async () => {
  await database.primary('kept').insert({ id: 1 })
  const startedAt = Date.now()
  const over = database.rows(database.primary, busy)
  const waiting = Array.from({ length: 5 }, () => database.rows(database.primary, quick))
  await expect(over).rejects.toMatchObject({ code: '57014' })
  expect(Date.now() - startedAt).toBeLessThan(10_000)
  expect(await Promise.all(waiting)).toEqual(Array.from({ length: 5 }, () => [{ one: 1 }]))
  expect(await database.primary('kept').pluck('id')).toEqual([1])
})

it('rolls back the transaction whose statement went over the limit', async () => {
  const transaction = database.primary.transaction(async (trx) => {
    await trx('kept').insert({ id: 2 })
    await database.rows(trx, busy)
  })
  await expect(transaction).rejects.toMatchObject({ code: '57014' })
  expect(await database.primary('kept').pluck('id')).toEqual([1])
  await database.primary('kept').insert({ id: 3 })
})

it('lets a transaction lift the limit for itself and has it again afterwards', async () => {
  const slow = 'select count(*) as total from generate_series(1, 12000000) as n where n % 7 = 1'
  await database.primary
    .transaction(async (trx) => {
      await trx.raw('set local statement_timeout = 0')
      const startedAt = Date.now()
      for (let turn = 0; turn < 60 && Date.now() - startedAt < 3200; turn++) await trx.raw(slow)
      await trx.raw('set local statement_timeout = 100')
      await expect(database.rows(trx, busy)).rejects.toMatchObject({ code: '57014' })
    })
    .catch(() => {})
  await expect(database.rows(database.primary, busy)).rejects.toMatchObject({ code: '57014' })
})

it('rejects at once when the caller has left, before and during the statement', async () => {
  await expect(database.rows(database.primary, quick, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: '57014',
  })
  const startedAt = Date.now()
  await expect(database.rows(database.primary, busy, { signal: AbortSignal.timeout(300) })).rejects.toMatchObject({
    code: '57014',
  })
  expect(Date.now() - startedAt).toBeLessThan(2500)
  expect(await database.rows(database.primary, quick)).toEqual([{ one: 1 }])
})

it.runIf(testEngine() === 'postgres')(
  'frees the server of a statement whose caller has left (the embedded engine can only wait for its limit)',
  async () => {
    await expect(database.rows(database.primary, busy, { signal: AbortSignal.timeout(200) })).rejects.toMatchObject({
      code: '57014',
    })
    await expect
      .poll(async () => {
        const { rows } = await database.primary.raw(
          `select 1 from pg_stat_activity where state = 'active' and query like '%generate_series%2000000000%' and pid <> pg_backend_pid()`,
        )
        return rows.length
      })
      .toBe(0)
  },
)

it('never stops the next statement on the connection of one that was cancelled as it ended', async () => {
  for (let turn = 0; turn < 40; turn++) {
    const controller = new AbortController()
    const statement = database.rows(
      database.primary,
      { name: 'short', text: 'select count(*) as total from generate_series(1, 20000)', values: [] },
      controller,
    )
    setTimeout(() => controller.abort(), turn % 8)
    await statement.catch((error) => expect(error).toMatchObject({ code: '57014' }))
    expect(await database.rows(database.primary, quick)).toEqual([{ one: 1 }])
  }
})
