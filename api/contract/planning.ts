import { z } from 'zod'
import { fees, ownerships } from './place-record.ts'
import { regionLevels } from './regions.ts'
import { route } from './route.ts'
import { code, geometry, id, limit, regionCode } from './shapes.ts'

/** Planning: who is not served. Population grids, runs of figures by region, and the rows behind each figure. */

const planners = ['planner', 'operator', 'administrator'] as const
const instant = z.iso.datetime({ offset: true })
const runId = z.object({ id })

export const populationSet = z.object({
  id,
  name: z.string(),
  kind: z.enum(['grid', 'demo']),
  format: z.enum(['geotiff', 'csv', 'h3', 'generated']),
  system: z.string().describe('Coordinate system of the file'),
  isScaled: z.boolean().describe('Cells were multiplied so that each county has the people of its census'),
  cells: z.number().int(),
  people: z.number(),
  peopleOutside: z.number().describe('People of cells outside all counties; left out'),
  createdAt: z.string(),
})
export type PopulationSet = z.output<typeof populationSet>

export const countyDifference = z.object({
  code: regionCode,
  census: z.number().nullable(),
  grid: z.number().describe('People of the cells as they were in the file'),
  cells: z.number().int(),
  factor: z.number().nullable().describe('What the cells were multiplied with; null: as they were'),
})
export type CountyDifference = z.output<typeof countyDifference>

export const listPopulation = route({
  method: 'get',
  path: '/api/planning/population',
  tag: 'planning',
  summary: 'Population grids, newest first; the first one is what runs take unless told',
  roles: planners,
  reply: z.object({ items: z.array(populationSet) }),
})

export const getPopulation = route({
  method: 'get',
  path: '/api/planning/population/:id',
  tag: 'planning',
  summary: 'A population grid with its difference from the census by county',
  roles: planners,
  params: runId,
  reply: populationSet.extend({ report: z.array(countyDifference) }),
  errors: ['population-not-found'],
})

export const populationFormats = ['geotiff', 'csv', 'h3'] as const

export const importPopulation = route({
  method: 'post',
  path: '/api/planning/population',
  tag: 'planning',
  summary: 'Import a population grid (GeoTIFF, CSV of lon, lat, people, or CSV of H3 cells); the body is the file',
  roles: ['operator', 'administrator'],
  status: 201,
  upload: true,
  pace: 'upload',
  query: z.object({
    name: z.string().trim().min(1).max(120),
    format: z.enum(populationFormats),
    system: z
      .string()
      .regex(/^(WGS84|CGCS2000|GCJ-02|BD-09|EPSG:\d{4,6})$/, 'WGS84, CGCS2000, GCJ-02, BD-09 or EPSG:number')
      .optional()
      .describe('Default: what the GeoTIFF says, WGS84 for tables'),
    scale: z.enum(['true', 'false']).default('false').describe('Multiply so that each county has its census'),
  }),
  reply: populationSet.extend({ report: z.array(countyDifference) }),
  errors: ['file-too-large', 'population-unreadable', 'system-unknown', 'population-empty', 'upload-form'],
})

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
})
export type RunFilter = z.output<typeof runFilter>

const rising = (steps: readonly { upToMetres: number }[]) =>
  steps.every(({ upToMetres }, index) => index === 0 || upToMetres > steps[index - 1]!.upToMetres)

export const runParameters = z.object({
  filter: runFilter.prefault({}),
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

const positive = z.number().positive()

/** One thing that a scenario changes. Places are named by their id, added ones by their position in the list. */
export const scenarioChange = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('add'),
    nameZh: z.string().trim().min(1).max(120),
    type: code,
    lon: z.number().min(-180).max(180),
    lat: z.number().min(-90).max(90),
    areaM2: positive.max(1e8),
    fee: z.enum(fees).default('unknown'),
    placeId: id.nullable().default(null).describe('The record with status planned that was made of it'),
  }),
  z.object({
    kind: z.literal('move'),
    placeId: id,
    lon: z.number().min(-180).max(180),
    lat: z.number().min(-90).max(90),
  }),
  z.object({ kind: z.literal('close'), placeId: id }),
  z.object({ kind: z.literal('enlarge'), placeId: id, areaM2: positive.max(1e8) }),
  z.object({
    kind: z.literal('terms'),
    placeId: id,
    fee: z.enum(fees).optional(),
    hoursFactor: positive.max(10).default(1).describe('Open hours against those of today; capacity goes with them'),
  }),
  z.object({ kind: z.literal('growth'), region: regionCode, factor: positive.max(10) }),
])
export type ScenarioChange = z.output<typeof scenarioChange>

export const runStates = ['waiting', 'running', 'done', 'failed'] as const

export const coverageRun = z.object({
  id,
  name: z.string(),
  parameters: runParameters,
  populationSetId: id.nullable(),
  populationName: z.string().nullable(),
  isDemoPopulation: z.boolean(),
  isRough: z.boolean().describe('Without a grid: people are spread evenly inside each county'),
  distanceBy: z.enum(['straight', 'network', 'router']),
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

const scenarioFields = z.object({
  name: z.string().trim().min(1).max(120),
  note: z.string().max(2000).default(''),
  changes: z.array(scenarioChange).max(500).default([]),
  isShared: z.boolean().default(false),
})

export const scenario = scenarioFields.extend({
  id,
  version: z.number().int(),
  authorName: z.string().nullable(),
  isOwn: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type Scenario = z.output<typeof scenario>

export const listScenarios = route({
  method: 'get',
  path: '/api/planning/scenarios',
  tag: 'planning',
  summary: 'Own scenarios and those that others share, the last changed first',
  roles: planners,
  reply: z.object({ items: z.array(scenario) }),
})

export const createScenario = route({
  method: 'post',
  path: '/api/planning/scenarios',
  tag: 'planning',
  summary: 'A new scenario',
  roles: planners,
  status: 201,
  body: scenarioFields,
  reply: scenario,
})

export const getScenario = route({
  method: 'get',
  path: '/api/planning/scenarios/:id',
  tag: 'planning',
  summary: 'A scenario',
  roles: planners,
  params: runId,
  reply: scenario,
  errors: ['scenario-not-found'],
})

export const saveScenario = route({
  method: 'put',
  path: '/api/planning/scenarios/:id',
  tag: 'planning',
  summary: 'Save an own scenario; needs If-Match',
  roles: planners,
  params: runId,
  ifMatch: true,
  body: scenarioFields,
  reply: scenario,
  errors: ['scenario-not-found', 'scenario-not-own', 'stale'],
})

export const archiveScenario = route({
  method: 'delete',
  path: '/api/planning/scenarios/:id',
  tag: 'planning',
  summary: 'Put an own scenario away; its runs stay',
  roles: planners,
  params: runId,
  status: 204,
  reply: z.null(),
  errors: ['scenario-not-found', 'scenario-not-own'],
})

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
  summary: 'All figures of the regions of a level, or below a region, with the total',
  roles: planners,
  params: runId,
  query: z.object({ level: z.enum(regionLevels).optional(), parent: regionCode.optional() }),
  reply: z.object({ items: z.array(figureValue), total: figureValue.nullable() }),
  errors: ['run-not-found', 'run-not-done', 'region-not-found'],
})

export const figureRow = z.object({
  placeId: id.nullable().describe('null: a place that a scenario adds'),
  nameZh: z.string(),
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
    z.object({ placeId: id, nameZh: z.string(), type: z.string(), metres: z.number(), counts: z.string() }),
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
