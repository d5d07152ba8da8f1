import { errors } from '../../../errors.ts'

export interface Token {
  kind: 'word' | 'quoted' | 'text' | 'number' | 'sign' | 'end'
  /** Unquoted; words in lower case stand in `key`. */
  value: string
  key: string
  at: number
}

const pattern =
  /\s*(?:([A-Za-z_:\u0080-\uffff][\w:.\u0080-\uffff]*)|"((?:[^"]|"")*)"|'((?:[^'\\]|''|\\'|\\)*)'|((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(<>|<=|>=|[=<>(),[\]+-]))/y

/** Cuts CQL2 text into words. @throws 400 filter-invalid naming what cannot be read and where. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (text.slice(at).trim() !== '') {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (!found) throw filterInvalid(`«${text.slice(at).trim().slice(0, 20)}» at position ${at + 1} cannot be read`)
    tokens.push(tokenOf(found, at))
    at = pattern.lastIndex
  }
  tokens.push({ kind: 'end', value: '', key: '', at: text.length })
  return tokens
}

function tokenOf(found: RegExpExecArray, at: number): Token {
  const [, word, quoted, text, number, sign] = found
  if (word !== undefined) return { kind: 'word', value: word, key: word.toLowerCase(), at }
  if (quoted !== undefined) return { kind: 'quoted', value: quoted.replaceAll('""', '"'), key: '', at }
  if (text !== undefined) return { kind: 'text', value: text.replaceAll(/''|\\'/g, "'"), key: '', at }
  if (number !== undefined) return { kind: 'number', value: number, key: '', at }
  return { kind: 'sign', value: sign!, key: sign!, at }
}

export const filterInvalid = (what: string) =>
  errors.badRequest(
    'filter-invalid',
    `filter: ${what}. It is an OGC CQL2 expression over the collection’s queryables, such as type = 'stadium' AND rating >= 4.`,
  )
