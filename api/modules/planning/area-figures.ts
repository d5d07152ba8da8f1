import type { MultiPolygon, Polygon } from 'geojson'
import type { CoverageRun } from '../../contract/planning.ts'
import type { Database } from '../../db/types.ts'
import { polygonFinder } from '../../spatial/coverage/polygon-finder.ts'
import { checkArea } from './check-area.ts'
import { figuresOf } from './figures.ts'
import { hideSmall } from './hide-small.ts'
import type { Planner } from './planner.ts'

type Area = Polygon | MultiPolygon

/** The figures of a drawn area. Its people are those of whole groups of cells, so that two areas never tell of a few by their difference. */
export async function figuresOfArea(database: Database, planner: Planner, run: CoverageRun, geometry: Area) {
  await checkArea(database, geometry)
  const own = await planner.hold(run)
  const shape = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  const cells = await planner.thread.ask('area', { run: String(run.id), shape })
  const finder = polygonFinder([shape])
  const inside = [...own.places.values()].filter(({ location: [lon, lat] }) => finder.contains(0, lon, lat))
  const trails = [...own.places.values()].filter(({ trails }) => trails.length > 0).map(({ id }) => id)
  const places = {
    places: inside.length,
    areaM2: inside.reduce((sum, { areaM2 }) => sum + areaM2, 0),
    trailMetres: await trailMetresIn(database, trails, geometry),
  }
  const { radiiMetres } = run.parameters
  const shown = hideSmall(figuresOf(places, cells, null, radiiMetres), cells, radiiMetres)
  return { people: Math.round(cells.people / 10) * 10, cells: cells.cells, places: inside.length, ...shown }
}

async function trailMetresIn(database: Database, ids: number[], geometry: Area): Promise<number> {
  const [row] = await database.rows<{ metres: number }>(database.primary, {
    name: 'planning-trails-in-area',
    text: `
      with input as (
        select st_setsrid(st_geomfromgeojson($1::text), 4326) as area
      )
      select coalesce(sum(st_length(st_intersection(p.geom, i.area)::geography)), 0)::float8 as metres
      from place p
      cross join input i
      where p.id = any($2::bigint[]) and st_intersects(p.geom, i.area)`,
    values: [JSON.stringify(geometry), ids],
  })
  return row!.metres
}
