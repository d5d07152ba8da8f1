import type { PlaceFilter } from '../../contract/places.ts'
import type { Bindable } from '../../db/types.ts'
import { regionRange } from '../../spatial/filter.ts'
import { type Lexicon, type LexiconEntry, meaningsOf, splitAtRegion } from './lexicon.ts'
import { chineseTerms, latinStartTerms, latinTerms, type SearchText, type Token } from './search-text.ts'

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

export const exactSql = ({ squashed, spaced }: SearchText, { bind }: Binder): string => {
  const line = (column: string, text: string) => `(${column} || e'\\n') like ${bind(`%\n${text}\n%`)}`
  const forms = [line('s.zh', squashed)]
  if (spaced !== '') forms.push(line('s.latin', squashed))
  if (spaced !== '' && spaced !== squashed) forms.push(line('s.latin', spaced))
  return `(${forms.join(' or ')})`
}

export const prefixSql = ({ squashed, spaced }: SearchText, { bind }: Binder): string => {
  const line = (column: string, text: string) => `${column} like ${bind(`%\n${text}%`)}`
  const forms = [line('s.zh', squashed)]
  if (spaced !== '') forms.push(line('s.latin', squashed), line('s.initials', squashed))
  if (spaced !== '' && spaced !== squashed) forms.push(line('s.latin', spaced))
  return `(${forms.join(' or ')})`
}

/** Ways to find every row whose name begins with the text. */
export function prefixWays(text: SearchText, binding: Binder): Way[] {
  const sql = prefixSql(text, binding)
  if (text.spaced === '') return [{ terms: chineseTerms(`\n${text.squashed}`), sql }]
  const joined = { terms: latinStartTerms(text.squashed), sql }
  if (text.tokens.length === 1) return [joined]
  return [joined, { terms: text.tokens.flatMap((token) => latinStartTerms(token.text)), sql }]
}

/** Ways in which every word of the text is found: in a name, or as the name of the place's region, type or sport. */
export function wordWays(text: SearchText, lexicon: Lexicon, binding: Binder): Way[] {
  const readings = [text.tokens, ...splitReadings(text.tokens, lexicon)]
  const ways = readings.flatMap((tokens) => combine(tokens.map((token) => waysOfToken(token, lexicon, binding))))
  return ways.slice(0, mostWays)
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
  const any = (values: string[] | undefined, letter: string, sql: (list: string) => string) => {
    if (!values || values.length === 0) return
    const condition = sql(`${bind([...new Set(values)])}::text[]`)
    // A few values are looked up one by one; many only sift what other terms found.
    const ways = values.length <= 3 ? [...new Set(values)].map((value) => [`${letter}:${value}`]) : [[]]
    parts.push(ways.map((terms) => ({ terms, sql: condition })))
  }
  any(filter.type, 't', (list) => `s.type_code = any(${list})`)
  any(filter.sport, 's', (list) => `s.sports && ${list}`)
  any(filter.status, 'S', (list) => `s.status = any(${list})`)
  any(filter.fee, 'f', (list) => `s.fee = any(${list})`)
  return combine(parts)
}

/** Each way of one part with each way of the others. Where that makes too many, a part of several ways only sifts. */
export function combine(parts: Way[][]): Way[] {
  return parts.reduce<Way[]>(
    (ways, part) => {
      const sifted = ways.length * part.length > mostWays && sameCondition(part) ? [{ ...part[0]!, terms: [] }] : part
      return ways.flatMap((way) =>
        sifted.map(({ terms, sql }) => ({
          terms: [...way.terms, ...terms],
          sql: way.sql === 'true' ? sql : `${way.sql} and ${sql}`,
        })),
      )
    },
    [{ terms: [], sql: 'true' }],
  )
}

const sameCondition = (part: Way[]): boolean => part.every(({ sql }) => sql === part[0]!.sql)
