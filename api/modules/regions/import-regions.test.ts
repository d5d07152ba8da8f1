import type { Feature, MultiPolygon, Polygon, Position } from 'geojson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../db/testing.ts'
import { convertGeometry, type Datum } from '../../spatial/datum.ts'
import { type ImportOptions, ImportRefused, importRegions } from './import-regions.ts'
import { loadRegions } from './load-regions.ts'
import { readCommittedLayer } from './read-layer.ts'

type County = Feature<Polygon | MultiPolygon, { code: string }>

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
  await loadRegions(database)
  await database.primary.raw(`
    insert into place_type (code, category, name_zh, name_en, icon, geometry_kind, ownership, attribute_schema, sort)
    values ('try', 'try', '试', 'Try', 'try', 'point', 'either', '{}', 1)`)
})
afterAll(() => database?.close())

const layer = (): County[] =>
  readCommittedLayer().counties.map(({ code, geometry }) => ({ type: 'Feature', properties: { code }, geometry }))
const text = (features: readonly unknown[]) => JSON.stringify({ type: 'FeatureCollection', features })
const importText = (content: string, options: Partial<ImportOptions> = {}) =>
  importRegions(database, content, { srs: 'EPSG:4326', source: 'test', ...options })
const changed = (code: string, geometry: County['geometry']) =>
  layer().map((county) => (county.properties.code === code ? { ...county, geometry } : county))

const all = async (sql: string) => (await database.primary.raw(sql)).rows
const fingerprint = async () =>
  (
    await all(
      `select md5(string_agg(code || st_asewkt(geom), ',' order by code)) as hash, (select count(*)::int from region_part) as parts from region`,
    )
  )[0]
/** Geometry of the registered layer by an expression over the region table. */
const drawn = async (expression: string, code: string) =>
  (await all(`select st_asgeojson(${expression}, 7)::jsonb as geometry from region r where r.code = '${code}'`))[0]
    .geometry as County['geometry']

/** The problems of a refused import; fails when something changed all the same. */
async function refusal(content: string, options: Partial<ImportOptions> = {}): Promise<string> {
  const before = await fingerprint()
  const error = await importText(content, options).then(
    () => {
      throw new Error('the layer was taken')
    },
    (reason) => reason,
  )
  expect(error).toBeInstanceOf(ImportRefused)
  expect(await fingerprint()).toEqual(before)
  return error.problems.join('\n')
}

