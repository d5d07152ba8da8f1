import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PMTiles, type Source, zxyToTileId } from 'pmtiles'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findProgram } from '../../api/cli/find-program.ts'
import { makeTestFolder, openTestDatabase, type TestDatabase } from '../../api/db/testing.ts'
import type { Layer } from '../../api/spatial/layers.ts'
import { EVERYTHING } from '../engine/filter.ts'
import { createLayerEngine } from '../engine/layer-engine.ts'
import { createFeed } from '../feed.ts'
import { createTileService, type TileService } from '../service.ts'
import {
  addPlaces,
  addPlaceTypes,
  placesLayer,
  quietLog,
  type RunningService,
  readTile,
  serveTiles,
} from '../testing.ts'
import { randomPlaces } from '../testing-places.ts'
import { type ExportOptions, exportTiles } from './export-tiles.ts'
import { firstTileId, walkTiles } from './hilbert.ts'
import { tileRange } from './tile-set.ts'

/** A layer that is not clustered and whose features come late, as regions' counties do. */
const regionsLayer: Layer = {
  name: 'regions',
  titleZh: '行政区划',
  titleEn: 'Regions',
  geometry: 'area',
  minZoom: 0,
  maxZoom: 13,
  clustered: false,
  zooms: { field: 'level', from: { county: 5 } },
  fields: {
    level: { type: 'string', facet: true, inTile: true, description: 'level' },
    name: { type: 'string', description: 'name' },
  },
}
const LAST_ZOOM = 14

let database: TestDatabase
let service: TileService
let running: RunningService
let folder: string
let archive: PMTiles
let path: string

const given = (more: Partial<ExportOptions> = {}): ExportOptions => ({
  database,
  layers: [placesLayer, regionsLayer],
  minZoom: 0,
  maxZoom: LAST_ZOOM,
  path,
  log: quietLog,
  ...more,
})

beforeAll(async () => {
  folder = makeTestFolder()
  path = join(folder, 'world.pmtiles')
  database = await openTestDatabase()
  await addPlaceTypes(database)
  await addRegions()
  await addPlaces(database, randomPlaces(2_500, 31))
  const layers = new Map([placesLayer, regionsLayer].map((layer) => [layer.name, layer]))
  service = createTileService({ database, layers, log: quietLog, cacheMegabytes: 32 })
  await service.start()
  running = await serveTiles(service)
  await exportTiles(given())
  archive = openArchive(path)
}, 120_000)

