import type { MultiPolygon, Point, Polygon } from 'geojson'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'

/** @throws 422 area-invalid when the lines of an area cross, say. */
export async function checkArea(database: Database, geometry: Point | Polygon | MultiPolygon): Promise<void> {
  const [row] = await database.rows<{ reason: string }>(database.primary, {
    name: 'planning-check-area',
    text: `select st_isvalidreason(st_geomfromgeojson($1::text)) as reason`,
    values: [JSON.stringify(geometry)],
  })
  if (row!.reason !== 'Valid Geometry')
    throw errors.invalid('area-invalid', `The area is not valid: ${row!.reason}. Draw it without crossing lines.`)
}
