import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { startTestServer, type TestServer } from '../../http/testing.ts'
import { buildPlace, buildPlaces, buildRegions, buildSport, buildType, type PlaceSeed } from './build.ts'
import { pinyinKeys } from './pinyin-keys.ts'
import { fillSearchRows, refreshSearchKeys } from './refresh-keys.ts'

let database: TestDatabase
let server: TestServer
const seeds: (PlaceSeed & { nameZh: string; nameEn: string | null; lon: number; lat: number })[] = []
let ids: number[]

const heads = ['成都市', '重庆', '锦江区', '武侯', '', '东湖', '金沙', '双流', 'CBA']
const cores = ['东湖', '金沙', '望江', '人民', '长江', '育才', '天府', '阳光', '银杏', '新城']
const kinds = [
  ['gymnasium', '体育馆', 'Gymnasium'],
  ['natatorium', '游泳馆', 'Natatorium'],
  ['fitness-path', '健身路径', 'Fitness path'],
  ['basketball-court', '篮球场', 'Basketball court'],
] as const

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
  for (const [code, nameZh, nameEn] of kinds)
    await buildType(database, { code, nameZh, nameEn, category: code === 'natatorium' ? 'pool' : 'venue' })
  await buildSport(database, 'swimming', '游泳', 'Swimming')
  await buildSport(database, 'basketball', '篮球', 'Basketball')
  const random = fc.sample(
    fc.tuple(fc.nat(8), fc.nat(9), fc.nat(3), fc.nat(1999), fc.nat(999), fc.nat(50), fc.nat(3)),
    { numRuns: 300, seed: 7 },
  )
  for (const [head, core, kind, x, y, rating, more] of random) {
    const [type, zh, en] = kinds[kind]!
    seeds.push({
      nameZh: `${heads[head]}${cores[core]}${zh}`,
      nameEn: more === 0 ? null : `${pinyinKeys(cores[core]!).pinyin} ${en}`,
      aliases: more === 1 ? [`老${cores[core]}`] : [],
      type,
      lon: 103 + x / 1000,
      lat: 30 + y / 1000,
      rating: rating < 10 ? null : rating / 10,
      ratingCount: rating,
      weight: 1 + more,
      fee: (['free', 'low-fee', 'paid', 'unknown'] as const)[more],
      priceFen: more === 2 ? x * 10 : null,
      sports: type === 'natatorium' ? ['swimming'] : ['basketball'],
      status: rating === 3 ? 'closed' : 'open',
      accessibility: more === 3 ? ['step-free-entrance'] : [],
      hours:
        more === 0
          ? null
          : { weekly: Array.from({ length: 7 }, () => [[480 + more * 60, 1200]]), holidays: null, exceptions: [] },
    } as never)
  }
  ids = await buildPlaces(database, seeds)
  server = await startTestServer(database, { now: () => new Date('2026-05-06T01:30:00Z') })
})
afterAll(async () => {
  await server?.stop()
  await database?.close()
})

const get = (query: Record<string, string | number>) =>
  server.send(
    'GET',
    `/api/places?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}`,
  )
const names = (reply: { body: { items: { nameZh: string }[] } }) => reply.body.items.map(({ nameZh }) => nameZh)

async function all(query: Record<string, string | number>, limit = 17): Promise<{ id: number; nameZh: string }[]> {
  const items: { id: number; nameZh: string }[] = []
  let cursor: string | undefined
  do {
    const reply = await get({ ...query, limit, ...(cursor ? { cursor } : {}) })
    expect(reply.status, JSON.stringify(reply.body)).toBe(200)
    items.push(...reply.body.items)
    cursor = reply.body.nextCursor ?? undefined
  } while (cursor)
  return items
}
const sorted = (list: number[]) => list.toSorted((a, b) => a - b)
const idsWhere = (test: (seed: (typeof seeds)[number]) => boolean) =>
  sorted(ids.filter((_, index) => test(seeds[index]!)))

