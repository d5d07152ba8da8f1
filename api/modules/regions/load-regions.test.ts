import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { loadRegions } from './load-regions.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
  await loadRegions(database)
})
afterAll(() => database?.close())

const one = async (sql: string) => (await database.primary.raw(sql)).rows[0]
const all = async (sql: string) => (await database.primary.raw(sql)).rows

describe('the committed layer in the database', () => {
  it('has 2 provinces, 21 prefectures and 221 counties that hang together', async () => {
    expect(await all('select level, count(*)::int from region group by level order by count')).toEqual([
      { level: 'province', count: 2 },
      { level: 'prefecture', count: 21 },
      { level: 'county', count: 221 },
    ])
    expect(await all(`select distinct parent_code from region where level = 'county' and code like '50%'`)).toEqual([
      { parent_code: '500000' },
    ])
    expect(await all(`select distinct parent_code from region where level = 'prefecture'`)).toEqual([
      { parent_code: '510000' },
    ])
  })

  it('adds up to the published populations', async () => {
    expect(await all(`select code, population from region where level = 'province' order by code`)).toEqual([
      { code: '500000', population: 32054159 },
      { code: '510000', population: 83674866 },
    ])
    const { apart } = await one(`
      select count(*)::int as apart from region p
      where p.level = 'prefecture' and p.population <> (select sum(c.population) from region c where c.parent_code = p.code)`)
    expect(apart).toBe(0)
  })

  it('is valid at every level, and counties neither overlap nor leave a hole', async () => {
    expect(
      await one('select bool_and(st_isvalid(geom)) as valid, min(st_npoints(geom)) > 4 as drawn from region'),
    ).toEqual({
      valid: true,
      drawn: true,
    })
    const { overlap } = await one(`
      select coalesce(sum(st_area(st_intersection(a.geom, b.geom)::geography)), 0) as overlap
      from region a join region b on a.code < b.code and a.level = 'county' and b.level = 'county' and st_overlaps(a.geom, b.geom)`)
    expect(overlap).toBeLessThan(1)
    const whole = await one(`
      select st_numgeometries(g) as parts, st_nrings(g) as rings, st_area(g::geography) / 1e6 as area,
             (select sum(area_km2) from region where level = 'county') as sum
      from (select st_union(geom) as g from region where level = 'county') u`)
    expect(whole).toMatchObject({ parts: 1, rings: 1 })
    expect(whole.area).toBeCloseTo(whole.sum, 3)
    expect(whole.area).toBeCloseTo(568_495, -1)
  })

  it('draws prefectures and provinces as the unions of their counties, with no hole that is not another county', async () => {
    const apart = await all(`
      select p.code, p.area_km2 - sum(c.area_km2) as difference
      from region p
      join region c on c.level = 'county' and (c.parent_code = p.code or (p.level = 'province' and left(c.code, 2) = left(p.code, 2)))
      where p.level <> 'county'
      group by p.code
      having abs(p.area_km2 - sum(c.area_km2)) > 0.001`)
    expect(apart).toEqual([])
    const holes = await all(`
      with ring as (
        select p.code, st_makepolygon(st_exteriorring((st_dumprings(d.geom)).geom)) as hole, (st_dumprings(d.geom)).path[1] as ring
        from region p, st_dump(p.geom) d
        where p.level <> 'county'
      )
      select r.code from ring r
      where r.ring > 0 and not exists (
        select from region c where c.level = 'county' and st_covers(r.hole, c.geom) or
          (c.level = 'county' and st_intersects(c.geom, st_pointonsurface(r.hole))))`)
    expect(holes).toEqual([])
  })

  it('puts the label inside the region and keys for sorting and typing beside the name', async () => {
    expect(await one('select bool_and(st_within(label_point, geom)) as inside from region')).toEqual({ inside: true })
    expect(
      await all(
        `select code, name_en, pinyin, initials from region where code in ('510107', '500230', '510114', '513232') order by code`,
      ),
    ).toEqual([
      { code: '500230', name_en: 'Fengdu County', pinyin: 'fengduxian', initials: 'fdx' },
      { code: '510107', name_en: 'Wuhou District', pinyin: 'wuhouqu', initials: 'whq' },
      { code: '510114', name_en: 'Xindu District', pinyin: 'xinduqu', initials: 'xdq' },
      { code: '513232', name_en: 'Zoigê County', pinyin: 'ruoergaixian', initials: 'regx' },
    ])
  })

  it('finds the county of a point by the parts that it is cut into', async () => {
    expect(await one(`select region_at(st_setsrid(st_makepoint(104.0434, 30.6419), 4326)) as code`)).toEqual({
      code: '510107',
    })
  })

  it('is left alone by a second load and rewritten alike by a forced one', async () => {
    const fingerprint = `select count(*)::int, round(sum(area_km2)::numeric, 6) as area, md5(string_agg(st_asewkt(st_normalize(geom)), ',' order by code)) as hash from region`
    const before = await one(fingerprint)
    expect(await loadRegions(database)).toEqual({ written: 0 })
    expect(await loadRegions(database, { replace: true })).toEqual({ written: 244 })
    expect(await one(fingerprint)).toEqual(before)
    expect(await one('select count(distinct region_code)::int as count from region_part')).toEqual({ count: 221 })
  })
})
