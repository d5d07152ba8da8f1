import { detailColumns, hoursColumns, photoColumns, stagedColumns } from '../demo/staged-columns.ts'

/** SQL of the loader. Each statement works on a whole set; no row is touched alone. */

/** Trails stay whole in their rows: compressing them for a moment took a tenth of the time. */
const table = (name: string, columns: Readonly<Record<string, string>>) =>
  `create temp table ${name} (${Object.entries(columns)
    .map(([column, type]) => `${column} ${type}`)
    .join(', ')}) with (toast_tuple_target = 8160) on commit drop`

export const makeStaging = [
  table('incoming_place', stagedColumns),
  table('demo_detail', detailColumns),
  table('demo_hours', hoursColumns),
  table('demo_photo', photoColumns),
]

const copy = (name: string, columns: object) => `copy ${name} (${Object.keys(columns).join(', ')}) from stdin`

export const copyPlaces = copy('incoming_place', stagedColumns)
export const copyDictionary = {
  details: copy('demo_detail', detailColumns),
  hours: copy('demo_hours', hoursColumns),
  photos: copy('demo_photo', photoColumns),
}

/** Columns written for each place; those left out have their defaults. */
export const writtenColumns = [
  'id',
  'type_code',
  'name_zh',
  'name_en',
  'aliases',
  'geom',
  'track',
  'location',
  'region_code',
  'address_zh',
  'address_en',
  'owner_name',
  'ownership',
  'area_m2',
  'length_m',
  'ascent_m',
  'built_year',
  'phone',
  'website',
  'hours',
  'open_days',
  'exception_days',
  'fee',
  'price_fen',
  'accessibility',
  'equipment',
  'sports',
  'courts',
  'attributes',
  'photos',
  'status',
  'status_note',
  'rating',
  'rating_count',
  'weight',
  'source',
  'source_ref',
  'verified_on',
  'is_demo',
  'name_pinyin',
  'name_initials',
] as const

/**
 * Moves the staged rows into the registry: joins the dictionaries and works out what the row trigger would for a single place. The function for
 * locations is not called for points (it costs ten times the rest of the row); lengths come with the rows (an eighth of the backend's time). $1 source, $2 seed, $3 id before the first.
 */
export const moveStaged = `
  insert into app.place (${writtenColumns.join(', ')})
  select s.id, d.type_code, s.name_zh, s.name_en,
    case when s.alias is null then '{}' else array[s.alias] end,
    shape.geom, s.track,
    case when s.track is null and geometrytype(shape.geom) = 'POINT' then shape.geom else app.place_location(shape.geom) end,
    s.region_code, s.address_zh, s.address_en, s.owner_name, d.ownership, coalesce(s.area_m2, d.area_m2),
    s.length_m, s.ascent_m, case when s.status <> 'planned' then d.built_year end, s.phone, s.website,
    h.value, h.open_days, h.exception_days, s.fee, s.price_fen, d.accessibility, d.equipment, d.sports, d.courts, d.attributes,
    coalesce(p.value, '[]'), s.status, s.status_note, s.rating, s.rating_count, s.weight,
    $1::text, $2::text || '-' || (s.id - $3::bigint), s.verified_on, true, s.name_pinyin, s.name_initials
  from incoming_place s
  join demo_detail d on d.detail = s.detail
  left join demo_hours h on h.hours = s.hours
  left join demo_photo p on p.photo = s.photo
  cross join lateral (
    select case when s.track is null then s.geom
                when st_numgeometries(s.track) = 1 then st_geometryn(st_force2d(s.track), 1)
                else st_force2d(s.track) end as geom
    offset 0
  ) as shape`

/**
 * Compares the counties that the generator placed in with what the boundaries say, over places with id in [$1, $2] and id % $3 = 0,
 * and corrects those that differ. In SQL the look-up of a county takes about 25 µs, so that of millions only a sample is checked.
 */
export const verifyRegions = `
  with looked_up as materialized (
    select p.id, p.region_code, app.region_at(p.location) as found
    from app.place p
    where p.id between $1::bigint and $2::bigint and p.id % $3::bigint = 0
  ), corrected as (
    update app.place p
    set region_code = l.found
    from looked_up l
    where p.id = l.id and l.found is distinct from l.region_code
    returning p.id
  )
  select (select count(*) from looked_up)::integer as checked, (select count(*) from corrected)::integer as corrected`

/** All places with id in [$1, $2] anew, where a sample has shown a difference. */
export const assignRegions = `
  update app.place p
  set region_code = app.region_at(p.location)
  where p.id between $1::bigint and $2::bigint and p.region_code is distinct from app.region_at(p.location)`

/** First revision of each place with id in [$1, $2]: the record as its writer would have given it (see the contract's placeFields). */
export const writeRevisions = `
  insert into app.place_revision (place_id, version, changed_at, changed_by, reason, record)
  select p.id, p.version, p.created_at, 'demo', 'demo registry',
    jsonb_build_object(
      'type', p.type_code, 'nameZh', p.name_zh, 'nameEn', p.name_en, 'aliases', p.aliases,
      'geometry', st_asgeojson(p.geom, 7)::jsonb,
      'addressZh', p.address_zh, 'addressEn', p.address_en, 'ownerName', p.owner_name, 'ownership', p.ownership,
      'areaM2', p.area_m2, 'ascentM', p.ascent_m, 'builtYear', p.built_year, 'phone', p.phone, 'website', p.website,
      'hours', p.hours, 'fee', p.fee, 'priceFen', p.price_fen, 'accessibility', p.accessibility, 'equipment', p.equipment,
      'sports', p.sports, 'courts', p.courts, 'attributes', p.attributes, 'status', p.status, 'statusNote', p.status_note,
      'source', p.source, 'sourceDatum', p.source_datum, 'verifiedOn', p.verified_on, 'waypoints', p.waypoints)
  from app.place p
  where p.id between $1::bigint and $2::bigint`

export const tellReaders = `
  with told as (
    insert into app.layer_change (layer, feature_id) values ('places', null) returning layer
  )
  select pg_notify('layer_change', layer) from told`

/**
 * Statement triggers that keep every new row until the statement's end, to note it for readers and search: the loader tells readers once
 * and builds the search anew.
 */
export const noteEachRow = ['place_inserted', 'place_search_inserted'] as const