describe('text', () => {
  it('finds exactly the places whose names hold it, in Chinese, pinyin, initials or English, over all pages and once each', async () => {
    const text = fc.sample(fc.tuple(fc.nat(seeds.length - 1), fc.nat(3), fc.nat(5), fc.integer({ min: 2, max: 6 })), {
      numRuns: 40,
      seed: 11,
    })
    for (const [index, form, start, length] of text) {
      const { nameZh, nameEn } = seeds[index]!
      const keys = pinyinKeys(nameZh)
      const source = [nameZh, keys.pinyin, keys.initials, nameEn ?? nameZh][form]!
      const q = source.slice(Math.min(start, source.length - 3), Math.min(start, source.length - 3) + length).trim()
      const wanted = /^[a-z]/i.test(q) && !/\p{Script=Han}/u.test(q) ? Math.max(q.length, 3) : 1
      if (q.length < wanted || / /.test(q) || (/[a-z]/i.test(q) && /\p{Script=Han}/u.test(q))) continue
      const found = await all({ q })
      const lower = q.toLowerCase()
      const holds = (seed: (typeof seeds)[number]) =>
        [seed.nameZh, ...(seed.aliases ?? [])].some((name) => {
          const { pinyin, initials } = pinyinKeys(name)
          return [name.toLowerCase(), pinyin, initials].some((form) => form.includes(lower))
        }) || (seed.nameEn ?? '').toLowerCase().includes(lower)
      const expected = idsWhere(holds)
      const meant = idsWhere((seed) => meaningOf(lower, seed))
      expect(sorted(found.map(({ id }) => id)), `q=${q}`).toEqual(sorted([...new Set([...expected, ...meant])]))
    }
  })

  it('puts the exact name first, then names that begin with it, then those that hold it, each by fame', async () => {
    await buildPlaces(database, [
      { nameZh: '北湖馆', rating: 1, ratingCount: 900, weight: 1 },
      { nameZh: '北湖馆二号', rating: 2, ratingCount: 900, weight: 1 },
      { nameZh: '老北湖馆', rating: 5, ratingCount: 900, weight: 9 },
      { nameZh: '北湖馆三号', rating: 5, ratingCount: 900, weight: 1 },
    ])
    expect(names(await get({ q: '北湖馆' }))).toEqual(['北湖馆', '北湖馆三号', '北湖馆二号', '老北湖馆'])
    expect((await all({ q: 'beihuguan' }, 1)).map(({ nameZh }) => nameZh)).toEqual([
      '北湖馆',
      '北湖馆三号',
      '北湖馆二号',
      '老北湖馆',
    ])
    expect(names(await get({ q: 'bhg' })).slice(0, 2)).toEqual(['北湖馆', '北湖馆三号'])
  })

  it('reads a region in the text as the place’s county, with or without a space', async () => {
    const id = await buildPlace(database, { nameZh: '滨江攀岩馆', type: 'climbing-gym', lon: 104.5, lat: 30.5 })
    for (const q of ['锦江 攀岩馆', '锦江区攀岩馆', 'jinjiang 攀岩馆', '四川滨江攀岩']) {
      expect(
        (await all({ q })).map((item) => item.id),
        q,
      ).toEqual([id])
    }
    expect(names(await get({ q: '武侯攀岩馆' }))).toEqual([])
  })

  it('forgives a wrong, missing or superfluous character, the same sound, and mistyped letters', async () => {
    await buildPlace(database, { nameZh: '麒麟山滑雪场', nameEn: 'Unicorn Mountain Ski Resort' })
    for (const q of [
      '麒麟山华雪场',
      '麒鳞山滑雪场',
      '麒麟滑雪场',
      '麒麟山大滑雪场',
      'qilinshanhuaxuechagn',
      'Unicron Mountain',
      'mountian ski',
      'unicorn resrot',
    ]) {
      expect(names(await get({ q })), q).toEqual(['麒麟山滑雪场'])
    }
    expect(names(await get({ q: '完全没有这个名字' }))).toEqual([])
  })

  it('is only text, whatever is in it', async () => {
    const nasty = [
      "' or 1=1 --",
      '%',
      '_',
      '%%%',
      '\\',
      '$1',
      '$$',
      '";drop table place;',
      '{a,b}',
      '()',
      '\u0000',
      '🏀',
      'a'.repeat(100),
      '体育'.repeat(50),
      '?',
      ':x',
      '‏‎',
    ]
    for (const q of nasty) expect((await get({ q })).status, q).toBe(200)
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 40, unit: 'binary' }), async (q) => {
        const found = await get({ q, limit: 1 })
        const suggested = await server.send('GET', `/api/suggestions?${new URLSearchParams({ q: q || 'x' })}`)
        expect([found.status, suggested.status], JSON.stringify(q)).toEqual([200, 200])
      }),
      { numRuns: 60, seed: 3 },
    )
    for (const q of ['%', '_', "'"])
      expect(names(await get({ q: `${q}湖${q}` })).every((name) => name.includes('湖'))).toBe(true)
  })

  it('is refused beyond its limits, which the answer names', async () => {
    expect((await get({ q: 'x'.repeat(101) })).body).toMatchObject({
      code: 'request-invalid',
      detail: expect.stringContaining('100'),
    })
    expect((await get({ limit: 101 })).body.detail).toContain('100')
    expect((await get({ type: "x'; drop table place" })).body.detail).toContain('lower case')
    expect((await get({ region: '51%' })).status).toBe(400)
    expect((await get({ radiusMetres: 500 })).body.code).toBe('distance-needs-point')
  })
})

