import { placeColumns } from '../demo/place-columns.ts'

/** SQL of the loader. Each statement works on the whole set; a row is never touched alone. */

const columns = placeColumns.join(', ')
const givenColumns = placeColumns.filter((column) => column !== 'location')

export const copyPoints = `copy app.place (${columns}) from stdin`

/** Without constraints and indexes; gone at the end of the transaction. */
export const makeStaging = `create temp table incoming_place on commit drop as select ${columns} from app.place with no data`

export const copyStaged = `copy incoming_place (${columns}) from stdin`

/** Location and length, which the row trigger works out for a single place. */
export const moveStaged = `
  insert into app.place (${givenColumns.join(', ')}, location, length_m)
  select ${givenColumns.join(', ')}, app.place_location(geom),
    case when geometrytype(geom) in ('LINESTRING', 'MULTILINESTRING') then nullif(st_length(geom::geography), 0) end
  from incoming_place`

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
      'hours', p.hours, 'fee', p.fee, 'priceFen', p.price_fen, 'accessibility', p.accessibility, 'equipment', p.equipment)
    || jsonb_build_object(
      'sports', p.sports, 'courts', p.courts, 'attributes', p.attributes, 'status', p.status, 'statusNote', p.status_note,
      'source', p.source, 'sourceDatum', p.source_datum, 'verifiedOn', p.verified_on)
  from app.place p
  where p.id between $1::bigint and $2::bigint`

export const tellReaders = `
  with told as (
    insert into app.layer_change (layer, feature_id) values ('places', null) returning layer
  )
  select pg_notify('layer_change', layer) from told`
