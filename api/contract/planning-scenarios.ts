import { z } from 'zod'
import { fees } from './place-record.ts'
import { route } from './route.ts'
import { code, id, regionCode } from './shapes.ts'

/** What if: changes of the registry and of the population that no record knows of. */

const planners = ['planner', 'operator', 'administrator'] as const
const runId = z.object({ id })

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
