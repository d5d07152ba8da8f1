import { z } from 'zod'
import { localDay } from './place-record.ts'
import { regionLevels } from './regions.ts'
import { route } from './route.ts'
import { code, id, instant, limit, regionCode } from './shapes.ts'

/** Visits: what counters and gates post, and the public figures of it. Days are local (Asia/Shanghai); a visit is somebody who entered. */

const count = z.number().int().min(0)
const month = z.string().regex(/^\d{4}-\d{2}$/)
const placeId = z.object({ id })

const figures = z.object({
  inside: count.describe('Entered today less left today, never below 0'),
  today: count,
  month: count,
  year: count,
  total: count,
})
export type VisitFigures = z.output<typeof figures>

export const postVisits = route({
  method: 'post',
  path: '/api/visits',
  tag: 'visits',
  summary: 'Counts of a device at a place, in a batch; each sequence of a device counts once, sent again it is known',
  roles: ['gate', 'owner', 'operator', 'administrator'],
  body: z.object({
    placeId: id,
    device: z.string().trim().min(1).max(60).describe('The device’s own name, the same at every post'),
    sentAt: instant.describe('The device’s clock now: how wrong it is is recorded, and taken off each count'),
    counts: z
      .array(
        z.object({
          sequence: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).describe('Rises with every count'),
          at: instant.describe('By the device’s clock'),
          hallId: id.nullable().default(null),
          entered: z.number().int().min(0).max(100_000).default(0),
          exited: z.number().int().min(0).max(100_000).default(0),
        }),
      )
      .min(1)
      .max(1_000),
  }),
  reply: z.object({
    accepted: count,
    known: count.describe('Posted before'),
    clockErrorMs: z.number().int().describe('How far the device’s clock is ahead of ours'),
  }),
  errors: ['place-not-found', 'hall-unknown', 'count-in-future', 'count-too-old'],
})

const hall = z.object({ id, nameZh: z.string(), nameEn: z.string().nullable() })

export const addVisitHall = route({
  method: 'post',
  path: '/api/places/:id/visit-halls',
  tag: 'visits',
  summary: 'Name a hall of a place that is counted by itself',
  roles: ['owner', 'operator', 'administrator'],
  target: { place: 'id' },
  params: placeId,
  status: 201,
  body: z.object({
    nameZh: z.string().trim().min(1).max(80),
    nameEn: z.string().trim().max(120).nullable().default(null),
  }),
  reply: hall,
  errors: ['place-not-found', 'hall-exists'],
})

const named = z.object({ nameZh: z.string(), nameEn: z.string().nullable() })
const scope = {
  region: regionCode.optional().describe('The region and all below it'),
  type: code.optional(),
}

export const visitFigures = route({
  method: 'get',
  path: '/api/visits/figures',
  tag: 'visits',
  summary:
    'Visits of all counted places: now, today, month, year, total; by region and type, by month, and the five most visited',
  roles: ['public'],
  query: z.object({
    ...scope,
    level: z
      .enum(regionLevels)
      .optional()
      .describe('Regions to sum by; default the level below `region`, or prefectures'),
    period: z.enum(['today', 'month', 'year', 'total']).default('month').describe('What the top five are ranked by'),
  }),
  reply: figures.extend({
    asOf: instant,
    places: count.describe('Counted places in scope'),
    demoPlaces: count.describe('Of these, invented ones of the demo registry'),
    months: z.array(z.object({ month, entered: count })).describe('The last twelve, this one last'),
    byRegion: z.array(
      named.extend({ code: regionCode, places: count, today: count, month: count, year: count, total: count }),
    ),
    byType: z.array(named.extend({ code, places: count, today: count, month: count, year: count, total: count })),
    top: z
      .array(named.extend({ placeId: id, regionCode: regionCode.nullable(), entered: count, isDemo: z.boolean() }))
      .max(5),
  }),
})

const openPlace = figures.extend({
  placeId: id,
  nameZh: z.string(),
  nameEn: z.string().nullable(),
  type: code,
  typeNameZh: z.string(),
  typeNameEn: z.string(),
  regionCode: regionCode.nullable(),
  regionNameZh: z.string().nullable(),
  regionNameEn: z.string().nullable(),
  rating: z.number().nullable(),
  ratingCount: count,
  fee: z.string(),
  isDemo: z.boolean(),
})

