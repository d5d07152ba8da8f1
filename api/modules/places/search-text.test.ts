import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPlace, buildPlaces } from './build.ts'
import { pinyinKeys } from './pinyin-keys.ts'
import { kinds, names, openSearchFixture, type SearchFixture, type Seed, sorted } from './testing-search.ts'

let fixture: SearchFixture
beforeAll(async () => {
  fixture = await openSearchFixture()
})
afterAll(() => fixture?.close())
const get = (query: Record<string, string | number>) => fixture.get(query)
const all = (query: Record<string, string | number>, limit?: number) => fixture.all(query, limit)

describe('text', () => {
  it('finds exactly the places whose names hold it, in Chinese, pinyin, initials or English, over all pages and once each', async () => {
    const text = fc.sample(
      fc.tuple(fc.nat(fixture.seeds.length - 1), fc.nat(3), fc.nat(5), fc.integer({ min: 2, max: 6 })),
      {
        numRuns: 40,
        seed: 11,
      },
    )
    for (const [index, form, start, length] of text) {
      const { nameZh, nameEn } = fixture.seeds[index]!
      const keys = pinyinKeys(nameZh)
      const source = [nameZh, keys.pinyin, keys.initials, nameEn ?? nameZh][form]!
      const q = source.slice(Math.min(start, source.length - 3), Math.min(start, source.length - 3) + length).trim()
      const wanted = /^[a-z]/i.test(q) && !/\p{Script=Han}/u.test(q) ? Math.max(q.length, 3) : 1
      if (q.length < wanted || / /.test(q) || (/[a-z]/i.test(q) && /\p{Script=Han}/u.test(q))) continue
      const found = await all({ q })
      const lower = q.toLowerCase()
      const holds = (seed: Seed) =>
        [seed.nameZh, ...(seed.aliases ?? [])].some((name) => {
          const { pinyin, initials } = pinyinKeys(name)
          return [name.toLowerCase(), pinyin, initials].some((form) => form.includes(lower))
        }) || (seed.nameEn ?? '').toLowerCase().includes(lower)
      const expected = fixture.idsWhere(holds)
      const meant = fixture.idsWhere((seed) => meaningOf(lower, seed))
      expect(sorted(found.map(({ id }) => id)), `q=${q}`).toEqual(sorted([...new Set([...expected, ...meant])]))
    }
  })

  it('puts the exact name first, then names that begin with it, then those that hold it, each by fame', async () => {
    await buildPlaces(fixture.database, [
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
    const id = await buildPlace(fixture.database, { nameZh: '滨江攀岩馆', type: 'climbing-gym', lon: 104.5, lat: 30.5 })
    for (const q of ['锦江 攀岩馆', '锦江区攀岩馆', 'jinjiang 攀岩馆', '四川滨江攀岩']) {
      expect(
        (await all({ q })).map((item) => item.id),
        q,
      ).toEqual([id])
    }
    expect(names(await get({ q: '武侯攀岩馆' }))).toEqual([])
  })

  it('forgives a wrong, missing or superfluous character, the same sound, and mistyped letters', async () => {
    await buildPlace(fixture.database, { nameZh: '麒麟山滑雪场', nameEn: 'Unicorn Mountain Ski Resort' })
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
        const suggested = await fixture.server.send('GET', `/api/suggestions?${new URLSearchParams({ q: q || 'x' })}`)
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

function meaningOf(text: string, seed: Seed): boolean {
  const [, zh, en] = kinds.find(([code]) => code === seed.type)!
  const region =
    seed.lon > 104 ? ['锦江', '锦江区'] : seed.lon < 104 ? ['武侯', '武侯区'] : ['锦江', '锦江区', '武侯', '武侯区']
  const sport = seed.type === 'natatorium' ? ['游泳', 'swimming'] : ['篮球', 'basketball']
  const words = [zh, ...region, '成都', '成都市', '四川', '四川省', sport[0]!]
  const forms = words.flatMap((word) => [word, pinyinKeys(word).pinyin, pinyinKeys(word).initials])
  return [...forms, en.toLowerCase().replaceAll(' ', ''), sport[1]!].includes(text)
}
