import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Geometry } from '../api/contract/shapes.ts'
import { openTestDatabase, type TestDatabase, testEngine } from '../api/db/testing.ts'
import { EVERYTHING, readFilter } from './engine/filter.ts'
import { createLayerEngine, type LayerEngine } from './engine/layer-engine.ts'
import { type LayerRow, readFeature } from './engine/read-feature.ts'
import { someOfLayer } from './feed-queries.ts'
import { addPlaces, addPlaceTypes, placesLayer, type ReadFeature, readTile, seededRandom } from './testing.ts'
import { distanceToPath, insideBox, type Point, polygonArea } from './testing-geometry.ts'
import { randomPlaces } from './testing-places.ts'

/** PostGIS's own encoder against ours. PGlite is compiled without protobuf-c and has no ST_AsMVT. */
const oracle = `
with tile as (
  select st_tileenvelope($1, $2, $3) as box, (st_xmax(st_tileenvelope($1, $2, $3)) - st_xmin(st_tileenvelope($1, $2, $3))) / 4096 as unit
), drawn as (
  select p.*, t.category, st_transform(p.geom, 3857) as true_geom, st_transform(p.location, 3857) as pin
  from app.place p
  join app.place_type t on t.code = p.type_code
), feature as (
  select d.id, d.name_zh as name, d.name_en as "nameEn", d.type_code as type, d.category, d.status, d.fee, d.rating::float8 as rating,
         st_asmvtgeom(
           case when geometrytype(d.geom) = 'POINT' then d.true_geom
                when $1 = 16
                  or greatest(st_xmax(d.true_geom) - st_xmin(d.true_geom), st_ymax(d.true_geom) - st_ymin(d.true_geom)) >= 256 * tile.unit
                then d.true_geom
                else d.pin end,
           tile.box, 4096, 64, true) as geom
  from drawn d, tile
  where ($4::text[] is null or d.type_code = any($4))
    and ($5::text[] is null or d.sports && $5)
    and ($6::text[] is null or d.fee = any($6))
)
select (select st_asmvt(f.*, 'places', 4096, 'geom', 'id') from feature f where f.geom is not null) as tile,
       (select coalesce(jsonb_object_agg(d.id, st_asgeojson(st_affine(d.true_geom, 1 / tile.unit, 0, 0, -1 / tile.unit,
          -st_xmin(tile.box) / tile.unit, st_ymax(tile.box) / tile.unit), 4)::jsonb), '{}')
        from drawn d, tile
        where geometrytype(d.geom) <> 'POINT' and d.true_geom && st_expand(tile.box, 64 * tile.unit)) as truth`

describe.skipIf(testEngine() === 'pglite')(
  'tiles equal those of ST_AsMVT (not on PGlite: it has no protobuf-c)',
  () => {
    let database: TestDatabase
    let engine: LayerEngine
    const tiles: [number, number, number][] = []

    beforeAll(async () => {
      database = await openTestDatabase()
      await addPlaceTypes(database)
      const ids = await addPlaces(database, randomPlaces(1_900, 7))
      engine = createLayerEngine(placesLayer)
      const rows = await database.rows<LayerRow>(database.primary, someOfLayer(placesLayer, ids))
      const features = rows.map((row) => readFeature(engine.schema, row)!)
      await engine.load([features], 1)
      const random = seededRandom(11)
      const known = new Set<string>()
      for (let z = 0; z <= 16; z++) {
        for (let i = 0; i < 60 && known.size < 16 * (z + 1); i++) {
          const { x, y } = features[Math.floor(random() * features.length)]!
          const size = 2 ** (32 - z)
          const tile: [number, number, number] = [z, Math.floor(x / size), Math.floor(y / size)]
          if (known.has(tile.join('/'))) continue
          known.add(tile.join('/'))
          tiles.push(tile)
        }
      }
    })
    afterAll(() => database?.close())

    const oracleTile = async (
      tile: [number, number, number],
      filter: { type?: string[]; sport?: string[]; fee?: string[] },
    ) => {
      const rows = await database.rows<{ tile: Buffer; truth: Record<string, Geometry> }>(database.primary, {
        name: 'oracle',
        text: oracle,
        values: [...tile, filter.type ?? null, filter.sport ?? null, filter.fee ?? null],
      })
      const { tile: bytes, truth } = rows[0]!
      return { expected: readTile(bytes).places ?? [], truth }
    }

    const filters = [{}, { type: ['gymnasium', 'sports-park'] }, { sport: ['badminton'], fee: ['free'] }]

    test.each(filters)('with filter %o', { timeout: 120_000 }, async (filter) => {
      const parameters = Object.entries(filter).map(([name, values]): [string, string] => [name, values.join(',')])
      const ownFilter = parameters.length === 0 ? EVERYTHING : readFilter(engine.schema, parameters)
      let compared = 0
      const faults: string[] = []
      for (const [z, x, y] of tiles) {
        const { expected, truth } = await oracleTile([z, x, y], filter)
        const bytes = engine.encode({ z, x, y, filter: ownFilter })
        const actual = bytes ? readTile(bytes).places! : []
        for (const fault of differences(expected, actual, truth)) faults.push(`${z}/${x}/${y} ${fault}`)
        compared += expected.length
      }
      expect(tiles.length).toBeGreaterThanOrEqual(200)
      expect(compared).toBeGreaterThan(1_000)
      expect(faults).toEqual([])
    })
  },
)

