import type { z } from 'zod'
import type { suggestPlaces } from '../../contract/places.ts'
import { type Lexicon, type LexiconEntry, lexiconOf } from './lexicon.ts'
import { type Reading, signalOf } from './reading.ts'
import { type Search, tierStatement } from './search.ts'
import type { Found } from './search-queries.ts'
import { readSearchText } from './search-text.ts'

type Query = z.output<NonNullable<(typeof suggestPlaces)['query']>>
type Item = z.input<(typeof suggestPlaces)['reply']>['items'][number]

/** Regions, types and sports take at most this many rows; the others are places. */
const mostNamed = 3
/** With a point given, the nearest of this many best fitting places come first. */
const candidatesNear = 60

/** What a person may be typing: regions, types and sports whose name begins so, then places by fit and fame (or nearness). */
export async function suggestBy({ q, region, lon, lat, limit }: Query, reading: Reading): Promise<Item[]> {
  const text = readSearchText(q)
  if (text.squashed === '') return []
  const lexicon = await lexiconOf(reading.database)
  const named = namedLike(lexicon, text.squashed).slice(0, Math.min(mostNamed, limit))
  const wanted = limit - named.length
  if (wanted === 0) return named.map(itemOf)
  const near = lon !== undefined && lat !== undefined ? { lon, lat } : null
  const search: Search = {
    text,
    sieve: { filter: { region }, now: reading.now, near: null },
    sort: 'relevance',
    lexicon,
  }
  const ids = await findByTier(search, near ? candidatesNear : wanted, reading)
  return [...named.map(itemOf), ...(await readItems(ids, near, wanted, reading))]
}

function namedLike(lexicon: Lexicon, text: string): LexiconEntry[] {
  const likenessOf = ({ forms }: LexiconEntry) =>
    forms.includes(text) ? 0 : forms.some((form) => form.startsWith(text)) ? 1 : 2
  return lexicon
    .map((entry) => ({ entry, likeness: likenessOf(entry) }))
    .filter((found) => found.likeness < 2)
    .sort((a, b) => a.likeness - b.likeness || a.entry.order - b.entry.order)
    .map(({ entry }) => entry)
}

const itemOf = ({ kind, code, nameZh, nameEn, detailZh, detailEn, location }: LexiconEntry): Item => ({
  kind,
  code,
  nameZh,
  nameEn,
  detailZh,
  detailEn,
  location,
})

async function findByTier(search: Search, count: number, reading: Reading): Promise<number[]> {
  const ids: number[] = []
  for (const tier of [0, 1, 2] as const) {
    if (ids.length >= count) break
    const statement = tierStatement(search, tier, null, count - ids.length)
    const found = await reading.database.rows<Found>(reading.on, statement, signalOf(reading))
    ids.push(...found.map(({ id }) => id))
  }
  return ids
}

async function readItems(
  ids: number[],
  near: { lon: number; lat: number } | null,
  limit: number,
  reading: Reading,
): Promise<Item[]> {
  if (ids.length === 0) return []
  return reading.database.rows<Item>(
    reading.on,
    {
      name: 'suggestion-items',
      text: `
        with input as (
          select case when $2::float8 is null then null
                      else st_setsrid(st_makepoint($2::float8, $3::float8), 4326)::geography end as point
        )
        select 'place' as kind, p.id::text as code, p.name_zh as "nameZh", p.name_en as "nameEn",
               concat_ws(' · ', t.name_zh, nullif(concat(up.name_zh, r.name_zh), ''),
                         case when count(*) over twins > 1 then coalesce(p.address_zh, p.address_en) end) as "detailZh",
               concat_ws(' · ', t.name_en, nullif(concat_ws(', ', r.name_en, up.name_en), ''),
                         case when count(*) over twins > 1 then coalesce(p.address_en, p.address_zh) end) as "detailEn",
               json_build_array(st_x(p.location), st_y(p.location)) as location
        from unnest($1::bigint[]) with ordinality as wanted (id, position)
        cross join input
        join place p on p.id = wanted.id
        join place_type t on t.code = p.type_code
        left join region r on r.code = p.region_code
        left join region up on up.code = r.parent_code
        -- Rows that would read alike say their address as well.
        window twins as (partition by p.name_zh, p.type_code, p.region_code)
        order by case when input.point is not null then st_distance(p.geom::geography, input.point) end, wanted.position
        limit $4::integer`,
      values: [ids, near?.lon ?? null, near?.lat ?? null, limit],
    },
    signalOf(reading),
  )
}
