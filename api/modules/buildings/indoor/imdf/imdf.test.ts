import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../../../db/testing.ts'
import { makePerson, startTestServer, type TestServer } from '../../../../http/testing.ts'
import { buildPlaces, buildTwoCounties } from '../../../places/build.ts'
import { floorsAt, giveFloors } from '../testing-floors.ts'
import { checkImdf } from './check-imdf.ts'
import { type ImdfArchive, type ImdfFeature, packImdf, unpackImdf } from './imdf-archive.ts'

let database: TestDatabase
let server: TestServer
let from: number
let to: number
let archive: ImdfArchive
let owner: string
const [lon, lat] = [104.5, 30.5]

beforeAll(async () => {
  database = await openTestDatabase()
  await buildTwoCounties(database)
  server = await startTestServer(database)
  ;[from, to] = (await buildPlaces(database, [
    { lon, lat },
    { lon, lat },
  ])) as [number, number]
  owner = await makePerson(database, [`owner@place:${to}`], '业主')
  await giveFloors(database, from, floorsAt(lon, lat))
  archive = await unpackImdf(await exported(from))
})
afterAll(async () => {
  await server.stop()
  await database.close()
})

const exported = async (placeId: number) =>
  Buffer.from(await (await fetch(`${server.url}/api/places/${placeId}/indoor/imdf`)).arrayBuffer())

async function imported(bytes: Buffer, roles = `owner@place:${to}`) {
  const response = await fetch(`${server.url}/api/places/${to}/indoor/floors`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream', 'X-Test-Roles': roles, 'X-Test-Person': owner },
    body: new Uint8Array(bytes),
  })
  return { status: response.status, body: (await response.json()) as Record<string, never> }
}

const countOf = (of: ImdfArchive) =>
  Object.fromEntries(Object.entries(of.features).map(([kind, features]) => [kind, features.length]))

describe('an archive of ours', () => {
  it('passes the check, and has a feature for each thing of the floors', () => {
    expect(checkImdf(archive)).toEqual([])
    expect(countOf(archive)).toMatchObject({ venue: 1, level: 2, unit: 6, opening: 4, relationship: 5 })
  })

  it('comes back by import: the same floors, rooms, doors and ways, and the same archive again', async () => {
    expect(await imported(await packImdf(archive))).toMatchObject({
      status: 201,
      body: { levels: 2, spaces: 6, openings: 4, connectors: 2, faults: [] },
    })
    const again = await unpackImdf(await exported(to))
    expect(checkImdf(again)).toEqual([])
    expect(countOf(again)).toEqual(countOf(archive))
    expect(again.features.unit.map(({ id }) => id).sort()).toEqual(archive.features.unit.map(({ id }) => id).sort())
    const { items } = (await server.send('GET', `/api/places/${to}/indoor/search?q=羽毛球`)).body
    const path = `/api/places/${to}/indoor/route?from=entrance&to=${items[0].end}&stairs=avoid`
    const { body } = await server.send('GET', path)
    expect(body.steps.map(({ does }: { does: string }) => does)).toContain('lift')
  })
})