describe('a file that is refused', () => {
  it.each<[string, Datum, string]>([
    ['EPSG:4326', 'GCJ-02', 'GCJ-02'],
    ['EPSG:4490', 'BD-09', 'BD-09'],
    ['GCJ-02', 'WGS84', 'EPSG:4326'],
  ])('says %s and is %s: the shift and the right --srs are named', async (srs, actual, advice) => {
    const misread = layer().map((county) => ({
      ...county,
      geometry: convertGeometry(county.geometry, 'WGS84', actual),
    }))
    const problems = await refusal(text(misread), { srs })
    expect(problems).toMatch(/^All counties lie about \d+ m from the registered ones/)
    expect(problems).toContain(`pass --srs ${advice}`)
    if (actual === 'GCJ-02') expect(Number(/about (\d+) m/.exec(problems)![1])).toBeGreaterThan(250)
  })

  it('has overlapping counties, all pairs named with how wide', async () => {
    const wider = await drawn('st_buffer(r.geom, 0.01)', '510107')
    const problems = await refusal(text(changed('510107', wider)))
    expect(problems).toMatch(/510104 and 510107 overlap on \d+\.\d+ km², up to \d+ m wide/)
    expect(problems).toContain('510107 and 510116 overlap')
  })

  it('has a gap, with a position in it', async () => {
    const narrower = await drawn(`st_difference(r.geom, st_buffer(r.label_point, 0.005))`, '510107')
    expect(await refusal(text(changed('510107', narrower)))).toMatch(
      /gap of 0\.\d+ km², \d+ m wide .* at 104\.\d+, 30\.\d+/,
    )
  })

  it('has a polygon that is not valid, unless it may be repaired', async () => {
    const county = layer().find(({ properties }) => properties.code === '513338')!
    const ring = (county.geometry as Polygon).coordinates[0]!
    const [lon, lat] = ring[0] as [number, number]
    const spiked: Position[] = [[lon, lat], [lon - 0.02, lat], ...ring]
    const file = text(changed('513338', { type: 'Polygon', coordinates: [[...spiked.slice(0, 2), ...ring]] }))
    expect(await refusal(file)).toMatch(/513338 is not valid: .*--repair \(changes 0\.\d+ % of its area\)/)
    const report = await importText(file, { repair: true, dryRun: true })
    expect(report.repaired).toEqual([{ code: '513338', reason: expect.any(String) }])
    expect(report.moved).toEqual([])
  })

  it('puts the main town of a county into another one', async () => {
    const swap = { '510104': '510105', '510105': '510104' } as Record<string, string>
    const swapped = layer().map((county) => ({
      ...county,
      properties: { code: swap[county.properties.code] ?? county.properties.code },
    }))
    expect(await refusal(text(swapped))).toMatch(/main town of 510104 .* lies in 510105/)
  })

  it('has codes that are unknown, double or missing', async () => {
    const [first, ...rest] = layer()
    const problems = await refusal(
      text([
        ...rest,
        rest[0],
        { ...first!, properties: { code: '990101' } },
        { ...first!, properties: { code: '51x' } },
      ]),
    )
    expect(problems).toContain('«51x» is not a code of six digits')
    expect(problems).toContain('500102 occurs more than once')
    expect(problems).toContain('990101: there is no registered province')
    expect(problems).toContain('lacks 500101 万州区')
  })

  it('has latitude first, or metres where degrees were said', async () => {
    const flipped = await drawn('st_flipcoordinates(r.geom)', '510107')
    expect(await refusal(text(changed('510107', flipped)))).toContain('looks like latitude before longitude')
    const metres = await drawn('st_transform(r.geom, 3857)', '510107')
    expect(await refusal(text(changed('510107', metres)))).toContain('not a position in degrees')
  })

  it('states another system than --srs', async () => {
    const stating = {
      type: 'FeatureCollection',
      crs: { properties: { name: 'urn:ogc:def:crs:EPSG::4490' } },
      features: layer(),
    }
    expect(await refusal(JSON.stringify(stating))).toContain('urn:ogc:def:crs:EPSG::4490, --srs says EPSG:4326')
  })

  it('is in a system that the database does not know, or no GeoJSON at all', async () => {
    expect(await refusal(text(layer()), { srs: 'EPSG:999999' })).toContain('does not know EPSG:999999')
    await expect(importText('not json')).rejects.toThrow('not JSON')
    await expect(importText('{"type":"Topology"}')).rejects.toThrow('ogr2ogr')
    await expect(importText(text(layer()), { srs: 'WGS' })).rejects.toThrow('--srs «WGS» is not known')
  })
})

