import type { Database } from '../api/db/types.ts'
import { readPlaceTypes, readSports } from './catalogue.ts'

const upsertSports = `
  with incoming as (
    select s.code, s."nameZh", s."nameEn", s.icon, s.ordinality
    from rows from (jsonb_to_recordset($1::jsonb) as (code text, "nameZh" text, "nameEn" text, icon text))
      with ordinality as s (code, "nameZh", "nameEn", icon, ordinality)
  )
  insert into sport (code, name_zh, name_en, icon, sort)
  select code, "nameZh", "nameEn", icon, ordinality from incoming
  on conflict (code) do update set
    name_zh = excluded.name_zh, name_en = excluded.name_en, icon = excluded.icon, sort = excluded.sort
  where (sport.name_zh, sport.name_en, sport.icon, sport.sort)
    is distinct from (excluded.name_zh, excluded.name_en, excluded.icon, excluded.sort)`

const upsertTypes = `
  with incoming as (
    select t.*
    from rows from (jsonb_to_recordset($1::jsonb) as (code text, category text, "nameZh" text, "nameEn" text, icon text,
           "geometryKind" text, ownership text, sports text[], "attributeSchema" jsonb, "nationalCode" text, weight real,
           deprecated boolean))
      with ordinality as t (code, category, name_zh, name_en, icon, geometry_kind, ownership, sports, attribute_schema,
           national_code, weight, deprecated, sort)
  )
  insert into place_type (code, category, name_zh, name_en, icon, geometry_kind, ownership, sports, attribute_schema,
    national_code, weight, deprecated, sort)
  select code, category, name_zh, name_en, icon, geometry_kind, ownership, sports, attribute_schema,
    national_code, weight, deprecated, sort
  from incoming
  on conflict (code) do update set
    category = excluded.category, name_zh = excluded.name_zh, name_en = excluded.name_en, icon = excluded.icon,
    geometry_kind = excluded.geometry_kind, ownership = excluded.ownership, sports = excluded.sports,
    attribute_schema = excluded.attribute_schema,
    -- An operator may have filled in the national code that the product does not know.
    national_code = coalesce(excluded.national_code, place_type.national_code),
    weight = excluded.weight, deprecated = excluded.deprecated, sort = excluded.sort
  where (place_type.category, place_type.name_zh, place_type.name_en, place_type.icon, place_type.geometry_kind,
         place_type.ownership, place_type.sports, place_type.attribute_schema, place_type.weight, place_type.deprecated,
         place_type.sort)
    is distinct from (excluded.category, excluded.name_zh, excluded.name_en, excluded.icon, excluded.geometry_kind,
         excluded.ownership, excluded.sports, excluded.attribute_schema, excluded.weight, excluded.deprecated, excluded.sort)
    or (excluded.national_code is not null and excluded.national_code is distinct from place_type.national_code)`

/**
 * Brings sports and place types in line with the committed lists: two upserts, rows that already match are not written. Run at
 * each start. Nothing is deleted: types that an operator added under other codes are kept, and places of a type that left the
 * lists stay readable. Returns the rows written.
 */
export async function loadTypes(
  database: Pick<Database, 'primary' | 'rows' | 'withLock'>,
): Promise<{ written: number }> {
  return database.withLock('load-types', () =>
    database.primary.transaction(async (trx) => {
      const write = async (name: string, upsert: string, entries: unknown[]) => {
        const [result] = await database.rows<{ written: number }>(trx, {
          name,
          text: `with done as (${upsert} returning 1) select count(*)::integer as written from done`,
          values: [JSON.stringify(entries)],
        })
        return result!.written
      }
      const sports = await write('upsert-sports', upsertSports, readSports())
      return { written: sports + (await write('upsert-place-types', upsertTypes, readPlaceTypes())) }
    }),
  )
}
