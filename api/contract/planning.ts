import { z } from 'zod'
import { fees, ownerships } from './place-record.ts'
import { scenarioChange } from './planning-scenarios.ts'
import { regionLevels } from './regions.ts'
import { route } from './route.ts'
import { code, id, instant, limit, list, regionCode } from './shapes.ts'

/** Planning: who is not served. Runs of figures by region, and the rows behind each figure. */

const planners = ['planner', 'operator', 'administrator'] as const
const runId = z.object({ id })

const step = z.object({ upToMetres: z.number().positive().max(20_000), weight: z.number().min(0).max(1) })

/** Demand and supply of the facilities planning model. No standard's values: each run says where its own are from. */
export const demandSettings = z.object({
  visitsPerPersonWeek: z.number().positive().max(20).describe('Visits a person makes in the peak hours of a week'),
  visitsPerUnitHour: z
    .number()
    .positive()
    .max(1000)
    .describe('Visits that a unit of capacity (1 m² of field, or one place) takes in an hour'),
  peakHoursWeek: z.number().positive().max(168),
  origin: z.string().trim().min(1).max(500).describe('Where these values are from'),
})

export type DemandSettings = z.output<typeof demandSettings>

export const runFilter = z.object({
  types: z.array(code).max(80).default([]).describe('Empty: all'),
  sports: z.array(code).max(80).default([]),
  setting: z.enum(['any', 'indoor', 'outdoor']).default('any'),
  fees: z.array(z.enum(fees)).max(4).default([]),
  ownerships: z.array(z.enum(ownerships)).max(4).default([]),
  at: instant.nullable().default(null).describe('The registry as it was then, by its revisions; null: as it is'),
  builtUntil: z
    .number()
    .int()
    .min(1900)
    .max(2200)
    .nullable()
    .default(null)
    .describe('Only places built by the end of this year; those whose year is not known count always'),
})

export type RunFilter = z.output<typeof runFilter>

const rising = (steps: readonly { upToMetres: number }[]) =>
  steps.every(({ upToMetres }, index) => index === 0 || upToMetres > steps[index - 1]!.upToMetres)

export const distanceModes = ['straight', 'network', 'router'] as const

export const runParameters = z.object({
  filter: runFilter.prefault({}),
  distanceBy: z
    .enum(distanceModes)
    .default('straight')
    .describe('Straight lines, the ways of the newest imported network, or a router’s walking distances'),
  radiiMetres: z
    .array(z.number().int().min(50).max(50_000))
    .min(1)
    .max(12)
    .default([300, 500, 800, 1000, 1500, 2000, 3000]),
  capacity: z.enum(['area', 'place']).default('area').describe('What a place offers: its field in m², or 1'),
  steps: z
    .array(step)
    .min(1)
    .max(10)
    .refine(rising, 'distances must rise')
    .default([
      { upToMetres: 1000, weight: 1 },
      { upToMetres: 2000, weight: 0.6 },
      { upToMetres: 3000, weight: 0.25 },
    ]),
  diversityMetres: z.number().int().min(50).max(10_000).default(1000),
  demand: demandSettings.prefault({
    visitsPerPersonWeek: 0.5,
    visitsPerUnitHour: 0.02,
    peakHoursWeek: 40,
    origin: 'Example values of this product, not of a standard or survey: replace them by your own',
  }),
})

export type RunParameters = z.output<typeof runParameters>

export const distanceProblems = ['no-network', 'no-router', 'too-many-ways', 'router-failed'] as const

export const runStates = ['waiting', 'running', 'done', 'failed'] as const

export const coverageRun = z.object({
  id,
  name: z.string(),
  parameters: runParameters,
  populationSetId: id.nullable(),
  populationName: z.string().nullable(),
  isDemoPopulation: z.boolean(),
  isRough: z.boolean().describe('Without a grid: people are spread evenly inside each county'),
  distanceBy: z.enum(distanceModes).describe('What the distances were really measured along'),
  distanceProblem: z
    .enum(distanceProblems)
    .nullable()
    .describe('Why they are straight although the parameters ask for ways; null: as asked for'),
  distanceShare: z
    .number()
    .nullable()
    .describe(
      'Share of the people whose distances follow ways; others have no path within 1 km and are measured straight',
    ),
  networkId: id.nullable(),
  networkName: z.string().nullable(),
  state: z.enum(runStates),
  problem: z.string().nullable(),
  dataVersion: z.number().int().nullable(),
  dataAt: z.string().nullable(),
  keepsCurrent: z.boolean(),
  scenarioId: id.nullable(),
  scenarioName: z.string().nullable(),
  scenarioVersion: z.number().int().nullable(),
  scenarioChanges: z.array(scenarioChange),
  computedMs: z.number().int().nullable(),
  authorName: z.string().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
})

export type CoverageRun = z.output<typeof coverageRun>

