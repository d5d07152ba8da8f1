import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { locate, navigationLinks } from '../contract/nearest.ts'
import { openTestDatabase, type TestDatabase } from '../db/testing.ts'
import { convertPosition } from './datum.ts'
import { answerLocate } from './locate.ts'
import { answerNavigation } from './navigation-links.ts'
import { insertTestPlaces, insertTestRegions, randomPlaces } from './testing-places.ts'

let database: TestDatabase
let trail: number

beforeAll(async () => {
  database = await openTestDatabase()
  await insertTestRegions(database.primary)
  const plain = { ...randomPlaces(1, 1)[0]!, wkt: 'POINT(104.05 30.65)' }
  await insertTestPlaces(database.primary, [plain, { ...plain, wkt: 'LINESTRING(104 30.6, 104.1 30.6)' }])
  await database.primary.raw(
    `update place set name_zh = '双流体育中心', name_en = 'Shuangliu Sports Centre', name_pinyin = 'shuangliutiyuzhongxin', name_initials = 'sltyzx'
     where geometrytype(geom) = 'POINT'`,
  )
  const found = await database.primary.raw(`select id from place where geometrytype(geom) <> 'POINT'`)
  trail = Number(found.rows[0].id)
}, 60_000)
afterAll(() => database.close())

async function ask(sent: Record<string, string>) {
  const call = { query: locate.query!.parse(sent), atLeast: undefined, signal: new AbortController().signal }
  return locate.reply.parse(await answerLocate({ database }, call)).candidates
}

describe('where am I', () => {
  it.each(['WGS84', 'GCJ-02', 'BD-09'] as const)('turns a %s position into WGS84 with its regions', async (datum) => {
    const [lon, lat] = convertPosition([104.05, 30.65], 'WGS84', datum) as [number, number]
    const [found] = await ask({ lon: String(lon), lat: String(lat), datum })
    expect(found!.point[0]).toBeCloseTo(104.05, 8)
    expect(found!.point[1]).toBeCloseTo(30.65, 8)
    expect(found).toMatchObject({ kind: 'coordinates', datum, regionZh: '四川省 成都市 锦江区' })
  })

  it('reads typed coordinates in the stated datum', async () => {
    const [found] = await ask({ q: 'N30°39′ E104°03′' })
    expect(found!.point).toEqual([104.05, 30.65])
    const [shifted] = await ask({ q: '30.65,104.05', datum: 'GCJ-02' })
    expect(shifted!.point[0]).toBeCloseTo(convertPosition([104.05, 30.65], 'GCJ-02', 'WGS84')[0]!, 9)
  })

  it('has no region in the ocean', async () => {
    expect(await ask({ q: '0, -150' })).toMatchObject([{ regionZh: '', kind: 'coordinates' }])
  })

  it.each(['双流体育', '体育中心', 'shuangliu', 'sltyzx', 'Sports Centre', '中心', 'sl'])(
    'finds a place by «%s»',
    async (q) => {
      expect(await ask({ q })).toContainEqual(
        expect.objectContaining({ kind: 'place', nameZh: '双流体育中心', point: [104.05, 30.65] }),
      )
    },
  )

  it.each(['成都', '成都市', 'region510100'])('finds a region by «%s»', async (q) => {
    expect((await ask({ q }))[0]).toMatchObject({ kind: 'region', nameZh: '成都市', regionZh: '四川省 成都市' })
  })

  it('finds nothing by a name that nobody has, signs alone, or wildcards', async () => {
    for (const q of ['没有这个地方', '%%%', '。，', "'; drop table place; --", '_', '\\'])
      expect(await ask({ q })).toEqual([])
  })

  it('asks for a point or a text', async () => {
    const wrong = { code: 'locate-needs-point-or-text' }
    await expect(ask({})).rejects.toMatchObject(wrong)
    await expect(ask({ lon: '104' })).rejects.toMatchObject(wrong)
    await expect(ask({ lon: '104', lat: '30', q: '成都' })).rejects.toMatchObject(wrong)
  })
})

describe('navigation of a place', () => {
  const go = async (id: number, sent: Record<string, string>) => {
    const call = {
      params: { id },
      query: navigationLinks.query!.parse(sent),
      atLeast: undefined,
      signal: new AbortController().signal,
    }
    const { links } = navigationLinks.reply.parse(await answerNavigation({ database }, call as never))
    return links.find(({ app }) => app === 'geo')!.url
  }

  it('leads to the place’s own point, or from an origin to the nearest point of a trail', async () => {
    expect(await go(trail, {})).toMatch(/^geo:30\.6,104\.05\?/)
    const [, lat, lon] = /^geo:([\d.]+),([\d.]+)/.exec(await go(trail, { lon: '104.02', lat: '30.61' }))!
    expect(Number(lon)).toBeCloseTo(104.02, 3)
    expect(Number(lat)).toBeCloseTo(30.6, 3)
  })

  it('refuses half an origin and a place that is not there', async () => {
    await expect(go(trail, { lon: '104' })).rejects.toMatchObject({ code: 'origin-incomplete' })
    await expect(go(999_999, {})).rejects.toMatchObject({ status: 404, code: 'place-not-found' })
  })
})
