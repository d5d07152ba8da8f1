import type { NamedStatement } from '../../db/types.ts'
import { pinyinKeys } from './pinyin-keys.ts'
import { type Reading, signalOf } from './reading.ts'
import { type Binder, binder, combine, filterWays, someSql, type Way } from './search-match.ts'
import { recordSql, type Sieve, statementOf, walkSql } from './search-queries.ts'
import { chineseTerms, inner, type SearchText, type Token } from './search-text.ts'

/** A text without any match is taken as mistyped: this many names like it are given, on one page. */
const mostFuzzy = 100
/** Rows that hold the terms of one way are compared with the text up to this many, highest ranks first. */
const mostCompared = 200
const longestText = 24
const mostPlaces = 12
/** pg_trgm word similarity from which a Latin name counts as the one meant (gymnasum – gymnasium is 0.7, resrot – resort 0.43). */
const alike = 0.4

/** A way to candidates, and what they must then be like: `sql` of the way is cheap, this is not. */
interface Guess {
  ways: Way[]
  likenessSql: string | null
}

/**
 * Places whose names are like the text: the same sound in other characters; one wrong, missing or superfluous Chinese
 * character; letters that pg_trgm finds alike. Best first; ids only.
 */
export async function fuzzyMatches(text: SearchText, sieve: Sieve, reading: Reading): Promise<number[]> {
  for (const guessOf of [soundGuess, characterGuess, letterGuess]) {
    const binding = binder()
    const guess = guessOf(text, binding)
    if (guess.ways.length === 0) continue
    const statement = fuzzyStatement(guess, sieve, binding)
    const rows = await reading.database.rows<{ id: number }>(reading.on, statement, signalOf(reading))
    if (rows.length > 0) return rows.map(({ id }) => id)
  }
  return []
}

function fuzzyStatement({ ways, likenessSql }: Guess, sieve: Sieve, binding: Binder): NamedStatement {
  const filters = someSql(filterWays(sieve.filter, binding))
  const record = recordSql(sieve, binding)
  const walks = ways.map((way) => `(${walkSql([way], filters, record, null, mostCompared, binding)})`)
  // Materialized, and the rows fetched one by one: the planner thinks of far more candidates than there are.
  return statementOf(
    `with candidate as materialized (
       select id, max((keys ->> 0)::integer) as rank from (${walks.join(' union all ')}) as walked group by id),
     compared as materialized (
       select c.id, c.rank, ${likenessSql === null ? '1::real as likeness' : 's.likeness'}
       from candidate c
       ${likenessSql === null ? '' : `cross join lateral (select ${likenessSql} as likeness from place_search s where s.place_id = c.id offset 0) as s`})
     select id
     from compared
     where likeness >= ${alike}
     order by likeness desc, rank desc, id
     limit ${mostFuzzy}`,
    binding,
  )
}

/** 体玉馆 sounds as 体育馆. */
function soundGuess({ tokens }: SearchText, { bind }: Binder): Guess {
  const parts = tokens.map((token): Way[] => {
    const letters = token.kind === 'chinese' ? pinyinKeys(token.text).pinyin : token.text
    return letters.length < 3 ? [] : [{ terms: inner(letters), sql: `s.latin like ${bind(`%${letters}%`)}` }]
  })
  const soundsOtherwise = tokens.some(({ kind }) => kind === 'chinese') && parts.every((part) => part.length > 0)
  return { ways: soundsOtherwise ? combine(parts) : [], likenessSql: null }
}

/** One character replaced, left out or put in, at each place of the text; the pairs to its left and right must be there. */
function characterGuess({ tokens }: SearchText, { bind }: Binder): Guess {
  const characters = [...tokens.map((token) => token.text).join('')]
  if (tokens.every(({ kind }) => kind === 'latin') || characters.length < 3 || characters.length > longestText) {
    return { ways: [], likenessSql: null }
  }
  const ways = characters.map((character, index) => {
    const [head, tail] = [characters.slice(0, index).join(''), characters.slice(index + 1).join('')]
    const patterns = [`%${head}_${tail}%`, `%${head}${tail}%`]
    if (index > 0) patterns.push(`%${head}_${character}${tail}%`)
    const terms = [head, tail].filter((part) => [...part].length > 1).flatMap(chineseTerms)
    return { terms, sql: `(${patterns.map((pattern) => `s.zh like ${bind(pattern)}`).join(' or ')})` }
  })
  return { ways: ways.filter(({ terms }) => terms.length > 0), likenessSql: null }
}

/** One word with one wrong place: its groups of three around there are not asked for; the whole is then compared by pg_trgm. */
function letterGuess({ tokens }: SearchText, { bind }: Binder): Guess {
  const length = tokens.reduce((sum, { text }) => sum + text.length, 0)
  if (tokens.some(({ kind }) => kind !== 'latin') || length < 4 || length > 40) return { ways: [], likenessSql: null }
  const step = Math.max(2, Math.ceil(length / mostPlaces))
  const places = tokens.flatMap((token, index) => {
    const others = tokens.filter((_, other) => other !== index).flatMap(({ text }) => inner(text))
    return withoutOnePlace(token, step).map((groups) => [...others, ...groups])
  })
  const words = tokens.filter(({ text }) => text.length >= 3)
  return {
    ways: places.filter((terms) => terms.length > 0).map((terms) => ({ terms, sql: 'true' })),
    likenessSql: `least(${words.map(({ text }) => `word_similarity(${bind(text)}::text, s.latin)`).join(', ')})`,
  }
}

/**
 * The groups that stay when everything around one place is left out, for places `step` letters apart. A swap touches two letters and
 * with them up to four groups; those of any swap or slip that begins within the step are left out together.
 */
function withoutOnePlace({ text }: Token, step: number): string[][] {
  const groups = inner(text)
  return Array.from({ length: Math.ceil(text.length / step) }, (_, place) =>
    groups.filter((_, index) => index + 2 < place * step || index > place * step + step),
  )
}
