import { z } from 'zod'
import { route } from './route.ts'
import { id, regionCode } from './shapes.ts'

/** Who lives where: grids that were imported, and how far they are from the census. */

const planners = ['planner', 'operator', 'administrator'] as const
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
