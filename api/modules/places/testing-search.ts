import fc from 'fast-check'
import { expect } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { startTestServer, type TestServer } from '../../http/testing.ts'
import { buildPlaces, buildSport, buildTwoCounties, buildType, type PlaceSeed } from './build.ts'
import { pinyinKeys } from './pinyin-keys.ts'

/** Three hundred places with names put together from few parts, so that searches overlap; and how tests ask for them. */

export type Seed = PlaceSeed & { nameZh: string; nameEn: string | null; aliases: string[]; lon: number; lat: number }
type Query = Record<string, string | number>
export interface ListItem {
  id: number
  nameZh: string
}
const heads = ['成都市', '重庆', '锦江区', '武侯', '', '东湖', '金沙', '双流', 'CBA']
const cores = ['东湖', '金沙', '望江', '人民', '长江', '育才', '天府', '阳光', '银杏', '新城']
export const kinds = [
  ['gymnasium', '体育馆', 'Gymnasium'],
  ['natatorium', '游泳馆', 'Natatorium'],
  ['fitness-path', '健身路径', 'Fitness path'],
  ['basketball-court', '篮球场', 'Basketball court'],
] as const

export interface SearchFixture {
  database: TestDatabase
  server: TestServer
  seeds: Seed[]
  /** Of the seeds, in their order. */
  ids: number[]
  get(query: Query): ReturnType<TestServer['send']>
  /** Every page of a search, one after the other. */
  all(query: Query, limit?: number): Promise<ListItem[]>
  /** Ids of the seeds that fit, in ascending order. */
  idsWhere(test: (seed: Seed) => boolean): number[]
  close(): Promise<void>
}

export const sorted = (list: number[]) => list.toSorted((a, b) => a - b)
export const names = (reply: { body: { items: ListItem[] } }) => reply.body.items.map(({ nameZh }) => nameZh)

export async function openSearchFixture(): Promise<SearchFixture> {
  const database = await openTestDatabase()
  const seeds: Seed[] = []
  await buildTwoCounties(database)
  for (const [code, nameZh, nameEn] of kinds)
    await buildType(database, { code, nameZh, nameEn, category: code === 'natatorium' ? 'pool' : 'venue' })
  await buildSport(database, 'swimming', '游泳', 'Swimming')
  await buildSport(database, 'basketball', '篮球', 'Basketball')
  const random = fc.sample(
    fc.tuple(fc.nat(8), fc.nat(9), fc.nat(3), fc.nat(1999), fc.nat(999), fc.nat(50), fc.nat(3)),
    { numRuns: 300, seed: 7 },
  )
  for (const [head, core, kind, x, y, rating, more] of random) {
    const [type, zh, en] = kinds[kind]!
    seeds.push({
      nameZh: `${heads[head]}${cores[core]}${zh}`,
      nameEn: more === 0 ? null : `${pinyinKeys(cores[core]!).pinyin} ${en}`,
      aliases: more === 1 ? [`老${cores[core]}`] : [],
      type,
      lon: 103 + x / 1000,
      lat: 30 + y / 1000,
      rating: rating < 10 ? null : rating / 10,
      ratingCount: rating,
      weight: 1 + more,
      fee: (['free', 'low-fee', 'paid', 'unknown'] as const)[more],
      priceFen: more === 2 ? x * 10 : null,
      sports: type === 'natatorium' ? ['swimming'] : ['basketball'],
      status: rating === 3 ? 'closed' : 'open',
      accessibility: more === 3 ? ['step-free-entrance'] : [],
      hours:
        more === 0
          ? null
          : { weekly: Array.from({ length: 7 }, () => [[480 + more * 60, 1200]]), holidays: null, exceptions: [] },
    } as never)
  }
  const ids = await buildPlaces(database, seeds)
  const server = await startTestServer(database, { now: () => new Date('2026-05-06T01:30:00Z') })

  const get = (query: Query) =>
    server.send(
      'GET',
      `/api/places?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}`,
    )
  return {
    database,
    server,
    seeds,
    ids,
    get,
    async all(query, limit = 17) {
      const items: ListItem[] = []
      let cursor: string | undefined
      do {
        const reply = await get({ ...query, limit, ...(cursor ? { cursor } : {}) })
        expect(reply.status, JSON.stringify(reply.body)).toBe(200)
        items.push(...reply.body.items)
        cursor = reply.body.nextCursor ?? undefined
      } while (cursor)
      return items
    },
    idsWhere: (test) => sorted(ids.filter((_, index) => test(seeds[index]!))),
    async close() {
      await server.stop()
      await database.close()
    },
  }
}
