import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from './testing.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await openTestDatabase({ poolSize: 1, acquireTimeoutMs: 1500 })
})
afterAll(() => database?.close())

it('fails within seconds when every connection waits for the pool inside its own transaction', async () => {
  const startedAt = Date.now()
  const mistake = () =>
    database.primary.transaction(async (trx) => {
      await trx.raw('select 1')
      await new Promise((resolve) => setTimeout(resolve, 50))
      await database.primary.raw('select 1')
    })
  const outcomes = await Promise.allSettled([mistake(), mistake()])
  // The first to give up frees its connection, which may rescue the other.
  expect(outcomes.map(({ status }) => status)).toContain('rejected')
  expect(Date.now() - startedAt).toBeLessThan(10_000)
  expect(await database.ping(5000)).toBe(true)
})
