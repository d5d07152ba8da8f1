import { z } from 'zod'
import { route } from './route.ts'
import { bbox, code, flag, geometry, geometryParts, id, lat, limit, list, lon, regionCode } from './shapes.ts'

/** Places: the record, its revisions, search, suggestions, markers for mini-programs and reports. */

export const placeStatuses = ['planned', 'open', 'temporarily-closed', 'closed'] as const
export const fees = ['free', 'low-fee', 'paid', 'unknown'] as const
export const ownerships = ['public', 'private', 'school', 'other'] as const
export const accessibilities = [
  'step-free-entrance',
  'accessible-toilet',
  'accessible-parking',
  'lift',
  'tactile-paving',
  'hearing-loop',
  'wheelchair-seats',
] as const

/** [fromMinute, toMinute) of a day; toMinute may pass midnight up to 2880. */
export const span = z
  .tuple([z.number().int().min(0).max(1439), z.number().int().min(1).max(2880)])
  .refine(([opens, closes]) => closes > opens, 'closing must be after opening; past midnight add 1440')
export const daySpans = z.array(span).max(6)
export const localDay = z.iso.date()

/**
 * Opening hours in Asia/Shanghai local time. `weekly` has seven days, Monday first. `holidays` are the spans of a legal
 * holiday (null: as weekly). A make-up workday (调休) has Monday's hours. `exceptions` win over both, the later entry first.
 */
export const hours = z.object({
  weekly: z.array(daySpans).length(7),
  holidays: daySpans.nullable().default(null),
  exceptions: z
    .array(
      z.object({
        from: localDay,
        to: localDay,
        open: daySpans.describe('empty: closed'),
        reasonZh: z.string().max(200).default(''),
        reasonEn: z.string().max(200).default(''),
        announcedOn: localDay.nullable().default(null),
      }),
    )
    .max(200)
    .default([]),
})
export type Hours = z.output<typeof hours>

export const equipmentItem = z.object({
  kind: z.string().min(1).max(60),
  nameZh: z.string().max(60),
  nameEn: z.string().max(80),
  count: z.number().int().min(1).max(10_000),
  year: z.number().int().min(1950).max(2200).nullable().default(null),
})

export const court = z.object({
  sport: code,
  nameZh: z.string().min(1).max(80),
  nameEn: z.string().max(120).nullable().default(null),
  count: z.number().int().min(1).max(1000).default(1),
  indoor: z.boolean().nullable().default(null),
  surface: z.string().max(60).nullable().default(null),
  lit: z.boolean().nullable().default(null),
  areaM2: z.number().positive().max(1e7).nullable().default(null),
})

export const photo = z.object({
  url: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  captionZh: z.string().default(''),
  captionEn: z.string().default(''),
  illustration: z.boolean().default(false),
})

const openingHoursText = z
  .string()
  .max(2000)
  .describe('OpenStreetMap opening_hours instead of hours; what hours cannot say is refused')
const reasonText = z.string().max(500).default('').describe('Why, for the list of revisions')

/** What a writer gives. */
export const placeFields = z.object({
  type: code,
  nameZh: z.string().trim().min(1).max(120),
  nameEn: z.string().trim().max(200).nullable().default(null),
  aliases: z.array(z.string().trim().min(1).max(120)).max(20).default([]),
  geometry: geometry,
  addressZh: z.string().max(300).nullable().default(null),
  addressEn: z.string().max(300).nullable().default(null),
  ownerName: z.string().max(200).nullable().default(null),
  ownership: z.enum(ownerships).default('public'),
  areaM2: z.number().positive().max(1e8).nullable().default(null),
  ascentM: z.number().min(0).max(20_000).nullable().default(null),
  builtYear: z.number().int().min(1800).max(2200).nullable().default(null),
  phone: z.string().max(60).nullable().default(null),
  website: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable()
    .default(null),
  hours: hours.nullable().default(null),
  fee: z.enum(fees).default('unknown'),
  priceFen: z
    .number()
    .int()
    .min(0)
    .max(100_000_00)
    .nullable()
    .default(null)
    .describe('Usual price of one hour or visit, in fen'),
  accessibility: z.array(z.enum(accessibilities)).max(10).default([]),
  equipment: z.array(equipmentItem).max(200).default([]),
  sports: z.array(code).max(40).default([]),
  courts: z.array(court).max(200).default([]),
  attributes: z.record(z.string(), z.unknown()).default({}),
  status: z.enum(placeStatuses).default('open'),
  statusNote: z.string().max(500).nullable().default(null),
  source: z.string().min(1).max(200),
  sourceDatum: z
    .enum(['WGS84', 'CGCS2000', 'GCJ-02', 'BD-09'])
    .default('WGS84')
    .describe('Datum of the geometry as given; it is stored as WGS84'),
  verifiedOn: localDay.nullable().default(null),
})
export type PlaceFields = z.output<typeof placeFields>

const regionName = z.object({ code: regionCode, nameZh: z.string(), nameEn: z.string() })