function meaningOf(text: string, seed: (typeof seeds)[number]): boolean {
  const [, zh, en] = kinds.find(([code]) => code === seed.type)!
  const region =
    seed.lon > 104 ? ['锦江', '锦江区'] : seed.lon < 104 ? ['武侯', '武侯区'] : ['锦江', '锦江区', '武侯', '武侯区']
  const sport = seed.type === 'natatorium' ? ['游泳', 'swimming'] : ['篮球', 'basketball']
  const words = [zh, ...region, '成都', '成都市', '四川', '四川省', sport[0]!]
  const forms = words.flatMap((word) => [word, pinyinKeys(word).pinyin, pinyinKeys(word).initials])
  return [...forms, en.toLowerCase().replaceAll(' ', ''), sport[1]!].includes(text)
}

describe('filters', () => {
  it.each([
    ['type', { type: 'natatorium' }, (seed: PlaceSeed) => seed.type === 'natatorium'],
    [
      'types',
      { type: 'natatorium,gymnasium,natatorium' },
      (seed: PlaceSeed) => seed.type === 'natatorium' || seed.type === 'gymnasium',
    ],
    ['sport', { sport: 'swimming' }, (seed: PlaceSeed) => seed.sports!.includes('swimming')],
    ['fee', { fee: 'free,low-fee' }, (seed: PlaceSeed) => seed.fee === 'free' || seed.fee === 'low-fee'],
    ['status', { status: 'closed' }, (seed: PlaceSeed) => seed.status === 'closed'],
    ['county', { region: '510104' }, (seed: PlaceSeed) => seed.lon! >= 104],
    ['rating', { minRating: 4 }, (seed: PlaceSeed) => (seed.rating ?? 0) >= 4],
    ['accessible', { accessible: 'true' }, (seed: PlaceSeed) => seed.accessibility!.length > 0],
    ['open now', { openNow: 'true' }, (seed: PlaceSeed) => seed.status === 'open' && seed.fee === 'low-fee'],
    [
      'open at',
      { openAt: '2026-05-06T19:30:00+08:00' },
      (seed: PlaceSeed) => seed.status === 'open' && seed.hours != null,
    ],
    [
      'box',
      { bbox: '103.5,30.2,104.5,30.6' },
      (seed: PlaceSeed) => seed.lon! >= 103.5 && seed.lon! <= 104.5 && seed.lat! >= 30.2 && seed.lat! <= 30.6,
    ],
    [
      'all at once',
      { type: 'natatorium,fitness-path', fee: 'paid', region: '510100', minRating: 2 },
      (seed: PlaceSeed) =>
        ['natatorium', 'fitness-path'].includes(seed.type!) && seed.fee === 'paid' && (seed.rating ?? 0) >= 2,
    ],
  ] as const)('by %s give all that fit and nothing else, sorted anyhow', async (_, filter, test) => {
    await database.primary('place').whereNotIn('id', ids).where('status', 'open').update({ status: 'planned' })
    const mine = async (query: Record<string, string | number>) =>
      sorted((await all(query)).map(({ id }) => id).filter((id) => ids.includes(id)))
    const expected = idsWhere(test)
    expect(expected.length).toBeGreaterThan(0)
    expect(await mine(filter)).toEqual(expected)
    for (const sort of ['rating', 'price']) expect(await mine({ ...filter, sort }), sort).toEqual(expected)
    expect(await mine({ ...filter, sort: 'distance', lon: 104, lat: 30.5 }), 'distance').toEqual(expected)
  })

  it('work together with text', async () => {
    const found = await all({ q: '金沙', type: 'natatorium', region: '510104' })
    const expected = idsWhere(
      ({ nameZh, aliases, type, lon }) =>
        type === 'natatorium' && lon >= 104 && (nameZh.includes('金沙') || aliases!.some((a) => a.includes('金沙'))),
    )
    expect(sorted(found.map(({ id }) => id))).toEqual(expected)
  })
})

