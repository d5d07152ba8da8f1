import MVT from 'ol/format/MVT'
import { fromLonLat, get as projectionNamed } from 'ol/proj'
import type RenderFeature from 'ol/render/Feature'
import { createXYZ } from 'ol/tilegrid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../api/db/testing.ts'
import { createTileService, type TileService } from './service.ts'
import { addPlaces, addPlaceTypes, placesLayer, quietLog, type RunningService, serveTiles } from './testing.ts'

/** OpenLayers reads what the service answers, with its own tile grid and its own decoder. */

let database: TestDatabase
let service: TileService
let running: RunningService

const line: [number, number][] = [
  [104.06, 30.65],
  [104.07, 30.66],
  [104.085, 30.655],
]

beforeAll(async () => {
  database = await openTestDatabase()
  await addPlaceTypes(database)
  await addPlaces(database, [
    { name: '天府体育馆', nameEn: 'Tianfu Gymnasium', wkt: 'POINT(104.0712 30.6571)', rating: 4.5, fee: 'free' },
    { name: '锦城绿道', type: 'hiking-trail', wkt: `LINESTRING(${line.map((at) => at.join(' ')).join(',')})` },
    {
      name: '体育公园',
      type: 'sports-park',
      wkt: 'POLYGON((104.06 30.64,104.08 30.64,104.08 30.65,104.06 30.65,104.06 30.64),(104.065 30.643,104.07 30.643,104.07 30.647,104.065 30.647,104.065 30.643))',
    },
    ...Array.from({ length: 2_100 }, (_, i) => ({ wkt: `POINT(${104 + (i % 50) / 500} ${30.6 + i / 50_000})` })),
  ])
  const layers = new Map([['places', placesLayer]])
  service = createTileService({ database, layers, log: quietLog, cacheMegabytes: 8 })
  await service.start()
  running = await serveTiles(service)
}, 60_000)

afterAll(async () => {
  await running?.close()
  await service?.stop()
  await database?.close()
})

const grid = createXYZ({ maxZoom: 16, tileSize: 512 })

async function read(lon: number, lat: number, zoom: number): Promise<RenderFeature[]> {
  const [z, x, y] = grid.getTileCoordForCoordAndZ(fromLonLat([lon, lat]), zoom) as [number, number, number]
  const response = await fetch(`${running.url}/tiles/places/${z}/${x}/${y}.mvt`)
  return new MVT().readFeatures(await response.arrayBuffer(), {
    extent: grid.getTileCoordExtent([z, x, y]),
    featureProjection: projectionNamed('EPSG:3857')!,
  }) as RenderFeature[]
}

test('points, lines and areas with holes stand where the database has them, with their properties', async () => {
  const features = await read(104.0712, 30.6571, 14)
  const named = (name: string) => features.find((feature) => feature.get('name') === name)!
  const unit = (grid.getResolution(14)! * 512) / 4096

  const gym = named('天府体育馆')
  expect(gym.getProperties()).toMatchObject({ nameEn: 'Tianfu Gymnasium', rating: 4.5, fee: 'free', kind: 'place' })
  const [x, y] = gym.getFlatCoordinates() as [number, number]
  const [wantedX, wantedY] = fromLonLat([104.0712, 30.6571]) as [number, number]
  expect(Math.hypot(x - wantedX, y - wantedY)).toBeLessThan(1.5 * unit)

  const trail = named('锦城绿道')
  expect(trail.getType()).toBe('LineString')
  const [middleX, middleY] = fromLonLat(line[1]!) as [number, number]
  const coordinates = trail.getFlatCoordinates()
  const nearest = Math.min(
    ...Array.from({ length: coordinates.length / 2 }, (_, i) =>
      Math.hypot(coordinates[2 * i]! - middleX, coordinates[2 * i + 1]! - middleY),
    ),
  )
  expect(nearest).toBeLessThan(1.5 * unit)

  const below = await read(104.075, 30.645, 14)
  const park = below.find((feature) => feature.get('name') === '体育公园')!
  expect(park.getType()).toBe('Polygon')
  expect(park.getEnds()).toHaveLength(2)
})

test('cells are points with their count, and the counts add up', async () => {
  const features = await read(104.0712, 30.6571, 6)
  const cells = features.filter((feature) => feature.get('kind') === 'cell')
  expect(cells.length).toBeGreaterThan(0)
  expect(cells.reduce((sum, cell) => sum + Number(cell.get('point_count')), 0)).toBe(2_103)
})
