import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PrivatePostgres, startPrivatePostgres } from '../cli/private-postgres.ts'
import { isUnavailable, openDatabase } from './open.ts'
import { testEngine } from './testing.ts'
import type { Database } from './types.ts'

const one = { name: 'one', text: 'select 1 as one', values: [] }

describe.runIf(testEngine() === 'postgres')('a PostgreSQL that goes away for a while', () => {
  let server: PrivatePostgres
  let database: Database

  beforeAll(async () => {
    server = await startPrivatePostgres()
    database = await openDatabase({ databaseUrl: server.url, poolSize: 3 })
  })
  afterAll(async () => {
    await database?.close()
    await server?.stop()
  })

  it('fails what is asked meanwhile as unavailable, answers again by itself, and wakes listeners', async () => {
    const heard: string[] = []
    const stop = await database.listen('feed', (payload) => heard.push(payload))
    await Promise.all(Array.from({ length: 6 }, () => database.rows(database.primary, one)))
    const running = database.primary.raw('select pg_sleep(30)').catch((error) => error)
    await pause(200)

    server.halt()
    expect(isUnavailable(await running)).toBe(true)
    expect(await database.ping(500)).toBe(false)
    for (let turn = 0; turn < 20; turn++) {
      const error = await database.rows(database.primary, one).catch((failure) => failure)
      expect(isUnavailable(error), String(error)).toBe(true)
      await pause(50)
    }
    const transaction = await database.primary.transaction(async (trx) => trx.raw('select 1')).catch((error) => error)
    expect(isUnavailable(transaction), String(transaction)).toBe(true)
    expect(isUnavailable(await database.withLock('x', async () => 1).catch((error) => error))).toBe(true)

    server.resume()
    await expect.poll(() => database.rows(database.primary, one).catch(() => 'not yet')).toEqual([{ one: 1 }])
    await Promise.all(Array.from({ length: 6 }, () => database.rows(database.primary, one)))
    expect(await database.ping(2000)).toBe(true)
    expect(database.poolFigures()).toMatchObject({ used: 0, waiting: 0 })
    await expect.poll(() => heard, { timeout: 10_000 }).toEqual([''])
    await database.primary.raw(`select pg_notify('feed', 'after')`)
    await expect.poll(() => heard).toEqual(['', 'after'])
    await stop()
  })

  it('opens before its server is there', async () => {
    server.halt()
    const early = await openDatabase({ databaseUrl: server.url })
    const heard: string[] = []
    const stop = await early.listen('feed', (payload) => heard.push(payload))
    expect(await early.ping(500)).toBe(false)
    server.resume()
    await expect.poll(() => heard, { timeout: 10_000 }).toEqual([''])
    expect(await early.rows(early.primary, one)).toEqual([{ one: 1 }])
    await stop()
    await early.close()
  })
})

it('does not take a refused statement for an unavailable database', () => {
  const withCode = (code: string, extra = {}) => Object.assign(new Error('x'), { code, ...extra })
  for (const code of ['23505', '57014', '42601', '40001', 'ENOENT'])
    expect(isUnavailable(withCode(code)), code).toBe(false)
  for (const code of ['57P01', '57P03', '08006', '53300', 'ECONNREFUSED'])
    expect(isUnavailable(withCode(code)), code).toBe(true)
  expect(isUnavailable(withCode('ENOENT', { syscall: 'connect' }))).toBe(true)
  expect(isUnavailable(new AggregateError([withCode('ECONNREFUSED')]))).toBe(true)
  expect(isUnavailable(new Error('Connection terminated unexpectedly'))).toBe(true)
  expect(isUnavailable(new Error('select 1 - Connection terminated unexpectedly'))).toBe(true)
  expect(isUnavailable('no error')).toBe(false)
})