describe('sort', () => {
  it('by rating, price and true distance', async () => {
    const rated = (await all({ sort: 'rating', q: '体育馆' })) as unknown as { rating: number | null }[]
    const ratings = rated.map(({ rating }) => rating ?? 0)
    expect(ratings).toEqual(ratings.toSorted((a, b) => b - a))
    const priced = (await all({ sort: 'price', type: 'natatorium' })) as unknown as {
      fee: string
      priceFen: number | null
    }[]
    const prices = priced.map(({ fee, priceFen }) => (fee === 'free' ? 0 : (priceFen ?? Number.POSITIVE_INFINITY)))
    expect(prices).toEqual(prices.toSorted((a, b) => (a === b ? 0 : a - b)))
    const near = (await all({ sort: 'distance', lon: 104.2, lat: 30.4, radiusMetres: 40_000 })) as unknown as {
      distanceMetres: number
    }[]
    const distances = near.map(({ distanceMetres }) => distanceMetres)
    expect(distances).toEqual(distances.toSorted((a, b) => a - b))
    expect(distances.at(-1)).toBeLessThanOrEqual(40_000)
    expect(near.length).toBeGreaterThan(20)
  })
})

describe('facets', () => {
  it('count all matches exactly, and do not narrow themselves', async () => {
    const { body } = await get({
      q: '金沙',
      type: 'natatorium',
      facets: 'type,category,fee,region,sport,status',
      limit: 1,
    })
    const matching = (type: boolean) =>
      seeds.filter(
        (seed) =>
          (!type || seed.type === 'natatorium') &&
          [seed.nameZh, ...seed.aliases!].some((name) => name.includes('金沙')),
      )
    expect(body.total).toBe(matching(true).length)
    const countOf = (facet: string, value: string) =>
      body.facets[facet].find((entry: { value: string }) => entry.value === value)?.count ?? 0
    for (const [code] of kinds)
      expect(countOf('type', code)).toBe(matching(false).filter(({ type }) => type === code).length)
    expect(countOf('category', 'pool')).toBe(body.total)
    expect(countOf('fee', 'free')).toBe(matching(true).filter(({ fee }) => fee === 'free').length)
    expect(countOf('region', '510000')).toBe(body.total)
    expect(countOf('sport', 'swimming')).toBe(body.total)
  })
})

