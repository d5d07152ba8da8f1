import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toMap } from '../../../../bim-viewer/ifc/placement.ts'
import { openTestDatabase, type TestDatabase } from '../../../db/testing.ts'
import { makePerson, startTestServer, type TestServer } from '../../../http/testing.ts'
import { findWay, type Way, type WayAsked } from '../../../spatial/directions.ts'
import { buildPlace } from '../../places/build.ts'
import { metresAround } from './around-building.ts'
import { readIndoorBuilding } from './indoor-queries.ts'
import { joinOutdoors } from './join-outdoors.ts'
import { floorsAt, giveFloors } from './testing-floors.ts'
import { walkMaps } from './walk-maps.ts'

let database: TestDatabase
let server: TestServer
let placeId: number
let bareId: number
const [lon, lat] = [104.06, 30.65]

beforeAll(async () => {
  database = await openTestDatabase()
  server = await startTestServer(database)
  placeId = await buildPlace(database, { geometry: { type: 'Point', coordinates: [lon, lat] } })
  bareId = await buildPlace(database, {})
  await giveFloors(database, placeId, floorsAt(lon, lat))
})
afterAll(async () => {
  await server.stop()
  await database.close()
})

const get = (path: string, options = {}) => server.send('GET', `/api/places/${placeId}/indoor${path}`, options)
const floors = async () => (await get('')).body
const unit = async (name: string) =>
  (await floors()).levels
    .flatMap(({ units }: { units: { features: object[] } }) => units.features)
    .find(({ properties }: { properties: { label: { zh: string } } }) => properties.label.zh === name)
const route = async (from: string, to: string, more = '') =>
  get(`/route?from=${from}&to=space:${(await unit(to)).id}${more}`)
const done = ({ body }: { body: { steps: { does: string }[] } }) => body.steps.map(({ does }) => does)

describe('an indoor map', () => {
  it('has its floors as GeoJSON on the map, by ordinal, with what one looks for', async () => {
    const { levels, bounds, routes } = await floors()
    expect(routes).toBe(true)
    expect(levels.map(({ short }: { short: string }) => short)).toEqual(['1F', '2F'])
    const lobby = await unit('门厅')
    expect(lobby.properties).toMatchObject({ category: 'entrance', area: 48, reached: 'yes' })
    // Local (-6, 0) lies 6 m west-south-west of the point: turned by 30°.
    const [west, south] = lobby.geometry.coordinates[0][0]
    expect((west - lon) * 95_900).toBeCloseTo(-6 * Math.cos(Math.PI / 6), 1)
    expect((south - lat) * 110_860).toBeCloseTo(-6 * Math.sin(Math.PI / 6), 1)
    expect(bounds[0]).toBeLessThan(lon)
    const kinds = levels[0].amenities.features.map(
      ({ properties }: { properties: { kind: string } }) => properties.kind,
    )
    expect(kinds.sort()).toEqual(['defibrillator', 'exit', 'lift', 'stair', 'toilet'])
    const lift = levels[0].amenities.features.find(
      ({ properties }: { properties: { kind: string } }) => properties.kind === 'lift',
    )
    expect(lift.properties.goesTo).toEqual([levels[1].id])
  })

  it('is found by what the map shows', async () => {
    const inView = async (bbox: string) => (await server.send('GET', `/api/indoor?bbox=${bbox}`)).body.items
    const found = await inView(`${lon - 0.001},${lat - 0.001},${lon + 0.001},${lat + 0.001}`)
    expect(found).toContainEqual({ placeId, nameZh: '测试体育馆', nameEn: null })
    expect(await inView(`${lon + 0.01},${lat},${lon + 0.02},${lat + 0.01}`)).toEqual([])
  })

  it('is said to be missing where there is none', async () => {
    const { status, body } = await server.send('GET', `/api/places/${bareId}/indoor`)
    expect([status, body.code]).toEqual([404, 'indoor-not-found'])
  })
})

