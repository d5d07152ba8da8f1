import type { Place, PlaceFields } from '../../contract/place-record.ts'
import type { Bindable, Database, NamedStatement } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import type { Neighbours } from './doubt.ts'
import { formatOpeningHours } from './format-opening-hours.ts'
import { type Calendar, localDate, openState } from './hours.ts'
import { warningsOf } from './plausibility.ts'
import type { PlaceType } from './types.ts'

/** A place as the database hands it over: the writer's fields as one JSON value, what the registry adds beside it. */
export interface PlaceRow {
  id: number
  version: number
  fields: PlaceFields
  location: [number, number]
  region: Place['region']
  regionCode: string | null
  lengthM: number | null
  drawnAreaM2: number | null
  priceLevel: number
  rating: number | null
  ratingCount: number
  photos: Place['photos']
  isDemo: boolean
  createdAt: string
  updatedAt: string
  type: PlaceType
}

/** Writer's fields of a row as one JSON object: what a revision keeps. Trails come with their heights. */
export const fieldsSql = `jsonb_build_object(
    'type', p.type_code, 'nameZh', p.name_zh, 'nameEn', p.name_en, 'aliases', p.aliases,
    'geometry', case
      when p.track is null then st_asgeojson(p.geom, 7)::jsonb
      when geometrytype(p.geom) = 'LINESTRING' then st_asgeojson(st_geometryn(p.track, 1), 7)::jsonb
      else st_asgeojson(p.track, 7)::jsonb end,
    'addressZh', p.address_zh, 'addressEn', p.address_en, 'ownerName', p.owner_name, 'ownership', p.ownership,
    'areaM2', p.area_m2, 'ascentM', p.ascent_m, 'builtYear', p.built_year, 'phone', p.phone, 'website', p.website)
  || jsonb_build_object(
    'hours', p.hours, 'fee', p.fee, 'priceFen', p.price_fen, 'accessibility', p.accessibility, 'equipment', p.equipment,
    'sports', p.sports, 'courts', p.courts, 'attributes', p.attributes, 'status', p.status, 'statusNote', p.status_note,
    'source', p.source, 'sourceDatum', p.source_datum, 'verifiedOn', p.verified_on, 'waypoints', p.waypoints)`

const rowSql = (lock: '' | 'for update of p') => `
  select p.id, p.version, ${fieldsSql} as fields,
    json_build_array(st_x(p.location), st_y(p.location)) as location,
    coalesce((
      select json_agg(json_build_object('code', r.code, 'nameZh', r.name_zh, 'nameEn', r.name_en) order by r.code)
      from region r
      where r.code in (left(p.region_code, 2) || '0000', left(p.region_code, 4) || '00', p.region_code)), '[]') as region,
    p.region_code as "regionCode", p.length_m as "lengthM",
    case when geometrytype(p.geom) in ('POLYGON', 'MULTIPOLYGON') then st_area(p.geom::geography) end as "drawnAreaM2",
    p.price_level as "priceLevel", p.rating, p.rating_count as "ratingCount", p.photos, p.is_demo as "isDemo",
    p.created_at as "createdAt", p.updated_at as "updatedAt",
    json_build_object('code', t.code, 'category', t.category, 'nameZh', t.name_zh, 'nameEn', t.name_en, 'icon', t.icon,
      'geometryKind', t.geometry_kind, 'ownership', t.ownership, 'sports', t.sports, 'attributeSchema', t.attribute_schema,
      'nationalCode', t.national_code, 'deprecated', t.deprecated) as type
  from place p
  join place_type t on t.code = p.type_code
  where p.id = $1::bigint
  ${lock}`

/** @throws 404 place-not-found. */
export async function readPlace(
  database: Database,
  on: Database['primary'],
  id: number,
  { lock = false, signal }: { lock?: boolean; signal?: AbortSignal } = {},
): Promise<PlaceRow> {
  const statement: NamedStatement = lock
    ? { name: 'place-locked', text: rowSql('for update of p'), values: [id] }
    : { name: 'place', text: rowSql(''), values: [id] }
  const [row] = await database.rows<PlaceRow>(on, statement, signal ? { signal } : {})
  if (!row) throw errors.notFound('place-not-found', `There is no place ${id}; GET /api/places finds those there are.`)
  return row
}

