import type { PlaceFilter } from '../../contract/place-filter.ts'
import type { Bindable } from '../../db/types.ts'
import { regionRange } from '../../spatial/filter.ts'
import { type Lexicon, type LexiconEntry, meaningsOf, splitAtRegion } from './lexicon.ts'
import {
  beginningTerms,
  chineseTerms,
  fewTerms,
  latinStartTerms,
  latinTerms,
  type SearchText,
  type Token,
} from './search-text.ts'

/**
 * One way in which a row of `place_search` (alias s) can match: terms that it must hold (by the index), and the condition that settles
 * it. A search is the union of its ways.
 */
export interface Way {
  terms: string[]
  sql: string
}

/** Numbers the values of one statement. */
export interface Binder {
  values: Bindable[]
  bind: (value: Bindable) => string
}

export function binder(): Binder {
  const values: Bindable[] = []
  return { values, bind: (value) => `$${values.push(value)}` }
}

/** More ways are not tried: each costs a look-up in every bucket. */
export const mostWays = 8

/** How well a name fits, best first: it is the text; it begins with it; the words are in it (or name its region, type, sport). */
export type Tier = 0 | 1 | 2

/** Forms of the whole text that a name can be or begin with, each with the terms of a name that begins so. */
function wholeForms({ squashed, spaced, tokens }: SearchText): { text: string; columns: string[]; terms: string[] }[] {
  if (spaced === '') {
    const terms = startTerms(squashed, 'chinese', () => chineseTerms(`\n${squashed}`))
    return [{ text: squashed, columns: ['s.zh'], terms }]
  }
  const joinedTerms = startTerms(squashed, 'latin', () => latinStartTerms(squashed))
  const joined = { text: squashed, columns: ['s.latin', 's.initials'], terms: joinedTerms }
  if (tokens.length === 1) return [joined]
  const spacedTerms = startTerms(spaced, 'latin', () => tokens.flatMap(({ text }) => latinStartTerms(text)))
  return [joined, { text: spaced, columns: ['s.latin'], terms: spacedTerms }]
}

/** A beginning with a term of its own, and the text's last group to tell its longer forms apart; else the groups of it all. */
function startTerms(text: string, kind: Token['kind'], groups: () => string[]): string[] {
  const beginning = beginningTerms(text, kind)
  return beginning.length > 0 ? [...beginning, ...groups().slice(-1)] : fewTerms(groups())
}

/** Ways to find every row whose name is the text: whole names have a term of their own. */
export const exactWays = (text: SearchText, { bind }: Binder): Way[] =>
  wholeForms(text).map(({ text: form, columns }) => ({
    terms: [`=${form}`],
    sql: either(columns.map((column) => `(${column} || e'\\n') like ${bind(`%\n${form}\n%`)}`)),
  }))

/** Ways to find every row whose name begins with the text. */
export const prefixWays = (text: SearchText, { bind }: Binder): Way[] =>
  wholeForms(text).map(({ text: form, columns, terms }) => ({
    terms,
    sql: either(columns.map((column) => `${column} like ${bind(`%\n${form}%`)}`)),
  }))

/** That a row is found in none of these ways. */
export const noneSql = (ways: Way[]): string => ways.map(({ sql }) => `not ${sql}`).join(' and ')
export const someSql = (ways: Way[]): string => either(ways.map(({ sql }) => sql))

const either = (conditions: string[]): string => `(${conditions.join(' or ')})`

/** Ways in which every word of the text is found: in a name, or as the name of the place's region, type or sport. */
export function wordWays(text: SearchText, lexicon: Lexicon, binding: Binder): Way[] {
  const readings = [text.tokens, ...splitReadings(text.tokens, lexicon)]
  const ways = readings.flatMap((tokens) => combine(tokens.map((token) => waysOfToken(token, lexicon, binding))))
  return ways.slice(0, mostWays).map(({ terms, sql }) => ({ terms: fewTerms(terms), sql }))
}

