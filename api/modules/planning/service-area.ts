import type { CoverageRun } from '../../contract/planning.ts'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'
import { englishNames } from './english-names.ts'
import { leastPeople } from './hide-small.ts'
import type { Planner } from './planner.ts'

/** Half the width that a walkable line is drawn with. */
const streetMetres = 40

/** Whom a place of a run serves within a distance, and where that is. @throws 404 place-not-in-run. */
export async function serviceAreaOf(
  database: Database,
  planner: Planner,
  run: CoverageRun,
  { place: id, metres }: { place: number; metres: number },
) {
  const own = await planner.hold(run)
  const place = own.places.get(id)
  const area = place && (await planner.thread.ask('servedArea', { run: String(run.id), id, metres }))
  if (!area)
    throw errors.notFound('place-not-in-run', `The place ${id} does not count in the run ${run.id}: see its rows.`)
  const isFew = area.people < leastPeople
  return {
    placeId: id,
    nameZh: place.nameZh,
    nameEn: (await englishNames(database, [id])).get(id) ?? null,
    metres,
    distanceBy: own.distanceBy,
    geometry: area.lines
      ? await around(database, { type: 'MultiLineString', coordinates: area.lines }, streetMetres)
      : await around(database, { type: 'MultiPoint', coordinates: pairs(place.points) }, metres),
    people: isFew ? null : Math.round(area.people),
    nearestPeople: isFew ? null : Math.round(area.nearestPeople),
  }
}

function pairs(points: readonly number[]): number[][] {
  return Array.from({ length: points.length / 2 }, (_, i) => [points[2 * i]!, points[2 * i + 1]!])
}

async function around(database: Database, shape: object, metres: number) {
  const [row] = await database.rows<{ geometry: { type: 'Polygon' | 'MultiPolygon'; coordinates: never } | null }>(
    database.primary,
    {
      name: 'planning-around',
      text: `
        select st_asgeojson(
                 st_simplifypreservetopology(
                   st_buffer(st_setsrid(st_geomfromgeojson($1::text), 4326)::geography, $2::float8)::geometry, 0.00002), 6)::jsonb as geometry`,
      values: [JSON.stringify(shape), metres],
    },
  )
  return row!.geometry
}
