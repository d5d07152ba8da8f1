import type { Geometry } from 'geojson'
import type { NamedStatement } from '../../../db/types.ts'
import { convertGeometry, type Datum } from '../../../spatial/datum.ts'
import { placeFilterSql } from '../../../spatial/filter.ts'
import { type Crs, geojsonSql } from '../../../spatial/ogc/crs.ts'
import { fuzzyMatches } from '../fuzzy-search.ts'
import type { Reading } from '../reading.ts'
import { matchOf, type Search } from '../search.ts'
import { binder } from '../search-match.ts'
import { matchesSql, recordSql, statementOf } from '../search-queries.ts'

/** A place as files have it: one value a column, and its shape. */
export interface ExportRow {
  id: number
  values: Record<string, string | number | boolean | null>
  geometry: Geometry
}

export interface ExportSystem {
  datum: Datum
  crs: Crs
}

/**
 * A batch is counted in the text of its shapes: a thousand trails can be a hundred megabytes, a thousand points are a tenth of one. The
 * next batch asks for as many rows as would have fitted into this much of the last.
 */
const [batchLetters, fewestRows, mostRows] = [1_000_000, 10, 1_000]

/** Columns of every table, in order. */
export const exportColumns = [
  ...[
    'id',
    'nameZh',
    'nameEn',
    'type',
    'typeZh',
    'regionCode',
    'province',
    'prefecture',
    'county',
    'addressZh',
    'ownership',
    'ownerName',
  ],
  ...[
    'areaM2',
    'lengthM',
    'ascentM',
    'builtYear',
    'status',
    'fee',
    'priceYuan',
    'phone',
    'website',
    'sports',
    'rating',
    'source',
    'sourceRef',
  ],
  ...['verifiedOn', 'isDemo', 'lon', 'lat'],
] as const

const numbers = new Set(['id', 'areaM2', 'lengthM', 'ascentM', 'builtYear', 'priceYuan', 'rating', 'lon', 'lat'])
export const isNumberColumn = (column: string): boolean => numbers.has(column)

/** What goes into a file: the results of a search, of these places only. */
export interface Wanted {
  search: Search
  only: readonly number[] | null
}

/** The condition of a search over `place` (alias p) with its values, and how it is asked. */
function whereOf({ search, only }: Wanted, fuzzyIds: number[] | null, now: Date) {
  const found = searchSql(search, fuzzyIds, now)
  if (!only) return found
  return { ...found, sql: `p.id = any(${found.binding.bind(only)}::bigint[]) and ${found.sql}` }
}

function searchSql(search: Search, fuzzyIds: number[] | null, now: Date) {
  const binding = binder()
  if (fuzzyIds) return { binding, sql: `p.id = any(${binding.bind(fuzzyIds)}::bigint[])` }
  if (!search.text) {
    const near = recordSql({ ...search.sieve, filter: {} }, binding)
    const filter = placeFilterSql(search.sieve.filter, { from: binding.values.length + 1, now })
    binding.values.push(...filter.values)
    return { binding, sql: [filter.sql, ...(near ? [near] : [])].join(' and ') }
  }
  const record = recordSql(search.sieve, binding)
  const { ways } = matchOf(search, binding)
  return {
    binding,
    sql: [`p.id in (select m.place_id from (${matchesSql(ways, null, binding)}) m)`, ...(record ? [record] : [])].join(
      ' and ',
    ),
  }
}

/**
 * All places of a search in order of id, a batch at a time by keyset: each batch is a statement of its own, so that memory does not grow
 * with the number of rows and a slow reader holds neither a connection nor a snapshot. A change in between shows in later batches.
 */
export async function* exportRows(
  wanted: Wanted,
  { datum, crs }: ExportSystem,
  linesOnly: boolean,
  reading: Reading,
): AsyncGenerator<ExportRow[]> {
  let fuzzyIds: number[] | null = null
  const { search } = wanted
  const readAfter = (after: number) => readBatch(wanted, fuzzyIds, crs, linesOnly, after, limit, reading)
  let limit = 100
  let rows = await readAfter(0)
  if (rows.length === 0 && search.text) {
    fuzzyIds = await fuzzyMatches(search.text, search.sieve, reading)
    rows = await readAfter(0)
  }
  for (;;) {
    // The database reads one batch ahead while this one is written.
    const isLast = rows.length < limit
    limit = nextLimit(rows)
    const next = isLast ? null : readAfter(rows.at(-1)!.id)
    next?.catch(() => {})
    if (rows.length > 0) {
      yield rows.map(({ id, record, shape }) => {
        const geometry = convertGeometry(JSON.parse(shape) as Geometry, 'WGS84', datum)
        const [lon, lat] = convertGeometry(
          { type: 'Point', coordinates: [Number(record.lon), Number(record.lat)] },
          'WGS84',
          datum,
        ).coordinates
        return { id, geometry, values: { ...record, lon: lon!, lat: lat! } }
      })
    }
    if (!next) return
    rows = await next
  }
}

