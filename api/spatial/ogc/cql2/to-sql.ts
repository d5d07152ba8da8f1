import type { Bindable } from '../../../db/types.ts'
import {
  arrayOps,
  comparisons,
  type Expression,
  isGeometry,
  isOperation,
  isProperty,
  mostNodes,
  spatialOps,
} from './expression.ts'
import { filterInvalid } from './tokens.ts'

export type ValueType = 'string' | 'number' | 'boolean' | 'strings' | 'geometry'

/** What an expression may name, and how values and geometries get into the statement. */
export interface Terms {
  /** SQL of a queryable and its type; null where there is none of that name. */
  queryable: (name: string) => { sql: string; type: ValueType } | null
  names: readonly string[]
  /** Adds a value and returns its `$n`. */
  bind: (value: Bindable) => string
  /** SQL of a GeoJSON geometry of the filter's coordinate system, in EPSG:4326. */
  geometry: (geojson: object) => string
  /** A cheap condition by index, true wherever the layer's geometry shares a box with this one. */
  inBox?: (geometrySql: string) => string
}

interface Typed {
  sql: string
  type: ValueType
}

/**
 * A CQL2 expression as a condition. Operators come from the tables here, names from the queryables, everything else is bound: nothing
 * that a client sends becomes SQL. Unknown stays unknown (null), as CQL2 has it. @throws 400 filter-invalid.
 */
