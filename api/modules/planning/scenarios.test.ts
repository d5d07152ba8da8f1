import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { makePerson, startTestServer, type TestServer } from '../../http/testing.ts'
import { buildPlace, buildPlaces } from '../places/build.ts'
import { plannerOf } from './planner-of.ts'
import { buildPeople, planner, runNow, sendGrid, valuesOf } from './testing-planning.ts'

let database: TestDatabase
let server: TestServer
let gridId: number
let placeIds: number[]
let author: string
let other: string

const send = (method: string, path: string, body?: object, person = author, headers = {}) =>
  server.send(method, `/api/planning${path}`, { roles: planner, person, headers, ...(body ? { body } : {}) })
const runWith = async (changes: object[]) => {
  const made = await send('POST', '/scenarios', { name: 'what if', changes })
  return runNow(server, { population: gridId, scenarioId: made.body.id, parameters: { capacity: 'place' } }, author)
}

beforeAll(async () => {
  database = await openTestDatabase()
  await buildPeople(database)
  server = await startTestServer(database)
  author = await makePerson(database, ['planner'])
  other = await makePerson(database, ['planner'])
  placeIds = await buildPlaces(database, [
    { lon: 103.95, lat: 30.5, fee: 'paid' },
    { lon: 104.05, lat: 30.5, fee: 'paid', type: 'fitness-plaza' },
  ])
  const street = Array.from({ length: 11 }, (_, i) => `${103.95 + i * 0.01},30.5,1000`)
  gridId = (await sendGrid(server, `lon,lat,pop\n${street.join('\n')}`, 'name=s&format=csv')).body.id
})
afterAll(async () => {
  await plannerOf(server.core).thread.close()
  await server?.stop()
  await database?.close()
})

describe('a scenario', () => {
  it('is its author’s until it is shared, and saved by version', async () => {
    const { body: made } = await send('POST', '/scenarios', { name: '新区' })
    expect(made).toMatchObject({ version: 1, isOwn: true, changes: [], isShared: false })
    expect((await send('GET', `/scenarios/${made.id}`, undefined, other)).body.code).toBe('scenario-not-found')
    const shared = { name: '新区', isShared: true, changes: [{ kind: 'close', placeId: placeIds[0] }] }
    const saved = await send('PUT', `/scenarios/${made.id}`, shared, author, { 'If-Match': '"1"' })
    expect(saved.body).toMatchObject({ version: 2, changes: [{ kind: 'close' }] })
    expect((await send('PUT', `/scenarios/${made.id}`, shared, author, { 'If-Match': '"1"' })).status).toBe(412)
    expect((await send('GET', '/scenarios', undefined, other)).body.items).toHaveLength(1)
    const foreign = await send('PUT', `/scenarios/${made.id}`, shared, other, { 'If-Match': '"2"' })
    expect(foreign.body.code).toBe('scenario-not-own')
    expect((await send('DELETE', `/scenarios/${made.id}`)).status).toBe(204)
    expect((await send('GET', `/scenarios/${made.id}`)).status).toBe(404)
  })

  it('with two new places covers whom they reach, and the registry is as it was', async () => {
    const base = await valuesOf(server, await runNow(server, { population: gridId }), '510000')
    const add = (lon: number) => ({ kind: 'add', nameZh: '规划馆', type: 'gymnasium', lon, lat: 30.5, areaM2: 900 })
    const planned = await valuesOf(server, await runWith([add(103.98), add(104.02)]), '510000')
    expect(base['covered-1000']).toBeCloseTo(4 / 11, 2)
    expect(planned['covered-1000']).toBeCloseTo(10 / 11, 2)
    expect([base.places, planned.places]).toEqual([2, 4])
    const { rows } = await database.primary.raw('select count(*)::integer as places from app.place')
    expect(rows[0].places).toBe(2)
  })

  it('moves, closes, and makes a place free', async () => {
    const moved = await valuesOf(
      server,
      await runWith([{ kind: 'move', placeId: placeIds[0], lon: 104.06, lat: 30.5 }]),
      '510107',
    )
    expect(moved.places).toBe(0)
    const closed = await valuesOf(server, await runWith([{ kind: 'close', placeId: placeIds[0] }]), '510000')
    expect(closed.places).toBe(1)
    const made = await send('POST', '/scenarios', {
      name: 'x',
      changes: [{ kind: 'terms', placeId: placeIds[0], fee: 'free' }],
    })
    const body = { population: gridId, scenarioId: made.body.id, parameters: { filter: { fees: ['free'] } } }
    expect((await valuesOf(server, await runNow(server, body, author), '510000')).places).toBe(1)
  })

  it('enlarges, and opens longer: capacity goes with both', async () => {
    const terms = { kind: 'terms', placeId: placeIds[0], hoursFactor: 2 }
    const once = await valuesOf(server, await runWith([]), '510107')
    const twice = await valuesOf(server, await runWith([terms]), '510107')
    expect(twice.access).toBeCloseTo(once.access! * 2, 6)
    const enlarge = await valuesOf(
      server,
      await runWith([{ kind: 'enlarge', placeId: placeIds[0], areaM2: 777 }]),
      '510107',
    )
    expect(enlarge['area-m2']).toBe(777)
  })

  it('lets people grow: per head falls, shares stay', async () => {
    const before = await valuesOf(server, await runWith([]), '510107')
    const after = await valuesOf(server, await runWith([{ kind: 'growth', region: '510107', factor: 2 }]), '510107')
    expect(after['per-10000']).toBeCloseTo(before['per-10000']! / 2, 9)
    expect(after['covered-1000']).toBeCloseTo(before['covered-1000']!, 9)
    const province = await valuesOf(server, await runWith([{ kind: 'growth', region: '510107', factor: 2 }]), '510000')
    expect(province['per-10000']).toBeCloseTo((2 * 10_000) / 160_000, 9)
  })
})

