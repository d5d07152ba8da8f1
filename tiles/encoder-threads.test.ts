import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase } from '../api/db/testing.ts'
import { layerRegistry } from '../api/spatial/layers.ts'
import { createEncoderPool, type EncoderPool } from './engine/encoder-pool.ts'
import { EVERYTHING, type Filter, readFilter } from './engine/filter.ts'
import { createLayerEngine, type LayerEngine } from './engine/layer-engine.ts'
import { rebuildTable } from './engine/rebuild.ts'
import { createTileService } from './service.ts'
import { addPlaces, addPlaceTypes, placesLayer, quietLog, seededRandom, serveTiles } from './testing.ts'
import { featureOf } from './testing-features.ts'
import { randomPlaces } from './testing-places.ts'

const places = randomPlaces(5_000, 9)
const rebuilder = { rebuild: async (task: Parameters<typeof rebuildTable>[0]) => rebuildTable(task) }
let pool: EncoderPool
let engine: LayerEngine
const lost: unknown[] = []

beforeAll(async () => {
  pool = createEncoderPool(2, (error) => lost.push(error))
  engine = createLayerEngine(placesLayer, { follower: pool })
  await engine.load([places.slice(0, 4_000).map((place, i) => featureOf(engine.schema, i + 1, place))], 1)
})
afterAll(() => pool.close())

/** All asked for at once, so that both threads work and tiles come back in any order. */
async function expectSameFromThreads(): Promise<void> {
  const random = seededRandom(4)
  const filters: Filter[] = [EVERYTHING, readFilter(engine.schema, [['fee', 'free']])]
  const requests = Array.from({ length: 150 }, (_, i) => {
    const z = i % 17
    const x = Math.floor(((104 + random() * 0.2) / 360 + 0.5) * 2 ** z)
    return { z, x, y: Math.floor((0.411 + random() * 0.001) * 2 ** z), filter: filters[i % 2]! }
  })
  const tiles = await Promise.all(
    requests.map((request) => pool.encode([{ layer: 'places', request }]).then(({ bytes }) => bytes)),
  )
  expect(tiles.filter((tile) => tile !== null).length).toBeGreaterThan(50)
  for (const [i, request] of requests.entries()) {
    const expected = engine.encode(request)
    expect(tiles[i]?.equals(expected!) ?? expected === null, `${request.z}/${request.x}/${request.y}`).toBe(true)
  }
}

test('threads encode byte for byte what the serving thread does, also after changes and a rebuild', async () => {
  await expectSameFromThreads()
  const changes = new Map(
    places.slice(3_500).map((place, i) => [3_501 + i, i % 5 === 0 ? null : featureOf(engine.schema, 3_501 + i, place)]),
  )
  engine.apply(changes, 2)
  await expectSameFromThreads()
  await engine.rebuild(rebuilder, true)
  await expectSameFromThreads()
  expect(lost).toEqual([])
})

test('a tile asked for after a change has it', async () => {
  const id = 7_000
  const request = { z: 16, x: 51_692, y: 26_890, filter: EVERYTHING }
  for (let round = 0; round < 20; round++) {
    const place = { ...places[0]!, name: `第${round}`, wkt: 'POINT(103.9558 30.7019)' }
    engine.apply(new Map([[id, featureOf(engine.schema, id, place)]]), 3 + round)
    const { bytes } = await pool.encode([{ layer: 'places', request }])
    expect(bytes?.includes(`第${round}`), `round ${round}`).toBe(true)
  }
})

test('when a thread is lost its waiters hear so, and the other one goes on', async () => {
  const own = createEncoderPool(1, () => {})
  await expect(own.encode([{ layer: 'unknown', request: { z: 0, x: 0, y: 0, filter: EVERYTHING } }])).rejects.toThrow()
  await own.close()
  await expect(own.encode([])).rejects.toThrow('there is no encoder thread')
})

test('a service with threads answers as one without', async () => {
  const database = await openTestDatabase()
  await addPlaceTypes(database)
  await addPlaces(database, places.slice(0, 200))
  const options = { database, layers: layerRegistry([placesLayer]), log: quietLog, cacheMegabytes: 8 }
  const services = [createTileService(options), createTileService({ ...options, encoderThreads: 2 })]
  const running = await Promise.all(services.map(serveTiles))
  try {
    for (const service of services) await service.start()
    const answersTo = (path: string, method = 'GET') =>
      Promise.all(
        running.map(async ({ url }) => {
          const answer = await fetch(url + path, { method })
          const body = Buffer.from(await answer.arrayBuffer()).toString('base64')
          return { status: answer.status, type: answer.headers.get('content-type'), body }
        }),
      )
    for (const path of ['0/0/0.mvt', '12/3231/1685.mvt', '12/3231/1685.mvt?fee=free', '16/1/1.mvt']) {
      const [single, threaded] = await answersTo(`/tiles/places/${path}`)
      expect(threaded, path).toEqual(single)
    }
    expect((await answersTo('/tiles/places/16/1/1.mvt'))[1]!.status).toBe(204)
    const [single, threaded] = await answersTo('/tiles/places/0/0/0.mvt', 'HEAD')
    expect(threaded).toEqual(single)
    expect(services[1]!.metrics().encode_total).toBeGreaterThan(2)
  } finally {
    for (const one of running) await one.close()
    for (const service of services) await service.stop()
    await database.close()
  }
})
