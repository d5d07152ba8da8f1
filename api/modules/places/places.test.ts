import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { startTestServer, type TestServer } from '../../http/testing.ts'
import { convertPosition } from '../../spatial/datum.ts'
import { buildPlace, buildRegions, buildSport, buildType } from './build.ts'

let database: TestDatabase
let server: TestServer
const roles = ['operator'] as const
const now = new Date('2026-05-06T02:30:00Z')

beforeAll(async () => {
  database = await openTestDatabase()
  await buildRegions(database, [
    { code: '510000', level: 'province', nameZh: '四川省', nameEn: 'Sichuan', box: [103, 30, 105, 31] },
    {
      code: '510100',
      level: 'prefecture',
      parentCode: '510000',
      nameZh: '成都市',
      nameEn: 'Chengdu',
      box: [103, 30, 105, 31],
    },
    {
      code: '510104',
      level: 'county',
      parentCode: '510100',
      nameZh: '锦江区',
      nameEn: 'Jinjiang',
      box: [104, 30, 105, 31],
    },
    {
      code: '510107',
      level: 'county',
      parentCode: '510100',
      nameZh: '武侯区',
      nameEn: 'Wuhou',
      box: [103, 30, 104, 31],
    },
  ])
  await buildType(database, {
    code: 'gymnasium',
    attributeSchema: {
      type: 'object',
      properties: { seats: { type: 'integer', minimum: 0, 'x-titleEn': 'Seats' } },
      additionalProperties: false,
    },
  })
  await buildType(database, { code: 'hiking-trail', nameZh: '登山步道', category: 'trail', geometryKind: 'line' })
  await buildType(database, { code: 'sports-park', nameZh: '体育公园', category: 'park', geometryKind: 'area' })
  await buildType(database, { code: 'old-site', nameZh: '旧点', deprecated: true })
  await buildSport(database, 'basketball', '篮球', 'Basketball')
  server = await startTestServer(database, { now: () => now })
})
afterAll(async () => {
  await server?.stop()
  await database?.close()
})

const point = (lon = 104.5, lat = 30.5) => ({ type: 'Point', coordinates: [lon, lat] })
const body = (more: object = {}) => ({
  type: 'gymnasium',
  nameZh: '东湖体育馆',
  geometry: point(),
  source: 'survey',
  ...more,
})
const create = (more: object = {}) => server.send('POST', '/api/places', { roles, body: body(more) })
const patch = (id: number, version: number, change: object) =>
  server.send('PATCH', `/api/places/${id}`, { roles, body: change, headers: { 'If-Match': `"${version}"` } })

