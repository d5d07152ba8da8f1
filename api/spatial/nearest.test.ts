import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBus } from '../bus/bus.ts'
import { nearest } from '../contract/nearest.ts'
import { openTestDatabase, type TestDatabase } from '../db/testing.ts'
import { answerNearest } from './answer-nearest.ts'
import { placeFilterSql } from './filter.ts'
import { layerRegistry } from './layers.ts'
import { openClock } from './open-clock.ts'
import { openStates } from './open-states.ts'
import { radiusMemory } from './radius-memory.ts'
import { rank, weightsFor } from './rank.ts'
import { named } from './statement-name.ts'
import { testFilters, testLayers, testOrigin, testPresets } from './testing-nearest.ts'
import { insertTestPlaces, insertTestRegions, randomPlaces } from './testing-places.ts'

const now = new Date('2026-05-06T04:00:00Z') // Wednesday noon in Shanghai
let database: TestDatabase
const memory = radiusMemory()
/** Open or not by the whole hours of each place, which the ranking must agree with. */
const openById = new Map<number, boolean | null>()

beforeAll(async () => {
  database = await openTestDatabase()
  await insertTestRegions(database.primary)
  await insertTestPlaces(database.primary, randomPlaces(600, 20260601))
  const states = await database.rows<{ id: number; open: boolean | null }>(database.primary, {
    name: 'test-open',
    text: `select id, case when status <> 'open' then false else is_open(hours, $1::timestamptz) end as open from place`,
    values: [now],
  })
  for (const { id, open } of states) openById.set(id, open)
}, 120_000)
afterAll(() => database.close())

const kept = () => ({
  memory,
  clockOf: openClock(database),
  openAtClockOf: openClock(database),
  states: openStates(),
})

type Sent = Record<string, string | number>

async function ask(sent: Sent, options: { bus?: ReturnType<typeof createBus> } = {}) {
  const core = { database, bus: options.bus ?? createBus(), layers: layerRegistry(testLayers), now: () => now }
  const query = nearest.query!.parse(Object.fromEntries(Object.entries(sent).map(([k, v]) => [k, String(v)])))
  const call = { query, atLeast: undefined, signal: new AbortController().signal }
  const reply = await answerNearest(core, kept(), call)
  return nearest.reply.parse(JSON.parse(reply.body as string))
}

/** Every place measured and scored: what the search must equal. */
async function bruteForce(sent: Sent) {
  const query = nearest.query!.parse(Object.fromEntries(Object.entries(sent).map(([k, v]) => [k, String(v)])))
  const passes = placeFilterSql(query, { from: 4, now })
  const rows = await database.rows<{
    id: number
    metres: number
    rating: number | null
    rating_count: number
    price_level: number
    sport: boolean | null
  }>(
    database.primary,
    named(
      `select p.id, st_distance(p.geom::geography, st_setsrid(st_makepoint($1, $2), 4326)::geography) as metres,
        p.rating, p.rating_count, p.price_level, $3::text = any(p.sports) as sport
      from place p
      where ${passes.sql}`,
      [query.lon, query.lat, query.wantedSport ?? null, ...passes.values],
    ),
  )
  const facts = rows
    .filter((row) => row.metres <= (query.maxDistanceMetres ?? Number.POSITIVE_INFINITY))
    .map((row) => ({
      id: row.id,
      distanceMetres: row.metres,
      rating: row.rating,
      ratingCount: row.rating_count,
      open: openById.get(row.id)!,
      priceLevel: row.price_level,
      sportMatch: row.sport,
      freeShare: null,
    }))
  const weights = weightsFor(query.preset, { sport: query.wantedSport !== undefined, freeSlots: false })
  return rank(facts, weights, query.limit)
}

