import type { z } from 'zod'
import type { PlaceFilter } from '../../contract/place-filter.ts'
import type { searchPlaces } from '../../contract/places.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { countFacets } from './facets.ts'
import { fuzzyMatches } from './fuzzy-search.ts'
import { lexiconOf } from './lexicon.ts'
import { type Reading, signalOf } from './reading.ts'
import { matchOf, type Search, tierStatement } from './search.ts'
import { type Position, readCursor, writeCursor } from './search-cursor.ts'
import { binder, type Tier } from './search-match.ts'
import {
  type Found,
  matchesSql,
  probeStatement,
  recordSql,
  type Sieve,
  siftedStatement,
  sortedStatement,
} from './search-queries.ts'
import { readSearchText } from './search-text.ts'
import { summariesOf } from './summaries.ts'

export type SearchQuery = z.output<NonNullable<(typeof searchPlaces)['query']>> & Pick<PlaceFilter, 'freeIds'>
export type SearchReply = z.input<(typeof searchPlaces)['reply']>

/** Up to this many candidates are fetched and sorted; more are sifted along the index of the sort. */
const fewMatches = 5_000
const fewInArea = 20_000

/** Search of places; see the contract. @throws 400 distance-needs-point, cursor-invalid. */
export async function searchPlacesBy(query: SearchQuery, reading: Reading): Promise<SearchReply> {
  const search = await searchOf(query, reading)
  const { cursor, limit, facets, format, freeIds: _free, ...identity } = query
  const after = cursor === undefined ? null : readCursor(identity, cursor, search.sort === 'relevance' ? 2 : 1)
  let found = await findPage(search, after, limit + 1, reading)
  let fuzzyIds: number[] | null = null
  if (found.length === 0 && search.text && !after) {
    fuzzyIds = await fuzzyMatches(search.text, search.sieve, reading)
    found = fuzzyIds.slice(0, limit).map((id) => ({ id, keys: [] }))
  }
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const items = await summariesOf(
    page.map(({ id }) => id),
    search.sieve.near,
    reading,
  )
  const counted = facets ? await countFacets(search, facets, fuzzyIds, reading) : { total: null }
  return {
    items,
    nextCursor: found.length > limit && last ? writeCursor(identity, last) : null,
    ...counted,
  }
}

/** What is asked, parsed. @throws 400 distance-needs-point. */
export async function searchOf(query: SearchQuery, { database, now }: Reading): Promise<Search> {
  const { q, lon, lat, radiusMetres, sort } = query
  const near = lon !== undefined && lat !== undefined ? { lon, lat, radiusMetres } : null
  if (!near && (radiusMetres !== undefined || sort === 'distance' || lon !== undefined || lat !== undefined)) {
    throw errors.badRequest('distance-needs-point', 'Give lon and lat with radiusMetres or sort=distance.')
  }
  const read = q === undefined ? null : readSearchText(q)
  const text = read && read.squashed !== '' ? read : null
  return {
    text,
    sieve: { filter: query, now, near },
    sort: sort ?? (near && !text ? 'distance' : 'relevance'),
    lexicon: await lexiconOf(database),
  }
}

async function findPage(search: Search, after: Position | null, count: number, reading: Reading): Promise<Found[]> {
  const spaceFirst = await isSmallArea(search.sieve, reading)
  if (search.sort === 'relevance' && !spaceFirst) return walkTiers(search, after, count, reading)
  const binding = binder()
  const { ways, ordering } = matchOf(search, binding)
  const record = recordSql(search.sieve, binding)
  const few = spaceFirst || (await hasFewMatches(search, reading))
  return run(
    reading,
    few
      ? sortedStatement(ways, record, spaceFirst, ordering, after, count, binding)
      : siftedStatement(ways, record, ordering, after, count, binding),
  )
}

/** Names that are the text, then those that begin with it, then the rest; each by rank. */
async function walkTiers(search: Search, after: Position | null, count: number, reading: Reading): Promise<Found[]> {
  const found: Found[] = []
  const tiers: Tier[] = search.text ? [0, 1, 2] : [2]
  for (const tier of tiers) {
    if (after && tier < after.keys[0]!) continue
    const behind = after && after.keys[0] === tier ? { rank: after.keys[1]!, id: after.id } : null
    const rows = await run(reading, tierStatement(search, tier, behind, count - found.length))
    found.push(...rows.map(({ id, keys }) => ({ id, keys: [tier, keys[0]!] })))
    if (found.length >= count) break
  }
  return found
}

/** A small box or circle is looked at place by place: walking ranks would pass nearly all places of the registry. */
async function isSmallArea({ filter: { bbox }, now, near }: Sieve, reading: Reading): Promise<boolean> {
  if (!bbox && near?.radiusMetres === undefined) return false
  const binding = binder()
  const area = recordSql({ filter: bbox ? { bbox } : {}, now, near }, binding)
  const [probe] = await reading.database.rows<{ count: number }>(
    reading.on,
    probeStatement(`select from place p where ${area}`, fewInArea, binding),
    signalOf(reading),
  )
  return probe!.count <= fewInArea
}

async function hasFewMatches(search: Search, reading: Reading): Promise<boolean> {
  const binding = binder()
  const { ways } = matchOf(search, binding)
  if (ways.some(({ terms }) => terms.length === 0)) return false
  const [probe] = await reading.database.rows<{ count: number }>(
    reading.on,
    probeStatement(matchesSql(ways, null, binding), fewMatches, binding),
    signalOf(reading),
  )
  return probe!.count <= fewMatches
}

const run = (reading: Reading, statement: Parameters<Database['rows']>[1]): Promise<Found[]> =>
  reading.database.rows<Found>(reading.on, statement, signalOf(reading))