describe('a place', () => {
  it('is created with its county, keys and first revision, and read back with its ETag', async () => {
    const created = await create({
      nameEn: 'East Lake Gymnasium',
      sports: ['basketball'],
      attributes: { seats: 300 },
      openingHours: 'Mo-Su 06:00-22:00',
      reason: 'new building',
    })
    expect(created.status).toBe(201)
    expect(created.headers.get('etag')).toBe('"1"')
    expect(created.headers.get('x-write-position')).toMatch(/^[0-9A-F]+\/[0-9A-F]+$/)
    expect(created.body).toMatchObject({
      version: 1,
      region: [{ code: '510000' }, { code: '510100' }, { code: '510104', nameZh: '锦江区' }],
      openingHours: 'Mo-Su 06:00-22:00',
      openNow: { open: true, changesAt: '2026-05-06T14:00:00Z' },
      attributes: { seats: 300 },
      warnings: [],
    })
    const read = await server.send('GET', `/api/places/${created.body.id}`)
    expect(read.headers.get('etag')).toBe('"1"')
    expect(read.body).toMatchObject({ nameZh: '东湖体育馆', location: [104.5, 30.5] })
    const [row] = await database.primary('place').where({ id: created.body.id }).select('name_pinyin', 'name_initials')
    expect(row).toEqual({ name_pinyin: 'donghutiyuguan', name_initials: 'dhtyg' })
    const revisions = await server.send('GET', `/api/places/${created.body.id}/revisions`)
    expect(revisions.body.items).toMatchObject([
      { version: 1, changedBy: 'tester', reason: 'new building', fields: [] },
    ])
  })

  it('keeps the heights of a trail and measures its length', async () => {
    const coordinates = [
      [104.1, 30.1, 500],
      [104.11, 30.1, 620.5],
      [104.12, 30.1, 580],
    ]
    const line = { type: 'LineString', coordinates }
    const { body: trail } = await create({ type: 'hiking-trail', nameZh: '云顶山步道', geometry: line, ascentM: 120.5 })
    expect(trail.geometry).toEqual(line)
    expect(trail.lengthM).toBeCloseTo(1927, -1)
    const geojson = await server.send('GET', `/api/places/${trail.id}?format=geojson`)
    expect(geojson.headers.get('content-type')).toContain('application/geo+json')
    expect(geojson.body).toMatchObject({ type: 'Feature', id: trail.id, geometry: line })
    const parts = {
      type: 'MultiLineString',
      coordinates: [coordinates, coordinates.map(([x, y, z]) => [x, y! + 0.5, z])],
    }
    const { body: multi } = await create({ type: 'hiking-trail', nameZh: '双段步道', geometry: parts })
    expect(multi.geometry).toEqual(parts)
  })

  it('takes another datum, stores WGS84 and the datum it was given in, and does not convert twice when restored', async () => {
    const given = convertPosition([104.5, 30.5], 'WGS84', 'GCJ-02')
    const { body: place } = await create({
      nameZh: '火星馆',
      geometry: point(given[0], given[1]),
      sourceDatum: 'GCJ-02',
    })
    expect(place.geometry.coordinates[0]).toBeCloseTo(104.5, 6)
    expect(place.geometry.coordinates[1]).toBeCloseTo(30.5, 6)
    expect(place.sourceDatum).toBe('GCJ-02')
    await patch(place.id, 1, { phone: '028-00000000' })
    const restored = await server.send('POST', `/api/places/${place.id}/revisions/1/restore`, {
      roles,
      body: {},
      headers: { 'If-Match': '"2"' },
    })
    expect(restored.body).toMatchObject({ version: 3, phone: null, geometry: place.geometry, sourceDatum: 'GCJ-02' })
    expect(await patch(place.id, 3, { sourceDatum: 'BD-09' })).toMatchObject({
      status: 422,
      body: { code: 'datum-needs-geometry' },
    })
  })

  it('is not written by somebody without the role', async () => {
    expect((await server.send('POST', '/api/places', { body: body() })).status).toBe(401)
    expect((await server.send('GET', '/api/places/999999')).body.code).toBe('place-not-found')
  })
})

describe('refuses', () => {
  it.each([
    ['a type that is not there', { type: 'spaceport' }, 'place-type-unknown', 'spaceport'],
    ['a type kept for old records', { type: 'old-site' }, 'place-type-deprecated', 'old-site'],
    ['a sport that is not there', { sports: ['quidditch'] }, 'sport-unknown', 'quidditch'],
    ['an attribute out of range', { attributes: { seats: -3 } }, 'attributes-invalid', 'seats'],
    ['an attribute the type has not', { attributes: { lanes: 8 } }, 'attributes-invalid', 'lanes'],
    [
      'a line as gymnasium',
      {
        geometry: {
          type: 'LineString',
          coordinates: [
            [104, 30],
            [104.1, 30],
          ],
        },
      },
      'geometry-kind-wrong',
      'LineString',
    ],
    ['a place off the earth', { geometry: point(30.5, 104.5) }, 'geometry-invalid', 'order is [lon, lat]'],
    [
      'a ring that does not close',
      {
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [104, 30],
              [104.1, 30],
              [104.1, 30.1],
              [104, 30.1],
            ],
          ],
        },
      },
      'geometry-invalid',
      'must end where it starts',
    ],
    [
      'an area that crosses itself, naming where',
      {
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [104, 30],
              [104.2, 30.2],
              [104.2, 30],
              [104, 30.2],
              [104, 30],
            ],
          ],
        },
      },
      'geometry-invalid',
      'Self-intersection at [104.1, 30.1]',
    ],
    [
      'heights on some positions only',
      {
        type: 'hiking-trail',
        geometry: {
          type: 'LineString',
          coordinates: [
            [104, 30, 500],
            [104.1, 30],
          ],
        },
      },
      'geometry-invalid',
      '1 of 2 positions',
    ],
    [
      'a line without length',
      {
        type: 'hiking-trail',
        geometry: {
          type: 'LineString',
          coordinates: [
            [104, 30],
            [104, 30],
          ],
        },
      },
      'geometry-invalid',
      'Too few points',
    ],
    ['a price for what is free', { fee: 'free', priceFen: 500 }, 'free-with-price', '500'],
    ['hours that cannot be kept', { openingHours: 'sunrise-sunset' }, 'opening-hours-refused', 'sunrise'],
  ])('%s', async (_, more, code, detail) => {
    const refused = await create(more)
    expect(refused).toMatchObject({ status: 422, body: { code } })
    expect(refused.body.detail).toContain(detail)
  })
})

