import type { Region } from '../../contract/regions.ts'
import type { NamedStatement } from '../../db/types.ts'

/** Reading statements of the region table; each returns rows shaped as the contract's `region`. */

const summary = (alias: string) => `
    ${alias}.code::text as code, ${alias}.level, ${alias}.parent_code::text as "parentCode", ${alias}.name_zh as "nameZh", ${alias}.name_en as "nameEn",
    ${alias}.population, ${alias}.area_km2 as "areaKm2",
    array[st_xmin(${alias}.geom), st_ymin(${alias}.geom), st_xmax(${alias}.geom), st_ymax(${alias}.geom)] as bbox,
    array[st_x(${alias}.label_point), st_y(${alias}.label_point)] as "labelPoint"`

export interface RegionFilter {
  level: Region['level'] | undefined
  /** With a level: all regions of that level under it; without: its direct children. */
  parent: string | undefined
  /** Normalised by `searchKey`. */
  text: string | undefined
  limit: number
}

/** Regions by level, parent and text. With a text the best match comes first, else the order of the codes. */
export function findRegions({ level, parent, text, limit }: RegionFilter): NamedStatement {
  return {
    name: 'regions-find',
    text: `
      with recursive input as (
        select $1::text as level, $2::text as parent, $3::text as word, $4::integer as most
      ), subtree as (
        select r.code, 1 as depth from region r, input where r.parent_code = input.parent
        union all
        select r.code, s.depth + 1 from region r join subtree s on r.parent_code = s.code
      ), candidate as (
        select r.*,
               case when input.word is null then 0
                    when r.code = input.word or r.name_zh = input.word or r.pinyin = input.word then 1
                    when starts_with(r.name_zh, input.word) or starts_with(r.code, input.word) then 2
                    when starts_with(r.pinyin, input.word) then 3
                    when starts_with(${keyOf('r.name_en')}, input.word) then 3
                    when starts_with(r.initials, input.word) then 4
                    when position(input.word in r.name_zh) > 0 then 5
                    when char_length(input.word) > 2 and position(input.word in ${keyOf('r.name_en')}) > 0 then 6
               end as rank
        from region r, input
        where (input.level is null or r.level = input.level)
          and (input.parent is null
            or exists (select from subtree s where s.code = r.code and (input.level is not null or s.depth = 1)))
      )
      select ${summary('c')}
      from candidate c
      where c.rank is not null
      order by c.rank, c.code
      limit (select most from input)`,
    values: [level ?? null, parent ?? null, text ?? null, limit],
  }
}

// Letters and digits only, marks taken off, as searchKey() does.
const keyOf = (column: string) => `regexp_replace(translate(lower(${column}), 'êüéè', 'euee'), '[^a-z0-9]', '', 'g')`

/** What a typed text is compared by: without spaces, apostrophes, marks and case; '' when nothing is left. */
export function searchKey(typed: string): string {
  return typed
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\p{Mark}\p{Punctuation}\p{Separator}\p{Symbol}]/gu, '')
}

export interface RegionDetail extends Region {
  source: string
  geometry: { type: string; coordinates: unknown } | null
}

export type GeometryDetail = 'none' | 'simplified' | 'full'

/** One region with its boundary; simplified to about a five hundredth of its extent. */
export function readRegion(code: string, geometry: GeometryDetail): NamedStatement {
  return {
    name: 'regions-read',
    text: `
      with input as (select $1::text as code, $2::text as geometry)
      select ${summary('r')}, r.source,
             case input.geometry
               when 'full' then st_asgeojson(r.geom, 6)::jsonb
               when 'simplified' then st_asgeojson(st_multi(st_simplifypreservetopology(
                 r.geom, greatest(st_xmax(r.geom) - st_xmin(r.geom), st_ymax(r.geom) - st_ymin(r.geom)) / 500)), 5)::jsonb
             end as geometry
      from region r, input
      where r.code = input.code`,
    values: [code, geometry],
  }
}

/** The region itself and those above it, province first; none for an unknown code. */
export function readChain(code: string | null): NamedStatement {
  return {
    name: 'regions-chain',
    text: `
      with recursive chain as (
        select r.code, r.parent_code, 0 as height from region r where r.code = $1::text
        union all
        select r.code, r.parent_code, c.height + 1 from region r join chain c on r.code = c.parent_code
      )
      select ${summary('r')}
      from chain c
      join region r on r.code = c.code
      order by c.height desc`,
    values: [code],
  }
}

/** `code` of the county of a WGS84 point, null outside (`region_at` has the tolerance at the outer border). */
export function codeAt(lon: number, lat: number): NamedStatement {
  return {
    name: 'regions-code-at',
    text: 'select region_at(st_setsrid(st_makepoint($1::float8, $2::float8), 4326))::text as code',
    values: [lon, lat],
  }
}

/** `count` of the places in a region and below it. */
export function countPlaces(code: string): NamedStatement {
  return {
    name: 'regions-count-places',
    text: `
      with recursive subtree as (
        select r.code from region r where r.code = $1::text
        union all
        select r.code from region r join subtree s on r.parent_code = s.code
      )
      select count(*)::integer as count
      from subtree s
      join place p on p.region_code = s.code`,
    values: [code],
  }
}
