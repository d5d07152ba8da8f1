import { z } from 'zod'
import { route } from './route.ts'
import { geometryParts, lat, limit, lon, regionCode } from './shapes.ts'

/** Regions: province → prefecture → county by GB/T 2260 code. Boundaries are not survey-grade. */

export const regionLevels = ['province', 'prefecture', 'county'] as const

export const region = z.object({
  code: regionCode,
  level: z.enum(regionLevels),
  parentCode: regionCode.nullable(),
  nameZh: z.string(),
  nameEn: z.string(),
  population: z.number().int().nullable(),
  areaKm2: z.number(),
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  labelPoint: z.tuple([z.number(), z.number()]),
})
export type Region = z.output<typeof region>

export const listRegions = route({
  method: 'get',
  path: '/api/regions',
  tag: 'regions',
  summary: 'Regions of a level, below a parent or by name',
  roles: ['public'],
  query: z.object({
    level: z.enum(regionLevels).optional(),
    parent: regionCode.optional(),
    q: z.string().max(60).optional(),
    limit: limit(500, 500),
  }),
  reply: z.object({ items: z.array(region) }),
})

export const getRegion = route({
  method: 'get',
  path: '/api/regions/:code',
  tag: 'regions',
  summary: 'A region with its ancestors, children, number of places and boundary',
  roles: ['public'],
  params: z.object({ code: regionCode }),
  query: z.object({ geometry: z.enum(['none', 'simplified', 'full']).default('simplified') }),
  reply: region.extend({
    ancestors: z.array(region),
    children: z.array(region),
    placeCount: z.number().int(),
    source: z.string(),
    geometry: geometryParts.nullable(),
  }),
  errors: ['region-not-found'],
})

export const regionAt = route({
  method: 'get',
  path: '/api/region-at',
  tag: 'regions',
  summary: 'Province, prefecture and county of a point',
  roles: ['public'],
  query: z.object({ lon, lat }),
  reply: z.object({ regions: z.array(region) }),
})