describe('warns without refusing', () => {
  const codes = (reply: { body: { warnings: { code: string }[] } }) => reply.body.warnings.map(({ code }) => code)

  it('of a place far from every region, or outside China', async () => {
    expect(codes(await create({ geometry: point(110, 25) }))).toEqual(['far-from-regions'])
    expect(codes(await create({ geometry: point(2.3, 48.8) }))).toEqual(['far-from-regions', 'outside-china'])
  })

  it('of a public venue open less than 35 hours a week, in both languages', async () => {
    const reply = await create({ openingHours: 'Mo-Fr 09:00-15:00; Sa-Su 09:00-17:00', nameZh: '短时馆' })
    expect(reply.body.warnings).toEqual([])
    const short = await create({ openingHours: 'Mo-Fr 09:00-12:00; Sa-Su 09:00-17:00', nameZh: '短时二馆' })
    expect(short.body.warnings).toMatchObject([
      { code: 'hours-short', messageZh: expect.stringContaining('31小时'), messageEn: expect.stringContaining('31 h') },
    ])
  })

  it('of the same name close by, and of a twin that a wrong datum would explain', async () => {
    const { body: first } = await create({ nameZh: '双生馆', geometry: point(104.3, 30.3) })
    expect(codes(await create({ nameZh: '双生馆', geometry: point(104.3003, 30.3) }))).toEqual(['possible-duplicate'])
    const shifted = convertPosition([104.6, 30.6], 'WGS84', 'GCJ-02')
    const { body: twin } = await create({ nameZh: '偏移馆', geometry: point(104.6, 30.6) })
    const reply = await create({ nameZh: '偏移馆', geometry: point(shifted[0], shifted[1]) })
    expect(reply.body.warnings).toMatchObject([
      { code: 'likely-gcj02', messageEn: expect.stringContaining(`#${twin.id}`) },
    ])
    expect(first.warnings).toEqual([])
  })

  it('of an address in another county than the coordinates', async () => {
    expect(codes(await create({ nameZh: '地址馆', addressZh: '成都市武侯区一环路1号' }))).toEqual(['address-elsewhere'])
    expect(codes(await create({ nameZh: '地址二馆', addressZh: '成都市锦江区一环路1号' }))).toEqual([])
  })
})

