import { z } from 'zod'
import { route } from './route.ts'

/** What the pages need to know of the configuration; nothing secret. */
export const clientConfig = route({
  method: 'get',
  path: '/api/client-config',
  tag: 'session',
  summary: 'Base maps, router, demo mark and centre of the map',
  roles: ['public'],
  reply: z.object({
    baseMaps: z.array(
      z.object({
        name: z.string(),
        nameZh: z.string(),
        nameEn: z.string(),
        kind: z.enum(['xyz', 'wmts']),
        url: z.string(),
        datum: z.enum(['WGS84', 'GCJ-02', 'BD-09']),
        attribution: z.string(),
        minZoom: z.number(),
        maxZoom: z.number(),
        tileSize: z.number(),
        darkUrl: z.string().nullable(),
      }),
    ),
    routerConfigured: z.boolean(),
    isDemo: z.boolean(),
    extent: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  }),
})
