import { booleanIntersects } from '@turf/turf'
import type { Geometry } from 'geojson'
import { type Expression, isGeometry, isOperation, isProperty } from './expression.ts'

export interface TestFeature {
  id: number
  geometry: Geometry
  values: Readonly<Record<string, string | number | boolean | string[] | null>>
}

type Value = string | number | boolean | readonly string[] | Geometry | null

/** CQL2 in plain JavaScript with SQL's three-valued logic: what the statement must agree with. */
export function evaluate(expression: Expression, feature: TestFeature): Value {
  const value = (one: Expression): Value => {
    if (typeof one !== 'object') return one
    if (Array.isArray(one)) return one as readonly string[]
    if (isProperty(one)) return one.property === 'geometry' ? feature.geometry : (feature.values[one.property] ?? null)
    if (isGeometry(one)) return one
    if (isOperation(one)) return operation(one.op, one.args)
    throw new Error(`cannot evaluate ${JSON.stringify(one)}`)
  }
  const operation = (op: string, args: readonly Expression[]): Value => {
    if (op === 'and') return all(args.map((arg) => value(arg) as boolean | null))
    if (op === 'or') return not(all(args.map((arg) => not(value(arg) as boolean | null))))
    if (op === 'not') return not(value(args[0]!) as boolean | null)
    if (op === 'isNull') return value(args[0]!) === null
    if (op === 'in')
      return operation('or', [false, ...(args[1] as Expression[]).map((item) => ({ op: '=', args: [args[0]!, item] }))])
    if (op === 'between') {
      const [tested, low, high] = args as [Expression, Expression, Expression]
      return operation('and', [
        { op: '>=', args: [tested, low] },
        { op: '<=', args: [tested, high] },
      ])
    }
    const given = args.map(value)
    if (given.includes(null)) return null
    const [a, b] = given as [never, never]
    if (op === 'casei') return (a as string).toLowerCase()
    if (op === 'like') return likePattern(b).test(a)
    if (op === 's_intersects') return booleanIntersects(a, b)
    if (op.startsWith('a_')) return arrays(op, a, b)
    return compare(op, order(a, b))
  }
  return value(expression)
}

const all = (values: (boolean | null)[]): boolean | null =>
  values.includes(false) ? false : values.includes(null) ? null : true
const not = (value: boolean | null): boolean | null => (value === null ? null : !value)

function order(a: string | number | boolean, b: string | number | boolean): number {
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b as string))
  return Number(a) - Number(b)
}

function compare(op: string, sign: number): boolean {
  if (op === '=') return sign === 0
  if (op === '<>') return sign !== 0
  if (op === '<') return sign < 0
  if (op === '<=') return sign <= 0
  return op === '>' ? sign > 0 : sign >= 0
}

function arrays(op: string, a: readonly string[], b: readonly string[]): boolean {
  const holds = (big: readonly string[], small: readonly string[]) => small.every((item) => big.includes(item))
  if (op === 'a_contains') return holds(a, b)
  if (op === 'a_containedBy') return holds(b, a)
  if (op === 'a_equals') return holds(a, b) && holds(b, a)
  return a.some((item) => b.includes(item))
}

function likePattern(pattern: string): RegExp {
  const source = pattern.replaceAll(/\\(.)|([%_])|[\s\S]/gu, (found, escaped, wild) => {
    if (wild) return wild === '%' ? '[\\s\\S]*' : '[\\s\\S]'
    return (escaped ?? found).replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  })
  return new RegExp(`^${source}$`, 'u')
}