afterAll(async () => {
  await running?.close()
  await service?.stop()
  await database?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A province of two counties around Chengdu. */
async function addRegions(): Promise<void> {
  const box = (west: number, east: number) => `((${west} 30,${east} 30,${east} 31,${west} 31,${west} 30))`
  const rows = [
    ['510000', 'province', null, `MULTIPOLYGON(${box(103, 105)})`],
    ['510104', 'county', '510000', `MULTIPOLYGON(${box(103, 104.1)})`],
    ['510105', 'county', '510000', `MULTIPOLYGON(${box(104.1, 105)})`],
  ]
  for (const [code, level, parent, wkt] of rows)
    await database.primary.raw(
      `insert into app.region (code, level, parent_code, name_zh, name_en, pinyin, initials, area_km2, geom, label_point, source)
       values (:code, :level, :parent, '测试区', 'Test', 'ce shi qu', 'csq', 1, st_geomfromtext(:wkt, 4326), st_pointonsurface(st_geomfromtext(:wkt, 4326)), 'test')`,
      { code: code!, level: level!, parent: parent!, wkt: wkt! },
    )
  await database.primary.raw('select app.region_rebuild_parts()')
}

function openArchive(file: string): PMTiles {
  const bytes = readFileSync(file)
  const source: Source = {
    getKey: () => file,
    getBytes: async (offset, length) => ({
      data: new Uint8Array(bytes.subarray(offset, offset + length)).buffer,
    }),
  }
  return new PMTiles(source)
}

async function served(z: number, x: number, y: number, query = ''): Promise<Buffer | null> {
  const response = await fetch(`${running.url}/tiles/places,regions/${z}/${x}/${y}.mvt${query}`, {
    headers: { 'accept-encoding': 'identity' },
  })
  return response.status === 204 ? null : Buffer.from(await response.arrayBuffer())
}

async function stored(tiles: PMTiles, z: number, x: number, y: number): Promise<Buffer | null> {
  const tile = await tiles.getZxy(z, x, y)
  return tile ? Buffer.from(tile.data) : null
}

const same = (a: Buffer | null, b: Buffer | null) => (a === null || b === null ? a === b : a.equals(b))

test('every tile of the world up to zoom 5 is what the server answers, and where it answers none there is none', async () => {
  let filled = 0
  const different: string[] = []
  for (let z = 0; z <= 5; z++)
    for (let x = 0; x < 2 ** z; x++)
      for (let y = 0; y < 2 ** z; y++) {
        const expected = await served(z, x, y)
        if (expected) filled++
        if (!same(expected, await stored(archive, z, x, y))) different.push(`${z}/${x}/${y}`)
      }
  expect(different).toEqual([])
  expect(filled).toBeGreaterThan(120)
})

test('no tile of the deeper zooms is missing: lines that are points above, buffers, the antimeridian, the poles’ limit', async () => {
  // Asked of the engines, for the server would take minutes; that both are the same is the test above.
  const engines = [createLayerEngine(placesLayer), createLayerEngine(regionsLayer)]
  const feed = createFeed({
    database,
    engines: new Map(engines.map((engine) => [engine.schema.layer.name, engine])),
    log: quietLog,
  })
  await feed.start()
  await feed.stop()
  let filled = 0
  const different: string[] = []
  const around = tileRange([103, 29.5, 105, 31.5], LAST_ZOOM)
  const isAround = (z: number, x: number, y: number) => {
    const shift = LAST_ZOOM - z
    return (
      x >= around.fromX >> shift && x <= around.toX >> shift && y >= around.fromY >> shift && y <= around.toY >> shift
    )
  }
  for (const z of [8, LAST_ZOOM]) {
    for (const { x, y } of walkTiles(z, z === 8 ? () => true : isAround)) {
      const parts = engines
        .filter(({ schema }) => z <= schema.layer.maxZoom)
        .map((engine) => engine.encode({ z, x, y, filter: EVERYTHING }))
        .filter((part) => part !== null)
      if (parts.length > 0) filled++
      if (!same(parts.length > 0 ? Buffer.concat(parts) : null, await stored(archive, z, x, y)))
        different.push(`${z}/${x}/${y}`)
    }
  }
  expect(different).toEqual([])
  expect(filled).toBeGreaterThan(700)
}, 120_000)

test('the archive says what it holds: bounds, zooms, layers, where it comes from; it is clustered and has leaves', async () => {
  const header = await archive.getHeader()
  expect(header).toMatchObject({
    specVersion: 3,
    clustered: true,
    minZoom: 0,
    maxZoom: LAST_ZOOM,
    tileType: 1,
    tileCompression: 2,
  })
  expect(header.leafDirectoryLength).toBeGreaterThan(0)
  expect(header.numAddressedTiles).toBeGreaterThan(header.numTileContents)
  expect(header.minLon).toBeLessThan(-179)
  expect(header.maxLon).toBeGreaterThan(179)
  expect(header.maxLat).toBeLessThanOrEqual(85.0511288)
  const metadata = (await archive.getMetadata()) as { vector_layers: { id: string }[]; attribution: string }
  expect(metadata.vector_layers.map(({ id }) => id)).toEqual(['places', 'regions', 'regions-labels'])
  expect(metadata).toMatchObject({ type: 'overlay', 'venue-atlas:demo': 'false' })
  expect(metadata.attribution).toContain('test')
})

test('a region and a filter give the tiles that the server gives for them, in the box of what lies there', async () => {
  const file = join(folder, 'county.pmtiles')
  await exportTiles(given({ path: file, region: '510104', filter: 'fee=free', minZoom: 7, maxZoom: 10 }))
  const county = openArchive(file)
  const header = await county.getHeader()
  expect(header.minLon).toBeGreaterThan(102)
  expect(header.maxLon).toBeLessThan(106)
  let filled = 0
  for (let z = 7; z <= 10; z++) {
    const x0 = Math.floor((103 / 360 + 0.5) * 2 ** z)
    for (let x = x0 - 2; x <= x0 + 8; x++)
      for (let y = Math.floor(0.41 * 2 ** z) - 2; y <= Math.floor(0.415 * 2 ** z) + 4; y++) {
        const expected = await served(z, x, y, '?region=510104&fee=free')
        if (expected) filled++
        expect(same(expected, await stored(county, z, x, y)), `${z}/${x}/${y}`).toBe(true)
      }
  }
  expect(filled).toBeGreaterThan(20)
})

test('ids along the curve are those of the PMTiles reader', () => {
  for (const z of [0, 1, 2, 5]) {
    const walked = [...walkTiles(z, () => true)]
    expect(walked.map(({ id }) => id)).toEqual(Array.from({ length: 4 ** z }, (_, index) => firstTileId(z) + index))
    for (const { id, x, y } of walked) expect(id).toBe(zxyToTileId(z, x, y))
  }
  const deep = [...walkTiles(16, (z, x, y) => x === 51_715 >> (16 - z) && y === 26_920 >> (16 - z))]
  expect(deep).toEqual([{ id: zxyToTileId(16, 51_715, 26_920), x: 51_715, y: 26_920 }])
})

test('what cannot be written leaves no file behind, and says why', async () => {
  const file = join(folder, 'none.pmtiles')
  await expect(exportTiles(given({ path: file, region: '999999' }))).rejects.toThrow(
    'region 999999 is not in this registry',
  )
  await expect(exportTiles(given({ path: file, filter: 'colour=red' }))).rejects.toThrow('«colour» is not a filter')
  await expect(
    exportTiles(given({ path: file, filter: 'type=nothing-of-the-kind', layers: [placesLayer] })),
  ).rejects.toThrow('nothing to write')
  expect(readdirSync(folder).filter((name) => name.startsWith('none'))).toEqual([])
})

const ogrinfo = findProgram(['ogrinfo'])

describe.skipIf(!ogrinfo)('GDAL (not run without gdal-bin)', () => {
  test('reads the archive, or, before its version 3.8, the tiles taken out of it', async () => {
    const knowsArchives = execFileSync(ogrinfo!, ['--formats'], { encoding: 'utf8' }).includes('PMTiles')
    const place = [10, 808, 420] as const
    const expected = readTile((await stored(archive, ...place))!).places!
    const target = knowsArchives ? path : await takenOut(place)
    const options = [
      '-ro',
      '-al',
      '-so',
      ...(knowsArchives ? ['-oo', 'ZOOM_LEVEL=10'] : ['-oo', 'CLIP=NO']),
      target,
      'places',
    ]
    const summary = execFileSync(ogrinfo!, options, { encoding: 'utf8' })
    expect(summary).toContain('nameEn: String')
    const count = Number(/Feature Count: (\d+)/.exec(summary)![1])
    if (knowsArchives) expect(count).toBeGreaterThan(expected.length)
    else expect(count).toBe(expected.length)
    expect(count).toBeGreaterThan(0)
  })
})

async function takenOut([z, x, y]: readonly [number, number, number]): Promise<string> {
  const column = join(folder, 'tiles', String(z), String(x))
  mkdirSync(column, { recursive: true })
  writeFileSync(join(column, `${y}.mvt`), (await stored(archive, z, x, y))!)
  return `MVT:${join(column, `${y}.mvt`)}`
}
