import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { startTestServer, type TestServer } from '../../http/testing.ts'
import { buildPlaces } from './build.ts'

let database: TestDatabase
let server: TestServer
let ids: number[] = []

beforeAll(async () => {
  database = await openTestDatabase()
  server = await startTestServer(database)
  const seeds = Array.from({ length: 620 }, (_, index) => ({
    nameZh: `场馆${index}`,
    status: index === 3 ? ('closed' as const) : ('open' as const),
  }))
  ids = await buildPlaces(database, seeds)
})
afterAll(async () => {
  await server.stop()
  await database.close()
})

interface Item {
  id: string
  state: string
  modified: number
  data: { name: string } | null
}

/** Follows the feed from an address to its end. */
/**
 * Follows until so many items have come, or for long enough: the feed never passes a transaction that is still open anywhere on the
 * server, be it another test's.
 */
async function followFor(count: number, from: string): Promise<{ items: Item[]; end: string }> {
  const all = await follow(from)
  for (let tries = 0; tries < 200 && all.items.length < count; tries++) {
    await pause(100)
    const more = await follow(all.end)
    all.items.push(...more.items)
    all.end = more.end
  }
  return all
}

async function follow(from: string): Promise<{ items: Item[]; end: string }> {
  const items: Item[] = []
  for (let address = from; ; ) {
    const { body } = await server.send('GET', address)
    items.push(...body.items)
    const next = body.next.replace(server.url, '')
    if (body.items.length === 0) {
      expect(next.replaceAll(/[?&]/g, ' ')).toBe(
        address.includes('after') ? address.replaceAll(/[?&]/g, ' ') : next.replaceAll(/[?&]/g, ' '),
      )
      return { items, end: next }
    }
    address = next
  }
}

describe('the feed of places', () => {
  test('gives every place once, closed ones as deleted, and ends in a page that points at itself', async () => {
    const { items } = await followFor(ids.length, '/feeds/places?limit=100')
    expect(items.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(ids)
    expect(items.find(({ id }) => Number(id) === ids[3])).toMatchObject({ state: 'deleted' })
    expect(items.find(({ id }) => Number(id) === ids[4])).toMatchObject({ state: 'updated', data: { name: '场馆4' } })
  })

  test('a place that changes comes again at the end', async () => {
    const { end } = await followFor(ids.length, '/feeds/places')
    await database.primary.raw(`update app.place set name_en = 'Again' where id = ?`, [ids[7]!])
    const { items } = await followFor(1, end)
    expect(items.map(({ id }) => Number(id))).toEqual([ids[7]])
  })

  test('the validator of OpenActive finds no fault while somebody writes', async () => {
    const { RpdeValidator } = await import('@openactive/rpde-validator')
    let writing = true
    const writer = (async () => {
      for (let turn = 0; writing; turn++) {
        await database.primary.raw(`update app.place set name_en = ? where id = ?`, [`Turn ${turn}`, ids[turn % 5]!])
        await pause(15)
      }
    })()
    const { pages } = await RpdeValidator(`${server.url}/feeds/places`, { pageLimit: 40, requestDelayMs: 0 })
    writing = false
    await writer
    const failures = pages.flatMap(({ errors }) => errors).filter(({ severity }) => severity === 'failure')
    // Places written during the walk come again, as they must.
    const faults = failures.filter(({ type }) => type !== 'no_duplicate_items')
    expect(faults.map(({ type, message }) => `${type}: ${message}`)).toEqual([])
    expect(pages.length).toBeGreaterThan(1)
  })

  test('a change that commits late, in a transaction begun early, is not missed', async () => {
    if (database.engine === 'pglite') return // One connection: transactions cannot overlap.
    const early = new pg.Client(database.address.databaseUrl)
    await early.connect()
    const { end } = await followFor(ids.length, '/feeds/places')
    await early.query('begin')
    await early.query(`update app.place set name_en = 'early' where id = $1`, [ids[10]])
    await database.primary.raw(`update app.place set name_en = 'late' where id = ?`, [ids[11]!])
    const before = await follow(end)
    expect(before.items).toEqual([])
    await early.query('commit')
    await early.end()
    const after = await followFor(2, before.end)
    expect(after.items.map(({ id }) => Number(id))).toEqual([ids[10], ids[11]])
  })

  test('a reader who follows beside many writers ends with the newest state of every place', async () => {
    if (database.engine === 'pglite') return // One connection: transactions cannot overlap.
    const seen = new Map<number, string>()
    let { end } = await followFor(ids.length, '/feeds/places')
    const take = async () => {
      const page = await follow(end)
      end = page.end
      for (const { id, data } of page.items)
        if (data) seen.set(Number(id), (data as unknown as { alternateName: string }).alternateName)
    }
    let writing = 6
    const writers = Array.from({ length: 6 }, async (_, who) => {
      const client = new pg.Client(database.address.databaseUrl)
      await client.connect()
      for (let turn = 0; turn < 25; turn++) {
        await client.query('begin')
        await client.query(`update app.place set name_en = $1 where id = $2`, [
          `${who}-${turn}`,
          ids[20 + who * 50 + turn],
        ])
        await pause((who * 7 + turn * 13) % 11)
        await client.query('commit')
      }
      await client.end()
      writing -= 1
    })
    while (writing > 0) await take()
    await Promise.all(writers)
    const isWhole = () =>
      writers.every((_, who) =>
        Array.from({ length: 25 }, (_, turn) => turn).every(
          (turn) => seen.get(ids[20 + who * 50 + turn]!) === `${who}-${turn}`,
        ),
      )
    for (let tries = 0; tries < 200 && !isWhole(); tries++) {
      await take()
      await pause(100)
    }
    for (let who = 0; who < 6; who++)
      for (let turn = 0; turn < 25; turn++) expect(seen.get(ids[20 + who * 50 + turn]!)).toBe(`${who}-${turn}`)
  })
})
