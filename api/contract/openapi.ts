import { contract } from './index.ts'
import { bodySchema, type JsonSchema, members, replyAddress, replySchemas } from './openapi-schemas.ts'
import type { Route } from './route.ts'

/**
 * The contract as an OpenAPI 3.1 document: every route with its parameters, body, replies and problems, who may call it
 * (`x-roles`) and the stable codes it answers (`x-errors`). Pure; committed as `api/openapi.json` by `npm run bless`.
 */
export function openApi(routes: Readonly<Record<string, Route>> = contract): OpenApiDocument {
  const entries = Object.entries(routes)
  const paths: OpenApiDocument['paths'] = {}
  for (const [name, route] of entries) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method]: operation(name, route, routes) }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Venue Atlas 场馆一张图',
      version: '0.1.0',
      summary: 'Sports venues, fitness paths, sports parks and trails on one map',
      description:
        'Coordinates are WGS84 [lon, lat] unless a datum is given. Problems are RFC 9457 with a stable `code`. Lists take `limit` and an opaque `cursor`. Writes to shared records take `If-Match`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(entries.map(([, { tag }]) => tag))].map((name) => ({ name })),
    paths,
    components: { schemas: replySchemas(routes), securitySchemes },
  }
}

export interface OpenApiDocument {
  openapi: string
  info: { title: string; version: string; [key: string]: unknown }
  servers: { url: string }[]
  tags: { name: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, JsonSchema> }
}

export interface Operation {
  operationId: string
  summary: string
  tags: string[]
  parameters: JsonSchema[]
  requestBody?: JsonSchema
  responses: Record<string, JsonSchema>
  security: Record<string, string[]>[]
  'x-roles': string[]
  'x-errors': string[]
}

const securitySchemes: Record<string, JsonSchema> = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'session',
    description: 'Set by POST /api/session; named __Host-session where the site is reached by https',
  },
  csrf: {
    type: 'apiKey',
    in: 'header',
    name: 'X-CSRF-Token',
    description: 'The csrfToken of GET /api/session; needed by writes beside the cookie',
  },
}

function operation(name: string, route: Route, routes: Readonly<Record<string, Route>>): Operation {
  const codes = problemCodes(route)
  return {
    operationId: name,
    summary: route.summary,
    tags: [route.tag],
    parameters: [...inPath(route), ...inQuery(route), ...(route.ifMatch ? [ifMatch] : [])],
    ...(route.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: bodySchema(route.body) } } } }
      : {}),
    ...(route.upload ? { requestBody: fileBody } : {}),
    responses: {
      [route.status ?? 200]: goodReply(name, route, routes),
      default: {
        description: 'A problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
    security: security(route),
    'x-roles': [...route.roles],
    'x-errors': codes,
  }
}

const fileBody: JsonSchema = { required: true, content: { 'application/octet-stream': { schema: {} } } }

function goodReply(name: string, route: Route, routes: Readonly<Record<string, Route>>): JsonSchema {
  if (route.status === 204) return { description: 'Done; nothing to say' }
  const description = route.status === 201 ? 'Made' : route.status === 202 ? 'Taken on; done later' : 'As asked'
  return { description, content: { 'application/json': { schema: { $ref: replyAddress(name, route, routes) } } } }
}

const inPath = ({ params }: Route): JsonSchema[] =>
  params ? members(params).map(({ name, schema }) => ({ name, in: 'path', required: true, schema })) : []

const inQuery = ({ query }: Route): JsonSchema[] =>
  query
    ? members(query).map(({ name, required, schema: { description, ...schema }, listed }) => ({
        name,
        in: 'query',
        ...(description ? { description } : {}),
        ...(required ? { required } : {}),
        ...(listed ? { style: 'form', explode: false } : {}),
        schema,
      }))
    : []

const ifMatch: JsonSchema = {
  name: 'If-Match',
  in: 'header',
  required: true,
  description: 'The ETag of the record as it was read',
  schema: { type: 'string', pattern: '^(W/)?"\\d{1,9}"$' },
}

/** The general codes that follow from the route's form (see `http/handle.ts`), then its own. */
function problemCodes(route: Route): string[] {
  const isPublic = route.roles.includes('public')
  return [
    ...(route.params || route.query || route.body ? ['request-invalid'] : []),
    ...(isPublic ? [] : ['not-signed-in', 'role-missing']),
    ...(isPublic || route.method === 'get' ? [] : ['csrf-failed']),
    ...(route.pace ? ['too-many-requests'] : []),
    ...(route.ifMatch ? ['if-match-required', 'if-match-invalid'] : []),
    ...(route.errors ?? []),
  ]
}

function security(route: Route): Record<string, string[]>[] {
  if (route.roles.includes('public')) return []
  return [route.method === 'get' ? { session: [] } : { session: [], csrf: [] }]
}