describe('a cursor', () => {
  it('neither repeats nor skips a place that stays as it is, while others are added and renamed', async () => {
    const before = (await all({ q: '天府' })).map(({ id }) => id)
    const first = await get({ q: '天府', limit: 10 })
    await buildPlaces(
      database,
      Array.from({ length: 5 }, (_, index) => ({
        nameZh: `天府新馆${index}`,
        weight: 50,
        rating: 5,
        ratingCount: 999,
      })),
    )
    const renamed = before[20]!
    await database.primary('place').where({ id: renamed }).update({ name_zh: '改了名字', aliases: '{}' })
    const rest: number[] = []
    for (let cursor = first.body.nextCursor; cursor; ) {
      const page = await get({ q: '天府', limit: 10, cursor })
      rest.push(...page.body.items.map(({ id }: { id: number }) => id))
      cursor = page.body.nextCursor
    }
    const seen = [...first.body.items.map(({ id }: { id: number }) => id), ...rest]
    expect(new Set(seen).size).toBe(seen.length)
    for (const id of before) if (id !== renamed) expect(seen).toContain(id)
    expect(seen).not.toContain(renamed)
  })

  it('of another search, or forged, is refused', async () => {
    const { body } = await get({ q: '体育馆', limit: 2 })
    expect(body.nextCursor).toBeTypeOf('string')
    expect((await get({ q: '游泳馆', limit: 2, cursor: body.nextCursor })).body.code).toBe('cursor-invalid')
    for (const cursor of ['x', 'eyJhIjoxfQ', Buffer.from('["abcdefgh",[1e400,0],1]').toString('base64url')])
      expect((await get({ q: '体育馆', cursor })).body.code).toBe('cursor-invalid')
    expect((await get({ q: '体育馆', limit: 5, cursor: body.nextCursor })).status).toBe(200)
  })
})

describe('suggestions', () => {
  const suggest = async (query: Record<string, string>) =>
    (await server.send('GET', `/api/suggestions?${new URLSearchParams(query)}`)).body.items as {
      kind: string
      code: string
      nameZh: string
      detailZh: string
    }[]

  it('offer regions, types and sports by any of their forms before places', async () => {
    expect((await suggest({ q: '锦江' }))[0]).toMatchObject({ kind: 'region', code: '510104', detailZh: '成都市' })
    expect((await suggest({ q: 'yyg' }))[0]).toMatchObject({ kind: 'type', code: 'natatorium' })
    expect((await suggest({ q: 'natat' }))[0]).toMatchObject({ kind: 'type', code: 'natatorium' })
    expect((await suggest({ q: 'c' })).length).toBeGreaterThan(3)
  })

  it('follow each key stroke of Chinese, pinyin and initials', async () => {
    await buildPlace(database, { nameZh: '凤凰山射箭场', lon: 104.2, lat: 30.3 })
    for (const typed of [
      '凤',
      '凤凰',
      '凤凰山射',
      'f',
      'fe',
      'feng',
      'fenghuangsh',
      'fhs',
      'fhssjc',
      '射箭',
      'shejian',
    ]) {
      expect(
        (await suggest({ q: typed })).map(({ nameZh }) => nameZh),
        typed,
      ).toContain('凤凰山射箭场')
    }
    expect((await suggest({ q: '凤凰山' }))[0]!.detailZh).toBe('体育馆 · 成都市锦江区')
  })

  it('keep to a region, and put the nearest first when a point is given', async () => {
    await buildPlaces(database, [
      { nameZh: '玉龙馆', lon: 103.5, lat: 30.5, weight: 9 },
      { nameZh: '玉龙馆', lon: 104.5, lat: 30.5 },
    ])
    expect(await suggest({ q: '玉龙', region: '510104' })).toHaveLength(1)
    const near = await suggest({ q: '玉龙', lon: '104.4', lat: '30.5' })
    expect(near[0]!.detailZh).toContain('锦江区')
  })
})