const nextLimit = (rows: readonly Stored[]): number => {
  const letters = rows.reduce((sum, { shape }) => sum + shape.length, 0)
  const fitting = Math.round((rows.length * batchLetters) / Math.max(1, letters))
  return Math.min(mostRows, Math.max(fewestRows, fitting))
}

interface Stored {
  id: number
  record: ExportRow['values']
  shape: string
}

function readBatch(
  wanted: Wanted,
  fuzzyIds: number[] | null,
  crs: Crs,
  linesOnly: boolean,
  after: number,
  limit: number,
  { database, on, now, signal }: Reading,
): Promise<Stored[]> {
  const { binding, sql } = whereOf(wanted, fuzzyIds, now)
  const withHeights = `case when p.track is not null then p.track else p.geom end`
  const point = crs.srid === 4326 ? 'p.location' : `st_transform(p.location, ${crs.srid})`
  const statement: NamedStatement = statementOf(
    `select p.id, ${geojsonSql(withHeights, crs)} as shape,
       jsonb_build_object('id', p.id, 'nameZh', p.name_zh, 'nameEn', p.name_en, 'type', p.type_code, 'typeZh', t.name_zh, 'regionCode', p.region_code,
         'province', province.name_zh, 'prefecture', prefecture.name_zh, 'county', county.name_zh, 'addressZh', p.address_zh,
         'ownership', p.ownership, 'ownerName', p.owner_name, 'areaM2', p.area_m2, 'lengthM', round(p.length_m), 'ascentM', p.ascent_m)
       || jsonb_build_object('builtYear', p.built_year, 'status', p.status, 'fee', p.fee, 'priceYuan', p.price_fen / 100.0, 'phone', p.phone,
         'website', p.website, 'sports', array_to_string(p.sports, ';'), 'rating', p.rating, 'source', p.source, 'sourceRef', p.source_ref,
         'verifiedOn', p.verified_on, 'isDemo', p.is_demo, 'lon', round(st_x(${point})::numeric, ${crs.digits}), 'lat', round(st_y(${point})::numeric, ${crs.digits})) as record
     from place p
     join place_type t on t.code = p.type_code
     left join region county on county.code = p.region_code
     left join region prefecture on prefecture.code = left(p.region_code, 4) || '00'
     left join region province on province.code = left(p.region_code, 2) || '0000'
     where p.id > ${binding.bind(after)}::bigint and ${sql}${linesOnly ? ` and geometrytype(p.geom) in ('LINESTRING', 'MULTILINESTRING')` : ''}
     order by p.id
     limit ${binding.bind(limit)}::integer`,
    binding,
  )
  return database.rows<Stored>(on, statement, signal ? { signal } : {})
}

/** Counts and areas by county and type. */
export async function surveyRows(wanted: Wanted, reading: Reading): Promise<SurveyRow[]> {
  const rows = await countSurvey(wanted, null, reading)
  const { search } = wanted
  if (rows.length > 0 || !search.text) return rows
  return countSurvey(wanted, await fuzzyMatches(search.text, search.sieve, reading), reading)
}

type SurveyRow = Record<string, string | number | null>

function countSurvey(
  wanted: Wanted,
  fuzzyIds: number[] | null,
  { database, on, now, signal }: Reading,
): Promise<SurveyRow[]> {
  const { binding, sql } = whereOf(wanted, fuzzyIds, now)
  const statement = statementOf(
    `select coalesce(p.region_code::text, '') as "regionCode", province.name_zh as province, prefecture.name_zh as prefecture, county.name_zh as county,
            p.type_code as type, t.name_zh as "typeZh", count(*)::integer as places, round(sum(p.area_m2)::numeric, 1)::float8 as "areaM2",
            round(sum(p.length_m)::numeric)::float8 as "lengthM", count(*) filter (where p.fee = 'free')::integer as free,
            count(*) filter (where p.status = 'open')::integer as open
     from place p
     join place_type t on t.code = p.type_code
     left join region county on county.code = p.region_code
     left join region prefecture on prefecture.code = left(p.region_code, 4) || '00'
     left join region province on province.code = left(p.region_code, 2) || '0000'
     where ${sql}
     group by p.region_code, province.name_zh, prefecture.name_zh, county.name_zh, p.type_code, t.name_zh, t.sort
     order by p.region_code nulls last, t.sort, p.type_code`,
    binding,
  )
  return database.rows(on, statement, signal ? { signal } : {})
}
