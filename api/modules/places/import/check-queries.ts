import { fieldsSql } from '../record.ts'

/** Statements of the dry run. Each works on a batch of rows as a whole. */

export const makeIncoming = `create temp table incoming_import (
  number integer, file_row integer, source_ref text, cells jsonb, record jsonb, pinyin text, initials text, problems jsonb) on commit drop`
export const copyIncoming =
  'copy incoming_import (number, file_row, source_ref, cells, record, pinyin, initials, problems) from stdin'

const problemSql = (code: string, column: string, value: string, zh: string, en: string) =>
  `jsonb_build_array(jsonb_build_object('code', '${code}', 'row', s.file_row, 'column', ${column}, 'value', ${value}, 'expectedZh', ${zh}, 'expectedEn', ${en}))`

/**
 * Judges the rows that were copied in: shape and county, the place that the row stands for (by source and reference), the differences,
 * and whether the person may write there. $1 import, $2 source, $3 srid, $4 scope, $5 status moves, $6 column of the shape.
 */
export const judgeIncoming = `
  with shaped as materialized (
    select i.*,
           case when i.record is null then null
                when $3::integer = 4326 then st_setsrid(st_geomfromgeojson(i.record -> 'geometry'), 4326)
                else import_geometry(i.record -> 'geometry', $3::integer) end as shape
    from incoming_import i
  ), located as materialized (
    select s.*, st_force2d(s.shape) as flat, s.shape is not null and st_isvalid(s.shape) as valid
    from shaped s
  ), placed as materialized (
    select l.*, case when l.valid then place_location(l.flat) end as location,
           case when l.valid and $3::integer <> 4326
             then jsonb_set(l.record, '{geometry}', st_asgeojson(l.shape, 7)::jsonb) else l.record end as given
    from located l
  ), found as materialized (
    select p.*, case when p.valid then region_at(p.location) end as region_code,
           coalesce(own.id, other.place_id) as place_id
    from placed p
    left join place own on own.source = $2::text and own.source_ref = p.source_ref
    left join place_reference other on own.id is null and other.source = $2::text and other.source_ref = p.source_ref
  ), compared as materialized (
    select f.*, p.version, p.status as old_status, p.region_code as old_region, t.deprecated, ${fieldsSql} as old,
           p.status = 'closed' and exists (
             select from place_revision u
             where u.place_id = p.id and u.version = p.version and u.reason ~ '^import [0-9]+ undone$') as undone
    from found f
    left join place p on p.id = f.place_id
    left join place_type t on t.code = f.given ->> 'type'
  ), merged as materialized (
    select c.*,
           case when c.place_id is null then c.given
                else c.given - 'source'
                  || case when c.given ? 'attributes' then jsonb_build_object('attributes', c.old -> 'attributes' || (c.given -> 'attributes')) else '{}' end
                  || case when c.undone then jsonb_build_object('status', coalesce(c.given ->> 'status', 'open'), 'statusNote', c.given -> 'statusNote') else '{}' end
           end as patch
    from compared c
  ), differing as materialized (
    select m.*,
           case when m.place_id is not null then (
             select jsonb_object_agg(n.key, jsonb_build_array(m.old -> n.key, n.value))
             from jsonb_each(m.patch) n
             where m.old -> n.key is distinct from n.value) end as changes
    from merged m
  ), judged as (
    select s.*,
           case
             when s.record is null then s.problems
             when s.shape is null then ${problemSql('coordinate-out-of-range', '$6::text', `s.record -> 'geometry' ->> 'coordinates'`, `'落在所选坐标系内的坐标'`, `'coordinates that lie in the system chosen'`)}
             when not s.valid then ${problemSql('geometry-invalid', '$6::text', 'st_isvalidreason(s.flat)', `'不自相交的图形'`, `'a shape that does not cross itself'`)}
             when s.place_id is null and s.deprecated then ${problemSql('place-type-deprecated', `'type'`, `s.given ->> 'type'`, `'现行类型（该类型已停用）'`, `'a current type; this one is kept for old records'`)}
             when not s.undone and s.patch ->> 'status' <> s.old_status and not ($5::jsonb -> s.old_status ? (s.patch ->> 'status'))
               then ${problemSql('status-move-illegal', `'status'`, `s.patch ->> 'status'`, `'从 ' || s.old_status || ' 可以到达的状态'`, `'a status that ' || s.old_status || ' can go to'`)}
             when not (
               ($4::jsonb ->> 'everywhere')::boolean
               or coalesce(s.place_id = any(array(select jsonb_array_elements_text($4::jsonb -> 'places')::bigint)), false)
               or exists (
                 select from jsonb_array_elements_text($4::jsonb -> 'regions') as r (stem)
                 where starts_with(s.region_code, r.stem) and (s.old_region is null or starts_with(s.old_region, r.stem))))
               then ${problemSql('outside-scope', '$6::text', `coalesce(s.region_code, '—')`, `'你的角色所管的区域或场所'`, `'a region or place that your role covers'`)}
             else '[]' end as faults
    from differing s
  )
  insert into import_row (import_id, number, file_row, source_ref, cells, record, name_pinyin, name_initials, location, region_code, outcome,
    place_id, place_version, changes, problems)
  select $1::bigint, j.number, j.file_row, j.source_ref, j.cells, j.patch, j.pinyin, j.initials, j.location, j.region_code,
         case when j.record is null or j.faults <> '[]' then 'rejected' when j.place_id is null then 'new'
              when j.changes is null then 'unchanged' else 'changed' end,
         j.place_id, j.version, j.changes, j.faults
  from judged j`

