import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPlaces, type PlaceSeed } from './build.ts'
import { kinds, openSearchFixture, type SearchFixture, sorted } from './testing-search.ts'

let fixture: SearchFixture
beforeAll(async () => {
  fixture = await openSearchFixture()
})
afterAll(() => fixture?.close())
const get = (query: Record<string, string | number>) => fixture.get(query)
const all = (query: Record<string, string | number>, limit?: number) => fixture.all(query, limit)

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
    await fixture.database
      .primary('place')
      .whereNotIn('id', fixture.ids)
      .where('status', 'open')
      .update({ status: 'planned' })
    const mine = async (query: Record<string, string | number>) =>
      sorted((await all(query)).map(({ id }) => id).filter((id) => fixture.ids.includes(id)))
    const expected = fixture.idsWhere(test)
    expect(expected.length).toBeGreaterThan(0)
    expect(await mine(filter)).toEqual(expected)
    for (const sort of ['rating', 'price']) expect(await mine({ ...filter, sort }), sort).toEqual(expected)
    expect(await mine({ ...filter, sort: 'distance', lon: 104, lat: 30.5 }), 'distance').toEqual(expected)
  })

  it('work together with text', async () => {
    const found = await all({ q: '金沙', type: 'natatorium', region: '510104' })
    const expected = fixture.idsWhere(
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
      fixture.seeds.filter(
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
      fixture.database,
      Array.from({ length: 5 }, (_, index) => ({
        nameZh: `天府新馆${index}`,
        weight: 50,
        rating: 5,
        ratingCount: 999,
      })),
    )
    const renamed = before[20]!
    await fixture.database.primary('place').where({ id: renamed }).update({ name_zh: '改了名字', aliases: '{}' })
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
