import type { Knex } from 'knex'
import type { Database, NamedStatement } from '../../db/types.ts'
import type { Seat } from './read-layer.ts'

/**
 * Statements that look at the staged layer, `incoming_county`, beside the registered one. Overlays are made on a grid of
 * 1e-7° (1 cm): without one, lines that coincide but for rounding make GEOS retry by exceptions, and on the embedded engine
 * such a statement ends without its rows.
 */
const overlayGridDegrees = 1e-7

export const readCurrentRegions: NamedStatement = {
  name: 'regions-current',
  text: `
    select code::text as code, level, parent_code::text as "parentCode", name_zh as "nameZh", name_en as "nameEn", population
    from region`,
  values: [],
}

export interface InvalidCounty {
  code: string
  reason: string
  /** Share of the area that the repair changes. */
  areaChange: number
  isEmpty: boolean
}

/** Repairs what is not valid in the staged copy and says what it was, so that the other checks can go on. */
export const repairStaged: NamedStatement = {
  name: 'regions-repair',
  text: `
    with invalid as (
      select code, geom, st_isvalidreason(geom) as reason, st_collectionextract(st_makevalid(geom), 3) as repaired
      from incoming_county
      where not st_isvalid(geom) or st_isempty(geom)
    ), written as (
      update incoming_county c set geom = i.repaired from invalid i where i.code = c.code and i.geom = c.geom
    )
    select code, reason, st_isempty(repaired) as "isEmpty",
           abs(st_area(repaired) - st_area(geom)) / nullif(greatest(st_area(repaired), st_area(geom)), 0) as "areaChange"
    from invalid
    order by code`,
  values: [],
}

export interface Overlap {
  a: string
  b: string
  areaKm2: number
  widthMetres: number
}

/** Pairs of counties that share ground wider than a tolerance; the width of a piece is twice its area over its perimeter. */
export const findOverlaps = (toleratedWidthMetres: number): NamedStatement => ({
  name: 'regions-overlaps',
  text: `
    with piece as (
      select a.code as a, b.code as b, (st_dump(st_collectionextract(st_intersection(a.geom, b.geom, ${overlayGridDegrees}), 3))).geom::geography as geog
      from incoming_county a
      join incoming_county b on a.code < b.code and st_intersects(a.geom, b.geom)
    ), measured as (
      select a, b, st_area(geog) as area, 2 * st_area(geog) / nullif(st_perimeter(geog), 0) as width
      from piece
    )
    select a, b, sum(area) / 1e6 as "areaKm2", max(width) as "widthMetres"
    from measured
    where width > $1::float8
    group by a, b
    order by sum(area) desc`,
  values: [toleratedWidthMetres],
})

export interface Gap {
  lon: number
  lat: number
  areaKm2: number
  widthMetres: number
}

/** Holes in the union of all staged counties, wider than a tolerance. */
export const findGaps = (toleratedWidthMetres: number): NamedStatement => ({
  name: 'regions-gaps',
  text: `
    with part as (
      select (st_dump(st_union(geom, ${overlayGridDegrees}))).geom as geom from incoming_county
    ), ring as (
      select (d.ring).path[1] as number, (d.ring).geom as geom
      from (select st_dumprings(geom) as ring from part) d
    ), measured as (
      select st_pointonsurface(geom) as point, st_area(geom::geography) as area,
             2 * st_area(geom::geography) / nullif(st_perimeter(geom::geography), 0) as width
      from ring
      where number > 0
    )
    select st_x(point) as lon, st_y(point) as lat, area / 1e6 as "areaKm2", width as "widthMetres"
    from measured
    where width > $1::float8
    order by area desc`,
  values: [toleratedWidthMetres],
})

export interface MisplacedPoint {
  code: string
  lon: number
  lat: number
  /** County that the point lies in, null outside all. */
  found: string | null
}

/** Known points that do not lie in the staged county of their code. */
export const findMisplaced = (points: readonly Pick<Seat, 'code' | 'lon' | 'lat'>[]): NamedStatement => ({
  name: 'regions-misplaced',
  text: `
    with known as (
      select k.code, k.lon, k.lat, st_setsrid(st_makepoint(k.lon, k.lat), 4326) as point
      from jsonb_to_recordset($1::jsonb) as k(code text, lon float8, lat float8)
    )
    select k.code, k.lon, k.lat,
           (select c.code from incoming_county c where st_intersects(c.geom, k.point) order by c.code limit 1) as found
    from known k
    join incoming_county own on own.code = k.code
    where not st_intersects(own.geom, k.point)
    order by k.code`,
  values: [JSON.stringify(points.map(({ code, lon, lat }) => ({ code, lon, lat })))],
})

/** Labels of the registered counties, the points surest to lie inside. */
export const readLabelPoints: NamedStatement = {
  name: 'regions-labels',
  text: `
    select code::text as code, st_x(label_point) as lon, st_y(label_point) as lat from region where level = 'county'`,
  values: [],
}

export interface ComparedCounty {
  code: string
  nameZh: string
  iou: number
  areaKm2Before: number
  areaKm2After: number
  current: [number, number]
  incoming: [number, number]
}

/** Counties of both layers with their areas, intersection over union and centroids, least alike first. */
export const compareWithCurrent: NamedStatement = {
  name: 'regions-compare',
  text: `
    with pair as (
      select r.code::text as code, r.name_zh, r.geom as old, c.geom as new, r.area_km2, st_area(st_intersection(r.geom, c.geom, ${overlayGridDegrees})) as common
      from incoming_county c
      join region r on r.code = c.code and r.level = 'county'
    )
    select code, name_zh as "nameZh", common / nullif(st_area(old) + st_area(new) - common, 0) as iou,
           area_km2 as "areaKm2Before", st_area(new::geography) / 1e6 as "areaKm2After",
           array[st_x(st_centroid(old)), st_y(st_centroid(old))] as current,
           array[st_x(st_centroid(new)), st_y(st_centroid(new))] as incoming
    from pair
    order by iou, code`,
  values: [],
}

/** Whether the database can transform from a system. */
export async function knowsSystem(
  database: Pick<Database, 'rows'>,
  trx: Knex.Transaction,
  srid: number,
): Promise<boolean> {
  const [row] = await database.rows<{ known: boolean }>(trx, {
    name: 'regions-knows-system',
    text: 'select exists (select from spatial_ref_sys where srid = $1::integer) as known',
    values: [srid],
  })
  return row!.known
}