describe('search keys', () => {
  it('follow a rename by plain SQL: Chinese at once, pinyin after the chore', async () => {
    await refreshSearchKeys(database)
    const id = await buildPlace(database, { nameZh: '原来馆' })
    await database.primary('place').where({ id }).update({ name_zh: '琥珀馆' })
    expect(names(await get({ q: '琥珀' }))).toEqual(['琥珀馆'])
    expect(names(await get({ q: 'yuanlaiguan' }))).toEqual([])
    expect(await refreshSearchKeys(database)).toBe(1)
    expect(names(await get({ q: 'hupoguan' }))).toEqual(['琥珀馆'])
    expect(await refreshSearchKeys(database)).toBe(0)
  })

  it('are made set-wise after a load past the triggers, in a rebuild or by the chore', async () => {
    const load = (name: string) =>
      database.primary.transaction(async (trx) => {
        await trx.raw(`set local app.bulk = 'on'`)
        await trx.raw(
          `insert into place (type_code, name_zh, geom, location, source, name_pinyin, name_initials)
           values ('gymnasium', ?, st_setsrid(st_makepoint(104, 30), 4326), st_setsrid(st_makepoint(104, 30), 4326), 'bulk', 'x', 'x')`,
          [name],
        )
      })
    await load('翡翠馆')
    expect(names(await get({ q: '翡翠馆' }))).toEqual([])
    expect(await fillSearchRows(database)).toBe(1)
    expect(names(await get({ q: '翡翠馆' }))).toEqual(['翡翠馆'])
    await load('玛瑙馆')
    const before = (await all({ q: '东湖体育' })).map(({ id }) => id)
    await database.primary.raw('select search_rebuild()')
    expect(names(await get({ q: '玛瑙馆' }))).toEqual(['玛瑙馆'])
    expect((await all({ q: '东湖体育' })).map(({ id }) => id)).toEqual(before)
  })
})

describe('markers', () => {
  const markers = async (query: Record<string, string | number>) =>
    (
      await server.send(
        'GET',
        `/api/markers?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}`,
      )
    ).body as {
      markers: { lon: number; lat: number; count: number; id: number | null; nameZh: string | null }[]
      total: number
    }

  it('count every place of the viewport once, never more than the limit of them', async () => {
    const box = '103.2,30.1,104.8,30.9'
    const inside = await all({ bbox: box })
    for (const zoom of [3, 6, 8, 10, 12, 16]) {
      for (const limit of [5, 40, 500]) {
        const found = await markers({ bbox: box, zoom, limit, datum: 'WGS84' })
        expect(found.markers.length).toBeLessThanOrEqual(limit)
        expect(found.markers.reduce((sum, { count }) => sum + count, 0)).toBe(inside.length)
        expect(found.total).toBe(inside.length)
      }
    }
    const filtered = await markers({ bbox: box, zoom: 8, type: 'natatorium', datum: 'WGS84' })
    expect(filtered.total).toBe(inside.filter(({ id }) => seeds[ids.indexOf(id)]?.type === 'natatorium').length)
  })

  it('stand where a GCJ-02 map shows them', async () => {
    const id = await buildPlace(database, { nameZh: '孤岛馆', lon: 110, lat: 20 })
    const [gcj] = (await markers({ bbox: '109.9,19.9,110.1,20.1', zoom: 14 })).markers
    expect(gcj).toMatchObject({ id, nameZh: '孤岛馆', count: 1 })
    const metres = Math.hypot((gcj!.lon - 110) * 104_600, (gcj!.lat - 20) * 110_700)
    expect(metres).toBeGreaterThan(100)
    expect(metres).toBeLessThan(900)
    const [wgs] = (await markers({ bbox: '109.9,19.9,110.1,20.1', zoom: 14, datum: 'WGS84' })).markers
    expect([wgs!.lon, wgs!.lat]).toEqual([110, 20])
  })
})
