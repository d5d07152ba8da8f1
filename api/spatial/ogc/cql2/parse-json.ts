import { z } from 'zod'
import { deepest, type Expression, mostNodes } from './expression.ts'
import { filterInvalid } from './tokens.ts'

const position = z.array(z.number()).min(2).max(3)
const geometry = z.union([
  z.strictObject({ type: z.literal('Point'), coordinates: position }),
  z.strictObject({ type: z.enum(['LineString', 'MultiPoint']), coordinates: z.array(position) }),
  z.strictObject({ type: z.enum(['Polygon', 'MultiLineString']), coordinates: z.array(z.array(position)) }),
  z.strictObject({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(z.array(position))) }),
])

/** Reads CQL2-JSON: the form only; what fits what is seen when it becomes a condition. @throws 400 filter-invalid. */
export function parseCql2Json(text: string): Expression {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw filterInvalid('it is not valid JSON')
  }
  let nodes = 0
  const read = (value: unknown, depth: number): Expression => {
    if (depth > deepest) throw filterInvalid(`it is nested deeper than ${deepest}`)
    if (++nodes > mostNodes) throw filterInvalid(`it has more than ${mostNodes} parts`)
    if (typeof value === 'string' || typeof value === 'boolean') return value
    if (typeof value === 'number' && Number.isFinite(value)) return value
    if (Array.isArray(value)) return value.map((item) => read(item, depth + 1))
    if (typeof value !== 'object' || value === null) throw filterInvalid(`«${JSON.stringify(value)}» is no expression`)
    const { op, args, property, bbox, type } = value as Record<string, unknown>
    if (typeof op === 'string' && Array.isArray(args)) return { op, args: args.map((item) => read(item, depth + 1)) }
    if (typeof property === 'string') return { property }
    if (Array.isArray(bbox) && bbox.every((part) => typeof part === 'number')) return { bbox }
    if (type !== undefined) {
      const parsed = geometry.safeParse(value)
      if (parsed.success) return parsed.data as Expression
    }
    throw filterInvalid(`«${JSON.stringify(value).slice(0, 60)}» is no expression`)
  }
  return read(json, 0)
}
