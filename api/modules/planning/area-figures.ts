import type { MultiPolygon, Polygon } from 'geojson'
import type { CoverageRun } from '../../contract/planning.ts'
import type { Database } from '../../db/types.ts'
import { polygonFinder } from '../../spatial/coverage/polygon-finder.ts'
import { checkArea } from './check-area.ts'
import { figuresOf } from './figures.ts'
import { hideSmall } from './hide-small.ts'
import type { Planner } from './planner.ts'
import type { PlannedPlace } from './registry.ts'

type Area = Polygon | MultiPolygon

/** The figures of a drawn area. Its people are those of whole groups of cells, so that two areas never tell of a few by their difference. */
export async function figuresOfArea(database: Database, planner: Planner, run: CoverageRun, geometry: Area) {
  await checkArea(database, geometry)
  const own = await planner.hold(run)
  const shape = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  const cells = await planner.thread.ask('area', { run: String(run.id), shape })
  const finder = polygonFinder([shape])
  const inside = [...own.places.values()].filter(({ location: [lon, lat] }) => finder.contains(0, lon, lat))
  const trails = [...own.places.values()].filter(({ trails }) => trails.length > 0)
  const places = {
    places: inside.length,
    areaM2: inside.reduce((sum, { areaM2 }) => sum + areaM2, 0),
    trailMetres: await trailMetresIn(database, trails, geometry, run.parameters.filter.at),
  }
  const { radiiMetres } = run.parameters
  const shown = hideSmall(figuresOf(places, cells, null, radiiMetres), cells, radiiMetres)
  return { people: Math.round(cells.people / 10) * 10, cells: cells.cells, places: inside.length, ...shown }
}

/**
 * Metres of trails inside an area, of the geometry that the run counts: that of its moment, moved where its scenario moves the place.
 */
async function trailMetresIn(
  database: Database,
  trails: readonly PlannedPlace[],
  geometry: Area,
  at: string | null,
): Promise<number> {
  const [row] = await database.rows<{ metres: number }>(database.primary, {
    name: 'planning-trails-in-area',
    text: `
      with input as (
        select st_setsrid(st_geomfromgeojson($1::text), 4326) as area, $5::timestamptz as at
      ), trail as (
        select t.id, t.lon, t.lat, coalesce(then_.geom, p.geom) as geom,
               case when then_.geom is null then p.location else st_pointonsurface(then_.geom) end as location
        from unnest($2::bigint[], $3::float8[], $4::float8[]) as t (id, lon, lat)
        join place p on p.id = t.id
        cross join input i
        left join lateral (
          select st_force2d(st_setsrid(st_geomfromgeojson(r.record -> 'geometry'), 4326)) as geom
          from place_revision r
          where r.place_id = t.id and r.changed_at <= i.at
          order by r.version desc
          limit 1
        ) then_ on i.at is not null
      ), counted as (
        select st_translate(t.geom, t.lon - st_x(t.location), t.lat - st_y(t.location)) as geom from trail t
      )
      select coalesce(sum(st_length(st_intersection(c.geom, i.area)::geography)), 0)::float8 as metres
      from counted c
      cross join input i
      where st_intersects(c.geom, i.area)`,
    values: [
      JSON.stringify(geometry),
      trails.map(({ id }) => id),
      trails.map(({ location: [lon] }) => lon),
      trails.map(({ location: [, lat] }) => lat),
      at,
    ],
  })
  return row!.metres
}