/** The record as the contract presents it, at a moment. */
export function presentPlace(row: PlaceRow, calendar: Calendar, now: Date, neighbours?: Neighbours): Place {
  const { fields, type, regionCode, drawnAreaM2, ...rest } = row
  const { hours, status } = fields
  return {
    ...fields,
    ...rest,
    openingHours: hours ? formatOpeningHours(hours) : null,
    openNow: hours ? openIfInOperation(openState(hours, calendar, now), status) : null,
    warnings: warningsOf(fields, {
      type,
      regionCode,
      drawnAreaM2,
      location: row.location,
      lengthM: row.lengthM,
      today: localDate(now),
      ...(neighbours ? { neighbours } : {}),
    }),
  }
}

function openIfInOperation(state: NonNullable<Place['openNow']>, status: PlaceFields['status']): Place['openNow'] {
  return status === 'open' ? state : { ...state, open: false, changesAt: null }
}

/** GeoJSON Feature (RFC 7946) of a place; its geometry is not repeated among the properties. */
export function featureOf({ geometry, id, ...properties }: Place) {
  return { type: 'Feature' as const, id, geometry, properties }
}

const geometrySql = (parameter: string) => `st_setsrid(st_geomfromgeojson(${parameter}::text), 4326)`

/** What a writer's record `r` (with `input.flat`, `input.track`, `input.pinyin`, `input.initials`) puts into each column. */
export const writtenColumns = {
  type_code: `r ->> 'type'`,
  name_zh: `r ->> 'nameZh'`,
  name_en: `r ->> 'nameEn'`,
  aliases: `array(select jsonb_array_elements_text(r -> 'aliases'))`,
  address_zh: `r ->> 'addressZh'`,
  address_en: `r ->> 'addressEn'`,
  owner_name: `r ->> 'ownerName'`,
  ownership: `r ->> 'ownership'`,
  area_m2: `(r ->> 'areaM2')::float8`,
  ascent_m: `(r ->> 'ascentM')::float8`,
  waypoints: `coalesce(r -> 'waypoints', '[]')`,
  built_year: `(r ->> 'builtYear')::smallint`,
  phone: `r ->> 'phone'`,
  website: `r ->> 'website'`,
  hours: `nullif(r -> 'hours', 'null')`,
  fee: `r ->> 'fee'`,
  price_fen: `(r ->> 'priceFen')::integer`,
  accessibility: `array(select jsonb_array_elements_text(r -> 'accessibility'))`,
  equipment: `r -> 'equipment'`,
  sports: `array(select jsonb_array_elements_text(r -> 'sports'))`,
  courts: `r -> 'courts'`,
  attributes: `r -> 'attributes'`,
  status: `r ->> 'status'`,
  status_note: `r ->> 'statusNote'`,
  source: `r ->> 'source'`,
  source_datum: `r ->> 'sourceDatum'`,
  verified_on: `(r ->> 'verifiedOn')::date`,
  geom: geometrySql('input.flat'),
  track: `case when input.track is not null then st_force3dz(${geometrySql('input.track')}) end`,
  name_pinyin: 'input.pinyin',
  name_initials: 'input.initials',
} as const

const names = Object.keys(writtenColumns).join(', ')
const values = Object.values(writtenColumns).join(', ')
const input = `with input as (
    select $1::jsonb as r, $2::jsonb as flat, $3::jsonb as track, $4::text as pinyin, $5::text as initials)`

export const insertPlaceSql = `${input}
  insert into place (${names})
  select ${values} from input
  returning id`

export const updatePlaceSql = `${input}
  update place p
  set version = p.version + 1, ${Object.entries(writtenColumns)
    .map(([name, sql]) => `${name} = ${sql}`)
    .join(', ')}
  from input
  where p.id = $6::bigint
  returning p.id`

export const writeValues = (
  fields: PlaceFields,
  flat: object,
  track: object | null,
  keys: { pinyin: string; initials: string },
): Bindable[] => [
  JSON.stringify({ ...fields, geometry: undefined }),
  JSON.stringify(flat),
  track ? JSON.stringify(track) : null,
  keys.pinyin,
  keys.initials,
]
