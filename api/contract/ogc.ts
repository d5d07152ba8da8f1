import { z } from 'zod'
import { route } from './route.ts'
import { limit } from './shapes.ts'

/** OGC API – Features 1.0 (Parts 1 to 3) and OGC API – Tiles, over every public layer. Replies are the standards' documents. */

/** A document of the standards, as they describe it. */
export const ogcDocument = z.looseObject({})
const collection = z.object({ collection: z.string().max(40) })
const form = { f: z.enum(['json']).optional().describe('JSON is the only form') }
const plain = z.strictObject(form)
const numbers = z
  .string()
  .max(300)
  .transform((text) => text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part))))
  .pipe(z.array(z.number()))
  .refine((parts) => parts.length === 4 || parts.length === 6, 'four numbers (or six, with heights)')
const uri = z.string().max(200).optional()
const interval =
  /^(?:\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?|\.\.|)(?:\/(?:\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?|\.\.|))?$/

const tag = 'ogc'
const get = { method: 'get', tag, roles: ['public'] } as const

export const ogcLanding = route({
  ...get,
  path: '/ogc',
  summary: 'OGC API: landing page',
  query: plain,
  reply: ogcDocument,
})
export const ogcApi = route({
  ...get,
  path: '/ogc/api',
  summary: 'OGC API: OpenAPI 3.0 definition',
  query: plain,
  reply: ogcDocument,
})
export const ogcConformance = route({
  ...get,
  path: '/ogc/conformance',
  summary: 'OGC API: conformance classes',
  query: plain,
  reply: ogcDocument,
})
export const ogcCollections = route({
  ...get,
  path: '/ogc/collections',
  summary: 'OGC API: collections, one a layer',
  query: plain,
  reply: ogcDocument,
})
export const ogcCollection = route({
  ...get,
  path: '/ogc/collections/:collection',
  summary: 'OGC API: one collection',
  params: collection,
  query: plain,
  reply: ogcDocument,
  errors: ['collection-not-found'],
})
export const ogcQueryables = route({
  ...get,
  path: '/ogc/collections/:collection/queryables',
  summary: 'OGC API: what filters may name',
  params: collection,
  query: plain,
  reply: ogcDocument,
  errors: ['collection-not-found'],
})
export const ogcItems = route({
  ...get,
  path: '/ogc/collections/:collection/items',
  summary: 'OGC API: features by box, CQL2 filter and property, in any EPSG system',
  params: collection,
  query: z
    .object({
      ...form,
      bbox: numbers.optional().describe('Box in bbox-crs, axes in its order'),
      'bbox-crs': uri.describe('URI of the system of bbox; default CRS84'),
      crs: uri.describe('URI of the system of the reply; default CRS84'),
      datetime: z
        .string()
        .max(80)
        .regex(interval, 'RFC 3339 time or interval')
        .optional()
        .describe('Features have no time and match any'),
      limit: limit(10_000, 100),
      cursor: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional().describe('From a next link'),
      filter: z.string().min(1).max(8_000).optional().describe('CQL2 over the queryables'),
      'filter-lang': z.enum(['cql2-text', 'cql2-json']).optional(),
      'filter-crs': uri.describe('URI of the system of geometries in filter; default CRS84'),
    })
    .catchall(z.string().max(500)),
  reply: ogcDocument,
  errors: [
    'collection-not-found',
    'crs-unknown',
    'bbox-invalid',
    'filter-invalid',
    'geometry-invalid',
    'parameter-unknown',
    'took-too-long',
  ],
})
export const ogcItem = route({
  ...get,
  path: '/ogc/collections/:collection/items/:feature',
  summary: 'OGC API: one feature',
  params: collection.extend({ feature: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) }),
  query: z.strictObject({ ...form, crs: uri }),
  reply: ogcDocument,
  errors: ['collection-not-found', 'feature-not-found', 'crs-unknown'],
})
export const ogcTileSets = route({
  ...get,
  path: '/ogc/collections/:collection/tiles',
  summary: 'OGC API: tile sets of a collection',
  params: collection,
  query: plain,
  reply: ogcDocument,
  errors: ['collection-not-found'],
})
export const ogcTileSet = route({
  ...get,
  path: '/ogc/collections/:collection/tiles/WebMercatorQuad',
  summary: 'OGC API: the tile set of a collection, served under /tiles',
  params: collection,
  query: plain,
  reply: ogcDocument,
  errors: ['collection-not-found'],
})
export const ogcTileMatrixSets = route({
  ...get,
  path: '/ogc/tileMatrixSets',
  summary: 'OGC API: tile matrix sets',
  query: plain,
  reply: ogcDocument,
})
export const ogcTileMatrixSet = route({
  ...get,
  path: '/ogc/tileMatrixSets/WebMercatorQuad',
  summary: 'OGC API: WebMercatorQuad',
  query: plain,
  reply: ogcDocument,
})
