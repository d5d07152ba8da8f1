import type { Knex } from 'knex'
import type { Database } from '../../db/types.ts'
import type { County, ParentRegion } from './read-layer.ts'
import { readRegionName } from './reading.ts'

/** Statements that write a whole layer. All run inside the caller's transaction on a staged copy, `incoming_county`. */

type Trx = Knex.Transaction
type Rows = Pick<Database, 'rows'>

const countiesAStatement = 25

/** Puts counties into a temporary table of this transaction, projected to WGS84; nothing is checked here. */
export async function stageCounties(
  database: Rows,
  trx: Trx,
  counties: readonly County[],
  from: { srid: number; source: string },
): Promise<void> {
  await trx.raw(`
    create temporary table incoming_county (
      code text, parent_code text, name_zh text, name_en text, pinyin text, initials text,
      population integer, source text, geom geometry
    ) on commit drop`)
  const text = `
    insert into incoming_county (code, parent_code, name_zh, name_en, pinyin, initials, population, source, geom)
    select c.code, c."parentCode", c."nameZh", c."nameEn", c.pinyin, c.initials, c.population, $2::text,
           st_force2d(st_transform(st_setsrid(st_geomfromgeojson(c.geometry), $3::integer), 4326))
    from jsonb_to_recordset($1::jsonb) as c(
      code text, "parentCode" text, "nameZh" text, "nameEn" text, pinyin text, initials text,
      population integer, geometry text)`
  for (let start = 0; start < counties.length; start += countiesAStatement) {
    const batch = counties.slice(start, start + countiesAStatement).map(({ geometry, ...county }) => {
      const { pinyin, initials } = readRegionName(county.nameZh)
      return { ...county, pinyin, initials, geometry: JSON.stringify(geometry) }
    })
    await database.rows(trx, {
      name: 'regions-stage',
      text,
      values: [JSON.stringify(batch), from.source, from.srid],
    })
  }
  await trx.raw('create index on incoming_county using gist (geom)')
  await trx.raw('analyze incoming_county')
}

/** Writes the staged counties over those with the same codes, rebuilds every region above them, and the index of parts. */
export async function replaceRegions(database: Rows, trx: Trx, parents: readonly ParentRegion[]): Promise<void> {
  await database.rows(trx, { name: 'regions-write-counties', text: writeCounties, values: [] })
  const named = parents.map((parent) => {
    const { pinyin, initials } = readRegionName(parent.nameZh)
    return { ...parent, pinyin, initials }
  })
  await database.rows(trx, { name: 'regions-write-parents', text: writeParents, values: [JSON.stringify(named)] })
  await trx.raw('select app.region_rebuild_parts()')
}

const overwrite = `
    on conflict (code) do update set
      level = excluded.level, parent_code = excluded.parent_code, name_zh = excluded.name_zh, name_en = excluded.name_en,
      pinyin = excluded.pinyin, initials = excluded.initials, population = excluded.population, area_km2 = excluded.area_km2,
      geom = excluded.geom, label_point = excluded.label_point, source = excluded.source, updated_at = now()`

// The label stands in the middle of the widest part: the centre of the largest circle that fits.
const columns =
  'code, level, parent_code, name_zh, name_en, pinyin, initials, population, area_km2, geom, label_point, source'
const measured = 'st_area(geom::geography) / 1e6, geom, (st_maximuminscribedcircle(geom)).center'

const writeCounties = `
    with drawn as (
      select code, parent_code, name_zh, name_en, pinyin, initials, population, source, st_multi(geom) as geom
      from incoming_county
    )
    insert into region (${columns})
    select code, 'county', parent_code, name_zh, name_en, pinyin, initials, population, ${measured}, source
    from drawn
    ${overwrite}`

// Neighbours share their vertices (a grid of 1 cm evens out rounding), so a union leaves neither slivers nor holes.
// A sum over an unknown population is unknown.
const writeParents = `
    with parent as (
      select p.code, p.level, p."parentCode" as parent_code, p."nameZh" as name_zh, p."nameEn" as name_en, p.pinyin, p.initials
      from jsonb_to_recordset($1::jsonb) as p(
        code text, level text, "parentCode" text, "nameZh" text, "nameEn" text, pinyin text, initials text)
    ), joined as (
      select p.code, p.level, p.parent_code, p.name_zh, p.name_en, p.pinyin, p.initials,
             case when bool_and(c.population is not null) then sum(c.population)::integer end as population,
             st_multi(st_union(c.geom, 1e-7)) as geom,
             min(c.source) as source
      from parent p
      join region c on c.level = 'county'
        and case p.level when 'province' then left(c.code, 2) = left(p.code, 2) else c.parent_code = p.code end
      group by p.code, p.level, p.parent_code, p.name_zh, p.name_en, p.pinyin, p.initials
    )
    insert into region (${columns})
    select code, level, parent_code, name_zh, name_en, pinyin, initials, population, ${measured}, source
    from joined
    ${overwrite}`

/** Takes counties that the staged layer no longer has out of the table; returns their places, which are left without a county. */
export async function removeCounties(database: Rows, trx: Trx, codes: readonly string[]): Promise<string[]> {
  if (codes.length === 0) return []
  const freed = await database.rows<{ id: string }>(trx, {
    name: 'regions-free-places',
    text: 'update place set region_code = null where region_code = any($1::text[]) returning id::text as id',
    values: [codes],
  })
  await database.rows(trx, {
    name: 'regions-remove',
    text: 'delete from region where code = any($1::text[])',
    values: [codes],
  })
  return freed.map(({ id }) => id)
}

/**
 * Gives every place the county that its location lies in now, and counts those that have another one than before; `freed`
 * are the places whose county was removed just now. One join for all places; only those that no county covers
 * are looked up singly (they may lie within the 2 km that `region_at` tolerates), if there is a county within 0.04° at all: the
 * look-up takes 0.6 ms, and 91,000 far places made the import a minute longer.
 */
export async function reassignPlaces(
  database: Rows,
  trx: Trx,
  freed: readonly string[],
): Promise<{ moved: number; outside: number }> {
  const [counted] = await database.rows<{ moved: number; outside: number }>(trx, {
    name: 'regions-reassign-places',
    text: `
      with covered as (
        select p.id, min(part.region_code) as region_code
        from place p
        join region_part part on st_intersects(part.geom, p.location)
        group by p.id
      ), assigned as (
        select p.id, p.region_code as before,
               coalesce(c.region_code, case
                 when exists (select from region_part near where near.geom && st_expand(p.location, 0.04)) then region_at(p.location)
               end) as after
        from place p
        left join covered c on c.id = p.id
      ), moved as (
        update place p
        set region_code = a.after
        from assigned a
        where a.id = p.id and a.after is distinct from a.before
        returning a.id
      ), stranded as (
        select id from assigned where after is null and id = any($1::bigint[])
      )
      select ((select count(*) from moved) + (select count(*) from stranded))::integer as moved,
             (select count(*) from assigned where after is null)::integer as outside`,
    values: [freed],
  })
  return counted!
}