describe('a file that is taken', () => {
  it.each<[string, string]>([
    ['EPSG:32648', 'st_transform(geom, 32648)'],
    ['EPSG:4543', 'st_transform(geom, 4543)'],
  ])('may be in the projected system %s', async (srs, expression) => {
    const rows = await all(
      `select code, st_asgeojson(${expression}, 3)::jsonb as geometry from region where level = 'county'`,
    )
    const features = rows.map(({ code, geometry }: { code: string; geometry: unknown }) => ({
      type: 'Feature',
      properties: { gb: `156${code}` },
      geometry,
    }))
    const report = await importText(text(features), { srs, codeField: 'gb', dryRun: true })
    expect(report).toMatchObject({ counties: 221, moved: [], repaired: [], movedLabels: [] })
    expect(report.shiftMetres).toBeLessThan(0.1)
  })

  it('in GCJ-02 lands where the WGS84 layer lies', async () => {
    const shifted = layer().map((county) => ({
      ...county,
      geometry: convertGeometry(county.geometry, 'WGS84', 'GCJ-02'),
    }))
    const report = await importText(text(shifted), { srs: 'GCJ-02', dryRun: true })
    expect(report.moved).toEqual([])
    expect(report.shiftMetres).toBeLessThan(0.1)
  })

  describe('with a boundary that moved', () => {
    // The part of 510104 east of its middle goes to 510107.
    const east = `st_setsrid(st_makeenvelope(st_x(m.label_point), 20, 120, 40), 4326)`
    let file: string
    let placeId: string

    beforeAll(async () => {
      const [cut] = await all(`
        select st_asgeojson(st_collectionextract(st_difference(m.geom, ${east}), 3), 9)::jsonb as smaller,
               st_asgeojson(st_union(r.geom, st_collectionextract(st_intersection(m.geom, ${east}), 3)), 9)::jsonb as larger
        from region m, region r where m.code = '510104' and r.code = '510107'`)
      file = text(
        layer().map((county) => {
          const geometry = { '510104': cut.smaller, '510107': cut.larger }[county.properties.code] ?? county.geometry
          return { ...county, geometry }
        }),
      )
      const [place] = await all(`
        insert into place (type_code, name_zh, geom, source)
        select 'try', '东边', st_pointonsurface(st_intersection(m.geom, ${east})), 'test' from region m where m.code = '510104'
        returning id, region_code`)
      expect(place.region_code).toBe('510104')
      placeId = place.id
      await all(
        `insert into place (type_code, name_zh, geom, source) select 'try', r.code, r.label_point, 'test' from region r where r.code in ('500101', '513338')`,
      )
      await all(
        `insert into place (type_code, name_zh, geom, source) values ('try', '远方', st_setsrid(st_makepoint(116.4, 39.9), 4326), 'test')`,
      )
    })

    it('is reported by a dry run that changes nothing', async () => {
      const before = await fingerprint()
      const report = await importText(file, { dryRun: true })
      expect(report).toMatchObject({ counties: 221, placesMoved: 1, placesOutside: 1 })
      expect(report.moved.map(({ code }) => code).sort()).toEqual(['510104', '510107'])
      expect(await fingerprint()).toEqual(before)
      expect(await all(`select region_code from place where id = ${placeId}`)).toEqual([{ region_code: '510104' }])
    })

    it('replaces the layer, keeps the prefecture whole and moves the places', async () => {
      const [before] = await all(`select area_km2 from region where code = '510100'`)
      const [{ seq }] = await all('select coalesce(max(seq), 0) as seq from layer_change')
      expect(await importText(file, { source: 'official layer' })).toMatchObject({ placesMoved: 1, placesOutside: 1 })
      expect(await all(`select region_code from place where id = ${placeId}`)).toEqual([{ region_code: '510107' }])
      expect(await all(`select region_code from place order by id offset 1`)).toEqual([
        { region_code: '500101' },
        { region_code: '513338' },
        { region_code: null },
      ])
      const [after] = await all(
        `select area_km2, source, population, st_isvalid(geom) as valid from region where code = '510100'`,
      )
      expect(after).toMatchObject({ source: 'official layer (EPSG:4326)', population: 20937757, valid: true })
      expect(after.area_km2).toBeCloseTo(before.area_km2, 3)
      expect(
        await all(`select distinct layer, feature_id from layer_change where seq > ${seq} order by layer`),
      ).toEqual([
        { layer: 'places', feature_id: placeId },
        { layer: 'regions', feature_id: null },
      ])
    })
  })

  it('may rename codes when told to: the new county takes the places, an unknown population makes the sums unknown', async () => {
    const before = await all(`select count(*)::int from place where region_code = '500101'`)
    const renamed = layer().map((county) =>
      county.properties.code === '500101'
        ? { ...county, properties: { code: '500199', nameZh: '新区', nameEn: 'New District' } }
        : county,
    )
    const report = await importText(text(renamed), { allowCodeChanges: true })
    expect(report).toMatchObject({ added: ['500199'], removed: ['500101'] })
    expect(report.placesMoved).toBe(before[0].count + 1)
    expect(await all(`select count(*)::int from place where region_code = '500199'`)).toEqual(before)
    expect(await all(`select name_en, parent_code, pinyin from region where code = '500199'`)).toEqual([
      { name_en: 'New District', parent_code: '500000', pinyin: 'xinqu' },
    ])
    expect(await all(`select code, population from region where level = 'province' order by code`)).toEqual([
      { code: '500000', population: null },
      { code: '510000', population: 83674866 },
    ])
  })
})