/**
 * New rows with the places of the registry that they might be: same type within 300 m, any within 60 m. Rows refused only for lying
 * outside the scope are compared with the places that are in it by name: an owner's file has other references than the registry.
 * $1 import, $2 after number, $3 rows.
 */
export const nearbyPlaces = `
  with batch as materialized (
    select r.number, r.file_row, r.record ->> 'nameZh' as name, r.record ->> 'type' as type, r.location, r.outcome = 'rejected' as outside,
           i.scope -> 'places' as places
    from import_row r
    join import i on i.id = r.import_id
    where r.import_id = $1::bigint and r.number > $2::integer
      and (r.outcome = 'new' or r.outcome = 'rejected' and r.place_id is null and r.location is not null and i.scope -> 'places' <> '[]'
        and jsonb_array_length(r.problems) = 1 and r.problems -> 0 ->> 'code' = 'outside-scope')
    order by r.number
    limit $3::integer
  )
  select b.number, b.file_row as "fileRow", b.name, b.type, b.outside, st_x(b.location) as lon, st_y(b.location) as lat,
         coalesce((
           select json_agg(json_build_object('id', n.id, 'name', n.name_zh, 'type', n.type_code, 'metres', n.metres))
           from (
             select p.id, p.name_zh, p.type_code, st_distance(p.location::geography, b.location::geography) as metres
             from place p
             where p.location && st_expand(b.location, 0.0035) and p.status <> 'closed' and (not b.outside or b.places @> to_jsonb(p.id))
             order by p.location operator(public.<->) b.location
             limit 25) n
           where n.metres <= 60 or (n.metres <= 300 and n.type_code = b.type)), '[]') as near
  from batch b
  order by b.number`

export const markDuplicates = `
  update import_row r
  set outcome = 'duplicate', place_id = d.place_id, place_version = p.version, similarity = d.similarity, distance_m = d.metres,
      problems = coalesce(d.problems, '[]')
  from jsonb_to_recordset($2::jsonb) as d (number integer, place_id bigint, similarity real, metres real, problems jsonb)
  left join place p on p.id = d.place_id
  where r.import_id = $1::bigint and r.number = d.number`

export const countOutcomes = `
  select coalesce(json_object_agg(outcome, count), '{}') as counts
  from (select outcome, count(*)::integer as count from import_row where import_id = $1::bigint group by outcome) as by_outcome`
