import { z } from 'zod'
import { placeFilterShape } from './place-filter.ts'
import { type PlaceFields, place, placeFields, placeSummary } from './place-record.ts'
import { route } from './route.ts'
import { bbox, code, id, lat, limit, list, lon, regionCode } from './shapes.ts'

/** Places: search, suggestions, one place and its changes, revisions, types, markers for mini-programs. */

const openingHoursText = z
  .string()
  .max(2000)
  .describe('OpenStreetMap opening_hours instead of hours; what hours cannot say is refused')

const reasonText = z.string().max(500).default('').describe('Why, for the list of revisions')

export const facetNames = ['type', 'category', 'sport', 'status', 'fee', 'region'] as const

export const searchPlaces = route({
  method: 'get',
  path: '/api/places',
  pace: 'search',
  tag: 'places',
  summary: 'Search places by text (Chinese, pinyin, initials, English, with typos), filters, area and distance',
  roles: ['public'],
  query: z.object({
    ...placeFilterShape,
    q: z.string().max(100).optional(),
    lon: lon.optional(),
    lat: lat.optional(),
    radiusMetres: z.coerce.number().min(1).max(200_000).optional(),
    sort: z.enum(['relevance', 'distance', 'rating', 'price']).optional(),
    facets: list(z.enum(facetNames), 6).optional(),
    limit: limit(100, 20),
    cursor: z.string().max(400).optional(),
    format: z.enum(['json', 'geojson']).default('json'),
  }),
  reply: z.object({
    items: z.array(placeSummary),
    nextCursor: z.string().nullable(),
    total: z.number().int().nullable().describe('Exact number of matches; given with facets'),
    facets: z.record(z.string(), z.array(z.object({ value: z.string(), count: z.number().int() }))).optional(),
  }),
  errors: ['cursor-invalid', 'distance-needs-point'],
})

export const suggestPlaces = route({
  method: 'get',
  path: '/api/suggestions',
  pace: 'search',
  tag: 'places',
  summary: 'Suggestions while typing: places, regions, types and sports',
  roles: ['public'],
  query: z.object({
    q: z.string().min(1).max(60),
    region: regionCode.optional(),
    lon: lon.optional(),
    lat: lat.optional(),
    limit: limit(20, 8),
  }),
  reply: z.object({
    items: z.array(
      z.object({
        kind: z.enum(['place', 'region', 'type', 'sport']),
        code: z.string(),
        nameZh: z.string(),
        nameEn: z.string().nullable(),
        detailZh: z.string().nullable(),
        detailEn: z.string().nullable(),
        location: z.tuple([z.number(), z.number()]).nullable(),
      }),
    ),
  }),
})

const placeId = z.object({ id })

export const getPlace = route({
  method: 'get',
  path: '/api/places/:id',
  tag: 'places',
  summary: 'One place in full; the ETag names its version',
  roles: ['public'],
  params: placeId,
  query: z.object({ format: z.enum(['json', 'geojson']).default('json') }),
  reply: place,
  errors: ['place-not-found'],
})

const writeErrors = [
  'place-type-unknown',
  'place-type-deprecated',
  'sport-unknown',
  'attributes-invalid',
  'geometry-invalid',
  'geometry-kind-wrong',
  'opening-hours-refused',
  'free-with-price',
]

// A patch must not bring in the defaults of what it leaves out, so each field is taken without its default.
const withoutDefault = (field: z.ZodType): z.ZodType =>
  field instanceof z.ZodDefault ? (field.unwrap() as z.ZodType) : field
const patchShape = Object.fromEntries(
  Object.entries(placeFields.shape).map(([name, field]) => [name, withoutDefault(field as z.ZodType).optional()]),
) as { [Name in keyof typeof placeFields.shape]: z.ZodOptional<z.ZodType<PlaceFields[Name]>> }

/** Any of a place's fields; lists and hours are replaced whole. */
export const placePatch = z.strictObject({
  ...patchShape,
  openingHours: openingHoursText.nullable().optional(),
  reason: reasonText,
})
export type PlacePatch = z.output<typeof placePatch>

export const createPlace = route({
  method: 'post',
  path: '/api/places',
  tag: 'places',
  summary: 'Create a place',
  roles: ['operator', 'administrator'],
  status: 201,
  body: placeFields.extend({ openingHours: openingHoursText.optional(), reason: reasonText }),
  reply: place,
  errors: writeErrors,
})