describe('a planned place', () => {
  it('becomes a record with status planned, once, which counts when it opens', async () => {
    const add = { kind: 'add', nameZh: '规划馆', type: 'gymnasium', lon: 103.99, lat: 30.5, areaM2: 900 }
    const { body: made } = await send('POST', '/scenarios', { name: '建馆', changes: [add] })
    const body = { scenarioId: made.id, position: 0 }
    expect((await send('POST', '/records', { ...body, position: 3 })).body.code).toBe('change-not-found')
    expect((await send('POST', '/records', body, other)).body.code).toBe('scenario-not-found')
    const { status, body: recorded } = await send('POST', '/records', body)
    expect(status).toBe(201)
    expect((await send('POST', '/records', body)).body.code).toBe('already-recorded')
    const { body: after } = await send('GET', `/scenarios/${made.id}`)
    expect(after.changes[0].placeId).toBe(recorded.placeId)
    const place = await server.send('GET', `/api/places/${recorded.placeId}`)
    expect(place.body).toMatchObject({ status: 'planned', nameZh: '规划馆', areaM2: 900, version: 1 })
    const placesIn = async () => {
      const runId = await runNow(server, { population: gridId, scenarioId: made.id }, author)
      return (await valuesOf(server, runId, '510000')).places
    }
    const planned = await placesIn()
    await database.primary.raw(`update app.place set status = 'open' where id = ?`, [recorded.placeId])
    expect(await placesIn()).toBe(planned)
    await database.primary.raw(`update app.place set status = 'closed' where id = ?`, [recorded.placeId])
  })
  it('can come from a suggested site, of a type that the registry knows', async () => {
    const site = { nameZh: '新馆', type: 'no-such-type', lon: 104.08, lat: 30.5 }
    expect((await send('POST', '/records', { site })).body.code).toBe('place-type-unknown')
    const { body } = await send('POST', '/records', { site: { ...site, type: 'gymnasium' } })
    const place = await server.send('GET', `/api/places/${body.placeId}`)
    expect(place.body).toMatchObject({ status: 'planned', location: [104.08, 30.5] })
  })
})