export function conditionOf(expression: Expression, terms: Terms): string {
  let nodes = 0
  const typed = (value: Expression): Typed => {
    if (++nodes > mostNodes) throw filterInvalid(`it has more than ${mostNodes} parts`)
    if (typeof value === 'string') return { sql: `${terms.bind(clean(value))}::text`, type: 'string' }
    if (typeof value === 'number') return { sql: `${terms.bind(value)}::float8`, type: 'number' }
    if (typeof value === 'boolean') return { sql: `${terms.bind(value)}::boolean`, type: 'boolean' }
    if (Array.isArray(value)) return arrayOf(value)
    if (isProperty(value)) return propertyOf(value.property)
    if (isGeometry(value)) return { sql: terms.geometry(value), type: 'geometry' }
    if ('bbox' in value) return { sql: terms.geometry(boxOf(value.bbox)), type: 'geometry' }
    if (isOperation(value)) return operation(value.op, value.args)
    throw filterInvalid('dates have nothing to be compared with: no queryable of this collection is one')
  }
  const propertyOf = (name: string): Typed => {
    const found = terms.queryable(name)
    if (!found) throw filterInvalid(`«${name.slice(0, 60)}» is no queryable; known: ${terms.names.join(', ')}`)
    return found
  }
  const arrayOf = (items: readonly Expression[]): Typed => {
    if (!items.every((item) => typeof item === 'string')) throw filterInvalid('an array holds texts only')
    return { sql: `${terms.bind(items.map(clean))}::text[]`, type: 'strings' }
  }

  const as = (type: ValueType, value: Expression, of: string): string => {
    const given = typed(value)
    if (given.type !== type) throw filterInvalid(`${of} takes a ${type}, not a ${given.type}`)
    return given.sql
  }
  const operation = (op: string, args: readonly Expression[]): Typed => {
    const make = operators[op]
    if (!make) throw filterInvalid(`operator «${op.slice(0, 40)}» is not known`)
    return make(op, args)
  }
  const bool = (sql: string): Typed => ({ sql, type: 'boolean' })
  const count = (op: string, args: readonly Expression[], wanted: number) => {
    if (args.length !== wanted) throw filterInvalid(`${op} takes ${wanted} arguments, not ${args.length}`)
  }
  const logical = (op: string, args: readonly Expression[]) => {
    if (args.length < 2) throw filterInvalid(`${op} takes at least two conditions`)
    return bool(`(${args.map((arg) => as('boolean', arg, op)).join(` ${op} `)})`)
  }
  const compare = (op: string, args: readonly Expression[]) => {
    count(op, args, 2)
    const [left, right] = [typed(args[0]!), typed(args[1]!)]
    if (left.type !== right.type || left.type === 'geometry' || left.type === 'strings') {
      throw filterInvalid(`«${op}» cannot compare a ${left.type} with a ${right.type}`)
    }
    // Code point order, the same on every server and in the tests' evaluator.
    const collation = left.type === 'string' ? ' collate "C"' : ''
    return bool(`(${left.sql} ${op} ${right.sql}${collation})`)
  }
  const spatial = (op: string, args: readonly Expression[]) => {
    count(op, args, 2)
    const [a, b] = [as('geometry', args[0]!, op), as('geometry', args[1]!, op)]
    const exact = `st_${op.slice(2)}(${a}, ${b})`
    const literal = isProperty(args[0]!) ? b : a
    const byIndex = op !== 's_disjoint' && isProperty(args[0]!) !== isProperty(args[1]!) && terms.inBox
    return bool(byIndex ? `(${byIndex(literal)} and ${exact})` : exact)
  }
  const array = (op: string, args: readonly Expression[]) => {
    count(op, args, 2)
    const [a, b] = [as('strings', args[0]!, op), as('strings', args[1]!, op)]
    if (op === 'a_equals') return bool(`(${a} @> ${b} and ${a} <@ ${b})`)
    return bool(`(${a} ${{ a_contains: '@>', a_containedBy: '<@', a_overlaps: '&&' }[op]} ${b})`)
  }

  const operators: Readonly<Record<string, (op: string, args: readonly Expression[]) => Typed>> = {
    __proto__: null as never,
    and: logical,
    or: logical,
    not: (op, args) => {
      count(op, args, 1)
      return bool(`(not ${as('boolean', args[0]!, op)})`)
    },
    isNull: (op, args) => {
      count(op, args, 1)
      return bool(`(${typed(args[0]!).sql} is null)`)
    },
    like: (op, args) => {
      count(op, args, 2)
      const [text, pattern] = [as('string', args[0]!, op), args[1]!]
      const wanted = isOperation(pattern) && pattern.op === 'casei' ? pattern.args[0] : pattern
      if (typeof wanted !== 'string') throw filterInvalid('the pattern of like is a text')
      if (/(?<!\\)(?:\\\\)*\\$/.test(wanted)) throw filterInvalid('the pattern of like ends in a lone backslash')
      return bool(`(${text} like ${as('string', pattern, op)})`)
    },
    between: (op, args) => {
      count(op, args, 3)
      const [value, low, high] = args.map((arg) => as('number', arg, op))
      return bool(`(${value} between ${low} and ${high})`)
    },
    in: (op, args) => {
      count(op, args, 2)
      const [value, items] = args as [Expression, Expression]
      if (!Array.isArray(items) || items.length === 0) throw filterInvalid('in takes a list with at least one value')
      return bool(`(${items.map((item: Expression) => compare('=', [value, item]).sql).join(' or ')})`)
    },
    casei: (op, args) => {
      count(op, args, 1)
      return { sql: `lower(${as('string', args[0]!, op)})`, type: 'string' }
    },
    ...Object.fromEntries(comparisons.map((op) => [op, compare])),
    ...Object.fromEntries(spatialOps.map((op) => [op, spatial])),
    ...Object.fromEntries(arrayOps.map((op) => [op, array])),
  }
  return as('boolean', expression, 'a filter')
}

/** The server's text knows no NUL. */
const clean = (text: string): string => text.replaceAll('\0', '')

function boxOf(bbox: readonly number[]): object {
  const [west, south, east, north] = bbox.length === 6 ? [bbox[0], bbox[1], bbox[3], bbox[4]] : bbox
  if (![west, south, east, north].every((part) => Number.isFinite(part))) throw filterInvalid('bbox takes four numbers')
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return { type: 'Polygon', coordinates: [ring] }
}
