import type { MultiPolygon, Point, Polygon } from 'geojson'
import type { Database } from '../../db/types.ts'
import { checkArea } from './check-area.ts'
import { circleMetres, scoreCircle } from './circle-score.ts'

interface Row {
  id: number
  nameZh: string
  nameEn: string | null
  type: string
  category: string
  areaM2: number
  metres: number
  lengthM: number | null
  widthM: number | null
  pieces: number
}

/** The score of a community, a point or an area: distances are from its edge, to the true shape of each place. */
export async function scoreCommunity(database: Database, geometry: Point | Polygon | MultiPolygon) {
  await checkArea(database, geometry)
  const rows = await database.rows<Row>(database.primary, {
    name: 'planning-circle',
    text: `
      with input as (
        select st_setsrid(st_geomfromgeojson($1::text), 4326)::geography as community
      )
      select p.id, p.name_zh as "nameZh", p.name_en as "nameEn", p.type_code as type, t.category, coalesce(p.area_m2, 0) as "areaM2",
             st_distance(p.geom::geography, i.community) as metres, p.length_m as "lengthM",
             (p.attributes ->> 'widthAverageM')::float8 as "widthM",
             coalesce((p.attributes ->> 'pieces')::integer,
               (select sum((e ->> 'count')::integer) from jsonb_array_elements(p.equipment) e), 0)::integer as pieces
      from place p
      join place_type t on t.code = p.type_code
      cross join input i
      where p.status = 'open' and st_dwithin(p.geom::geography, i.community, $2::float8)`,
    values: [JSON.stringify(geometry), circleMetres],
  })
  const parts = scoreCircle(rows)
  return {
    radiusMetres: circleMetres,
    points: parts.reduce((sum, { points }) => sum + points, 0),
    most: parts.reduce((sum, { most }) => sum + most, 0),
    parts,
  }
}
