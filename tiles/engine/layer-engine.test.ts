import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { placesLayer, readTile, seededRandom } from '../testing.ts'
import { featureOf } from '../testing-features.ts'
import { randomPlaces } from '../testing-places.ts'
import type { Feature } from './feature.ts'
import { EVERYTHING, type Filter, readFilter } from './filter.ts'
import { createLayerEngine, type LayerEngine } from './layer-engine.ts'
import { rebuildTable } from './rebuild.ts'
import { createRebuilder } from './rebuild-in-worker.ts'

const sameThread = { rebuild: async (task: Parameters<typeof rebuildTable>[0]) => rebuildTable(task) }
const workers = createRebuilder()
afterAll(() => workers.close())

/** A layer whose tiles turn to cells at a few dozen points would test the same code; the real limit needs 2,000 in one tile. */
const places = randomPlaces(6_000, 3)

async function engineOf(features: Iterable<Feature>): Promise<LayerEngine> {
  const engine = createLayerEngine(placesLayer)
  await engine.load([[...features]], 1)
  return engine
}

function filtersOf(engine: LayerEngine): Filter[] {
  return [
    EVERYTHING,
    readFilter(engine.schema, [['type', 'gymnasium,ski']]),
    readFilter(engine.schema, [
      ['sport', 'badminton'],
      ['fee', 'free'],
    ]),
    readFilter(engine.schema, [
      ['region', '51'],
      ['status', 'open'],
    ]),
  ]
}

function expectSameTiles(actual: LayerEngine, expected: LayerEngine, seed: number): void {
  const random = seededRandom(seed)
  const filters = filtersOf(expected)
  const tiles: [number, number, number][] = [[0, 0, 0]]
  for (let i = 0; i < 60; i++) {
    const z = Math.floor(random() * 17)
    const lon = random() < 0.6 ? 104 + random() * 0.2 : 101 + random() * 8
    const lat = random() < 0.6 ? 30.5 + random() * 0.2 : 28 + random() * 5
    const sine = Math.sin((lat * Math.PI) / 180)
    const x = Math.floor((lon / 360 + 0.5) * 2 ** z)
    const y = Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 2 ** z)
    tiles.push([z, x, y])
  }
  for (const [z, x, y] of tiles) {
    for (const filter of filters) {
      const bytes = actual.encode({ z, x, y, filter })
      const fresh = expected.encode({ z, x, y, filter })
      if (bytes && fresh && bytes.equals(fresh)) continue
      // Unequal bytes are shown as features, which tell where.
      expect(bytes && readTile(bytes), `${z}/${x}/${y}?${filter.key}`).toEqual(fresh && readTile(fresh))
      expect(bytes && fresh && bytes.equals(fresh)).not.toBe(false)
    }
  }
}

type Step = { kind: 'insert' | 'move' | 'change' | 'remove' | 'rebuild'; at: number; count: number }

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('insert', 'move', 'change', 'remove', 'rebuild'),
  at: fc.nat(5_999),
  count: fc.integer({ min: 1, max: 300 }),
})

test('any sequence of inserts, moves, changes, removals and rebuilds gives the tiles of a fresh engine', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const engine = createLayerEngine(placesLayer)
      const present = new Map<number, Feature>()
      for (let id = 1; id <= 3_000; id++) present.set(id, featureOf(engine.schema, id, places[id]!))
      await engine.load([[...present.values()]], 1)
      for (const [index, { kind, at, count }] of steps.entries()) {
        if (kind === 'rebuild') {
          await engine.rebuild(sameThread, true)
          continue
        }
        const changes = new Map<number, Feature | null>()
        for (let i = 0; i < count; i++) {
          const id = 1 + ((at + i) % 6_000)
          const place = places[id % 6_000]!
          if (kind === 'remove') changes.set(id, null)
          else if (kind === 'insert') changes.set(id, featureOf(engine.schema, id, place))
          else if (kind === 'move')
            changes.set(id, featureOf(engine.schema, id, { ...place, wkt: places[(id + at) % 6_000]!.wkt }))
          else changes.set(id, featureOf(engine.schema, id, { ...place, name: `新名${at}`, type: 'club', rating: 1.5 }))
        }
        engine.apply(changes, index + 2)
        for (const [id, feature] of changes) {
          if (feature) present.set(id, feature)
          else present.delete(id)
        }
      }
      expectSameTiles(engine, await engineOf(present.values()), 5)
    }),
    { seed: 20_26, numRuns: 12 },
  )
}, 120_000)

test('changes that come while a rebuild runs in its thread are in afterwards', async () => {
  const engine = createLayerEngine(placesLayer)
  const present = new Map<number, Feature>()
  for (let id = 1; id <= 4_000; id++) present.set(id, featureOf(engine.schema, id, places[id]!))
  await engine.load([[...present.values()]], 1)
  const change = (id: number, feature: Feature | null) => {
    engine.apply(new Map([[id, feature]]), 2)
    if (feature) present.set(id, feature)
    else present.delete(id)
  }
  change(17, null)
  change(4_500, featureOf(engine.schema, 4_500, places[4_500]!))
  const rebuilt = engine.rebuild(workers, true)
  change(18, null)
  change(17, featureOf(engine.schema, 17, places[20]!))
  change(4_500, featureOf(engine.schema, 4_500, places[40]!))
  expect(await rebuilt).toBe(true)
  expect(engine.figures()).toMatchObject({ rebuilds: 1, features: present.size })
  expectSameTiles(engine, await engineOf(present.values()), 9)
}, 60_000)

test('a change ends the version of the tiles it touches and of no other', async () => {
  const engine = createLayerEngine(placesLayer)
  const at = (lon: number) => featureOf(engine.schema, 1, { ...places[0]!, wkt: `POINT(${lon} 30.5)` })
  await engine.load([[at(104.1)]], 5)
  const touched = engine.apply(new Map([[1, at(104.4)]]), 9)
  const z12 = touched.tiles.flatMap((z, i) =>
    i % 3 === 0 && z === 12 ? [`${touched.tiles[i + 1]}/${touched.tiles[i + 2]}`] : [],
  )
  // The tile it left and the one it came to.
  expect(z12.sort()).toEqual(['3232/1683', '3235/1683'])
  expect(engine.versionOf(12, 3232, 1683)).toBe(9)
  expect(engine.versionOf(12, 3233, 1683)).toBe(5)
})
