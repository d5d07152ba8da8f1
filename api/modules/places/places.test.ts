import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { convertPosition } from '../../spatial/datum.ts'
import { openRegistryFixture, point, type RegistryFixture, roles } from './testing-registry.ts'

let fixture: RegistryFixture
beforeAll(async () => {
  fixture = await openRegistryFixture()
})
afterAll(() => fixture?.close())

const create = (more?: object) => fixture.create(more)
const patch = (id: number, version: number, change: object) => fixture.patch(id, version, change)

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
    const read = await fixture.server.send('GET', `/api/places/${created.body.id}`)
    expect(read.headers.get('etag')).toBe('"1"')
    expect(read.body).toMatchObject({ nameZh: '东湖体育馆', location: [104.5, 30.5] })
    const [row] = await fixture.database
      .primary('place')
      .where({ id: created.body.id })
      .select('name_pinyin', 'name_initials')
    expect(row).toEqual({ name_pinyin: 'donghutiyuguan', name_initials: 'dhtyg' })
    const revisions = await fixture.server.send('GET', `/api/places/${created.body.id}/revisions`)
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
    const geojson = await fixture.server.send('GET', `/api/places/${trail.id}?format=geojson`)
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
    const restored = await fixture.server.send('POST', `/api/places/${place.id}/revisions/1/restore`, {
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
    expect((await fixture.server.send('POST', '/api/places', { body: {} })).status).toBe(401)
    expect((await fixture.server.send('GET', '/api/places/999999')).body.code).toBe('place-not-found')
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
