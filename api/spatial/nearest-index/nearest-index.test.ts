import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFeed, type Feed } from '../../../tiles/feed.ts'
import { createBus } from '../../bus/bus.ts'
import { nearest } from '../../contract/nearest.ts'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { answerNearest } from '../answer-nearest.ts'
import { layerRegistry } from '../layers.ts'
import { openClock } from '../open-clock.ts'
import { openStates } from '../open-states.ts'
import { radiusMemory } from '../radius-memory.ts'
import { testFilters, testLayers, testOrigin, testPresets } from '../testing-nearest.ts'
import { insertTestPlaces, insertTestRegions, randomPlaces } from '../testing-places.ts'
import { buildTree } from './build-tree.ts'
import { geocentric } from './ellipsoid.ts'
import { createNearestIndexes, type NearestIndexes } from './indexes.ts'
import { visitNearest } from './tree.ts'

const quiet = { info() {}, warn() {} }
let now = new Date('2026-05-06T04:00:00Z') // Wednesday noon in Shanghai
let database: TestDatabase
let feed: Feed
let indexes: NearestIndexes

beforeAll(async () => {
  database = await openTestDatabase()
  await insertTestRegions(database.primary)
  await insertTestPlaces(database.primary, randomPlaces(600, 20260601))
  feed = createFeed({ database, engines: new Map(), log: quiet, pollMs: 1_000 })
  await feed.start()
  indexes = createNearestIndexes({
    database,
    layers: layerRegistry(testLayers),
    changes: feed,
    log: quiet,
    megabytes: 100,
  })
  await indexes.start()
}, 120_000)
afterAll(async () => {
  indexes?.stop()
  await feed?.stop()
  await database?.close()
})

type Sent = Record<string, string | number>

const kept = () => ({
  memory: radiusMemory(),
  clockOf: openClock(database),
  openAtClockOf: openClock(database),
  states: openStates(),
})

async function ask(sent: Sent, from: NearestIndexes | undefined, bus = createBus()) {
  const core = { database, bus, layers: layerRegistry(testLayers), nearest: from, now: () => now }
  const query = nearest.query!.parse(Object.fromEntries(Object.entries(sent).map(([k, v]) => [k, String(v)])))
  const call = { query, atLeast: await database.writePosition(), signal: new AbortController().signal }
  const { body } = await answerNearest(core, kept(), call)
  // Only what comes from memory is bytes.
  expect(Buffer.isBuffer(body)).toBe(from !== undefined && sent.bbox === undefined)
  return nearest.reply.parse(JSON.parse(body.toString()))
}

const rounded = (value: number, places: number) => Math.round(value * 10 ** places) / 10 ** places
/** Coordinates to seven places, as GeoJSON has them; both sides round, so that the last one may differ. */
const expectNear = (a: unknown, b: unknown): void => {
  if (Array.isArray(a) && Array.isArray(b)) {
    expect(a.length).toBe(b.length)
    for (const [n, one] of a.entries()) expectNear(one, b[n])
  } else expect(Math.abs((a as number) - (b as number))).toBeLessThan(1.5e-7)
}

/** The reply from memory is that of the database: the same features in the same order, with the same members. */
async function expectSame(sent: Sent) {
  const [fromMemory, fromDatabase] = [await ask(sent, indexes), await ask(sent, undefined)]
  expect(fromMemory.items.map(({ id }) => id)).toEqual(fromDatabase.items.map(({ id }) => id))
  expect(fromMemory.weights).toEqual(fromDatabase.weights)
  for (const [n, item] of fromMemory.items.entries()) {
    const other = fromDatabase.items[n]!
    expect(Math.abs(item.distanceMetres - other.distanceMetres)).toBeLessThan(0.001)
    expect(item.score).toBeCloseTo(other.score, 8)
    for (const part of Object.keys(item.scoreParts) as (keyof typeof item.scoreParts)[])
      expect(item.scoreParts[part]).toBeCloseTo(other.scoreParts[part], 8)
    expect(item.geometry.type).toBe(other.geometry.type)
    expectNear(item.geometry.coordinates, other.geometry.coordinates)
    const { distanceMetres, ...place } = item.place ?? { distanceMetres: null }
    const { distanceMetres: otherMetres, ...otherPlace } = other.place ?? { distanceMetres: null }
    expect(place).toEqual(otherPlace)
    expect(distanceMetres === null).toBe(otherMetres === null)
    if (distanceMetres !== null) expect(distanceMetres).toBeCloseTo(rounded(otherMetres!, 3), 2)
    expect(item.properties).toEqual(other.properties)
  }
  return fromMemory
}

