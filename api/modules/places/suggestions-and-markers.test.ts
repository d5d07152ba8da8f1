import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPlace, buildPlaces } from './build.ts'
import { fillSearchRows, refreshSearchKeys } from './refresh-keys.ts'
import { names, openSearchFixture, type SearchFixture } from './testing-search.ts'

let fixture: SearchFixture
beforeAll(async () => {
  fixture = await openSearchFixture()
})
afterAll(() => fixture?.close())
const get = (query: Record<string, string | number>) => fixture.get(query)
const all = (query: Record<string, string | number>, limit?: number) => fixture.all(query, limit)

describe('suggestions', () => {
  const suggest = async (query: Record<string, string>) =>
    (await fixture.server.send('GET', `/api/suggestions?${new URLSearchParams(query)}`)).body.items as {
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
    await buildPlace(fixture.database, { nameZh: '凤凰山射箭场', lon: 104.2, lat: 30.3 })
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
    await buildPlaces(fixture.database, [
      { nameZh: '玉龙馆', lon: 103.5, lat: 30.5, weight: 9 },
      { nameZh: '玉龙馆', lon: 104.5, lat: 30.5 },
    ])
    expect(await suggest({ q: '玉龙', region: '510104' })).toHaveLength(1)
    const near = await suggest({ q: '玉龙', lon: '104.4', lat: '30.5' })
    expect(near[0]!.detailZh).toContain('锦江区')
  })

  it('tell places of one name in one county apart by their address', async () => {
    const twin = { nameZh: '双生馆', lon: 104.5, lat: 30.5 }
    await buildPlaces(fixture.database, [
      { ...twin, addressZh: '东路 1 号' },
      { ...twin, lat: 30.51, addressZh: '西路 2 号' },
    ])
    const details = (await suggest({ q: '双生' })).map(({ detailZh }) => detailZh)
    expect(details.toSorted()).toEqual(
      ['体育馆 · 成都市锦江区 · 东路 1 号', '体育馆 · 成都市锦江区 · 西路 2 号'].toSorted(),
    )
  })
})

describe('search keys', () => {
  it('follow a rename by plain SQL: Chinese at once, pinyin after the chore', async () => {
    await refreshSearchKeys(fixture.database)
    const id = await buildPlace(fixture.database, { nameZh: '原来馆' })
    await fixture.database.primary('place').where({ id }).update({ name_zh: '琥珀馆' })
    expect(names(await get({ q: '琥珀' }))).toEqual(['琥珀馆'])
    expect(names(await get({ q: 'yuanlaiguan' }))).toEqual([])
    expect(await refreshSearchKeys(fixture.database)).toBe(1)
    expect(names(await get({ q: 'hupoguan' }))).toEqual(['琥珀馆'])
    expect(await refreshSearchKeys(fixture.database)).toBe(0)
  })

  it('are made set-wise after a load past the triggers, in a rebuild or by the chore', async () => {
    const load = (name: string) =>
      fixture.database.primary.transaction(async (trx) => {
        await trx.raw(`set local app.bulk = 'on'`)
        await trx.raw(
          `insert into place (type_code, name_zh, geom, location, source, name_pinyin, name_initials)
           values ('gymnasium', ?, st_setsrid(st_makepoint(104, 30), 4326), st_setsrid(st_makepoint(104, 30), 4326), 'bulk', 'x', 'x')`,
          [name],
        )
      })
    await load('翡翠馆')
    expect(names(await get({ q: '翡翠馆' }))).toEqual([])
    expect(await fillSearchRows(fixture.database)).toBe(1)
    expect(names(await get({ q: '翡翠馆' }))).toEqual(['翡翠馆'])
    await load('玛瑙馆')
    const before = (await all({ q: '东湖体育' })).map(({ id }) => id)
    await fixture.database.primary.raw('select search_rebuild()')
    expect(names(await get({ q: '玛瑙馆' }))).toEqual(['玛瑙馆'])
    expect((await all({ q: '东湖体育' })).map(({ id }) => id)).toEqual(before)
  })
})

describe('markers', () => {
  const markers = async (query: Record<string, string | number>) =>
    (
      await fixture.server.send(
        'GET',
        `/api/markers?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}`,
      )
    ).body as {
      markers: {
        lon: number
        lat: number
        count: number
        id: number | null
        nameZh: string | null
        shares: { category: string; count: number }[]
      }[]
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
        for (const { shares, count } of found.markers)
          expect(shares.reduce((sum, share) => sum + share.count, 0)).toBe(count)
      }
    }
    const [whole] = (await markers({ bbox: box, zoom: 3, limit: 5, datum: 'WGS84' })).markers
    expect(whole!.shares.length).toBeGreaterThan(1)
    expect(whole!.shares.map(({ count }) => count)).toEqual(
      whole!.shares.map(({ count }) => count).toSorted((a, b) => b - a),
    )
    const filtered = await markers({ bbox: box, zoom: 8, type: 'natatorium', datum: 'WGS84' })
    expect(filtered.total).toBe(
      inside.filter(({ id }) => fixture.seeds[fixture.ids.indexOf(id)]?.type === 'natatorium').length,
    )
  })

  it('stand where a GCJ-02 map shows them', async () => {
    const id = await buildPlace(fixture.database, { nameZh: '孤岛馆', lon: 110, lat: 20 })
    const [gcj] = (await markers({ bbox: '109.9,19.9,110.1,20.1', zoom: 14 })).markers
    expect(gcj).toMatchObject({ id, nameZh: '孤岛馆', count: 1 })
    const metres = Math.hypot((gcj!.lon - 110) * 104_600, (gcj!.lat - 20) * 110_700)
    expect(metres).toBeGreaterThan(100)
    expect(metres).toBeLessThan(900)
    const [wgs] = (await markers({ bbox: '109.9,19.9,110.1,20.1', zoom: 14, datum: 'WGS84' })).markers
    expect([wgs!.lon, wgs!.lat]).toEqual([110, 20])
  })
})