async function expectExact(sent: Sent) {
  const [got, wanted] = [await ask(sent), await bruteForce(sent)]
  expect(got.items.map(({ id }) => id)).toEqual(wanted.map(({ facts }) => facts.id))
  for (const [n, item] of got.items.entries()) {
    expect(item.distanceMetres).toBe(wanted[n]!.facts.distanceMetres)
    expect(item.score).toBe(wanted[n]!.score)
    expect(Object.values(item.scoreParts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(item.score, 12)
  }
  return got
}

describe('nearest ranking', () => {
  it('equals brute force over points, lines and areas for every preset, with any filters, near and far', async () => {
    const few = fc.record({
      origin: testOrigin,
      preset: fc.constantFrom(...testPresets),
      limit: fc.integer({ min: 1, max: 30 }),
      filters: testFilters,
    })
    await fc.assert(
      fc.asyncProperty(few, async ({ origin, preset, limit, filters }) => {
        await expectExact({ ...origin, preset, limit, ...filters } as Sent)
      }),
      { seed: 20260602, numRuns: 120 },
    )
  }, 180_000)

  it('equals brute force without filters, again and again at nearly the same place', async () => {
    const near = fc.record({
      lon: fc.double({ min: 104, max: 104.1, noNaN: true }),
      lat: fc.double({ min: 30.6, max: 30.7, noNaN: true }),
      preset: fc.constantFrom(...testPresets),
    })
    await fc.assert(
      fc.asyncProperty(near, async (sent) => {
        await expectExact({ ...sent, limit: 10 })
      }),
      { seed: 20260603, numRuns: 30 },
    )
  }, 120_000)

  it('says where the nearest point of a line or area is, and that it is as far as it says', async () => {
    const { items } = await ask({ lon: 104.05, lat: 30.65, limit: 60 })
    expect(new Set(items.map(({ geometry }) => geometry.type)).size).toBeGreaterThan(2)
    for (const item of items.filter(({ distanceMetres }) => distanceMetres < 50_000)) {
      const [row] = await database.rows<{ metres: number }>(database.primary, {
        name: 'test-point-distance',
        text: 'select st_distance(st_setsrid(st_makepoint($1, $2), 4326)::geography, st_setsrid(st_makepoint($3, $4), 4326)::geography) as metres',
        values: [104.05, 30.65, ...item.nearestPoint],
      })
      expect(Math.abs(row!.metres - item.distanceMetres)).toBeLessThan(0.5 + item.distanceMetres * 0.001)
    }
  })

  it('crosses county borders', async () => {
    const { items } = await expectExact({ lon: 104.1, lat: 30.65, limit: 40 })
    expect(new Set(items.map(({ place }) => place?.regionCode)).size).toBeGreaterThan(1)
  })

  it('orders equal distances by id, however many there are', async () => {
    const { items } = await expectExact({ lon: 105.5, lat: 29.5, limit: 10 })
    expect(items.map(({ distanceMetres }) => distanceMetres)).toEqual(Array(10).fill(0))
    for (const preset of testPresets) await expectExact({ lon: 105.5, lat: 29.5, limit: 10, preset })
    for (const preset of testPresets) await expectExact({ lon: 105.51, lat: 29.5, limit: 17, preset })
  })

  it('is exact from the other side of the Earth, the poles and the antimeridian', async () => {
    for (const [lon, lat] of [
      [-76, -30.5],
      [-75.93, -30.66],
      [0, 90],
      [0, -90],
      [-160, 20],
      [179.9999, 0],
      [-180, 0],
    ]) {
      for (const preset of testPresets) await expectExact({ lon: lon!, lat: lat!, limit: 12, preset })
    }
  })

  it('puts an open place before a closed one that is nearer, and a good one before a plain one', async () => {
    const { items } = await ask({ lon: 104.05, lat: 30.65, limit: 20, preset: 'open-now' })
    const scores = items.map(({ score }) => score)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    const distances = items.map(({ distanceMetres }) => distanceMetres)
    expect(distances).not.toEqual([...distances].sort((a, b) => a - b))
    expect(items[0]!.place!.openNow).toBe(true)
  })

  it('counts free slots when a module tells them', async () => {
    const plain = await ask({ lon: 104.05, lat: 30.65, limit: 5, preset: 'best' })
    expect(plain.weights.freeSlots).toBe(0)
    const chosen = plain.items[4]!.id
    const bus = createBus()
    bus.answer('free-slots', async ({ placeIds }) => new Map(placeIds.map((id) => [id, id === chosen ? 1 : 0])))
    const { items, weights } = await ask({ lon: 104.05, lat: 30.65, limit: 100, preset: 'best' }, { bus })
    expect(weights.freeSlots).toBeGreaterThan(0)
    expect(items.find(({ id }) => id === chosen)!.scoreParts.freeSlots).toBe(weights.freeSlots)
    expect(items.filter(({ scoreParts }) => scoreParts.freeSlots > 0)).toHaveLength(1)
  })

  it('takes an origin in another datum', async () => {
    const there = await ask({ lon: 104.06572, lat: 30.65742, datum: 'GCJ-02', limit: 1 })
    expect(there.origin[0]).toBeCloseTo(104.0632, 3)
  })

  it('ranks any other layer by its view, and refuses filters that its fields do not carry', async () => {
    const { items } = await ask({ lon: 104.0, lat: 30.6, layer: 'regions', limit: 10 })
    expect(items[0]!.distanceMetres).toBe(0)
    expect(items[0]!.place).toBeNull()
    expect(items[0]!.properties.level).toBeDefined()
    const distances = items.map(({ distanceMetres }) => distanceMetres)
    expect(distances).toEqual([...distances].sort((a, b) => a - b))
    await expect(ask({ lon: 104, lat: 30.6, layer: 'regions', fee: 'free' })).rejects.toMatchObject({
      status: 400,
      code: 'filter-not-supported',
    })
    await expect(ask({ lon: 104, lat: 30.6, layer: 'nothing' })).rejects.toMatchObject({ code: 'layer-not-found' })
  })

  it('answers for a registry in which nothing passes', async () => {
    expect((await ask({ lon: 104, lat: 30.6, type: 't-none' })).items).toEqual([])
    expect((await ask({ lon: 104, lat: 30.6, region: '660000' })).items).toEqual([])
  })

  it('sees a place that moved although it remembers the radius', async () => {
    const before = await ask({ lon: 103.2, lat: 29.2, limit: 1 })
    const { id } = before.items[0]!
    await database.primary.raw('update place set geom = st_setsrid(st_makepoint(150, -30), 4326) where id = ?', [id])
    const { items } = await expectExact({ lon: 103.2, lat: 29.2, limit: 1 })
    expect(items[0]!.id).not.toBe(id)
  })
})