describe('beside a run', () => {
  it('suggests where the most people are without', async () => {
    const runId = await runNow(server, { population: gridId })
    const { body } = await send('POST', `/runs/${runId}/sites`, { most: 2, radiusMetres: 1000 })
    // Of cells alike the first is taken, which leaves two of the seven for the second: the best pair would have 6,000.
    expect(body.sites.map(({ gain }: { gain: number }) => gain)).toEqual([3000, 2000])
    expect(body.before).toBe(4000)
    expect(body.mostPossible).toBeGreaterThanOrEqual(6000)
    const west = await send('POST', `/runs/${runId}/sites`, { most: 3, region: '510107' })
    expect(west.body.sites.every(({ regionCode }: { regionCode: string }) => regionCode === '510107')).toBe(true)
  })

  it('scores a community with its places', async () => {
    const { body } = await send('POST', '/circle-score', { geometry: { type: 'Point', coordinates: [104.05, 30.501] } })
    expect(body).toMatchObject({ points: 0, most: 50, radiusMetres: 1000 })
    expect(body.parts[0].rows.map(({ placeId }: { placeId: number }) => placeId)).toEqual([placeIds[1]])
  })

  it.each(['csv', 'geojson', 'xlsx'])('exports %s', async (format) => {
    const runId = await runNow(server, { population: gridId })
    const response = await fetch(`${server.url}/api/planning/runs/${runId}/export?format=${format}`, {
      headers: { 'X-Test-Roles': 'planner' },
    })
    expect(response.status).toBe(200)
    const bytes = Buffer.from(await response.arrayBuffer())
    if (format === 'xlsx') expect(bytes.subarray(0, 2).toString()).toBe('PK')
    if (format === 'csv') expect(bytes.toString().split('\r\n')[1]).toMatch(/^510104,锦江区,/)
    if (format === 'geojson') expect(JSON.parse(bytes.toString()).features[0].geometry.type).toMatch(/Polygon/)
  })
})

describe('a trail in a drawn area', () => {
  const kilometre = 0.010_427
  const line = (lon: number, kilometres: number) => ({
    type: 'LineString',
    coordinates: [
      [lon, 30.45],
      [lon + kilometres * kilometre, 30.45],
    ],
  })
  const around = (lon: number) => ({
    type: 'Polygon',
    coordinates: [
      [
        [lon - 0.005, 30.44],
        [lon + 0.03, 30.44],
        [lon + 0.03, 30.46],
        [lon - 0.005, 30.46],
        [lon - 0.005, 30.44],
      ],
    ],
  })
  const trailKm = async (run: number, lon: number) =>
    (await send('POST', `/runs/${run}/area`, { geometry: around(lon) })).body.values['trail-km']

  it('is where the scenario has it, and as long as it was on the run’s day', async () => {
    const trail = await buildPlace(database, { type: 'hiking-trail', geometry: line(103.96, 2) })
    const now = await runNow(server, { population: gridId }, author)
    expect(await trailKm(now, 103.96)).toBeCloseTo(2, 2)
    expect(await trailKm(now, 104.04)).toBe(0)
    const moved = await runWith([{ kind: 'move', placeId: trail, lon: 104.04 + kilometre, lat: 30.45 }])
    expect(await trailKm(moved, 103.96)).toBe(0)
    expect(await trailKm(moved, 104.04)).toBeCloseTo(2, 2)

    const record = {
      nameZh: '步道',
      type: 'hiking-trail',
      sports: [],
      fee: 'free',
      ownership: 'public',
      status: 'open',
      courts: [],
    }
    await database.primary.raw(
      `insert into app.place_revision (place_id, version, changed_at, changed_by, reason, record)
       values (?, 1, '2020-01-01', 'test', 'opened', ?::jsonb)`,
      [trail, JSON.stringify({ ...record, attributes: {}, geometry: line(103.96, 1) })],
    )
    const then = await runNow(
      server,
      { population: gridId, parameters: { filter: { at: '2021-01-01T00:00:00Z' } } },
      author,
    )
    expect(await trailKm(then, 103.96)).toBeCloseTo(1, 2)
  })
})
