import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PrivatePostgres, startPrivatePostgres, startReplica } from '../cli/private-postgres.ts'
import { openDatabase } from './open.ts'
import { parsePosition, usableReplicas } from './replica-rules.ts'
import { testEngine } from './testing.ts'
import type { Database } from './types.ts'

it('compares positions as numbers and takes nothing else for one', () => {
  expect(parsePosition('16/B374D848')).toBe(0x16b374d848n)
  expect(parsePosition('0/0')).toBe(0n)
  for (const text of ['', '16', '16/', 'x/1', '1/123456789', "0/0'; drop table place; --"])
    expect(parsePosition(text)).toBeUndefined()
})

it('hands a reader only replicas that have replayed what the reader has seen', () => {
  const replicas = [{ replayed: 5n }, { replayed: 16n }, { replayed: undefined }]
  expect(usableReplicas(replicas)).toEqual([{ replayed: 5n }, { replayed: 16n }])
  expect(usableReplicas(replicas, '0/6')).toEqual([{ replayed: 16n }])
  expect(usableReplicas(replicas, '0/10')).toEqual([{ replayed: 16n }])
  expect(usableReplicas(replicas, '0/11')).toEqual([])
  expect(usableReplicas(replicas, 'nonsense')).toEqual([])
})

describe.runIf(testEngine() === 'postgres')('reading from a streaming replica', () => {
  let primary: PrivatePostgres
  let replica: PrivatePostgres
  let database: Database
  let control: pg.Client
  const total = { name: 'total', text: 'select count(*) as total from note', values: [] }
  const readOn = async (position?: string) => {
    const pool = database.reader(position)
    const [row] = await database.rows<{ total: number }>(pool, total)
    return { onReplica: pool !== database.primary, total: row!.total }
  }

  beforeAll(async () => {
    primary = await startPrivatePostgres({ wal_level: 'replica', max_wal_senders: '4' })
    replica = await startReplica(primary)
    database = await openDatabase({ databaseUrl: primary.url, replicaUrls: [replica.url] })
    await database.primary.raw('create schema app')
    await database.primary.raw('create table note (id int)')
    control = new pg.Client(replica.url)
    control.on('error', () => {})
    await control.connect()
  })
  afterAll(async () => {
    await control?.end()
    await database?.close()
    await replica?.stop()
    await primary?.stop()
  })

  it('reads there when it is up to date', async () => {
    const position = await database.writePosition()
    await expect.poll(() => database.reader(position) !== database.primary, { timeout: 10_000 }).toBe(true)
    expect(await readOn(position)).toEqual({ onReplica: true, total: 0 })
  })

  it('never serves a stale read to someone who has written, while replay stands still', async () => {
    await control.query('select pg_wal_replay_pause()')
    for (let written = 1; written <= 20; written++) {
      await database.primary('note').insert({ id: written })
      const position = await database.writePosition()
      await pause(written % 3 === 0 ? 120 : 0)
      expect(await readOn(position)).toEqual({ onReplica: false, total: written })
    }
    // Someone who has seen nothing newer may read what the replica has.
    expect(await readOn()).toEqual({ onReplica: true, total: 0 })
    await control.query('select pg_wal_replay_resume()')
    const position = await database.writePosition()
    await expect.poll(() => readOn(position), { timeout: 10_000 }).toEqual({ onReplica: true, total: 20 })
  })

  it('reads from the primary when the position makes no sense', async () => {
    expect(await readOn('nonsense')).toMatchObject({ onReplica: false })
    expect(await readOn('FFFFFFFF/FFFFFFFF')).toMatchObject({ onReplica: false })
  })

  it('loses no read when the replica dies, and uses it again when it is back', async () => {
    const pool = database.reader()
    expect(pool).not.toBe(database.primary)
    replica.halt()
    // The pool taken before the loss: answered by the primary all the same.
    expect(await database.rows(pool, total)).toEqual([{ total: 20 }])
    expect(await readOn()).toEqual({ onReplica: false, total: 20 })
    replica.resume()
    await expect.poll(() => readOn(), { timeout: 15_000 }).toEqual({ onReplica: true, total: 20 })
  })
})
