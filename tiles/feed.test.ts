import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase, testEngine } from '../api/db/testing.ts'
import { EVERYTHING, type Filter, readFilter } from './engine/filter.ts'
import { createLayerEngine, type LayerEngine } from './engine/layer-engine.ts'
import { createFeed, type Feed } from './feed.ts'
import { addPlaces, addPlaceTypes, placesLayer, quietLog, readTile, seededRandom } from './testing.ts'
import { randomPlaces } from './testing-places.ts'

let database: TestDatabase
let engine: LayerEngine
let feed: Feed

beforeAll(async () => {
  database = await openTestDatabase()
  await addPlaceTypes(database)
  await addPlaces(database, randomPlaces(3_000, 21))
  engine = createLayerEngine(placesLayer)
  feed = createFeed({ database, engines: new Map([['places', engine]]), log: quietLog, pollMs: 1_000 })
  await feed.start()
}, 120_000)

afterAll(async () => {
  await feed?.stop()
  await database?.close()
})

/** Cells' counts, points inside the tile (not its buffer), and shapes by id: what the tiles of a zoom say there is. */
function countedAt(zoom: number, tiles: readonly [number, number][], filter: Filter) {
  let cells = 0
  let byCategory = 0
  const points = new Set<number>()
  const shapes = new Set<number>()
  let doubled = 0
  for (const [x, y] of tiles) {
    const bytes = engine.encode({ z: zoom, x, y, filter })
    for (const feature of bytes ? readTile(bytes).places! : []) {
      const [{ x: px, y: py }] = feature.geometry[0] as [{ x: number; y: number }]
      if (feature.properties.kind === 'cell') {
        cells += feature.properties.point_count as number
        for (const share of ((feature.properties.categories as string | undefined) ?? ':0').split(','))
          byCategory += Number(share.split(':')[1])
      } else if (feature.type !== 1) shapes.add(feature.id!)
      else if (px >= 0 && py >= 0 && px < 4096 && py < 4096) {
        if (points.has(feature.id!)) doubled++
        points.add(feature.id!)
      }
    }
  }
  for (const id of shapes) if (points.has(id)) doubled++
  return { total: cells + points.size + shapes.size, cells, byCategory, doubled }
}

test('at every zoom the counts over all tiles sum to the rows, for ten random filter sets', {
  timeout: 120_000,
}, async () => {
  const random = seededRandom(77)
  const some = <T>(items: readonly T[]) => items.filter(() => random() < 0.5)
  for (let set = 0; set < 10; set++) {
    const asked = {
      type: some(['gymnasium', 'stadium', 'ski', 'club', 'hiking-trail', 'sports-park']),
      sport: some(['badminton', 'football', 'ski']),
      status: some(['open', 'closed', 'planned']),
      fee: some(['free', 'low-fee', 'paid']),
    }
    // The first set asks for everything.
    const parameters =
      set === 0 ? [] : Object.entries(asked).filter(([, values]) => values.length > 0 && random() < 0.7)
    const filter = readFilter(
      engine.schema,
      parameters.map(([name, values]): [string, string] => [name, values.join(',')]),
    )
    const value = (name: string) => parameters.find(([given]) => given === name)?.[1] ?? null
    const [row] = await database.rows<{ count: number }>(database.primary, {
      name: 'test-count',
      text: `select count(*) as count
             from app.layer_places l
             where ($1::text[] is null or l.properties ->> 'type' = any($1))
               and ($2::text[] is null or l.properties -> 'sports' ?| $2)
               and ($3::text[] is null or l.properties ->> 'status' = any($3))
               and ($4::text[] is null or l.properties ->> 'fee' = any($4))`,
      values: [value('type'), value('sport'), value('status'), value('fee')],
    })
    let tiles: [number, number][] = [[0, 0]]
    for (let zoom = 0; zoom <= 16; zoom++) {
      const counted = countedAt(zoom, tiles, filter)
      expect(counted, `zoom ${zoom}, ${filter.key}`).toMatchObject({
        total: row!.count,
        byCategory: counted.cells,
        doubled: 0,
      })
      if (zoom === 6 && set === 0) expect(counted.cells).toBeGreaterThan(0)
      if (zoom === 16) break
      // Children of tiles that hold something: nothing lies below an empty one.
      const next = new Map<string, [number, number]>()
      for (const [x, y] of tiles)
        for (let dy = 0; dy < 2; dy++)
          for (let dx = 0; dx < 2; dx++) {
            const child: [number, number] = [2 * x + dx, 2 * y + dy]
            if (engine.encode({ z: zoom + 1, x: child[0], y: child[1], filter })) next.set(child.join(), child)
          }
      tiles = [...next.values()]
    }
  }
})