function differences(expected: ReadFeature[], actual: ReadFeature[], truth: Record<string, Geometry>): string[] {
  const faults: string[] = []
  const byId = new Map(actual.map((feature) => [feature.id, feature]))
  if (byId.size !== actual.length) faults.push('a feature stands twice')
  for (const feature of expected) {
    const own = byId.get(feature.id)
    byId.delete(feature.id)
    if (!own) {
      if (!atRim(feature)) faults.push(`lacks ${feature.id}`)
      continue
    }
    const { kind, lon, lat, ...properties } = own.properties
    if (kind !== 'place' || JSON.stringify(sorted(properties)) !== JSON.stringify(sorted(feature.properties)))
      faults.push(`${feature.id}: ${JSON.stringify(properties)} is not ${JSON.stringify(feature.properties)}`)
    if (own.type !== feature.type) {
      if (!atRim(feature) && polygonArea(feature.geometry) > 2)
        faults.push(`${feature.id} is of type ${own.type}, not ${feature.type}`)
    } else faults.push(...moved(feature, own, truth[feature.id!]))
  }
  for (const [id, feature] of byId) if (!atRim(feature) && !isTiny(feature)) faults.push(`has ${id} besides`)
  return faults
}

const sorted = (properties: Record<string, unknown>) => Object.fromEntries(Object.entries(properties).sort())

/** Within a unit of the buffer's outer edge either rounding may keep or drop it. */
function atRim({ geometry }: ReadFeature): boolean {
  return !geometry.flat().some((point) => insideBox(point, 1))
}

/** PostGIS drops what its grid makes nothing of; we keep it. */
function isTiny({ type, geometry }: ReadFeature): boolean {
  if (type === 1) return false
  const points = geometry.flat()
  const wide = Math.max(...points.map(({ x }) => x)) - Math.min(...points.map(({ x }) => x))
  const high = Math.max(...points.map(({ y }) => y)) - Math.min(...points.map(({ y }) => y))
  return Math.min(wide, high) <= 2
}

/** Points: within a unit of PostGIS's. Lines and areas: within a unit of the true geometry, and PostGIS's (itself rounded) near ours. */
function moved(expected: ReadFeature, own: ReadFeature, truth: Geometry | undefined): string[] {
  if (expected.type === 1) {
    const [[a]] = expected.geometry as [[Point]]
    const [[b]] = own.geometry as [[Point]]
    const apart = Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y))
    return apart <= 1 ? [] : [`${own.id} moved to ${b.x},${b.y} from ${a.x},${a.y}`]
  }
  const closed = expected.type === 3
  const trueParts = partsOf(truth!)
  const fromTruth = Math.max(farthest(own.geometry, trueParts, closed), farthest(trueParts, own.geometry, closed))
  const fromOracle = farthest(expected.geometry, own.geometry, closed)
  if (fromTruth <= 1 && fromOracle <= 1 + Math.SQRT1_2) return []
  return [
    `${own.id} (type ${own.type}) is ${fromTruth.toFixed(2)} from the truth, ${fromOracle.toFixed(2)} from PostGIS`,
  ]
}

function farthest(from: Point[][], to: Point[][], closed: boolean): number {
  const inside = from.flat().filter((point) => insideBox(point, 1.5))
  return Math.max(0, ...inside.map((point) => distanceToPath(point, to, closed)))
}

function partsOf({ type, coordinates }: Geometry): Point[][] {
  const depth = { LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 }[type as 'Polygon']!
  const parts = [coordinates].flat(depth) as unknown as number[][][]
  return (depth === 0 ? [coordinates as unknown as number[][]] : parts).map((part) =>
    part.map(([x, y]) => ({ x: x!, y: y! })),
  )
}
