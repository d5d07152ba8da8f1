import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../api/db/testing.ts'
import { loadRegions } from '../api/modules/regions/load-regions.ts'
import { countPlaces, isRegistryEmpty, loadDemo } from './load-places.ts'
import { loadTypes } from './load-types.ts'
import type { LoadReport } from './loading/phases.ts'
import { writtenColumns } from './loading/queries.ts'
import { removeDemo } from './remove-demo.ts'

const places = 3000
let database: TestDatabase
let report: LoadReport
const one = async <T>(sql: string) => (await database.primary.raw(sql)).rows[0] as T

beforeAll(async () => {
  database = await openTestDatabase()
  await loadRegions(database)
  await loadTypes(database)
  expect(await isRegistryEmpty(database)).toBe(true)
  report = await loadDemo(database, { places })
}, 240_000)
afterAll(() => database.close())

describe('the loaded demo registry', () => {
  it('holds every place, marked as demo', async () => {
    expect(report.places).toBe(places)
    expect(await countPlaces(database)).toEqual({ demo: places, others: 0 })
    expect(await isRegistryEmpty(database)).toBe(false)
  })

  it('has in every county places whose county the boundaries confirm', async () => {
    expect(report).toMatchObject({ regionsChecked: places, regionsCorrected: 0 })
    expect(await one(`select count(distinct region_code)::integer as counties from place`)).toEqual({ counties: 221 })
  })

  it('lies inside the counties, whole lines and areas', async () => {
    const { inside } = await one<{ inside: number }>(`
      select avg(st_coveredby(p.geom, r.geom)::integer)::float8 as inside from place p join region r on r.code = p.region_code`)
    expect(inside).toBeGreaterThanOrEqual(0.999)
  })

  it('has what the row trigger works out for the same rows written one by one', async () => {
    const given = writtenColumns.filter((column) => !['id', 'source_ref', ...worked].includes(column))
    const trx = await database.primary.transaction()
    try {
      await trx.raw(`
        insert into place (id, source_ref, ${given.join(', ')})
        select id + 1000000, source_ref || '-again', ${given.join(', ')} from place
        where id % 11 = 0 or geometrytype(geom) <> 'POINT'`)
      const { rows } = await trx.raw(`
        select count(*)::integer as compared, ${worked.map((column) => `count(*) filter (where ${differs(column)})::integer as ${column}`).join(', ')}
        from place a join place b on b.id = a.id + 1000000`)
      const { compared, ...different } = rows[0]
      expect(compared).toBeGreaterThan(400)
      expect(different).toEqual(Object.fromEntries(worked.map((column) => [column, 0])))
    } finally {
      await trx.rollback()
    }
  })

  it('has a first revision of every place that repeats its record', async () => {
    expect(
      await one(`
        select count(*)::integer as revisions,
          count(*) filter (where r.record ->> 'nameZh' = p.name_zh and r.record -> 'hours' is not distinct from coalesce(p.hours, 'null')
            and r.record ->> 'type' = p.type_code and r.record -> 'geometry' ->> 'type' is not null)::integer as alike
        from place p join place_revision r on r.place_id = p.id and r.version = p.version`),
    ).toEqual({ revisions: places, alike: places })
  })

  it('has search keys and a search row for every place', async () => {
    expect(
      await one(`
        select count(*) filter (where name_pinyin = '' or name_initials = '')::integer as without_keys,
          (select count(*)::integer from place_search) as search_rows
        from place`),
    ).toEqual({ without_keys: 0, search_rows: places })
  })

  it('tells readers of the layer once to read it anew', async () => {
    const rows = await database.primary('layer_change').where('layer', 'places').select('feature_id')
    expect(rows).toEqual([{ feature_id: null }])
  })

  it('leaves the next id free for the next place', async () => {
    const { next } = await one<{ next: number }>(`select nextval(pg_get_serial_sequence('app.place', 'id')) as next`)
    expect(Number(next)).toBe(places + 1)
  })
})

describe('loading again', () => {
  it('is refused for the same seed and leaves the registry as it was', async () => {
    await expect(loadDemo(database, { places: 300 })).rejects.toThrow(/place_source_ref_unique/)
    expect(await countPlaces(database)).toEqual({ demo: places, others: 0 })
  })

  it('adds the places of another seed beside those there, keeping the indexes in place', async () => {
    const added = await loadDemo(database, { places: 300, seed: 2 })
    expect(added.phases.map(({ phase }) => phase)).not.toContain('indexes')
    expect(await countPlaces(database)).toEqual({ demo: places + 300, others: 0 })
    expect(await one('select count(*)::integer as rows from place_search')).toEqual({ rows: places + 300 })
    expect(await removeDemo(database)).toBe(places + 300)
    expect((await loadDemo(database, { places })).phases.map(({ phase }) => phase)).toContain('indexes')
  }, 240_000)

  it('makes the same rows after removal, also from a thread', async () => {
    const digest = () =>
      one(
        `select md5(string_agg(md5((p.name_zh, p.geom, p.track, p.location, p.hours, p.region_code, p.length_m, p.attributes)::text), '' order by p.source_ref)) as digest from place p`,
      )
    const indexes = () =>
      one(
        `select array_agg(indexdef order by indexname) as defs from pg_indexes where schemaname = 'app' and tablename in ('place', 'place_revision')`,
      )
    const keys = () =>
      one(
        `select array_agg(pg_get_constraintdef(oid) order by conname) as defs from pg_constraint where conrelid in ('place'::regclass, 'place_revision'::regclass)`,
      )
    const before = [await digest(), await indexes(), await keys()]
    expect(await removeDemo(database)).toBe(places)
    expect(await countPlaces(database)).toEqual({ demo: 0, others: 0 })
    await loadDemo(database, { places, onThread: true })
    expect([await digest(), await indexes(), await keys()]).toEqual(before)
  }, 240_000)

  it('keeps a real place when the demo ones are removed', async () => {
    await database.primary.raw(`
      insert into place (type_code, name_zh, geom, source) values ('stadium', '真实体育场', st_setsrid(st_makepoint(104.06, 30.66), 4326), 'test')`)
    expect(await removeDemo(database)).toBe(places)
    expect(await countPlaces(database)).toEqual({ demo: 0, others: 1 })
    expect(await one(`select name_zh, region_code is not null as placed from place`)).toEqual({
      name_zh: '真实体育场',
      placed: true,
    })
    await expect(database.primary.raw('delete from place')).rejects.toThrow(/never deleted/)
  })
})

/** Columns that the trigger works out. */
// Lengths come with the rows, in micrometres, and are sums that two programs make.
const differs = (column: string) =>
  column === 'length_m'
    ? `(a.length_m is null) <> (b.length_m is null) or abs(a.length_m - b.length_m) > 1e-5`
    : `a.${column}::text is distinct from b.${column}::text`
const worked = ['location', 'region_code', 'length_m', 'open_days', 'exception_days'] as const