function splitReadings(tokens: Token[], lexicon: Lexicon): Token[][] {
  const split = tokens.flatMap((token): Token[] => {
    const parts = token.kind === 'chinese' ? splitAtRegion(lexicon, token.text) : null
    return parts ? parts.map((text) => ({ text, kind: 'chinese' })) : [token]
  })
  return split.length > tokens.length ? [split] : []
}

function waysOfToken(token: Token, lexicon: Lexicon, binding: Binder): Way[] {
  const meanings = meaningsOf(lexicon, token.text).slice(0, 3)
  return [inName(token, binding), ...meanings.map((entry) => asMeaning(entry, binding))]
}

function inName({ text, kind }: Token, { bind }: Binder): Way {
  if (kind === 'chinese') return { terms: chineseTerms(text), sql: `s.zh like ${bind(`%${text}%`)}` }
  if (text.length >= 3) {
    const pattern = bind(`%${text}%`)
    return { terms: latinTerms(text), sql: `(s.latin like ${pattern} or s.initials like ${pattern})` }
  }
  const [line, word] = [bind(`%\n${text}%`), bind(`% ${text}%`)]
  return { terms: latinTerms(text), sql: `(s.latin like ${line} or s.latin like ${word} or s.initials like ${line})` }
}

function asMeaning({ kind, code }: LexiconEntry, { bind }: Binder): Way {
  if (kind === 'type') return { terms: [`t:${code}`], sql: `s.type_code = ${bind(code)}::text` }
  if (kind === 'sport') return { terms: [`s:${code}`], sql: `s.sports @> array[${bind(code)}::text]` }
  return regionWay(code, { bind } as Binder)
}

function regionWay(code: string, { bind }: Pick<Binder, 'bind'>): Way {
  const [low, high] = regionRange(code)
  const stem = code.endsWith('0000') ? code.slice(0, 2) : code.endsWith('00') ? code.slice(0, 4) : code
  return { terms: [`r${stem}`], sql: `s.region_code between ${bind(low)}::bpchar and ${bind(high)}::bpchar` }
}

/** The filters that the search table answers itself; the others need the place. */
export const searchFilters = ['region', 'type', 'sport', 'status', 'fee'] as const

export function filterWays(filter: PlaceFilter, binding: Binder): Way[] {
  const { bind } = binding
  const parts: Way[][] = []
  if (filter.region) parts.push([regionWay(filter.region, binding)])
  const any = (values: string[] | undefined, letter: string, sql: (value: string) => string) => {
    const ways = [...new Set(values)].map((value) => ({ terms: [`${letter}:${value}`], sql: sql(bind(value)) }))
    // A few values are looked up one by one; many only sift what other terms found.
    if (ways.length > 0) parts.push(ways.length <= 3 ? ways : [sifting(ways)])
  }
  any(filter.type, 't', (value) => `s.type_code = ${value}::text`)
  any(filter.sport, 's', (value) => `s.sports @> array[${value}::text]`)
  any(filter.status, 'S', (value) => `s.status = ${value}::text`)
  any(filter.fee, 'f', (value) => `s.fee = ${value}::text`)
  return combine(parts)
}

/** Each way of one part with each way of the others. Where that makes too many, a part only sifts. */
export function combine(parts: Way[][]): Way[] {
  return parts.reduce<Way[]>(
    (ways, part) => {
      const taken = ways.length * part.length > mostWays ? [sifting(part)] : part
      return ways.flatMap((way) =>
        taken.map(({ terms, sql }) => ({
          terms: [...way.terms, ...terms],
          sql: way.sql === 'true' ? sql : `${way.sql} and ${sql}`,
        })),
      )
    },
    [{ terms: [], sql: 'true' }],
  )
}

/** Ways that only sift what the terms of others find. */
export const sifting = (ways: Way[]): Way => ({ terms: [], sql: either(ways.map(({ sql }) => `(${sql})`)) })
