import { z } from 'zod'
import { fees } from './place-record.ts'
import { distanceModes, figureValue, runStates } from './planning.ts'
import { route } from './route.ts'
import { code, geometry, id, regionCode } from './shapes.ts'

/** Ways on foot, whom a place serves, how figures went over the years, and planned sites that become records. */

const planners = ['planner', 'operator', 'administrator'] as const
const runId = z.object({ id })

export const pathNetwork = z.object({
  id,
  name: z.string(),
  system: z.string().describe('Coordinate system of the file'),
  nodes: z.number().int(),
  edges: z.number().int(),
  lengthKm: z.number(),
  islands: z.number().int().describe('Nodes outside the largest connected part'),
  createdAt: z.string(),
})

export type PathNetwork = z.output<typeof pathNetwork>

export const listNetworks = route({
  method: 'get',
  path: '/api/planning/networks',
  tag: 'planning',
  summary: 'Networks of paths, newest first (runs take the first), and whether a router is configured',
  roles: planners,
  reply: z.object({ items: z.array(pathNetwork), hasRouter: z.boolean() }),
})

export const importNetwork = route({
  method: 'post',
  path: '/api/planning/networks',
  tag: 'planning',
  summary: 'Import a network of paths (GeoJSON of lines, which meet where they share a vertex); the body is the file',
  roles: ['operator', 'administrator'],
  status: 201,
  upload: true,
  pace: 'upload',
  query: z.object({
    name: z.string().trim().min(1).max(120),
    system: z.enum(['WGS84', 'CGCS2000', 'GCJ-02', 'BD-09']).default('WGS84'),
  }),
  reply: pathNetwork,
  errors: ['file-too-large', 'network-unreadable', 'upload-form'],
})

export const archiveNetwork = route({
  method: 'delete',
  path: '/api/planning/networks/:id',
  tag: 'planning',
  summary: 'Put a network away: new runs no longer take it',
  roles: ['operator', 'administrator'],
  params: runId,
  status: 204,
  reply: z.null(),
  errors: ['network-not-found'],
})

export const serviceArea = route({
  method: 'get',
  path: '/api/planning/runs/:id/service-area',
  tag: 'planning',
  summary: 'What lies within a distance of a place, by the distances of the run, and the people there',
  roles: planners,
  params: runId,
  query: z.object({
    place: z.coerce.number().int().describe('Id of a place; −1 and below are those that a scenario adds'),
    metres: z.coerce.number().int().min(50).max(10_000).default(1000),
  }),
  reply: z.object({
    placeId: z.number().int(),
    nameZh: z.string(),
    nameEn: z.string().nullable(),
    metres: z.number(),
    distanceBy: z
      .enum(distanceModes)
      .describe('Of the people; a router gives no shape, which is then that of straight lines'),
    geometry: geometry.nullable(),
    people: z.number().nullable().describe('In whole groups of cells of at least 10 people; null: fewer'),
    nearestPeople: z.number().nullable().describe('Of them those to whom it is the nearest place that counts'),
  }),
  errors: ['run-not-found', 'run-not-done', 'place-not-in-run'],
})

export const trendBases = ['revisions', 'built'] as const

export const startTrend = route({
  method: 'post',
  path: '/api/planning/runs/:id/trend',
  tag: 'planning',
  summary: 'Compute a run’s figures at the ends of years; years that are there already are not computed again',
  roles: planners,
  params: runId,
  status: 202,
  body: z.object({
    basis: z
      .enum(trendBases)
      .default('built')
      .describe('The registry as its revisions say it was, or today’s places by the year they were built in'),
    years: z.array(z.number().int().min(1949).max(2200)).min(1).max(20),
  }),
  reply: z.object({ started: z.array(id) }),
  errors: ['run-not-found'],
})

export const getTrend = route({
  method: 'get',
  path: '/api/planning/runs/:id/trend',
  tag: 'planning',
  summary:
    'Figures of a region by year, as far as they are computed; population and its cells are the run’s own in every year',
  roles: planners,
  params: runId,
  query: z.object({ region: regionCode, basis: z.enum(trendBases).default('built') }),
  reply: z.object({
    points: z.array(
      z.object({
        year: z.number().int(),
        runId: id,
        state: z.enum(runStates),
        values: figureValue.shape.values.nullable(),
        hidden: figureValue.shape.hidden,
      }),
    ),
  }),
  errors: ['run-not-found'],
})

const siteFields = z.object({
  nameZh: z.string().trim().min(1).max(120),
  type: code,
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
  areaM2: z.number().positive().max(1e8).nullable().default(null),
  fee: z.enum(fees).default('unknown'),
})

export const recordSite = route({
  method: 'post',
  path: '/api/planning/records',
  tag: 'planning',
  summary: 'Turn a suggested site, or a place that a scenario adds, into a record with status planned',
  roles: planners,
  status: 201,
  body: z.union([
    z.object({ scenarioId: id, position: z.number().int().min(0).describe('Of the change in the scenario') }),
    z.object({ site: siteFields }),
  ]),
  reply: z.object({ placeId: id }),
  errors: [
    'scenario-not-found',
    'scenario-not-own',
    'change-not-found',
    'already-recorded',
    'role-missing',
    'place-type-unknown',
    'place-type-deprecated',
    'geometry-kind-wrong',
  ],
})
