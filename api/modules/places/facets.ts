import type { PlaceFilter } from '../../contract/place-filter.ts'
import type { facetNames } from '../../contract/places.ts'
import { type Reading, signalOf } from './reading.ts'
import { matchOf, type Search } from './search.ts'
import { binder } from './search-match.ts'
import { matchesSql, recordSql, statementOf } from './search-queries.ts'

type Facet = (typeof facetNames)[number]
type Counts = Record<string, { value: string; count: number }[]>

/** The filter that a facet's own values set. It does not narrow that facet: its other values stay to be chosen. */
const ownFilter: Partial<Record<Facet, keyof PlaceFilter>> = {
  type: 'type',
  sport: 'sport',
  status: 'status',
  fee: 'fee',
}

/** Exact counts of all matches by facet, and their number. `fuzzyIds` are the matches where only similar names were found. */
export async function countFacets(
  search: Search,
  asked: readonly Facet[],
  fuzzyIds: number[] | null,
  reading: Reading,
): Promise<{ total: number; facets: Counts }> {
  const { filter } = search.sieve
  const isOwn = (facet: Facet) =>
    fuzzyIds === null && ownFilter[facet] !== undefined && filter[ownFilter[facet]] !== undefined
  const shared = asked.filter((facet) => !isOwn(facet))
  const counts = await count(search, shared, true, fuzzyIds, reading)
  for (const facet of asked.filter(isOwn)) {
    const wider = { ...search, sieve: { ...search.sieve, filter: { ...filter, [ownFilter[facet]!]: undefined } } }
    Object.assign(counts.facets, (await count(wider, [facet], false, null, reading)).facets)
  }
  return counts
}

async function count(
  search: Search,
  facets: Facet[],
  withTotal: boolean,
  fuzzyIds: number[] | null,
  { database, on, ...reading }: Reading,
): Promise<{ total: number; facets: Counts }> {
  const binding = binder()
  const matches = fuzzyIds
    ? `select s.* from place_search s where s.place_id = any(${binding.bind(fuzzyIds)}::bigint[])`
    : matchesSql(matchOf(search, binding).ways, recordSql(search.sieve, binding), binding)
  const parts = facets.map((facet) => facetSql(facet, search.sieve.filter.region))
  if (withTotal) parts.push(`select 'total' as facet, '' as value, count(*) from hit`)
  const rows = await database.rows<{ facet: string; value: string; count: number }>(
    on,
    statementOf(
      `with hit as materialized (
          select m.type_code, m.region_code, m.status, m.fee, m.sports from (${matches}) as m)
        ${parts.map((part) => `(${part})`).join(' union all ')}`,
      binding,
    ),
    signalOf({ database, on, ...reading }),
  )
  const byFacet: Counts = Object.fromEntries(facets.map((facet) => [facet, []]))
  for (const { facet, value, count } of rows) byFacet[facet]?.push({ value, count })
  return { total: rows.find(({ facet }) => facet === 'total')?.count ?? 0, facets: byFacet }
}

function facetSql(facet: Facet, region: string | undefined): string {
  const group = (value: string, from = 'hit') =>
    `select '${facet}' as facet, ${value} as value, count(*) from ${from} group by 2 order by 3 desc, 2`
  switch (facet) {
    case 'type':
      return group('type_code')
    case 'category':
      return group('t.category', 'hit join place_type t on t.code = hit.type_code')
    case 'sport':
      return group('sport', 'hit cross join unnest(hit.sports) as sport')
    case 'status':
      return group('status')
    case 'fee':
      return group('fee')
    case 'region':
      return group(regionLevelSql(region), 'hit where region_code is not null')
  }
}

/** Regions one level below the one asked for. The districts of Chongqing are its children: it has no prefectures. */
function regionLevelSql(region: string | undefined): string {
  if (region === undefined) return `left(region_code, 2) || '0000'`
  if (region.endsWith('0000') && region !== '500000') return `left(region_code, 4) || '00'`
  return 'region_code::text'
}
