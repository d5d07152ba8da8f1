import type { navigationLinks } from '../contract/nearest.ts'
import type { Core } from '../core.ts'
import type { NamedStatement } from '../db/types.ts'
import { errors } from '../errors.ts'
import type { Call } from '../http/handle.ts'
import { type NavigationLink, navigationUrls } from './navigation.ts'
import { nearestPointSql } from './nearest-point.ts'

/** GET /api/places/:id/navigation: from a given origin the way leads to the nearest point of a trail, else to the place's own point. */
export async function answerNavigation(
  { database }: Pick<Core, 'database'>,
  { params: { id }, query: { mode, lon, lat, originName }, atLeast, signal }: Call<typeof navigationLinks>,
): Promise<{ links: NavigationLink[] }> {
  if ((lon === undefined) !== (lat === undefined)) {
    throw errors.badRequest('origin-incomplete', 'An origin needs both lon and lat; give both or neither.')
  }
  const statement = destination(id, lon ?? null, lat ?? null)
  const [place] = await database.rows<Destination>(database.reader(atLeast), statement, { signal })
  if (!place) throw errors.notFound('place-not-found', `There is no place ${id}.`)
  const from = lon === undefined || lat === undefined ? undefined : { lon, lat, name: originName }
  return { links: navigationUrls({ lon: place.lon, lat: place.lat, name: place.name }, mode, from) }
}

interface Destination {
  name: string
  lon: number
  lat: number
}

/** One goes into an area by its own point (inside it), but onto a trail where it is nearest. */
const destination = (id: number, lon: number | null, lat: number | null): NamedStatement => ({
  name: 'spatial_destination',
  text: `with origin as (
  select st_setsrid(st_makepoint($2::float8, $3::float8), 4326) as point
), target as (
  select p.name_zh as name,
         case when o.point is not null and geometrytype(p.geom) in ('LINESTRING', 'MULTILINESTRING')
           then ${nearestPointSql('p.geom', 'o.point')}
           else p.location end as point
  from place p, origin o
  where p.id = $1::bigint
)
select name, st_x(point) as lon, st_y(point) as lat from target`,
  values: [id, lon, lat],
})
