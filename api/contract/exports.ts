import { z } from 'zod'
import { placeFilterShape } from './place-filter.ts'
import { route } from './route.ts'
import { flag, lat, lon } from './shapes.ts'

export const exportFormats = ['geojson', 'csv', 'xlsx', 'gpx', 'kml', 'gpkg', 'survey'] as const

export const exportPlaces = route({
  method: 'get',
  path: '/api/exports/places',
  tag: 'places',
  summary: 'All results of a search as a file (survey: counts and areas by county and type, as a workbook)',
  roles: ['public'],
  query: z.object({
    ...placeFilterShape,
    q: z.string().max(100).optional(),
    lon: lon.optional(),
    lat: lat.optional(),
    radiusMetres: z.coerce.number().min(1).max(200_000).optional(),
    mine: flag.optional().describe('Only places that the caller owns, whatever their status'),
    format: z.enum(exportFormats),
    system: z
      .string()
      .regex(/^(WGS84|CGCS2000|GCJ-02|BD-09|EPSG:\d{4,6})$/, 'WGS84, CGCS2000, GCJ-02, BD-09 or EPSG:number')
      .default('WGS84'),
  }),
  reply: z.unknown(),
  errors: [
    'distance-needs-point',
    'free-between-incomplete',
    'not-signed-in',
    'crs-unknown',
    'system-not-for-format',
    'too-many-requests',
  ],
})
