import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { isUnavailable } from './open.ts'
import { openTestDatabase, type TestDatabase, testEngine } from './testing.ts'

describe.runIf(testEngine() === 'pglite')('the embedded engine, when its thread dies', () => {
  const threads = new Set<Worker>()
  let database: TestDatabase

  beforeAll(async () => {
    // Only to get hold of the thread; it works as ever.
    const post = Worker.prototype.postMessage
    vi.spyOn(Worker.prototype, 'postMessage').mockImplementation(function (this: Worker, ...input) {
      threads.add(this)
      return post.apply(this, input as Parameters<typeof post>)
    })
    database = await openTestDatabase()
    await database.primary.raw('create table kept (id int primary key)')
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await database?.close()
  })

  const kill = () => Promise.all([...threads].map((thread) => thread.terminate()))
  const one = { name: 'one', text: 'select 1 as one', values: [] }

  it('opens again between two statements without a failure, with what was committed', async () => {
    await database.primary('kept').insert({ id: 1 })
    await database.rows(database.primary, one)
    await kill()
    // Prepared anew: the session that knew the statement is gone.
    expect(await database.rows(database.primary, one)).toEqual([{ one: 1 }])
    expect(await database.primary('kept').pluck('id')).toEqual([1])
  })

  it('tells the caller of the statement under way that the database is unavailable, and opens again', async () => {
    const running = database.primary.raw('select count(*) from generate_series(1, 200000000)').catch((error) => error)
    await vi.waitFor(() => expect(database.poolFigures().used).toBe(1))
    await new Promise((resolve) => setTimeout(resolve, 200))
    await kill()
    expect(isUnavailable(await running)).toBe(true)
    expect(await database.primary('kept').pluck('id')).toEqual([1])
  })

  it('loses the open transaction as a whole', async () => {
    const transaction = database.primary.transaction(async (trx) => {
      await trx('kept').insert({ id: 2 })
      await kill()
      await trx('kept').insert({ id: 3 })
    })
    expect(isUnavailable(await transaction.catch((error) => error))).toBe(true)
    expect(await database.primary('kept').pluck('id')).toEqual([1])
  })
})
