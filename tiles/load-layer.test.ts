import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../api/db/testing.ts'
import { copiedRowReader } from './engine/copied-rows.ts'
import { EVERYTHING, readFilter } from './engine/filter.ts'
import { createLayerEngine, type LayerEngine } from './engine/layer-engine.ts'
import { type LayerRow, readFeature } from './engine/read-feature.ts'
import { copyOfLayer, someOfLayer } from './feed-queries.ts'
import { addPlaces, addPlaceTypes, placesLayer } from './testing.ts'
import { randomPlaces } from './testing-places.ts'

let database: TestDatabase
let ids: number[]

beforeAll(async () => {
  database = await openTestDatabase()
  await addPlaceTypes(database)
  ids = await addPlaces(database, [
    ...randomPlaces(400, 5),
    { name: '馆', nameEn: null, sports: [], rating: null, wkt: 'POINT(104.05 30.55)' },
    { name: '长'.repeat(60), sports: ['ski', 'ski'], wkt: 'POINT(104.06 30.56)' },
  ])
})
afterAll(() => database?.close())

async function copied(inColumns: boolean): Promise<LayerEngine> {
  const engine = createLayerEngine(placesLayer)
  await engine.loadBy((builder) => {
    const reader = copiedRowReader(engine.schema, builder, inColumns)
    return database.copyTo(copyOfLayer(engine.schema, inColumns), reader.take)
  }, 1)
  return engine
}

function tilesOf(engine: LayerEngine): (string | undefined)[] {
  const filters = [EVERYTHING, readFilter(engine.schema, [['sport', 'ski,football']])]
  const tiles: (string | undefined)[] = []
  for (const filter of filters) {
    for (let z = 0; z <= 14; z++) {
      const last = 2 ** z - 1
      const [x, y] = [Math.floor((104.1 / 360 + 0.5) * 2 ** z), Math.floor(0.41138 * 2 ** z)]
      for (const [dx, dy] of [
        [0, 0],
        [1, 0],
        [0, 1],
      ] as const)
        tiles.push(
          engine.encode({ z, x: Math.min(last, x + dx), y: Math.min(last, y + dy), filter })?.toString('base64'),
        )
    }
  }
  return tiles
}

test('a layer read by columns, by properties and change by change gives the same tiles', async () => {
  const byColumns = await copied(true)
  expect(byColumns.figures().features).toBe(ids.length)
  const expected = tilesOf(byColumns)
  expect(expected.filter((tile) => tile !== undefined).length).toBeGreaterThan(20)
  expect(tilesOf(await copied(false))).toEqual(expected)

  const byChanges = createLayerEngine(placesLayer)
  const rows = await database.rows<LayerRow>(database.primary, someOfLayer(placesLayer, ids))
  byChanges.apply(new Map(rows.map((row) => [row.id, readFeature(byChanges.schema, row)])), 2)
  expect(tilesOf(byChanges)).toEqual(expected)
})
