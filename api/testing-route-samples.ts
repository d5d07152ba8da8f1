import { z } from 'zod'
import type { Route } from './contract/route.ts'

type Schema = Record<string, unknown> & { properties?: Record<string, Schema>; required?: string[] }

/**
 * A small body that a route's contract takes, made from its schema: only what must be there, and names that say what they hold
 * (`placeId`, `regionCode`, …) filled from `known`. Undefined for a route without a body.
 */
export function sampleBody({ body }: Route, known: Readonly<Record<string, unknown>>): unknown {
  if (!body) return undefined
  const schema = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }) as Schema
  return sampleOf(schema, known, '')
}

function sampleOf(schema: Schema, known: Readonly<Record<string, unknown>>, name: string): unknown {
  const value = known[name]
  if (value !== undefined) return value
  if ('const' in schema) return schema.const
  if ('default' in schema) return schema.default
  if (Array.isArray(schema.enum)) return schema.enum[0]
  const choice = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined
  if (choice) return sampleOf(choice[0]!, known, name)
  if (Array.isArray(schema.allOf)) {
    return Object.assign({}, ...(schema.allOf as Schema[]).map((part) => sampleOf(part, known, name)))
  }
  if (schema.type === 'object' || schema.properties) return sampleObject(schema, known)
  if (Array.isArray(schema.prefixItems))
    return (schema.prefixItems as Schema[]).map((part) => sampleOf(part, known, ''))
  if (schema.type === 'array') {
    const least = Number(schema.minItems ?? 0)
    return Array.from({ length: least }, () => sampleOf((schema.items ?? {}) as Schema, known, ''))
  }
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(1, Number(schema.minimum ?? 1))
  if (schema.type === 'boolean') return true
  if (schema.type === 'string') return sampleText(schema)
  return {}
}

function sampleObject(schema: Schema, known: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const wanted = Object.entries(schema.properties ?? {}).filter(
    ([name]) => schema.required?.includes(name) || known[name] !== undefined,
  )
  return Object.fromEntries(wanted.map(([name, part]) => [name, sampleOf(part, known, name)]))
}

const byPattern: Record<string, string> = {
  '^[\\w-]{43}$': 'A'.repeat(43),
  '^\\d{6}$': '123456',
  '^[1-9]\\d{5}$': '510107',
}

function sampleText({ pattern, format, minLength }: Schema): string {
  if (format === 'uuid') return '00000000-0000-4000-8000-000000000009'
  if (format === 'date-time') return '2026-05-06T02:30:00Z'
  if (format === 'date') return '2026-05-06'
  if (format === 'uri') return 'https://example.org/'
  return byPattern[String(pattern)] ?? 'sample'.repeat(Math.ceil(Math.max(1, Number(minLength ?? 1)) / 6))
}
