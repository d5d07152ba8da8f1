import type { z } from 'zod'
import type { locate } from '../contract/nearest.ts'
import type { Core } from '../core.ts'
import type { NamedStatement } from '../db/types.ts'
import { errors } from '../errors.ts'
import type { Call } from '../http/handle.ts'
import { convertPosition, type Datum } from './datum.ts'
import { nameTerms, parseCoordinates } from './locate-rules.ts'

type Candidate = z.input<(typeof locate)['reply']>['candidates'][number]

/** GET /api/locate: a position, coordinates typed as text, or the name of a place or region, as WGS84 points with their regions. */
export async function answerLocate(
  { database }: Pick<Core, 'database'>,
  { query, atLeast, signal }: Pick<Call<typeof locate>, 'query' | 'atLeast' | 'signal'>,
): Promise<{ candidates: Candidate[] }> {
  const rows = (statement: NamedStatement) => database.rows<Candidate>(database.reader(atLeast), statement, { signal })
  const text = query.q?.trim()
  if (query.lon !== undefined && query.lat !== undefined && !text) {
    return { candidates: await rows(at(query.lon, query.lat, query.datum)) }
  }
  if (!text || query.lon !== undefined || query.lat !== undefined) {
    throw errors.badRequest(
      'locate-needs-point-or-text',
      'Give both lon and lat, or q with coordinates such as 30.67,104.06 or a name, but not both ways at once.',
    )
  }
  const typed = parseCoordinates(text)
  if (typed) return { candidates: await rows(at(typed.lon, typed.lat, query.datum)) }
  const { squashed, terms } = nameTerms(text)
  if (terms.length === 0) return { candidates: [] }
  const regions = await rows(regionsNamed(text, squashed))
  return { candidates: [...regions, ...(await rows(placesNamed(squashed, terms)))].slice(0, most) }
}

const most = 10

function at(lon: number, lat: number, datum: Datum): NamedStatement {
  const [x, y] = convertPosition([lon, lat], datum, 'WGS84') as [number, number]
  return {
    name: 'spatial_locate_at',
    text: `select array[$1::float8, $2::float8] as point,
  null as "nameZh",
  null as "nameEn",
  coalesce(c.zh, '') as "regionZh",
  coalesce(c.en, '') as "regionEn",
  'coordinates' as kind,
  $3::text as datum
from (select region_at(st_setsrid(st_makepoint($1::float8, $2::float8), 4326)) as code) r
cross join lateral (${chainSql('r.code')}) c`,
    values: [x, y, datum],
  }
}

/** Regions by name: the whole name before a beginning, the larger region first. */
const regionsNamed = (text: string, squashed: string): NamedStatement => ({
  name: 'spatial_locate_regions',
  text: `with input as (select $1::text as typed, $2::text as squashed)
select array[st_x(r.label_point), st_y(r.label_point)] as point,
  r.name_zh as "nameZh",
  r.name_en as "nameEn",
  c.zh as "regionZh",
  c.en as "regionEn",
  'region' as kind,
  'WGS84' as datum
from input i
join region r on starts_with(r.name_zh, i.typed) or starts_with(r.pinyin, i.squashed) or r.initials = i.squashed
  or starts_with(lower(r.name_en), lower(i.typed))
cross join lateral (${chainSql('r.code')}) c
order by (r.name_zh = i.typed or r.pinyin = i.squashed or lower(r.name_en) = lower(i.typed)) desc,
  array_position(array['province', 'prefecture', 'county'], r.level), r.code
limit 5`,
  values: [text, squashed],
})

/** Places by the terms of search, best known first; each bucket of ranks is asked only while rows are missing. */
const placesNamed = (squashed: string, terms: string[]): NamedStatement => ({
  name: 'spatial_locate_places',
  text: `with input as (select $1::text as squashed, $2::text[] as terms),
hit as (
  select s.place_id, s.rank
  from input i
  cross join generate_series(0, 31) as bucket
  cross join lateral (
    select s.place_id, s.rank
    from place_search s
    where search_terms(s.bucket, s.zh, s.latin, s.initials, s.type_code, s.region_code, s.status, s.fee, s.sports)
        @> search_wanted(bucket, i.terms)
      and (strpos(s.zh, i.squashed) > 0 or strpos(replace(s.latin, ' ', ''), i.squashed) > 0 or strpos(s.initials, i.squashed) > 0)
    order by s.rank desc, s.place_id
    limit ${most}
  ) s
  limit ${most}
)
select array[st_x(p.location), st_y(p.location)] as point,
  p.name_zh as "nameZh",
  p.name_en as "nameEn",
  coalesce(c.zh, '') as "regionZh",
  coalesce(c.en, '') as "regionEn",
  'place' as kind,
  'WGS84' as datum
from hit h
join place p on p.id = h.place_id
cross join lateral (${chainSql('p.region_code')}) c
order by h.rank desc, h.place_id`,
  values: [squashed, terms],
})

/** Names from the province down to the region of a code. */
function chainSql(code: string): string {
  return `select string_agg(a.name_zh, ' ' order by a.code) as zh, string_agg(a.name_en, ', ' order by a.code desc) as en
  from region a
  where a.code in (left(${code}, 2) || '0000', left(${code}, 4) || '00', ${code})`
}
