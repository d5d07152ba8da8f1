/** What a person typed, cut as search needs it. Pure. */

export interface SearchText {
  /** The whole text without spaces and punctuation, as names are kept in `place_search.zh`. */
  squashed: string
  /** The same in words apart by one space, as names are kept in `place_search.latin`; '' when Chinese is in it. */
  spaced: string
  tokens: Token[]
}

export interface Token {
  text: string
  kind: 'chinese' | 'latin'
}

/** The characters that do not count in a name; the list in SQL `search_squash` is the same. */
const ignored = ' \t\n\r.,;:!?\'"`-_/\\|()[]{}<>*+=&%#@~^$·、。，；：！？（）【】《》「」『』“”‘’—…～　•'
const ignoredPattern = new RegExp(`[${ignored.replaceAll(/[\]\\^-]/g, '\\$&')}]+`, 'gu')

/** At most this many words count; the rest of a longer text is left out of the search. */
export const mostTokens = 6

export function readSearchText(text: string): SearchText {
  const words = text.normalize('NFKC').toLowerCase().replaceAll('\0', '').split(ignoredPattern)
  const tokens = words
    .flatMap(splitScripts)
    .filter((token) => token.text !== '')
    .slice(0, mostTokens)
  const isLatin = tokens.every(({ kind }) => kind === 'latin')
  return {
    squashed: tokens.map((token) => token.text).join(''),
    spaced: isLatin ? tokens.map((token) => token.text).join(' ') : '',
    tokens,
  }
}

/** «成都tiyuguan» is two words; «3号» and «a座» are one. */
function splitScripts(word: string): Token[] {
  if (!/[^\p{ASCII}\p{Script=Latin}\p{M}]/u.test(word)) return [{ text: plainLatin(word), kind: 'latin' }]
  const parts = word.match(/[a-z]{3,}(?![^\p{ASCII}])|[a-z]{3,}|(?:(?![a-z]{3,}).)+/gu) ?? []
  return parts.map((part) =>
    /^[a-z]{3,}$/.test(part) ? { text: part, kind: 'latin' } : { text: part, kind: 'chinese' },
  )
}

const plainLatin = (word: string): string => word.normalize('NFKD').replaceAll(/[^a-z0-9]/g, '')

/**
 * Terms that one look-up asks for at most: each is a descent into the index in every bucket (26 of them: 170 ms at 1,000,000 rows, 8:
 * 40 ms), and further ones hardly narrow what the condition beside them settles anyway.
 */
const mostTerms = 8

/** At most `mostTerms`, evenly spread over the text, its first and last among them. */
export function fewTerms(terms: string[]): string[] {
  if (terms.length <= mostTerms) return terms
  return Array.from(
    { length: mostTerms },
    (_, index) => terms[Math.round((index * (terms.length - 1)) / (mostTerms - 1))]!,
  )
}

/** Groups that a row holds if its Chinese name has this text in it: its pairs, or the character itself. */
export function chineseTerms(text: string): string[] {
  const characters = [...text]
  if (characters.length === 1) return characters
  return unique(characters.slice(1).map((character, index) => characters[index] + character))
}

/** Groups of three inside a word, as pg_trgm makes them; short texts have those of a word's beginning. */
export function latinTerms(text: string): string[] {
  if (text.length === 1) return [`  ${text}`]
  if (text.length === 2) return [` ${text}`]
  return inner(text)
}

/** The longest beginning of a name that has a term of its own, as kept by `search_terms`; none for a short text. */
export function beginningTerms(text: string, kind: Token['kind']): string[] {
  const sizes = kind === 'chinese' ? [4] : [16, 8]
  const characters = [...text]
  const size = sizes.find((one) => characters.length >= one)
  return size === undefined ? [] : [`^${characters.slice(0, size).join('')}`]
}

/** Groups of a word that begins with the text. */
export const latinStartTerms = (text: string): string[] => [
  `  ${text.slice(0, 1)}`,
  ...(text.length > 1 ? [` ${text.slice(0, 2)}`] : []),
  ...inner(text),
]

export const inner = (text: string): string[] =>
  unique(Array.from({ length: Math.max(0, text.length - 2) }, (_, index) => text.slice(index, index + 3)))

const unique = (texts: string[]): string[] => [...new Set(texts)]
