import type { NamedStatement } from '../../db/types.ts'
import type { Lexicon } from './lexicon.ts'
import {
  type Binder,
  binder,
  combine,
  exactWays,
  filterWays,
  noneSql,
  prefixWays,
  sifting,
  someSql,
  type Tier,
  type Way,
  wordWays,
} from './search-match.ts'
import { type Ordering, recordSql, type Sieve, type Sort, walkStatement } from './search-queries.ts'
import type { SearchText } from './search-text.ts'

/** A parsed search: what is asked, of what, in which order. */
export interface Search {
  text: SearchText | null
  sieve: Sieve
  sort: Sort
  lexicon: Lexicon
}

/** All ways of the search with its filters, and how its rows are put in order. */
export function matchOf(search: Search, binding: Binder): { ways: Way[]; ordering: Ordering } {
  const { text, sieve, sort, lexicon } = search
  const filters = filterWays(sieve.filter, binding)
  const ways = text ? combine([wordWays(text, lexicon, binding), filters]) : filters
  const tierSql =
    sort === 'relevance' && text
      ? `case when ${someSql(exactWays(text, binding))} then 0 when ${someSql(prefixWays(text, binding))} then 1 else 2 end`
      : '2'
  return { ways, ordering: { sort, tierSql, near: sieve.near } }
}

/** The rows of one tier by rank, behind a position. */
export function tierStatement(
  { text, sieve, lexicon }: Search,
  tier: Tier,
  after: { rank: number; id: number } | null,
  count: number,
): NamedStatement {
  const binding = binder()
  const filters = filterWays(sieve.filter, binding)
  const record = recordSql(sieve, binding)
  if (!text) return walkStatement(filters, 'true', record, after, count, binding)
  const [exact, prefix] = [exactWays(text, binding), prefixWays(text, binding)]
  const ways = [exact, prefix, wordWays(text, lexicon, binding)][tier]!
  const extra = ['true', noneSql(exact), `${noneSql(exact)} and ${noneSql(prefix)}`][tier]!
  const taken = tier < 2 && isTelling(text) ? [sifting(filters)] : filters
  return walkStatement(combine([ways, taken]), extra, record, after, count, binding)
}

/** Whether a name that is or begins with the text is so rare that asking the index for the filters as well costs more than it saves. */
const isTelling = ({ squashed, spaced }: SearchText): boolean => [...squashed].length >= (spaced === '' ? 6 : 14)