/** The hall with a second entrance at its far end; `spot` is a point of its local metres on the map. */
async function twoDoors() {
  const place = await buildPlace(database, {})
  const plan = floorsAt(lon, lat)
  const line: [[number, number], [number, number]] = [
    [20.1, 1],
    [20.1, 3],
  ]
  const east = { id: 'east', kind: 'door' as const, name: '东门', spaceIds: ['hall', null] as [string, null], line }
  await giveFloors(database, place, { ...plan, passages: [...plan.passages, east] })
  const spot = (x: number, y: number): [number, number] => {
    const [spotLon, spotLat] = toMap(plan.placement)([x, y])
    return [Number(spotLon.toFixed(9)), Number(spotLat.toFixed(9))]
  }
  return { place, spot }
}

it('a building in between is walked around', () => {
  const hull = [
    [0, 0],
    [40, 0],
    [40, 10],
    [0, 10],
  ] as const
  expect(metresAround(hull, [20, -10], [20, -0.1])).toBeCloseTo(9.9)
  // To the door behind: to a corner, along the short side, and half the length.
  const to = Math.hypot(20, 10) + 10 + 20
  expect(metresAround(hull, [20, -10], [20, 10.1])).toBeCloseTo(to, 0)
  expect(metresAround(hull, [-30, 5], [20, 10.1])).toBeCloseTo(Math.hypot(30, 5) + 20, 0)
})

describe('a route over the API', () => {
  it('leads from the entrance to a room on another floor, and without stairs by the lift', async () => {
    const stairs = await route('entrance', '羽毛球1号场')
    expect(stairs.body.stepFree).toBe(false)
    expect(done(stairs)).toContain('stair')
    const lift = await route('entrance', '羽毛球1号场', '&stairs=avoid')
    expect(lift.body.stepFree).toBe(true)
    expect(done(lift)).toContain('lift')
    const { levels } = await floors()
    const ride = lift.body.steps.find(({ does }: { does: string }) => does === 'lift')
    expect([ride.fromLevelId, ride.levelId]).toEqual([levels[0].id, levels[1].id])
    expect(lift.body.steps.at(-1).space.label.zh).toBe('羽毛球1号场')
  })

  it('begins where a code was scanned', async () => {
    const { levels } = await floors()
    const [fromLon, fromLat] = (await unit('门厅')).properties.display
    const found = await route(`point:${levels[0].id},${fromLon},${fromLat}`, '男卫生间')
    expect(found.body.steps[0].space.label.zh).toBe('门厅')
    expect(found.body.steps[0].line[0][0]).toBeCloseTo(fromLon, 7)
  })

  it('from outside takes the entrance that makes the whole way shortest, and leads out again', async () => {
    const { place, spot } = await twoDoors()
    const path = (from: string, to: string) => `/api/places/${place}/indoor/route?from=${from}&to=${to}&stairs=avoid`
    const hall = (await server.send('GET', `/api/places/${place}/indoor/search?q=大厅`)).body.items[0].end
    // Local x runs along the hall: one door at each of its ends, and the nearer one is taken.
    const seen = new Set<number>()
    for (const side of [-40, 60]) {
      const outside = `outside:${spot(side, 2).join()}`
      const { body } = await server.send('GET', path(outside, hall))
      expect(body.outdoor).toMatchObject({ comes: 'before', way: { kind: 'straight', durationSeconds: null } })
      expect(body.outdoor.way.geometry.coordinates).toEqual([spot(side, 2), body.outdoor.entrance.at])
      expect(body.steps[0].space).toBeNull()
      const back = (await server.send('GET', path(hall, outside))).body
      expect(back.outdoor).toMatchObject({ comes: 'after', entrance: { id: body.outdoor.entrance.id } })
      expect(back.steps.at(-1).space).toBeNull()
      seen.add(body.outdoor.entrance.id)
    }
    expect(seen.size).toBe(2)
    const both = await server.send('GET', path(`outside:${spot(-40, 2).join()}`, `outside:${spot(60, 2).join()}`))
    expect(both.body.code).toBe('route-end-unknown')
  })

  it('by a router weighs its ways, and where it is silent the straight line', async () => {
    const { place, spot } = await twoDoors()
    const { placement, walkVersion } = (await readIndoorBuilding(database.primary, place))!
    const map = (await walkMaps(database.primary).of(place, walkVersion!))!
    const { spaceIds } = map.plan.passages.find(({ name }) => name === '东门')!
    const inside = { spaceId: spaceIds[0] }
    const asked = { outside: spot(-40, 2), inside, comes: 'before', mode: 'walk', avoidSteps: false } as const
    const straight = (await joinOutdoors(map, placement, (way) => findWay(way, { routerUrl: undefined }), asked))!
    // The router knows that the nearer door is beyond a river: two kilometres by the bridge.
    const router = async ({ from, to }: WayAsked): Promise<Way> => {
      const isNear = to[0] === straight.entranceAt[0]
      const geometry = { type: 'LineString' as const, coordinates: [[...from], [...to]] }
      const metres = isNear ? 2_000 : 150
      return { kind: 'route', distanceMetres: metres, durationSeconds: metres, geometry, steps: [], reason: null }
    }
    const led = (await joinOutdoors(map, placement, router, asked))!
    expect(led.entranceId).not.toBe(straight.entranceId)
    expect(led.way.distanceMetres).toBe(150)
  })

  it('that is not there says why', async () => {
    expect((await route('entrance', '储物间')).body.code).toBe('route-not-found')
    expect((await get('/route?from=entrance&to=space:999999')).body.code).toBe('route-end-unknown')
    expect((await get('/route?from=entrance&to=point:1,0,0')).body.code).toBe('route-end-unknown')
    expect((await get('/route?from=nowhere&to=entrance')).status).toBe(400)
    const onlyStairs = await buildPlace(database, {})
    const plan = floorsAt(lon, lat)
    await giveFloors(database, onlyStairs, {
      ...plan,
      connectors: plan.connectors.filter(({ kind }) => kind === 'stair'),
    })
    const store = await server.send('GET', `/api/places/${onlyStairs}/indoor/search?q=badminton`)
    const path = `/api/places/${onlyStairs}/indoor/route?from=entrance&to=${store.body.items[0].end}&stairs=avoid`
    expect((await server.send('GET', path)).body.code).toBe('route-has-steps')
  })

  it('follows the floors as they are now', async () => {
    const changed = await buildPlace(database, {})
    const path = `/api/places/${changed}/indoor/route?from=entrance&to=`
    const plan = floorsAt(lon, lat)
    await giveFloors(database, changed, plan)
    const found = await server.send('GET', `/api/places/${changed}/indoor/search?q=男卫`)
    const { end } = found.body.items[0]
    expect((await server.send('GET', path + end)).status).toBe(200)
    await giveFloors(database, changed, { ...plan, passages: plan.passages.filter(({ id }) => id !== 'room-door') })
    expect((await server.send('GET', path + end)).body.code).toBe('route-not-found')
  })
})

