import { z } from 'zod'

/** Query-string shapes and GeoJSON shared by the routes. Coordinates are WGS84 `[lon, lat]` (`[lon, lat, metres]` on trails). */

export const lon = z.coerce.number().min(-180).max(180).describe('Longitude in degrees')
export const lat = z.coerce.number().min(-90).max(90).describe('Latitude in degrees')
export const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER)
export const regionCode = z
  .string()
  .regex(/^[1-9]\d{5}$/, 'six digits, such as 510104')
  .describe('GB/T 2260 adcode')
export const code = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower case letters, digits and hyphens')
export const datum = z.enum(['WGS84', 'GCJ-02', 'BD-09']).default('WGS84').describe('Datum of lon and lat as given')
export const limit = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual)
export const instant = z.iso.datetime({ offset: true })
export const fen = z.number().int().min(0)
export const flag = z.enum(['true', 'false', '1', '0', '']).transform((text) => text !== 'false' && text !== '0')

/** A comma-separated list of at most `most` values. */
export const list = <T extends z.ZodType<unknown, string>>(item: T, most = 50) =>
  z
    .string()
    .max(2000)
    .transform((text) => text.split(',').filter((part) => part !== ''))
    .pipe(z.array(item).max(most))

/** `minLon,minLat,maxLon,maxLat`; minLon > maxLon crosses the antimeridian. */
export const bbox = z
  .string()
  .max(120)
  .transform((text) => text.split(',').map(Number))
  .pipe(
    z.tuple([
      z.number().min(-180).max(180),
      z.number().min(-90).max(90),
      z.number().min(-180).max(180),
      z.number().min(-90).max(90),
    ]),
  )
  .refine(([, south, , north]) => south <= north, 'minLat must not be above maxLat')

export const position = z.array(z.number()).min(2).max(3)
export const pointGeometry = z.object({ type: z.literal('Point'), coordinates: position })
export const geometry = z.discriminatedUnion('type', [
  pointGeometry,
  z.object({ type: z.literal('LineString'), coordinates: z.array(position).min(2).max(50_000) }),
  z.object({ type: z.literal('MultiLineString'), coordinates: z.array(z.array(position).min(2)).min(1).max(1_000) }),
  z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(position).min(4)).min(1).max(1_000) }),
  z.object({
    type: z.literal('MultiPolygon'),
    coordinates: z
      .array(z.array(z.array(position).min(4)).min(1))
      .min(1)
      .max(1_000),
  }),
])
export type Geometry = z.output<typeof geometry>

export const geometryParts = z.object({ type: z.string(), coordinates: z.any() })

/** RFC 9457 problem; `code` is stable, `detail` names the bad value, what was expected and the next step. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  instance: z.string().optional(),
  faults: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})
export type Problem = z.output<typeof problem>