/** Whether a place is open at a moment and when that changes next; null where its hours are not known. */
export const openState = z.object({
  open: z.boolean(),
  changesAt: z.iso.datetime({ offset: true }).nullable(),
  today: daySpans,
  reasonZh: z.string().nullable(),
  reasonEn: z.string().nullable(),
})

export const place = placeFields.extend({
  id,
  version: z.number().int(),
  geometry: geometryParts,
  location: z.tuple([z.number(), z.number()]),
  region: z.array(regionName).describe('province, prefecture, county'),
  lengthM: z.number().nullable(),
  priceLevel: z.number().int().min(0).max(4),
  rating: z.number().nullable(),
  ratingCount: z.number().int(),
  photos: z.array(photo),
  openNow: openState.nullable(),
  openingHours: z.string().nullable().describe('hours as OpenStreetMap opening_hours text'),
  isDemo: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Doubts about the record that do not stop it, with their reasons. */
  warnings: z.array(z.object({ code: z.string(), field: z.string(), messageZh: z.string(), messageEn: z.string() })),
})
export type Place = z.output<typeof place>

/** One row of a list or ranking. */
export const placeSummary = z.object({
  id,
  type: code,
  category: z.string(),
  nameZh: z.string(),
  nameEn: z.string().nullable(),
  addressZh: z.string().nullable(),
  addressEn: z.string().nullable(),
  regionCode: regionCode.nullable(),
  location: z.tuple([z.number(), z.number()]),
  sports: z.array(z.string()),
  status: z.enum(placeStatuses),
  fee: z.enum(fees),
  priceFen: z.number().int().nullable(),
  rating: z.number().nullable(),
  ratingCount: z.number().int(),
  lengthM: z.number().nullable(),
  areaM2: z.number().nullable(),
  openNow: z.boolean().nullable(),
  closesAt: z.string().nullable().describe('When it closes (open) or opens (closed) next, if within 24 h'),
  photo: photo.nullable(),
  isDemo: z.boolean(),
  distanceMetres: z.number().nullable(),
})
export type PlaceSummary = z.output<typeof placeSummary>

/** The filters that search, facets, nearest ranking and markers share. */
export const placeFilterShape = {
  region: regionCode.optional().describe('The region and all below it'),
  type: list(code).optional(),
  sport: list(code).optional(),
  status: list(z.enum(placeStatuses)).optional(),
  fee: list(z.enum(fees)).optional(),
  openNow: flag.optional(),
  openAt: z.iso.datetime({ offset: true }).optional(),
  accessible: flag.optional(),
  minRating: z.coerce.number().min(1).max(5).optional(),
  bbox: bbox.optional(),
}
export const placeFilter = z.object(placeFilterShape)
export type PlaceFilter = z.output<typeof placeFilter>

export const facetNames = ['type', 'category', 'sport', 'status', 'fee', 'region'] as const

export const searchPlaces = route({
  method: 'get',
  path: '/api/places',
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
  params: z.object({ id, version: z.coerce.number().int().positive() }),
  ifMatch: true,
  body: z.object({ reason: reasonText }),
  reply: place,
  errors: [...writeErrors, 'place-not-found', 'revision-not-found', 'place-changed-meanwhile', 'status-move-illegal'],
})

export const reportPlace = route({
  method: 'post',
  path: '/api/places/:id/reports',
  tag: 'places',
  summary: 'Report a mistake on a place',
  roles: ['public'],
  status: 201,
  params: placeId,
  body: z.object({
    kind: z.enum(['wrong-location', 'wrong-details', 'closed', 'broken-equipment', 'other']),
    message: z.string().trim().min(1).max(2000),
    contact: z.string().max(200).optional(),
    lon: lon.optional(),
    lat: lat.optional(),
  }),
  reply: z.object({ id, status: z.string() }),
  errors: ['place-not-found', 'too-many-requests'],
})

export const listReports = route({
  method: 'get',
  path: '/api/reports',
  tag: 'places',
  summary: 'Reports of citizens, oldest new first',
  roles: ['operator', 'administrator'],
  query: z.object({
    status: z.enum(['new', 'accepted', 'rejected']).default('new'),
    limit: limit(100, 50),
    cursor: z.string().max(100).optional(),
  }),
  reply: z.object({
    items: z.array(
      z.object({
        id,
        placeId: id,
        placeNameZh: z.string(),
        kind: z.string(),
        message: z.string(),
        contact: z.string().nullable(),
        location: z.tuple([z.number(), z.number()]).nullable(),
        status: z.string(),
        createdAt: z.string(),
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
})

export const resolveReport = route({
  method: 'post',
  path: '/api/reports/:id/resolve',
  tag: 'places',
  summary: 'Accept or reject a report',
  roles: ['operator', 'administrator'],
  params: placeId,
  body: z.object({ status: z.enum(['accepted', 'rejected']) }),
  reply: z.object({ id, status: z.string() }),
  errors: ['report-not-found'],
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
        type: z.string().nullable(),
        category: z.string().nullable(),
      }),
    ),
    total: z.number().int(),
  }),
})
