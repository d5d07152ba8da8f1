import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../api/db/testing.ts'
import { layerRegistry } from '../api/spatial/layers.ts'
import { createTileService, type TileService } from './service.ts'
import {
  addPlaces,
  addPlaceTypes,
  placesLayer,
  quietLog,
  type RunningService,
  readTile,
  serveTiles,
} from './testing.ts'

let database: TestDatabase
let service: TileService
let running: RunningService

beforeAll(async () => {
  database = await openTestDatabase()
  await addPlaceTypes(database)
  await addPlaces(database, [
    {
      name: '天府体育馆',
      nameEn: 'Tianfu Gymnasium',
      wkt: 'POINT(104.07 30.57)',
      rating: 4.5,
      fee: 'free',
      sports: ['badminton'],
    },
    { name: '锦城绿道', type: 'hiking-trail', wkt: 'LINESTRING(104.07 30.56, 104.08 30.57, 104.1 30.58)' },
    {
      name: '体育公园',
      type: 'sports-park',
      wkt: 'POLYGON((104.1 30.6, 104.12 30.6, 104.12 30.62, 104.1 30.62, 104.1 30.6))',
    },
  ])
  service = createTileService({ database, layers: layerRegistry([placesLayer]), log: quietLog, cacheMegabytes: 8 })
  await service.start()
  running = await serveTiles(service)
}, 60_000)

afterAll(async () => {
  await running?.close()
  await service?.stop()
  await database?.close()
})

const get = (path: string, headers: Record<string, string> = {}) => fetch(running.url + path, { headers })
const tileOf = async (path: string) => readTile(new Uint8Array(await (await get(path)).arrayBuffer()))

test('a tile holds the places in it with their properties', async () => {
  const { places } = await tileOf('/tiles/places/11/1616/841.mvt')
  expect(places!.map((feature) => [feature.properties.name, feature.type]).sort()).toEqual([
    ['体育公园', 3],
    ['天府体育馆', 1],
    ['锦城绿道', 2],
  ])
  const gymnasium = places!.find((feature) => feature.type === 1)!
  expect(gymnasium.properties).toEqual({
    name: '天府体育馆',
    nameEn: 'Tianfu Gymnasium',
    type: 'gymnasium',
    category: 'gym',
    status: 'open',
    fee: 'free',
    rating: 4.5,
    kind: 'place',
  })
})
