import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from './open.ts'
import { openTestDatabase, type TestDatabase, testEngine } from './testing.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await openTestDatabase({ statementTimeoutMs: 1500 })
})
afterAll(() => database?.close())

it('wakes after the commit and not before, and not at all after a rollback', async () => {
  const heard: string[] = []
  const stop = await database.listen('layer_change', (payload) => heard.push(payload))
  await database.primary.transaction(async (trx) => {
    await trx.raw(`select pg_notify('layer_change', 'places')`)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(heard).toEqual([])
  })
  await expect.poll(() => heard).toEqual(['places'])
  const failing = database.primary.transaction(async (trx) => {
    await trx.raw(`select pg_notify('layer_change', 'never')`)
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  await database.primary.raw(`select pg_notify('layer_change', 'again')`)
  await expect.poll(() => heard).toEqual(['places', 'again'])
  await stop()
})

it('keeps channels apart, wakes every listener, and a faulty one deafens nobody', async () => {
  const heard: string[] = []
  const stops = [
    await database.listen('Ärger "x"', () => {
      throw new Error('a faulty listener')
    }),
    await database.listen('Ärger "x"', (payload) => heard.push(`first ${payload}`)),
    await database.listen('Ärger "x"', (payload) => heard.push(`second ${payload}`)),
    await database.listen('other', (payload) => heard.push(`other ${payload}`)),
  ]
  await database.primary.raw('select pg_notify(?, ?)', ['Ärger "x"', '1'])
  await expect.poll(() => heard).toEqual(['first 1', 'second 1'])
  await stops[1]!()
  await database.primary.raw('select pg_notify(?, ?)', ['Ärger "x"', '2'])
  await expect.poll(() => heard).toEqual(['first 1', 'second 1', 'second 2'])
  for (const stop of stops) await stop()
  await database.primary.raw('select pg_notify(?, ?)', ['other', '3'])
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(heard).toHaveLength(3)
})

it('wakes everyone with an empty payload after the connection was lost, and hears again', async () => {
  const heard: string[] = []
  const stop = await database.listen('feed', (payload) => heard.push(payload))
  if (testEngine() === 'pglite') {
    const over = database.rows(database.primary, {
      name: 'busy',
      text: 'select count(*) from generate_series(1, 2000000000)',
      values: [],
    })
    await expect(over).rejects.toMatchObject({ code: '57014' })
  } else {
    await database.primary.raw(
      `select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%' and datname = current_database()`,
    )
  }
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual([''])
  await database.primary.raw(`select pg_notify('feed', 'after')`)
  await expect.poll(() => heard).toEqual(['', 'after'])
  await stop()
})

it.runIf(testEngine() === 'postgres')('hears other processes (the embedded engine has one)', async () => {
  const other = await openDatabase({ databaseUrl: database.address.databaseUrl })
  const heard: string[] = []
  const stop = await other.listen('between', (payload) => heard.push(payload))
  await database.primary.raw(`select pg_notify('between', 'hello')`)
  await expect.poll(() => heard).toEqual(['hello'])
  await stop()
  await other.close()
})