it.each([
  ['男卫', 'toilet'],
  ['nanweishengjian', 'toilet'],
  ['nwsj', 'toilet'],
  ['restroom', 'toilet'],
  ['羽毛球', 'court'],
  ['badminton', 'court'],
  ['除颤', 'defibrillator'],
  ['直梯', 'lift'],
  ['出口', 'exit'],
])('%s finds %s', async (q, category) => {
  const { items } = (await get(`/search?q=${encodeURIComponent(q)}`)).body
  expect(items[0]?.category).toBe(category)
})

it('what cannot be reached is told to those who keep the place, with the reason', async () => {
  const owner = { roles: [`owner@place:${placeId}`] }
  const { items } = (await get('/unreachable', owner)).body
  expect(items).toMatchObject([{ reason: 'no-way-in', label: { zh: '储物间' } }])
  expect((await unit('储物间')).properties.reached).toBe('no')
  expect((await get('/unreachable', { roles: [`owner@place:${bareId}`] })).status).toBe(403)
})

describe('floors that their owner draws', () => {
  // Away from the others: the map shows the largest few around.
  const [lon, lat] = [104.2, 30.7]
  let drawnId: number
  let person: string
  beforeAll(async () => {
    drawnId = await buildPlace(database, { geometry: { type: 'Point', coordinates: [lon, lat] } })
    person = await makePerson(database, [`owner@place:${drawnId}`], '业主')
  })
  const ask = (method: string, path = '', { body, version }: { body?: unknown; version?: number } = {}, id = drawnId) =>
    server.send(method, `/api/places/${id}/indoor/drawing${path}`, {
      roles: [`owner@place:${id}`],
      person,
      ...(body === undefined ? {} : { body }),
      ...(version === undefined ? {} : { headers: { 'If-Match': `"${version}"` } }),
    })
  /** Metres east and north of the place. */
  const project = toMap({ anchor: [0, 0], lon, lat, rotation: 0, scale: 1, elevation: 0 })
  const at = (x: number, y: number) => project([x, y])
  const box = (x: number, y: number, width: number, depth: number) => ({
    type: 'Polygon',
    coordinates: [[at(x, y), at(x + width, y), at(x + width, y + depth), at(x, y + depth), at(x, y)]],
  })
  const room = (guid: string, levelGuid: string, use: string, geometry: object, nameZh: string | null = null) => ({
    guid,
    levelGuid,
    nameZh,
    nameEn: null,
    modelName: null,
    use,
    geometry,
  })
  const door = (guid: string, levelGuid: string, line: [number, number][], more = {}) => ({
    ...{ guid, levelGuid, kind: 'door', name: null, line, entrance: false, hasSteps: false, rooms: [], ...more },
  })
  const level = (guid: string, ordinal: number) => ({
    ...{ guid, nameZh: `${ordinal + 1}层`, nameEn: null, ordinal, elevation: ordinal * 4, underlay: null },
  })
  const drawn = {
    levels: [level('a', 0), level('b', 1)],
    rooms: [
      room('lobby', 'a', 'entrance', box(0, 0, 10, 8), '大厅'),
      room('wc', 'a', 'toilet', box(10, 0, 4, 4)),
      room('court', 'b', 'court', box(0, 0, 14, 8), '一号羽毛球场'),
    ],
    openings: [
      door('in', 'a', [at(4, 0), at(6, 0)]),
      door('wc-door', 'a', [at(10, 1), at(10, 2)], { hasSteps: true }),
      door('nowhere', 'b', [at(30, 0), at(31, 0)]),
    ],
    facilities: [
      { guid: 'aed', levelGuid: 'a', category: 'defibrillator', nameZh: '除颤器', nameEn: null, at: at(1, 1) },
    ],
    connectors: [
      {
        guid: 'lift',
        kind: 'lift',
        name: null,
        stops: [
          { levelGuid: 'b', at: at(2, 6), metres: null },
          { levelGuid: 'a', at: at(2, 6), metres: null },
        ],
      },
    ],
  }

  it('are a draft that nobody else sees, with what is to be mended, and are not published while something is', async () => {
    expect((await ask('GET')).body).toMatchObject({ version: 0, state: 'new', drawing: { rooms: [] } })
    const crossed = [at(20, 0), at(24, 4), at(24, 0), at(20, 4), at(20, 0)]
    const bad = {
      ...drawn,
      rooms: [
        ...drawn.rooms,
        room('over', 'a', 'office', box(8, 0, 4, 4)),
        room('bow', 'a', 'office', { type: 'Polygon', coordinates: [crossed] }),
      ],
    }
    const saved = await ask('PUT', '', { body: bad, version: 0 })
    expect(saved.status).toBe(200)
    const rules = saved.body.faults.map(({ rule, blocks }: { rule: string; blocks: boolean }) => [rule, blocks])
    expect(rules.sort()).toEqual([
      ['opening-joins-nothing', false],
      ['room-invalid', true],
      ['rooms-overlap', true],
      ['rooms-overlap', true],
    ])
    const refused = await ask('POST', '/publish', { body: {}, version: 1 })
    expect([refused.status, refused.body.code]).toEqual([422, 'drawing-faulty'])
    expect((await server.send('GET', `/api/places/${drawnId}/indoor`)).status).toBe(404)
    const stale = await ask('PUT', '', { body: drawn, version: 0 })
    expect([stale.status, stale.body.code]).toEqual([412, 'drawing-changed'])
  })

  it('are on the map and in routes once published, and wheels keep away from a door with steps', async () => {
    const saved = await ask('PUT', '', { body: drawn, version: 1 })
    const published = await ask('POST', '/publish', { body: {}, version: saved.body.version })
    expect(published.body).toMatchObject({ levels: 2, spaces: 3, openings: 2, connectors: 1 })
    const { body } = await server.send('GET', `/api/places/${drawnId}/indoor`)
    expect(body.levels.map(({ label }: { label: { zh: string } }) => label.zh)).toEqual(['1层', '2层'])
    const units = body.levels.flatMap(({ units }: { units: { features: never[] } }) => units.features)
    const found = units.map(({ properties }: { properties: Record<string, unknown> }) => [
      properties.category,
      properties.area,
      properties.reached,
    ])
    expect(found).toEqual([
      ['entrance', 80, 'yes'],
      ['toilet', 16, 'by-steps'],
      ['court', 112, 'yes'],
    ])
    const bbox = [...at(-1, -1), ...at(15, 9)].join()
    const inView = (await server.send('GET', `/api/indoor?bbox=${bbox}`)).body.items
    expect(inView.map(({ placeId: id }: { placeId: number }) => id)).toContain(drawnId)
    const court = units[2].id
    const ride = await server.send(
      'GET',
      `/api/places/${drawnId}/indoor/route?from=entrance&to=space:${court}&stairs=avoid`,
    )
    expect(done(ride)).toContain('lift')
    expect((await ask('GET')).body).toMatchObject({ state: 'published', stale: false })
  })

  it('keep rooms, and take back what is said no more, when they are drawn again', async () => {
    const before = (await server.send('GET', `/api/places/${drawnId}/indoor`)).body.levels
    const { version, drawing } = (await ask('GET')).body
    const [lobby, ...others] = drawing.rooms
    const rooms = [{ ...lobby, nameZh: null, geometry: box(0, 0, 10, 10) }, ...others]
    const saved = await ask('PUT', '', { body: { ...drawing, rooms }, version })
    await ask('POST', '/publish', { body: {}, version: saved.body.version })
    const after = (await server.send('GET', `/api/places/${drawnId}/indoor`)).body.levels
    expect(after[0].units.features[0]).toMatchObject({
      id: before[0].units.features[0].id,
      properties: { area: 100 },
    })
    expect(after[0].units.features[0].properties.label.zh).not.toBe('大厅')
  })

  it('correct what a plan brought, and say so when that was replaced meanwhile', async () => {
    const converted = await buildPlace(database, { geometry: { type: 'Point', coordinates: [104.06, 30.65] } })
    const plan = floorsAt(104.06, 30.65)
    await giveFloors(database, converted, plan)
    const asked = async (method: string, path = '', given = {}) => ask(method, path, given, converted)
    const before = (await server.send('GET', `/api/places/${converted}/indoor`)).body
    const start = (await asked('GET')).body
    expect(start).toMatchObject({ version: 0, state: 'new', faults: [] })
    expect(start.drawing.rooms).toHaveLength(plan.spaces.length)
    const saved = await asked('PUT', '', { body: start.drawing, version: 0 })
    const published = await asked('POST', '/publish', { body: {}, version: saved.body.version })
    expect(published.status).toBe(200)
    const after = (await server.send('GET', `/api/places/${converted}/indoor`)).body
    const shapes = (levels: { units: object; openings: { features: { geometry: object }[] } }[]) =>
      levels.map(({ units, openings }) => [units, openings.features.map(({ geometry }) => geometry)])
    expect(shapes(after.levels)).toEqual(shapes(before.levels))
    const draft = await asked('PUT', '', { body: start.drawing, version: published.body.version })
    await giveFloors(database, converted, plan)
    const late = await asked('POST', '/publish', { body: {}, version: draft.body.version })
    expect([late.status, late.body.code]).toEqual([409, 'floors-replaced'])
    expect((await asked('POST', '/publish', { body: { over: true }, version: draft.body.version })).status).toBe(200)
    expect((await asked('DELETE')).status).toBe(204)
    expect((await asked('GET')).body.state).toBe('new')
  })
})
