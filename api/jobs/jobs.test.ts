import { setTimeout as pause } from 'node:timers/promises'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openTestDatabase, type TestDatabase } from '../db/testing.ts'
import { addJobOf } from './add-job.ts'
import { gatherHandlers, type Running } from './handlers.ts'
import { kind } from './kinds.ts'
import { nextDueInMs } from './queries.ts'
import { work } from './work.ts'

const data = z.object({ n: z.number() })
const kinds = {
  count: kind({ data, lane: 'quick', attempts: 3, timeoutSeconds: 30 }),
  keyed: kind({ data, lane: 'quick', attempts: 2, timeoutSeconds: 30, key: ({ n }) => String(n) }),
  slow: kind({ data, lane: 'heavy', attempts: 1, timeoutSeconds: 1 }),
}
type Name = keyof typeof kinds
type Handle = (data: { n: number }, running: Running) => Promise<void>

let database: TestDatabase
const workers: { stop: (graceMs?: number) => Promise<void> }[] = []

beforeAll(async () => {
  database = await openTestDatabase()
}, 60_000)
afterAll(() => database.close())
beforeEach(() => database.primary.raw('delete from app.job'))
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop(200)))
})

describe('jobs', () => {
  it('exist only when the transaction that added them commits', async () => {
    const done: number[] = []
    await start({ count: async ({ n }) => void done.push(n) })
    await database.primary
      .transaction(async (trx) => {
        await addJobOf(trx, { name: 'count', kind: kinds.count }, { n: 1 })
        throw new Error('rolled back')
      })
      .catch(() => {})
    await add('count', 2)
    await until(() => done.length > 0)
    expect(done).toEqual([2])
    await until(async () => (await states()).join() === 'done')
  })

  it('that are none cost the database nothing: with no job due a worker sleeps until it is woken', async () => {
    expect(await nextDueInMs(database.primary, ['count'])).toBeNull()
    await database.primary.transaction((trx) => addJobOf(trx, { name: 'count', kind: kinds.count }, { n: 1 }, 60))
    const inMs = (await nextDueInMs(database.primary, ['count']))!
    expect(inMs).toBeGreaterThan(50_000)
    expect(inMs).toBeLessThanOrEqual(60_000)
    expect(await nextDueInMs(database.primary, ['keyed'])).toBeNull()
  })

  it('run once each though two workers race for them', async () => {
    const done: number[] = []
    const handlers = {
      count: async ({ n }: { n: number }) => {
        done.push(n)
        await pause(1)
      },
    }
    await Promise.all([start(handlers), start(handlers)])
    await database.primary.transaction(async (trx) => {
      for (let n = 0; n < 60; n++) await addJobOf(trx, { name: 'count', kind: kinds.count }, { n })
    })
    await until(async () => (await states()).every((state) => state === 'done'))
    expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, n) => n))
  })

  it('are tried again after a fault, and fail for good with its words when the attempts are used up', async () => {
    const attempts: number[] = []
    await start({
      keyed: async (_data, { attempt }) => {
        attempts.push(attempt)
        throw new Error(`not on try ${attempt}`)
      },
    })
    await add('keyed', 1)
    await until(async () => (await states())[0] === 'failed', 10_000)
    expect(attempts).toEqual([1, 2])
    const { rows } = await database.primary.raw('select error, finished_at is not null as finished from app.job')
    expect(rows).toEqual([{ error: 'not on try 2', finished: true }])
  })

  it('of one key wait once and never run beside each other', async () => {
    expect(await add('keyed', 7)).not.toBeNull()
    expect(await add('keyed', 7)).toBeNull()
    let beside = 0
    let most = 0
    let runs = 0
    const slow: Handle = async () => {
      most = Math.max(most, ++beside)
      await pause(200)
      beside--
      runs++
    }
    await start({ keyed: slow })
    await start({ keyed: slow })
    await until(async () => (await states()).includes('running'))
    // The first runs, so another may wait: what changed after its start must not be missed.
    expect(await add('keyed', 7)).not.toBeNull()
    await until(() => runs === 2)
    expect(most).toBe(1)
  })

  it('that take too long fail, and their lane goes on', async () => {
    const seen: string[] = []
    await start({
      slow: async ({ n }, { signal }) => {
        if (n === 2) return void seen.push('second')
        signal.addEventListener('abort', () => seen.push('told'))
        await new Promise(() => {})
      },
    })
    await add('slow', 1)
    await add('slow', 2)
    await until(() => seen.length === 2, 10_000)
    expect(seen).toEqual(['told', 'second'])
    const { rows } = await database.primary.raw(`select error from app.job where state = 'failed'`)
    expect(rows).toEqual([{ error: 'took longer than 1 s' }])
  })

  it('are given back uncounted by a worker that stops, and done by the next', async () => {
    let began = 0
    const first = await start({
      count: (_data, { signal }) => {
        began++
        return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      },
    })
    await add('count', 1)
    await until(() => began === 1)
    await first.stop()
    const attempts: number[] = []
    await start({ count: async (_data, { attempt }) => void attempts.push(attempt) })
    await until(() => attempts.length === 1)
    expect(attempts).toEqual([1])
  })

  it('may be put off', async () => {
    const done: number[] = []
    await start({ count: async () => void done.push(Date.now()) })
    const before = Date.now()
    await database.primary.transaction((trx) => addJobOf(trx, { name: 'count', kind: kinds.count }, { n: 1 }, 1))
    await until(() => done.length === 1)
    expect(done[0]! - before).toBeGreaterThanOrEqual(950)
  })

  it('refuse data that their kind does not take', async () => {
    await expect(add('count', 'x' as never)).rejects.toThrow(/expected number/)
  })
})

describe('handlers', () => {
  const some = async () => {}

  it('must be one for each kind', () => {
    const all = { count: some, keyed: some, slow: some }
    expect([...gatherHandlers([all], kinds).keys()]).toEqual(['count', 'keyed', 'slow'])
    expect(() => gatherHandlers([{ count: some }], kinds)).toThrow('job kind keyed has no handler; job kind slow has')
    expect(() => gatherHandlers([all, { slow: some }], kinds)).toThrow('job kind slow has two handlers')
    expect(() => gatherHandlers([all, { other: some }], kinds)).toThrow('job kind other is not in')
  })
})

async function start(handlers: Partial<Record<Name, Handle>>) {
  const wanted = Object.fromEntries(Object.keys(handlers).map((name) => [name, kinds[name as Name]]))
  const log = pino({ level: 'silent' })
  const worker = await work({ database, handlers: gatherHandlers([handlers], wanted), log, pollMs: 500 })
  workers.push(worker)
  return worker
}

function add(name: Name, n: number): Promise<number | null> {
  return database.primary.transaction((trx) => addJobOf(trx, { name, kind: kinds[name] }, { n }))
}

async function states(): Promise<string[]> {
  const { rows } = await database.primary.raw('select state from app.job order by id')
  return rows.map(({ state }: { state: string }) => state)
}

async function until(holds: () => boolean | Promise<boolean>, withinMs = 5_000): Promise<void> {
  const end = Date.now() + withinMs
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it did not happen in time')
    await pause(20)
  }
}
