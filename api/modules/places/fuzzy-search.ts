import type { NamedStatement } from '../../db/types.ts'
import { pinyinKeys } from './pinyin-keys.ts'
import { type Binder, binder, combine, filterWays, type Way } from './search-match.ts'
import { type Reading, signalOf } from './search-places.ts'
import { recordSql, type Sieve, statementOf, walkSql } from './search-queries.ts'
import { chineseTerms, inner, type SearchText, type Token } from './search-text.ts'

/** A text without any match is taken as mistyped: this many names like it are given, on one page. */
const mostFuzzy = 100
const longestText = 16
/** pg_trgm word similarity from which a Latin name counts as the one meant (gymnasum – gymnasium is 0.7, resrot – resort 0.43). */
const alike = 0.4

/**
 * Places whose names are like the text: one wrong, missing or superfluous Chinese character, the same sound in other
 * characters, or letters that pg_trgm finds alike. Best first; ids only.
 */
export async function fuzzyMatches(text: SearchText, sieve: Sieve, reading: Reading): Promise<number[]> {
  for (const guess of [soundWays, characterWays, letterWays]) {
    const binding = binder()
    const ways = guess(text, binding)
    if (ways.length === 0) continue
    const rows = await reading.database.rows<{ id: number }>(
      reading.on,
      fuzzyStatement(ways, text, sieve, binding),
      signalOf(reading),
    )
    if (rows.length > 0) return rows.map(({ id }) => id)
  }
  return []
}

function fuzzyStatement(ways: Way[], text: SearchText, sieve: Sieve, binding: Binder): NamedStatement {
  const sifted = filterWays(sieve.filter, binding).map(({ sql }) => `(${sql})`)
  const record = recordSql(sieve, binding)
  const walk = walkSql(ways, `(${sifted.join(' or ')})`, record, null, mostFuzzy, binding)
  const likeness = text.spaced === '' ? '0::real' : `word_similarity(${binding.bind(text.spaced)}::text, s.latin)`
  return statementOf(
    `select walked.id
     from (${walk}) as walked
     join place_search s on s.place_id = walked.id
     order by ${likeness} desc, s.rank desc, s.place_id`,
    binding,
  )
}

/** 体玉馆 sounds as 体育馆. */
function soundWays({ tokens }: SearchText, { bind }: Binder): Way[] {
  if (!tokens.some(({ kind }) => kind === 'chinese')) return []
  const parts = tokens.map((token): Way[] => {
    const letters = token.kind === 'chinese' ? pinyinKeys(token.text).pinyin : token.text
    return letters.length < 3 ? [] : [{ terms: inner(letters), sql: `s.latin like ${bind(`%${letters}%`)}` }]
  })
  return parts.some((part) => part.length === 0) ? [] : combine(parts)
}

/** One character replaced, left out or put in; at least one pair of the text must be right. */
function characterWays({ tokens }: SearchText, binding: Binder): Way[] {
  const text = tokens.map((token) => token.text).join('')
  const characters = [...text]
  if (tokens.every(({ kind }) => kind === 'latin') || characters.length < 3 || characters.length > longestText)
    return []
  return characters.flatMap((_, index) => {
    const [head, tail] = [characters.slice(0, index).join(''), characters.slice(index + 1).join('')]
    const whole = characters.slice(index).join('')
    const ways = [
      { parts: [head, tail], pattern: `%${head}_${tail}%` },
      { parts: [head + tail], pattern: `%${head}${tail}%` },
      ...(index > 0 ? [{ parts: [head, whole], pattern: `%${head}_${whole}%` }] : []),
    ]
    return ways.flatMap(({ parts, pattern }) => {
      const terms = parts.filter((part) => [...part].length > 1).flatMap(chineseTerms)
      return terms.length === 0 ? [] : [{ terms, sql: `s.zh like ${binding.bind(pattern)}` }]
    })
  })
}

/** Each word may have one place that is wrong: its groups of three around there are not asked for. */
function letterWays({ tokens }: SearchText, binding: Binder): Way[] {
  if (tokens.some(({ kind }) => kind !== 'latin')) return []
  const whole = tokens.map((token) => token.text).join('')
  if (whole.length < 4 || whole.length > 40) return []
  const alternatives = tokens.map((token) => withoutOnePlace(token))
  const sql = tokens
    .filter(({ text }) => text.length >= 3)
    .map(({ text }) => `word_similarity(${binding.bind(text)}::text, s.latin) >= ${alike}`)
    .join(' and ')
  return alternatives
    .flatMap((places, index) => {
      const others = tokens.filter((_, other) => other !== index).flatMap(({ text }) => inner(text))
      return places.map((terms) => [...others, ...terms])
    })
    .filter((terms) => terms.length > 0)
    .slice(0, 24)
    .map((terms) => ({ terms, sql }))
}

function withoutOnePlace({ text }: Token): string[][] {
  const groups = inner(text)
  const places: string[][] = []
  for (let wrong = 0; wrong < text.length; wrong += 2) {
    // A swap touches two letters, and with them up to four groups.
    places.push(groups.filter((_, index) => index + 2 < wrong || index > wrong + 1))
  }
  return places.filter((groupsLeft) => groupsLeft.length > 0)
}
