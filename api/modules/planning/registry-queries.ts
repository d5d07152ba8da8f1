import type { Bindable, NamedStatement } from '../../db/types.ts'

/** A place as planning reads it. Outline and trail lengths only of lines and areas. */
export interface RegistryRow {
  id: number
  nameZh: string
  type: string
  category: string
  sports: string[]
  fee: string
  ownership: string
  status: string
  areaM2: number | null
  lengthM: number | null
  builtYear: number | null
  courts: { areaM2: number | null; count: number; indoor: boolean | null }[]
  attributes: Record<string, unknown>
  regionCode: string | null
  lon: number
  lat: number
  outline: unknown
  trails: { code: string; metres: number }[] | null
}

/** Samples along lines and outlines stand this close, so that the nearest one is at most 1 m farther than the true edge from 300 m on. */
const sampleMetres = 50

/** Where each row comes from is a table `at_moment`; the rest is the same for today and for any day before. */
const fromRows = `
  select m.id, m.name_zh as "nameZh", m.type_code as type, t.category, m.sports, m.fee, m.ownership, m.status, m.area_m2 as "areaM2",
         m.length_m as "lengthM", m.built_year as "builtYear", m.courts, m.attributes, m.region_code::text as "regionCode",
         st_x(m.location) as lon, st_y(m.location) as lat,
         case when geometrytype(m.geom) <> 'POINT'
           then st_asgeojson(st_segmentize(m.geom::geography, ${sampleMetres})::geometry, 6)::jsonb -> 'coordinates' end as outline,
         case when geometrytype(m.geom) in ('LINESTRING', 'MULTILINESTRING') then (
           select jsonb_agg(jsonb_build_object('code', c.code, 'metres', c.metres) order by c.code)
           from (
             select rp.region_code::text as code, sum(st_length(st_intersection(m.geom, rp.geom)::geography)) as metres
             from region_part rp
             where st_intersects(rp.geom, m.geom)
             group by rp.region_code
           ) c
         ) end as trails
  from at_moment m
  join place_type t on t.code = m.type_code
  order by m.id`

const columns = `p.id, p.name_zh, p.type_code, p.sports, p.fee, p.ownership, p.status, p.area_m2, p.length_m, p.built_year, p.courts,
    p.attributes, p.region_code, p.location, p.geom`

/** Every place that serves or may serve; closed ones are out. */
export const readRegistry: NamedStatement = {
  name: 'planning-registry',
  text: `with at_moment as (select ${columns} from place p where p.status <> 'closed')${fromRows}`,
  values: [],
}

export const readSome = (ids: readonly number[]): NamedStatement => ({
  name: 'planning-registry-some',
  text: `with at_moment as (select ${columns} from place p where p.id = any($1::bigint[]) and p.status <> 'closed')${fromRows}`,
  values: [ids],
})

/**
 * The registry at a moment: of each place the last revision until then; of one that was loaded in bulk and never changed, its record,
 * if it was there. Lengths and counties come from the geometry of the revision.
 */
export const readRegistryAt = (at: Bindable): NamedStatement => ({
  name: 'planning-registry-at',
  text: `
    with input as (
      select $1::timestamptz as at
    ), last_revision as (
      select distinct on (r.place_id) r.place_id, r.record
      from place_revision r
      cross join input i
      where r.changed_at <= i.at
      order by r.place_id, r.version desc
    ), from_revision as (
      select l.place_id, l.record, st_force2d(st_setsrid(st_geomfromgeojson(l.record -> 'geometry'), 4326)) as geom
      from last_revision l
      where l.record ->> 'status' <> 'closed'
    ), at_moment as (
      select f.place_id as id, f.record ->> 'nameZh' as name_zh, f.record ->> 'type' as type_code,
             array(select jsonb_array_elements_text(f.record -> 'sports')) as sports, f.record ->> 'fee' as fee,
             f.record ->> 'ownership' as ownership, f.record ->> 'status' as status,
             (f.record ->> 'areaM2')::float8 as area_m2,
             case when geometrytype(f.geom) in ('LINESTRING', 'MULTILINESTRING') then st_length(f.geom::geography) end as length_m,
             (f.record ->> 'builtYear')::smallint as built_year, f.record -> 'courts' as courts, f.record -> 'attributes' as attributes,
             region_at(st_pointonsurface(f.geom)) as region_code, st_pointonsurface(f.geom) as location, f.geom
      from from_revision f
      union all
      select ${columns}
      from place p
      cross join input i
      where p.created_at <= i.at and p.status <> 'closed'
        and not exists (select from place_revision r where r.place_id = p.id)
    )${fromRows}`,
  values: [at],
})

/** All transactions below this number are visible to a statement that begins now. */
export const horizonNow: NamedStatement = {
  name: 'planning-horizon',
  text: 'select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as horizon',
  values: [],
}

/** What changed in the layers of places and regions since a horizon; a null id says that much did. */
export const changesSince = (horizon: number): NamedStatement => ({
  name: 'planning-changes',
  text: `
    select distinct c.layer, c.feature_id as id
    from layer_change c
    where c.xid >= $1::text::xid8 and c.layer in ('places', 'regions')
    limit 2001`,
  values: [String(horizon)],
})
