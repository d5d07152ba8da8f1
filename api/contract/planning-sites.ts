import { z } from 'zod'
import { route } from './route.ts'
import { geometry, id, regionCode } from './shapes.ts'

/** Figures of a drawn area, the score of a community, and where to build next. */

const planners = ['planner', 'operator', 'administrator'] as const
const runId = z.object({ id })

const positive = z.number().positive()
const areaGeometry = geometry.refine(({ type }) => type === 'Polygon' || type === 'MultiPolygon', 'an area')

export const areaFigures = route({
  method: 'post',
  path: '/api/planning/runs/:id/area',
  tag: 'planning',
  summary: 'The figures of a drawn area, in groups of cells of at least 10 people',
  roles: planners,
  params: runId,
  body: z.object({ geometry: areaGeometry }),
  reply: z.object({
    people: z.number(),
    cells: z.number().int(),
    places: z.number().int(),
    values: z.record(z.string(), z.number().nullable()),
    hidden: z.array(z.string()),
  }),
  errors: ['run-not-found', 'run-not-done', 'area-invalid'],
})

const site = z.object({
  lon: z.number(),
  lat: z.number(),
  regionCode: regionCode.nullable(),
  name: z.string().nullable().describe('Of the candidate'),
  gain: z.number(),
  total: z.number(),
  cost: z.number(),
})

export const objectives = ['covered', 'distance', 'access'] as const

export const suggestSites = route({
  method: 'post',
  path: '/api/planning/runs/:id/sites',
  tag: 'planning',
  summary:
    'Where the next places would do most, one after another, with the gain of each and how far it can be from the best',
  roles: planners,
  params: runId,
  body: z.object({
    objective: z
      .enum(objectives)
      .default('covered')
      .describe(
        'People newly covered; person-metres saved (distances capped at the radius); access gained up to a target',
      ),
    radiusMetres: z.number().int().min(100).max(10_000).default(1000),
    most: z.number().int().min(1).max(100).default(10),
    region: regionCode.nullable().default(null).describe('Only cells in this region; null: all'),
    capacity: positive.max(1e7).default(1000).describe('Of a new place, for access'),
    target: positive.max(1e6).default(2.6).describe('Access that is enough'),
    candidates: z
      .array(
        z.object({
          name: z.string().max(120).default(''),
          lon: z.number().min(-180).max(180),
          lat: z.number().min(-90).max(90),
          cost: positive.default(1),
        }),
      )
      .max(5000)
      .nullable()
      .default(null)
      .describe('Parcels to choose from; null: the cells'),
    cost: positive.default(1).describe('Of a site in a cell'),
    budget: positive.nullable().default(null),
  }),
  reply: z.object({
    sites: z.array(site),
    before: z.number(),
    mostPossible: z.number().describe('No choice of as many sites gains more'),
    ms: z.number(),
  }),
  errors: ['run-not-found', 'run-not-done', 'region-not-found'],
})

const scorePart = z.object({
  part: z.enum(['types', 'plaza', 'path', 'trail']),
  points: z.number(),
  most: z.number(),
  rows: z.array(
    z.object({
      placeId: id,
      nameZh: z.string(),
      nameEn: z.string().nullable(),
      type: z.string(),
      metres: z.number(),
      counts: z.string(),
    }),
  ),
})

export const circleScore = route({
  method: 'post',
  path: '/api/planning/circle-score',
  tag: 'planning',
  summary: 'The score of a community by DB37/T 4438-2021 (15-minute fitness circle), with the places behind each part',
  roles: planners,
  body: z.object({
    geometry: geometry.refine(({ type }) => ['Point', 'Polygon', 'MultiPolygon'].includes(type), 'a point or an area'),
  }),
  reply: z.object({
    radiusMetres: z.number(),
    points: z.number(),
    most: z.number().describe('Of the parts that are known here; the standard has others'),
    parts: z.array(scorePart),
  }),
  errors: ['area-invalid'],
})