export const listVisitedPlaces = route({
  method: 'get',
  path: '/api/visits/places',
  tag: 'visits',
  summary: 'Counted places by name, region and type, with rating and visits, the most visited of this month first',
  roles: ['public'],
  query: z.object({
    ...scope,
    q: z.string().trim().max(60).optional().describe('Part of the name'),
    offset: z.coerce.number().int().min(0).max(10_000).default(0),
    limit: limit(100, 20),
  }),
  reply: z.object({ total: count, items: z.array(openPlace) }),
})

export const visitSpans = ['day', 'month', 'year'] as const

export const placeVisits = route({
  method: 'get',
  path: '/api/places/:id/visits',
  tag: 'visits',
  summary:
    'Visits of a place and its halls: figures, and a curve by hours of a day, days of a month or months of a year',
  roles: ['public'],
  params: placeId,
  query: z.object({
    span: z.enum(visitSpans).default('day'),
    day: localDay.optional().describe('A day in the span; default today'),
  }),
  reply: figures.extend({
    placeId: id,
    nameZh: z.string(),
    nameEn: z.string().nullable(),
    isDemo: z.boolean(),
    asOf: instant,
    halls: z.array(hall.extend({ figures })),
    from: localDay,
    points: z.array(z.object({ at: z.string().describe('Hour 00…23, day or month'), entered: count, exited: count })),
  }),
  errors: ['place-not-found'],
})

export const placeVisitCounts = route({
  method: 'get',
  path: '/api/places/:id/visit-counts',
  tag: 'visits',
  summary: 'The counts of a local day as devices posted them: what the figures are made of',
  roles: ['public'],
  params: placeId,
  query: z.object({ day: localDay, limit: limit(500, 200), offset: z.coerce.number().int().min(0).default(0) }),
  reply: z.object({
    total: count,
    items: z.array(
      z.object({
        at: instant,
        device: z.string(),
        sequence: z.number().int(),
        hallId: id.nullable(),
        entered: count,
        exited: count,
        clockErrorMs: z.number().int(),
        receivedAt: instant,
      }),
    ),
  }),
})

export const opennessRules = [
  'week-hours',
  'open-days',
  'rest-day-hours',
  'outdoor-hours',
  'outdoor-free',
  'fitness-day-free',
  'concessions',
  'announced-closures',
  'low-fee',
  'public-events',
  'training',
] as const
export const opennessStates = ['met', 'unmet', 'unknown', 'not-applicable'] as const
const year = z.coerce.number().int().min(2000).max(2200)

export const placeOpenness = route({
  method: 'get',
  path: '/api/places/:id/openness',
  tag: 'visits',
  summary: 'How a place keeps the rules for subsidised public venues in a year, by its published hours and prices',
  roles: ['public'],
  params: placeId,
  query: z.object({ year: year.optional().describe('Default this year') }),
  reply: z.object({
    placeId: id,
    nameZh: z.string(),
    nameEn: z.string().nullable(),
    isDemo: z.boolean(),
    isPublic: z.boolean().describe('The rules bind public venues that are subsidised; others may compare themselves'),
    year: z.number().int(),
    rules: z.array(
      z.object({
        rule: z.enum(opennessRules),
        state: z.enum(opennessStates),
        required: z.number(),
        actual: z.number().nullable().describe('In the unit of the rule; null where it is not known'),
      }),
    ),
  }),
  errors: ['place-not-found'],
})

export const opennessEvidence = route({
  method: 'get',
  path: '/api/places/:id/openness/:rule',
  tag: 'visits',
  summary: 'The rows that prove one figure of the openness meter: days, weeks, closures or prices',
  roles: ['public'],
  params: placeId.extend({ rule: z.enum(opennessRules) }),
  query: z.object({ year: year.optional() }),
  reply: z.object({
    rows: z.array(
      z.object({
        label: z.string().describe('A day, the Monday of a week, the first day of a closure, a kind of person'),
        value: z.number().nullable(),
        passes: z.boolean().nullable().describe('null: not known'),
        noteZh: z.string(),
        noteEn: z.string(),
      }),
    ),
  }),
  errors: ['place-not-found'],
})