describe('a change', () => {
  it('touches only the fields it names, and its revision says which', async () => {
    const { body: place } = await create({ nameZh: '改名馆', phone: '028-00000000', sports: ['basketball'] })
    const changed = await patch(place.id, 1, { nameZh: '新名馆', reason: '更名' })
    expect(changed).toMatchObject({
      status: 200,
      body: { version: 2, nameZh: '新名馆', phone: '028-00000000', sports: ['basketball'] },
    })
    const found = await server.send('GET', `/api/places/${place.id}/revisions/2`)
    expect(found.body).toMatchObject({
      changedBy: 'tester',
      reason: '更名',
      fields: ['nameZh'],
      differences: [{ field: 'nameZh', before: '改名馆', after: '新名馆' }],
      record: { nameZh: '新名馆', phone: '028-00000000' },
    })
    expect((await patch(place.id, 2, { nameZz: 'x' })).status).toBe(400)
    expect((await server.send('PATCH', `/api/places/${place.id}`, { roles, body: {} })).status).toBe(428)
  })

  it('of one that was loaded in bulk keeps the record as loaded', async () => {
    const id = await buildPlace(database, { nameZh: '批量馆', source: 'open data' })
    expect((await server.send('GET', `/api/places/${id}/revisions`)).body.items).toMatchObject([
      { version: 1, changedBy: 'open data', fields: [] },
    ])
    await patch(id, 1, { phone: '1-234-567' })
    expect((await server.send('GET', `/api/places/${id}/revisions`)).body.items).toMatchObject([
      { version: 2, fields: ['phone'] },
      { version: 1, changedBy: 'open data' },
    ])
    expect((await server.send('GET', `/api/places/${id}/revisions/2?against=1`)).body.differences).toEqual([
      { field: 'phone', before: null, after: '1-234-567' },
    ])
    const first = await server.send('GET', `/api/places/${id}/revisions?limit=1`)
    expect(first.body.nextCursor).toBe('2')
    expect((await server.send('GET', `/api/places/${id}/revisions?limit=1&cursor=2`)).body).toMatchObject({
      items: [{ version: 1 }],
      nextCursor: null,
    })
    expect((await server.send('GET', `/api/places/${id}/revisions/9`)).body.code).toBe('revision-not-found')
  })

  it('on a stale version is refused, and of two at once exactly one is taken', async () => {
    const { body: place } = await create({ nameZh: '竞争馆' })
    const replies = await Promise.all([patch(place.id, 1, { phone: '11111' }), patch(place.id, 1, { builtYear: 1999 })])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412])
    const winner = replies.find(({ status }) => status === 200)!
    const { body: after } = await server.send('GET', `/api/places/${place.id}`)
    expect(after).toMatchObject({ version: 2, phone: winner.body.phone, builtYear: winner.body.builtYear })
    expect((await server.send('GET', `/api/places/${place.id}/revisions`)).body.items).toHaveLength(2)
    const loser = replies.find(({ status }) => status === 412)!
    expect(loser.body).toMatchObject({ code: 'place-changed-meanwhile', detail: expect.stringContaining('version 2') })
  })

  it('under 8 writers at once loses no change: each success is a revision', async () => {
    const { body: place } = await create({ nameZh: '众写馆', aliases: [] })
    const write = async (name: string): Promise<void> => {
      for (;;) {
        const { body: current } = await server.send('GET', `/api/places/${place.id}`)
        const reply = await patch(place.id, current.version, { aliases: [...current.aliases, name] })
        if (reply.status === 200) return
        expect(reply.status).toBe(412)
      }
    }
    await Promise.all(Array.from({ length: 8 }, (_, writer) => write(`别名${writer}`)))
    const { body: after } = await server.send('GET', `/api/places/${place.id}`)
    expect(after.version).toBe(9)
    expect(after.aliases.toSorted()).toEqual(Array.from({ length: 8 }, (_, writer) => `别名${writer}`))
  })

  it('follows the life of a place', async () => {
    const { body: place } = await create({ nameZh: '生命馆', status: 'planned' })
    expect(await patch(place.id, 1, { status: 'temporarily-closed' })).toMatchObject({
      status: 422,
      body: { code: 'status-move-illegal', detail: expect.stringContaining('open or closed') },
    })
    expect((await patch(place.id, 1, { status: 'open' })).status).toBe(200)
    const closed = await patch(place.id, 2, { status: 'closed', openingHours: '24/7' })
    expect(closed.body).toMatchObject({ status: 'closed', openNow: { open: false, changesAt: null } })
    await expect(database.primary('place').where({ id: place.id }).delete()).rejects.toThrow('never deleted')
  })
})

describe('a report', () => {
  it('is kept, listed for operators and resolved once', async () => {
    const id = await buildPlace(database, { nameZh: '有误馆' })
    const sent = await server.send('POST', `/api/places/${id}/reports`, {
      body: { kind: 'wrong-location', message: ' 位置不对 ', lon: 104.1, lat: 30.2 },
    })
    expect(sent).toMatchObject({ status: 201, body: { status: 'new' } })
    const list = await server.send('GET', '/api/reports', { roles })
    expect(list.body.items).toMatchObject([
      { placeId: id, placeNameZh: '有误馆', message: '位置不对', location: [104.1, 30.2] },
    ])
    const resolve = () =>
      server.send('POST', `/api/reports/${sent.body.id}/resolve`, { roles, body: { status: 'accepted' } })
    expect((await resolve()).body).toMatchObject({ status: 'accepted' })
    expect((await resolve()).body).toMatchObject({ code: 'report-resolved' })
    expect((await server.send('GET', '/api/reports')).status).toBe(401)
  })

  it('is limited by address', async () => {
    const id = await buildPlace(database)
    const statuses: number[] = []
    for (let call = 0; call < 7; call++) {
      const reply = await server.send('POST', `/api/places/${id}/reports`, { body: { kind: 'other', message: 'x' } })
      statuses.push(reply.status)
    }
    expect(statuses.at(-1)).toBe(429)
  })
})

it('gives the types with an ETag that saves the body', async () => {
  const first = await server.send('GET', '/api/place-types')
  expect(first.body.types.map(({ code }: { code: string }) => code)).toContain('gymnasium')
  expect(first.body.categories.length).toBeGreaterThan(5)
  const again = await server.send('GET', '/api/place-types', {
    // Without it fetch itself would add no-cache.
    headers: { 'If-None-Match': first.headers.get('etag')!, 'Cache-Control': 'max-age=0' },
  })
  expect(again.status).toBe(304)
})
