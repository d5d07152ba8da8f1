import type { Layer } from '../layers.ts'
import { queryableNames } from './queryables.ts'

type Schema = Record<string, unknown>

const text: Schema = { type: 'string' }
const parameter = (name: string, schema: Schema, description: string, where = 'query') => ({
  name,
  in: where,
  required: where === 'path',
  description,
  schema,
  ...(schema.type === 'array' ? { style: 'form', explode: false } : {}),
})

const answer = (description: string, type = 'application/json') => ({
  '200': { description, content: { [type]: { schema: { type: 'object' } } } },
  '400': {
    description: 'A parameter is wrong; the detail says which',
    content: { 'application/problem+json': { schema: { type: 'object' } } },
  },
})

const operation = (operationId: string, summary: string, parameters: unknown[] = [], type?: string) => ({
  get: { operationId, summary, parameters, responses: answer(summary, type) },
})

/** The definition of this API as OpenAPI 3.0, with each collection's own parameters. Pure. */
export function apiDocument(layers: readonly Layer[], origin: string) {
  const fixed: Record<string, unknown> = {
    '/': operation('landing', 'Landing page'),
    '/conformance': operation('conformance', 'Conformance classes'),
    '/collections': operation('collections', 'All collections'),
    '/tileMatrixSets': operation('tileMatrixSets', 'Tile matrix sets'),
    '/tileMatrixSets/WebMercatorQuad': operation('webMercatorQuad', 'The tile matrix set of all tiles'),
  }
  return {
    openapi: '3.0.3',
    info: { title: '场馆一张图 Venue Atlas: OGC API', version: '1.0.0', license: { name: 'MIT' } },
    servers: [{ url: `${origin}/ogc` }],
    paths: Object.assign(fixed, ...layers.map(pathsOf)),
  }
}

function pathsOf(layer: Layer): Record<string, unknown> {
  const { name, titleEn } = layer
  const at = `/collections/${name}`
  const own = queryableNames(layer)
    .filter((queryable) => queryable !== 'geometry')
    .map((queryable) => {
      const type = queryable === 'id' ? 'number' : (layer.fields[queryable]?.type ?? 'string')
      return parameter(
        queryable,
        { type: type === 'strings' ? 'string' : type },
        layer.fields[queryable]?.description ?? queryable,
      )
    })
  const crs = parameter('crs', { type: 'string', format: 'uri' }, 'System of the reply, of the list in /collections')
  const items = [
    parameter('bbox', { type: 'array', items: { type: 'number' }, minItems: 4, maxItems: 6 }, 'Box in bbox-crs'),
    parameter('bbox-crs', { type: 'string', format: 'uri' }, 'System of bbox'),
    crs,
    parameter('datetime', text, 'RFC 3339; features have no time and match any'),
    parameter('limit', { type: 'integer', minimum: 1, maximum: 10_000, default: 100 }, 'Features of a page'),
    parameter('filter', text, 'CQL2 over the queryables'),
    parameter(
      'filter-lang',
      { type: 'string', enum: ['cql2-text', 'cql2-json'], default: 'cql2-text' },
      'Form of filter',
    ),
    parameter('filter-crs', { type: 'string', format: 'uri' }, 'System of geometries in filter'),
    ...own,
  ]
  const feature = parameter('feature', { type: 'integer' }, 'Id of a feature', 'path')
  return {
    [at]: operation(`${name}.collection`, titleEn),
    [`${at}/queryables`]: operation(`${name}.queryables`, `Queryables of ${titleEn}`, [], 'application/schema+json'),
    [`${at}/items`]: operation(`${name}.items`, `Features of ${titleEn}`, items, 'application/geo+json'),
    [`${at}/items/{feature}`]: operation(
      `${name}.item`,
      `A feature of ${titleEn}`,
      [feature, crs],
      'application/geo+json',
    ),
    [`${at}/tiles`]: operation(`${name}.tilesets`, `Tile sets of ${titleEn}`),
    [`${at}/tiles/WebMercatorQuad`]: operation(`${name}.tileset`, `Tile set of ${titleEn}`),
  }
}