test('the layer holds what the view holds after updates, moves and a change of the whole layer', async () => {
  const before = engine.figures().features
  const [id] = await addPlaces(database, [{ wkt: 'POINT(100 25)', name: '甲' }])
  await settled()
  expect(engine.figures().features).toBe(before + 1)
  await change(`update app.place set geom = st_geomfromtext('POINT(90 35)', 4326) where id = $1`, [id!])
  await settled()
  expect(pointsIn(12, 90, 35)).toContain(id)
  expect(pointsIn(12, 100, 25)).not.toContain(id)
  await change(`insert into app.layer_change (layer, feature_id) values ('places', null)`, [])
  await settled()
  expect(engine.figures()).toMatchObject({ features: before + 1, changes: 0 })
  expect(pointsIn(12, 90, 35)).toContain(id)
})

describe.skipIf(testEngine() === 'pglite')('several connections (not on PGlite: it has one)', () => {
  test('writers that commit out of order lose nothing, and do not hold up the others', {
    timeout: 60_000,
  }, async () => {
    const ids = await addPlaces(
      database,
      Array.from({ length: 40 }, (_, i) => ({ wkt: `POINT(${60 + i} 10)`, name: `乱${i}` })),
    )
    await settled()
    const random = seededRandom(5)
    const slow = await database.primary.transaction()
    await database.rows(slow, {
      name: 'test-slow',
      text: 'update app.place set name_zh = $2 where id = $1',
      values: [ids[0]!, '慢'],
    })
    // Begun later, committed earlier: these stand behind the slow one in the order and must be seen all the same.
    await Promise.all(
      [0, 1].map(async (writer) => {
        for (let i = 1 + writer; i < ids.length; i += 2) {
          const trx = await database.primary.transaction()
          await database.rows(trx, {
            name: 'test-quick',
            text: 'update app.place set name_zh = $2 where id = $1',
            values: [ids[i]!, `快${i}`],
          })
          await new Promise((resolve) => setTimeout(resolve, random() * 20))
          await trx.commit()
        }
      }),
    )
    await waitFor(() => ids.slice(1).every((id, i) => nameAt(id, 60 + i + 1) === `快${i + 1}`))
    expect(nameAt(ids[0]!, 60)).toBe('乱0')
    await slow.commit()
    await waitFor(() => nameAt(ids[0]!, 60) === '慢')
  })
})

test('a follower is told each change before the feed has caught up with it, again when it failed', async () => {
  const told: (number | null)[] = []
  let failures = 1
  const unfollow = feed.follow(async (changes) => {
    if (failures-- > 0) throw new Error('not this time')
    told.push(...(changes ?? []).map((one) => one.feature_id))
  })
  const [row] = await database.rows<{ id: number }>(database.primary, {
    name: 'test-followed',
    text: 'update app.place set name_zh = $1 where id = (select min(id) from app.place) returning id',
    values: ['跟'],
  })
  expect(await feed.caughtUp(5_000)).toBe(true)
  expect(told).toContain(row!.id)
  unfollow()
})

const change = (text: string, values: (string | number)[]) =>
  database.rows(database.primary, { name: `test-${text.slice(0, 24)}`, text, values })

/** Waits until the feed has what is committed by now. */
async function settled(): Promise<void> {
  const [row] = await database.rows<{ horizon: number }>(database.primary, {
    name: 'test-horizon',
    text: 'select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as horizon',
    values: [],
  })
  expect(await feed.reached(row!.horizon - 1, 5_000)).toBe(true)
}

function featuresAt(zoom: number, lon: number, lat: number) {
  const side = 2 ** zoom
  const sine = Math.sin((lat * Math.PI) / 180)
  const x = Math.floor((lon / 360 + 0.5) * side)
  const y = Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * side)
  const bytes = engine.encode({ z: zoom, x, y, filter: EVERYTHING })
  return bytes ? readTile(bytes).places! : []
}

const pointsIn = (zoom: number, lon: number, lat: number) => featuresAt(zoom, lon, lat).map((feature) => feature.id)

const nameAt = (id: number, lon: number) =>
  featuresAt(12, lon, 10).find((feature) => feature.id === id)?.properties.name

async function waitFor(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (condition()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('waited in vain')
}
