import { z } from 'zod'
import { sandboxCharge } from './booking-payments.ts'
import { bookingOrder } from './bookings.ts'
import { importRecord } from './imports.ts'
import { ogcDocument } from './ogc.ts'
import { hours, place, placeSummary } from './place-record.ts'
import { region } from './regions.ts'
import type { Route } from './route.ts'
import { problem } from './shapes.ts'

/** JSON Schema 2020-12, which OpenAPI 3.1 takes as it is. */
export type JsonSchema = { [key: string]: unknown }

/** Shapes that readers of the document meet often enough to know by name. */
const namedShapes = {
  Problem: problem,
  Place: place,
  PlaceSummary: placeSummary,
  Region: region,
  Hours: hours,
  Import: importRecord,
  OgcDocument: ogcDocument,
  BookingOrder: bookingOrder,
  SandboxCharge: sandboxCharge,
}

/**
 * Every reply of the contract and the shapes within as components: `SearchPlacesReply` for the route `searchPlaces`.
 * Replies are described as what arrives (defaults filled in), bodies as what may be sent.
 */
export function replySchemas(contract: Readonly<Record<string, Route>>): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>()
  for (const [id, shape] of Object.entries(namedShapes)) registry.add(shape, { id })
  for (const [name, { reply, status }] of Object.entries(contract)) {
    if (status !== 204 && !registry.has(reply)) registry.add(reply, { id: replyName(name) })
  }
  const { schemas } = z.toJSONSchema(registry, {
    io: 'output',
    unrepresentable: 'any',
    uri: componentAddress,
    override,
  })
  return Object.fromEntries(
    Object.entries(schemas)
      .map(([id, schema]) => [id, withoutHead(schema)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

/** Where a route's reply is described. */
export function replyAddress(name: string, { reply }: Route, routes: Readonly<Record<string, Route>>): string {
  const shared = Object.entries(namedShapes).find(([, shape]) => shape === (reply as unknown))
  // Routes with the same reply share its description, under the name of the first.
  const first = Object.keys(routes).find((other) => routes[other]!.reply === reply && routes[other]!.status !== 204)
  return componentAddress(shared ? shared[0] : replyName(first ?? name))
}

export function bodySchema(shape: z.ZodType): JsonSchema {
  return withoutHead(z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any', override }))
}

/** The members of a `z.object`, each with its schema as sent and whether it must be sent. */
export function members(shape: z.ZodType): { name: string; required: boolean; schema: JsonSchema; listed: boolean }[] {
  if (!(shape instanceof z.ZodObject)) throw new Error('params and query of a route must be a z.object')
  const { properties = {}, required = [] } = bodySchema(shape) as {
    properties?: Record<string, JsonSchema>
    required?: string[]
  }
  return Object.entries(properties).map(([name, schema]) => {
    const items = commaSeparated(shape.shape[name] as z.ZodType)
    return {
      name,
      required: required.includes(name),
      schema: items ? { ...items, ...pick(schema, 'description') } : schema,
      listed: items !== null,
    }
  })
}

/** A string that is split into an array at commas is described as that array; OpenAPI says so by `explode: false`. */
function commaSeparated(shape: z.ZodType): JsonSchema | null {
  const inner = shape instanceof z.ZodOptional ? (shape.unwrap() as z.ZodType) : shape
  if (!(inner instanceof z.ZodPipe)) return null
  const out = z.toJSONSchema(inner, { io: 'output', unrepresentable: 'any', override })
  return out.type === 'array' ? withoutHead(out) : null
}

const componentAddress = (id: string): string => `#/components/schemas/${id}`
const replyName = (route: string): string => `${route.slice(0, 1).toUpperCase()}${route.slice(1)}Reply`

/** Takes out what only fills pages: limits of the number type, patterns that a format already says, closedness (replies may grow). */
function override({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
}

function withoutHead(schema: object): JsonSchema {
  const { $schema: _dialect, $id: _address, id: _id, '~standard': _standard, ...rest } = schema as JsonSchema
  return rest
}

const pick = (schema: JsonSchema, key: string): JsonSchema => (schema[key] === undefined ? {} : { [key]: schema[key] })