describe('the check', () => {
  /** A copy with the first feature of a kind changed. */
  const broken = (kind: keyof ImdfArchive['features'], change: (feature: ImdfFeature) => void): ImdfArchive => {
    const copy = structuredClone(archive)
    change(copy.features[kind][0]!)
    return copy
  }
  const rules = (of: ImdfArchive) => [...new Set(checkImdf(of).map(({ rule }) => rule))]

  const cases: [string, keyof ImdfArchive['features'], (feature: ImdfFeature) => void, string][] = [
    ['an id that is no UUID', 'opening', (f) => Object.assign(f, { id: 'door-1' }), 'uuid'],
    ['a reference to nothing', 'unit', (f) => Object.assign(f.properties, { level_id: f.id }), 'reference'],
    ['an ordinal that is there twice', 'level', (f) => Object.assign(f.properties, { ordinal: 1 }), 'ordinal'],
    ['a label without the language', 'unit', (f) => Object.assign(f.properties, { name: { en: 'x' } }), 'label'],
    ['a language that is none', 'unit', (f) => Object.assign(f.properties, { name: { Chinese: 'x' } }), 'label'],
    [
      'a point for a room',
      'unit',
      (f) => Object.assign(f, { geometry: { type: 'Point', coordinates: [0, 0] } }),
      'geometry',
    ],
    ['a room beyond its floor', 'unit', (f) => shift(f), 'unit-outside-level'],
    ['a door off every edge', 'opening', (f) => shift(f), 'opening-off-edge'],
    ['another kind', 'unit', (f) => Object.assign(f, { feature_type: 'section' }), 'feature-type'],
  ]
  it.each(cases)('finds %s', (_name, kind, change, rule) => {
    expect(rules(broken(kind, change))).toContain(rule)
  })

  it('finds a missing manifest and another version', () => {
    expect(rules({ ...archive, manifest: null })).toEqual(['manifest'])
    expect(rules({ ...archive, manifest: { ...archive.manifest!, version: '2.0.0' } })).toEqual(['manifest'])
  })

  it('stands before an import: a faulty archive is refused with what is wrong, and nothing changes', async () => {
    const before = (await server.send('GET', `/api/places/${to}/indoor`)).body
    const refused = await imported(await packImdf(broken('unit', shift)))
    expect([refused.status, refused.body.code]).toEqual([422, 'floors-faulty'])
    expect(JSON.stringify(refused.body.faults)).toContain('unit-outside-level')
    expect((await imported(Buffer.from('PK no archive'))).body.code).toBe('floors-unreadable')
    expect((await imported(await packImdf(archive), 'citizen')).status).toBe(403)
    expect((await server.send('GET', `/api/places/${to}/indoor`)).body).toEqual(before)
  })

  const shift = (feature: ImdfFeature): void => {
    const moved = (value: unknown): unknown =>
      Array.isArray(value) && typeof value[0] === 'number'
        ? [value[0] + 0.001, value[1]]
        : (value as unknown[]).map(moved)
    const geometry = feature.geometry as { coordinates: unknown }
    geometry.coordinates = moved(geometry.coordinates)
  }
})

describe('floors as GeoJSON', () => {
  const square = (x: number, y: number) => {
    const at = (dx: number, dy: number) => [lon + (x + dx) * 1e-5, lat + (y + dy) * 1e-5]
    return { type: 'Polygon', coordinates: [[at(0, 0), at(5, 0), at(5, 5), at(0, 5), at(0, 0)]] }
  }
  const line = (x: number, y: number) => ({
    type: 'LineString',
    coordinates: [
      [lon + x * 1e-5, lat + y * 1e-5],
      [lon + x * 1e-5, lat + (y + 1) * 1e-5],
    ],
  })
  const feature = (geometry: object, properties: object) => ({ type: 'Feature', geometry, properties })

  it('become rooms, doors and ways', async () => {
    const plan = {
      type: 'FeatureCollection',
      features: [
        feature(square(0, 0), { level: 0, name: '门厅' }),
        feature(square(5, 0), { level: 0, name: '卫生间', use: 'toilet' }),
        feature(line(5, 2), { level: 0, name: '卫生间门' }),
        feature(line(0, 2), { level: 0, name: '大门' }),
      ],
    }
    const { status, body } = await imported(Buffer.from(JSON.stringify(plan)))
    expect([status, body]).toEqual([201, { levels: 1, spaces: 2, openings: 2, connectors: 0, faults: [] }])
    const { items } = (await server.send('GET', `/api/places/${to}/indoor/search?q=厕所`)).body
    const route = await server.send('GET', `/api/places/${to}/indoor/route?from=entrance&to=${items[0].end}`)
    expect(route.body.steps.map(({ door }: { door: string | null }) => door)).toEqual([null, '大门', '卫生间门', null])
  })

  it('without rooms, or far from the place, are refused', async () => {
    const empty = await imported(Buffer.from('{"type":"FeatureCollection","features":[]}'))
    expect(empty.body.code).toBe('floors-unreadable')
    const elsewhere = { type: 'FeatureCollection', features: [feature(square(1e6, 0), { level: 0, name: '远' })] }
    expect((await imported(Buffer.from(JSON.stringify(elsewhere)))).body.code).toBe('building-elsewhere')
  })
})
