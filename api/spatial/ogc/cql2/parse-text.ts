import type { Position } from 'geojson'
import { comparisons, deepest, type Expression, functionNames } from './expression.ts'
import { filterInvalid, type Token, tokensOf } from './tokens.ts'

/** Parses CQL2 text into the JSON form. @throws 400 filter-invalid. */
export function parseCql2Text(text: string): Expression {
  const parser = createParser(tokensOf(text))
  const expression = parser.either(0)
  parser.expectEnd()
  return expression
}

const geometryWords: ReadonlyMap<string, string> = new Map(
  ['Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon'].map((type) => [
    type.toLowerCase(),
    type,
  ]),
)
/** How many brackets lie around the positions of each kind. */
const nesting: Readonly<Record<string, number>> = {
  Point: 0,
  LineString: 1,
  MultiPoint: 1,
  Polygon: 2,
  MultiLineString: 2,
  MultiPolygon: 3,
}
const reserved = new Set(['and', 'or', 'not', 'like', 'between', 'in', 'is', 'null'])

/** Recursive descent; each level of brackets counts towards `deepest`. */
function createParser(tokens: readonly Token[]) {
  let next = 0
  const peek = () => tokens[next]!
  const is = (key: string) => peek().kind !== 'text' && peek().kind !== 'quoted' && peek().key === key
  const take = (key: string) => is(key) && next++ >= 0
  const expected = (what: string) => {
    const { kind, value, at } = peek()
    return filterInvalid(`expected ${what} at position ${at + 1}, found ${kind === 'end' ? 'the end' : `«${value}»`}`)
  }
  const expect = (key: string) => {
    if (!take(key)) throw expected(`«${key}»`)
  }

  function either(depth: number): Expression {
    if (depth > deepest) throw filterInvalid(`brackets go deeper than ${deepest}`)
    return joined('or', () => both(depth))
  }
  const both = (depth: number): Expression => joined('and', () => denied(depth))
  function joined(op: string, part: () => Expression): Expression {
    const args = [part()]
    while (take(op)) args.push(part())
    return args.length === 1 ? args[0]! : { op, args }
  }
  function denied(depth: number): Expression {
    if (depth > deepest) throw filterInvalid(`«NOT» is nested deeper than ${deepest}`)
    return take('not') ? { op: 'not', args: [denied(depth + 1)] } : predicate(depth)
  }

  /** `(` may open a bracketed condition or an array; the condition is tried first. */
  function predicate(depth: number): Expression {
    if (is('(')) {
      next += 1
      const inner = either(depth + 1)
      expect(')')
      return inner
    }
    const left = value(depth)
    const sign = comparisons.find((one) => is(one))
    if (sign) {
      next += 1
      return { op: sign, args: [left, value(depth)] }
    }
    if (take('is')) {
      const not = take('not')
      expect('null')
      return denyIf(not, { op: 'isNull', args: [left] })
    }
    const not = take('not')
    if (take('like')) return denyIf(not, { op: 'like', args: [left, value(depth)] })
    if (take('between')) {
      const low = value(depth)
      expect('and')
      return denyIf(not, { op: 'between', args: [left, low, value(depth)] })
    }
    if (take('in')) return denyIf(not, { op: 'in', args: [left, listed(depth)] })
    if (not) throw expected('LIKE, BETWEEN or IN')
    return left
  }
  const denyIf = (not: boolean, operation: Expression): Expression =>
    not ? { op: 'not', args: [operation] } : operation

  function value(depth: number): Expression {
    if (depth > deepest) throw filterInvalid(`brackets go deeper than ${deepest}`)
    const { kind, value: text, key } = peek()
    if (is('(') || is('[')) return listed(depth)
    if (is('-') || is('+') || kind === 'number') return number()
    if (kind === 'end' || kind === 'sign' || (kind === 'word' && reserved.has(key))) throw expected('a value')
    next += 1
    if (kind === 'text') return text
    if (kind === 'quoted') return { property: text }
    if (key === 'true' || key === 'false') return key === 'true'
    if (!is('(')) return { property: text }
    return called(key, depth)
  }

  function called(name: string, depth: number): Expression {
    const type = geometryWords.get(name)
    if (type) return geometry(type)
    if (name === 'bbox') return { bbox: bracketed(number) }
    const op = functionNames.get(name)
    if (!op) {
      next -= 1
      throw expected(`a function that is known (${[...functionNames.values()].join(', ')})`)
    }
    return { op, args: bracketed(() => value(depth + 1)) }
  }

  function listed(depth: number): Expression {
    const close = take('[') ? ']' : ')'
    if (close === ')') expect('(')
    const items: Expression[] = []
    if (take(close)) return items
    do items.push(value(depth + 1))
    while (take(','))
    expect(close)
    return items
  }
  function bracketed<T>(item: () => T): T[] {
    expect('(')
    const items = [item()]
    while (take(',')) items.push(item())
    expect(')')
    return items
  }
  function number(): number {
    const sign = take('-') ? -1 : take('+') ? 1 : 1
    const { kind, value: text } = peek()
    if (kind !== 'number') throw expected('a number')
    next += 1
    return sign * Number(text)
  }

  function geometry(type: string): Expression {
    take('z')
    if (type === 'Point') return { type, coordinates: bracketed(position)[0] } as Expression
    const levels = nesting[type]!
    const deep = (level: number): unknown =>
      level === 0
        ? type === 'MultiPoint' && is('(')
          ? bracketed(position)[0]
          : position()
        : bracketed(() => deep(level - 1))
    return { type, coordinates: deep(levels) } as Expression
  }
  function position(): Position {
    const numbers = [number()]
    while (is('-') || is('+') || peek().kind === 'number') numbers.push(number())
    if (numbers.length < 2 || numbers.length > 3) throw expected('two or three coordinates')
    return numbers
  }

  return {
    either,
    expectEnd() {
      if (peek().kind !== 'end') throw expected('the end')
    },
  }
}