export const changePlace = route({
  method: 'patch',
  path: '/api/places/:id',
  tag: 'places',
  summary: 'Change fields of a place; needs If-Match',
  roles: ['operator', 'administrator'],
  target: { place: 'id' },
  params: placeId,
  ifMatch: true,
  body: placePatch,
  reply: place,
  errors: [...writeErrors, 'place-not-found', 'place-changed-meanwhile', 'status-move-illegal', 'datum-needs-geometry'],
})

export const revisionSummary = z.object({
  version: z.number().int(),
  changedAt: z.string(),
  changedBy: z.string(),
  reason: z.string(),
  fields: z.array(z.string()).describe('Names of the fields that changed'),
})

export const listRevisions = route({
  method: 'get',
  path: '/api/places/:id/revisions',
  tag: 'places',
  summary: 'Revisions of a place, newest first',
  roles: ['public'],
  params: placeId,
  query: z.object({ limit: limit(100, 20), cursor: z.string().max(100).optional() }),
  reply: z.object({ items: z.array(revisionSummary), nextCursor: z.string().nullable() }),
  errors: ['place-not-found'],
})

export const getRevision = route({
  method: 'get',
  path: '/api/places/:id/revisions/:version',
  tag: 'places',
  summary: 'A revision with its record and its differences from another (default: the one before)',
  roles: ['public'],
  params: z.object({ id, version: z.coerce.number().int().positive() }),
  query: z.object({ against: z.coerce.number().int().positive().optional() }),
  reply: revisionSummary.extend({
    record: z.record(z.string(), z.unknown()),
    differences: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
  }),
  errors: ['place-not-found', 'revision-not-found'],
})

export const restoreRevision = route({
  method: 'post',
  path: '/api/places/:id/revisions/:version/restore',
  tag: 'places',
  summary: 'Make an earlier revision the current record (as a new revision)',
  roles: ['operator', 'administrator'],
  target: { place: 'id' },
  params: z.object({ id, version: z.coerce.number().int().positive() }),
  ifMatch: true,
  body: z.object({ reason: reasonText }),
  reply: place,
  errors: [...writeErrors, 'place-not-found', 'revision-not-found', 'place-changed-meanwhile', 'status-move-illegal'],
})

export const placeTypes = route({
  method: 'get',
  path: '/api/place-types',
  tag: 'places',
  summary: 'Place types with their attribute schemas, and sports',
  roles: ['public'],
  reply: z.object({
    types: z.array(
      z.object({
        code,
        category: z.string(),
        nameZh: z.string(),
        nameEn: z.string(),
        icon: z.string(),
        geometryKind: z.enum(['point', 'line', 'area', 'point-or-area']),
        ownership: z.enum(['public', 'private', 'either']),
        sports: z.array(z.string()),
        attributeSchema: z.record(z.string(), z.unknown()),
        nationalCode: z.string().nullable(),
        deprecated: z.boolean(),
      }),
    ),
    categories: z.array(z.object({ code: z.string(), nameZh: z.string(), nameEn: z.string(), colour: z.string() })),
    sports: z.array(z.object({ code, nameZh: z.string(), nameEn: z.string(), icon: z.string() })),
  }),
})

export const markers = route({
  method: 'get',
  path: '/api/markers',
  pace: 'search',
  tag: 'places',
  summary: 'Clustered markers of a viewport in GCJ-02, for mini-program maps',
  roles: ['public'],
  query: z.object({
    ...placeFilterShape,
    bbox: bbox.describe('In the datum asked for'),
    zoom: z.coerce.number().min(3).max(20),
    datum: z.enum(['GCJ-02', 'BD-09', 'WGS84']).default('GCJ-02'),
    limit: limit(500, 200),
  }),
  reply: z.object({
    datum: z.string(),
    markers: z.array(
      z.object({
        lon: z.number(),
        lat: z.number(),
        count: z.number().int(),
        id: id.nullable(),
        nameZh: z.string().nullable(),
        nameEn: z.string().nullable(),
        type: z.string().nullable(),
        category: z.string().nullable(),
        status: z.string().nullable(),
        fee: z.string().nullable(),
        shares: z
          .array(z.object({ category: z.string(), count: z.number().int() }))
          .describe('The count by category, most first'),
      }),
    ),
    total: z.number().int(),
  }),
})