export const startRun = route({
  method: 'post',
  path: '/api/planning/runs',
  tag: 'planning',
  summary: 'Compute all figures for all regions with these parameters',
  roles: planners,
  status: 202,
  body: z.object({
    name: z.string().trim().max(120).default(''),
    parameters: runParameters.prefault({}),
    population: z.union([z.literal('newest'), z.literal('even'), id]).default('newest'),
    keepsCurrent: z.boolean().default(true),
    scenarioId: id.nullable().default(null).describe('Computed with its changes as they stand now'),
  }),
  reply: coverageRun,
  errors: ['population-not-found', 'scenario-not-found'],
})

export const listRuns = route({
  method: 'get',
  path: '/api/planning/runs',
  tag: 'planning',
  summary: 'Runs, newest first',
  roles: planners,
  query: z.object({ limit: limit(200, 50) }),
  reply: z.object({ items: z.array(coverageRun) }),
})

export const getRun = route({
  method: 'get',
  path: '/api/planning/runs/:id',
  tag: 'planning',
  summary: 'A run and how it stands',
  roles: planners,
  params: runId,
  reply: coverageRun,
  errors: ['run-not-found'],
})

export const figureValue = z.object({
  code: regionCode,
  level: z.enum(regionLevels),
  parentCode: regionCode.nullable(),
  nameZh: z.string(),
  nameEn: z.string(),
  population: z.number().nullable(),
  values: z.record(z.string(), z.number().nullable()).describe('By figure; null is not known, or hidden'),
  hidden: z.array(z.string()).describe('Figures that are hidden because fewer than 10 people are behind them'),
})

export type FigureValue = z.output<typeof figureValue>

export const listValues = route({
  method: 'get',
  path: '/api/planning/runs/:id/values',
  tag: 'planning',
  summary: 'All figures of the regions of a level, below a region (with the total), or of just these regions',
  roles: planners,
  params: runId,
  query: z.object({
    level: z.enum(regionLevels).optional(),
    parent: regionCode.optional(),
    codes: list(regionCode, 20).optional().describe('Of any level, to compare them'),
  }),
  reply: z.object({ items: z.array(figureValue), total: figureValue.nullable() }),
  errors: ['run-not-found', 'run-not-done', 'region-not-found'],
})

export const figureRow = z.object({
  placeId: id.nullable().describe('null: a place that a scenario adds'),
  nameZh: z.string(),
  nameEn: z.string().nullable(),
  type: z.string(),
  regionCode: regionCode.nullable(),
  location: z.tuple([z.number(), z.number()]),
  areaM2: z.number().nullable(),
  areaRule: z.string().describe('How the field area was found'),
  trailMetres: z.number().describe('Length inside the region'),
  peopleInReach: z.number().nullable().describe('Weighted people who share it; hidden when few'),
})

export type FigureRow = z.output<typeof figureRow>

export const listFigureRows = route({
  method: 'get',
  path: '/api/planning/runs/:id/rows',
  tag: 'planning',
  summary: 'The places behind the figures of a region, the largest first',
  roles: planners,
  params: runId,
  query: z.object({ region: regionCode, limit: limit(1000, 100), offset: z.coerce.number().int().min(0).default(0) }),
  reply: z.object({ items: z.array(figureRow), total: z.number().int() }),
  errors: ['run-not-found', 'run-not-done', 'region-not-found'],
})

export const cellFigures = z.object({
  lon: z.number(),
  lat: z.number(),
  people: z.number(),
  metres: z.number().nullable().describe('To the nearest place'),
  access: z.number(),
  kinds: z.number(),
})

export const listCells = route({
  method: 'get',
  path: '/api/planning/runs/:id/cells',
  tag: 'planning',
  summary: 'The cells of a county, or its hexagons; those with fewer than 10 people are left out',
  roles: planners,
  params: runId,
  query: z.object({
    region: regionCode,
    hexagons: z.coerce.number().int().min(5).max(9).optional().describe('H3 resolution'),
  }),
  reply: z.object({
    items: z.array(cellFigures.extend({ hexagon: z.string().optional() })),
    left: z.number().int().describe('Cells left out'),
    leftPeople: z.number().nullable(),
  }),
  errors: ['run-not-found', 'run-not-done', 'region-not-found'],
})

export const lorenz = route({
  method: 'get',
  path: '/api/planning/runs/:id/lorenz',
  tag: 'planning',
  summary: 'Lorenz curve of access inside a region',
  roles: planners,
  params: runId,
  query: z.object({ region: regionCode }),
  reply: z.object({ gini: z.number().nullable(), curve: z.array(z.tuple([z.number(), z.number()])) }),
  errors: ['run-not-found', 'run-not-done', 'region-not-found'],
})

export const exportRun = route({
  method: 'get',
  path: '/api/planning/runs/:id/export',
  tag: 'planning',
  summary: 'All figures of a run by region as a file',
  roles: planners,
  params: runId,
  query: z.object({ format: z.enum(['xlsx', 'csv', 'geojson']), level: z.enum(regionLevels).default('county') }),
  reply: z.unknown(),
  errors: ['run-not-found', 'run-not-done'],
})
