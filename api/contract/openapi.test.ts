import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { contract } from './index.ts'
import { type OpenApiDocument, openApi } from './openapi.ts'
import { route } from './route.ts'
import { bbox, list } from './shapes.ts'

const document = openApi()
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

test('every route of the contract is described once under its own name', () => {
  expect(operations.map(({ operation }) => operation.operationId).sort()).toEqual(Object.keys(contract).sort())
  expect(operations.length).toBeGreaterThan(20)
})

test('every route says who may call it', () => {
  for (const { operation } of operations) {
    expect(operation['x-roles'], operation.operationId).not.toHaveLength(0)
    expect(operation.security.length === 0, operation.operationId).toBe(operation['x-roles'].includes('public'))
  }
})

test('every parameter in a path is described, and nothing else is', () => {
  for (const { path, operation } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const described = operation.parameters.filter((one) => one.in === 'path').map((one) => one.name)
    expect(described.sort(), path).toEqual(named.sort())
  }
})

test('every schema is JSON Schema 2020-12 and every reference leads somewhere', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema({ $id: 'document', components: document.components } as object)
  const schemas = schemasOf(document)
  expect(schemas.length).toBeGreaterThan(100)
  for (const schema of schemas) {
    ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"document#/components')))
  }
})

test('a described reply accepts what the contract accepts and refuses what it refuses', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema({ $id: 'document', components: document.components } as object)
  const matches = ajv.getSchema('document#/components/schemas/SearchPlacesReply')
  expect(matches?.({ items: [], nextCursor: null, total: 0 })).toBe(true)
  expect(matches?.({ items: [{ id: 'x' }], nextCursor: null, total: 0 })).toBe(false)
  expect(matches?.({ items: [], total: 0 })).toBe(false)
})

test('a comma-separated value is described as the list that it stands for', () => {
  const shape = z.object({ kinds: list(z.enum(['a', 'b']), 3).optional(), bbox })
  const made = openApi({
    things: route({
      method: 'get',
      path: '/api/things',
      tag: 'things',
      summary: 'Things',
      roles: ['public'],
      query: shape,
      reply: z.object({}),
    }),
  })
  expect(made.paths['/api/things']?.get?.parameters).toMatchObject([
    {
      name: 'kinds',
      style: 'form',
      explode: false,
      schema: { type: 'array', maxItems: 3, items: { enum: ['a', 'b'] } },
    },
    { name: 'bbox', required: true, style: 'form', explode: false, schema: { minItems: 4, maxItems: 4 } },
  ])
})

function schemasOf({ paths, components }: OpenApiDocument): object[] {
  const found: object[] = Object.values(components.schemas)
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'schema') found.push(inner as object)
      else look(inner)
    }
  }
  look(paths)
  return found
}