describe('nearest ranking in memory', () => {
  it('equals the database’s for every preset, with any filters, near and far', async () => {
    const question = fc.record({
      origin: testOrigin,
      preset: fc.constantFrom(...testPresets),
      limit: fc.integer({ min: 1, max: 30 }),
      filters: testFilters,
    })
    await fc.assert(
      fc.asyncProperty(question, async ({ origin, preset, limit, filters }) => {
        await expectSame({ ...origin, preset, limit, ...filters } as Sent)
      }),
      { seed: 20260701, numRuns: 250 },
    )
  }, 240_000)

  it('is the same at every hour of a week, with exceptions, holidays and the minute before midnight', async () => {
    await database.primary.raw(
      `insert into calendar_day (day, kind, name_zh, name_en, source) values ('2026-05-04', 'holiday', '节', 'Day', 'test'), ('2026-05-09', 'workday', '班', 'Work', 'test')`,
    )
    try {
      for (let hour = 0; hour < 24 * 7; hour += 5) {
        now = new Date(Date.parse('2026-05-03T15:59:30Z') + hour * 3_600_000)
        await expectSame({ lon: 104.05, lat: 30.65, limit: 60, preset: 'open-now' })
        await expectSame({ lon: 104.05, lat: 30.65, limit: 60, openNow: 'true' })
        await expectSame({
          lon: 104.05,
          lat: 30.65,
          limit: 9,
          openAt: new Date(now.getTime() + 7_200_000).toISOString(),
        })
      }
    } finally {
      now = new Date('2026-05-06T04:00:00Z')
    }
  }, 120_000)

  it('orders equal distances by id, is exact at the poles, the antimeridian and the other side of the Earth', async () => {
    for (const [lon, lat] of [
      [105.5, 29.5],
      [105.51, 29.5],
      [104.1, 30.65],
      [-76, -30.5],
      [-75.93, -30.66],
      [0, 90],
      [0, -90],
      [-160, 20],
      [179.9999, 0],
      [-180, 0],
    ]) {
      for (const preset of testPresets) await expectSame({ lon: lon!, lat: lat!, limit: 17, preset })
    }
  }, 120_000)

  it('ranks any other layer, and refuses filters that its fields do not carry', async () => {
    for (const lon of [101.5, 104, 104.1, 106, -76]) await expectSame({ lon, lat: 30.6, layer: 'regions', limit: 10 })
    await expect(ask({ lon: 104, lat: 30.6, layer: 'regions', fee: 'free' }, indexes)).rejects.toMatchObject({
      code: 'filter-not-supported',
    })
  })

  it('counts free slots when a module tells them', async () => {
    const plain = await ask({ lon: 104.05, lat: 30.65, limit: 5, preset: 'best' }, indexes)
    const chosen = plain.items[4]!.id
    const bus = createBus()
    bus.answer('free-slots', async ({ placeIds }) => new Map(placeIds.map((id) => [id, id === chosen ? 1 : 0])))
    const [memory, sql] = [
      await ask({ lon: 104.05, lat: 30.65, limit: 40, preset: 'best' }, indexes, bus),
      await ask({ lon: 104.05, lat: 30.65, limit: 40, preset: 'best' }, undefined, bus),
    ]
    expect(memory.items.map(({ id }) => id)).toEqual(sql.items.map(({ id }) => id))
    expect(memory.items.find(({ id }) => id === chosen)!.scoreParts.freeSlots).toBe(memory.weights.freeSlots)
  })

  it('stays the same under inserts, moves and changes, across a rebuild, and never shows the writer an older state', async () => {
    let state = 7
    const random = () => {
      state = (state * 16_807) % 2_147_483_647
      return state / 2_147_483_647
    }
    const at = () => `POINT(${104 + random() * 0.2} ${30.6 + random() * 0.1})`
    for (let round = 0; round < 12; round++) {
      // One statement writes so many that the tree is built anew.
      const count = round === 6 ? 1_200 : 20
      await database.primary.raw(
        `insert into place (type_code, name_zh, geom, fee, rating, rating_count, sports, status, source)
        select 't-common', 'new ' || n, st_geomfromtext(p, 4326), 'free', 4.5, n, '{tennis}', 'open', 'test'
        from unnest(?::text[]) with ordinality as rows (p, n)`,
        [Array.from({ length: count }, at)],
      )
      await database.primary.raw(
        `update place set geom = st_geomfromtext(?, 4326), rating = ?, hours = null where id in (select id from place order by id offset ? limit 5)`,
        [at(), 1 + Math.floor(random() * 40) / 10, Math.floor(random() * 500)],
      )
      await database.primary.raw(`update place set status = 'closed' where id = (select min(id) + ? from place)`, [
        round,
      ])
      for (const preset of testPresets) {
        await expectSame({ lon: 104 + random() * 0.2, lat: 30.6 + random() * 0.1, limit: 20, preset })
      }
      await expectSame({ lon: 104.1, lat: 30.65, limit: 20, fee: 'free', sport: 'tennis', region: '510104' })
    }
    expect(indexes.figures().rebuilds_total_places).toBeGreaterThan(0)
  }, 120_000)

  it('never passes a change that commits late', async () => {
    const [first, second] = await database.primary('place').orderBy('id', 'desc').limit(2).pluck('id')
    if (database.engine === 'pglite') return
    const slow = await database.primary.transaction()
    await slow.raw('update place set geom = st_setsrid(st_makepoint(10, 10), 4326) where id = ?', [first])
    await database.primary.raw('update place set geom = st_setsrid(st_makepoint(10, 10.001), 4326) where id = ?', [
      second,
    ])
    expect((await expectSame({ lon: 10, lat: 10, limit: 1 })).items[0]!.id).toBe(second)
    await slow.commit()
    expect((await expectSame({ lon: 10, lat: 10, limit: 1 })).items[0]!.id).toBe(first)
  })

  it('leaves a layer that is larger than allowed to the database', async () => {
    const told: string[] = []
    const small = createNearestIndexes({
      database,
      layers: layerRegistry(testLayers),
      changes: feed,
      log: { info() {}, warn: (_, message) => told.push(message) },
      megabytes: 0.01,
    })
    await small.start()
    expect(small.upTo('places', undefined)).toBeNull()
    expect(small.figures()).toMatchObject({ ready_places: 0, bytes_places: 0 })
    expect(told[0]).toMatch(/NEAREST_INDEX_MB/)
    small.stop()
  })

  it('orders a tree of many as one of few', () => {
    let state = 1
    const random = () => {
      state = (state * 16_807) % 2_147_483_647
      return state / 2_147_483_647
    }
    const items = Array.from({ length: 50_000 }, (_, row) => {
      const [lon, lat] = [random() ** 3 * 360 - 180, random() * 180 - 90]
      const [x, y, z] = geocentric(lon, lat)
      return { row, x, y, z, radius: 0, lon, lat }
    })
    const steps = buildTree(items, items.length, () => [0, 0, 0])
    let step = steps.next()
    while (!step.done) step = steps.next()
    const tree = step.value
    expect([...tree.rows].sort((a, b) => a - b)).toEqual(items.map(({ row }) => row))
    const met: number[] = []
    const visitor = {
      boundMetres: Number.POSITIVE_INFINITY,
      marks: [0, 0, 0] as const,
      offer: (row: number) => met.push(row),
    }
    visitNearest(tree, geocentric(104, 30), visitor)
    expect(met).toHaveLength(items.length)
  })

  it('reads a layer anew when anything of it may have changed, and the database answers meanwhile', async () => {
    await database.primary.raw(`update region set name_zh = '新名' where code = '510104'`)
    expect(await feed.caughtUp(5_000)).toBe(true)
    const reply = await ask({ lon: 103, lat: 30, layer: 'regions', limit: 30 }, undefined)
    for (let tries = 0; tries < 200 && !indexes.figures().ready_regions; tries++)
      await new Promise((r) => setTimeout(r, 20))
    const fromMemory = await ask({ lon: 103, lat: 30, layer: 'regions', limit: 30 }, indexes)
    expect(fromMemory.items.map(({ properties }) => properties.name)).toEqual(
      reply.items.map(({ properties }) => properties.name),
    )
    expect(fromMemory.items.map(({ properties }) => properties.name)).toContain('新名')
  })
})
