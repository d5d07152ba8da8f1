import { z } from 'zod'
import { code, geometry, geometryParts, id, regionCode } from './shapes.ts'

/** The place record: what a writer gives, what a reader gets, and the summary that lists and rankings show. */

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

export const waypoint = z.object({
  nameZh: z.string().trim().min(1).max(80),
  nameEn: z.string().max(120).nullable().default(null),
  position: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]),
})

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
  waypoints: z.array(waypoint).max(200).default([]).describe('Named points of a trail, in the order of the way'),
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
