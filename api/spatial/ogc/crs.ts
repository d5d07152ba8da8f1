import type { Knex } from 'knex'
import type { Database } from '../../db/types.ts'
import { errors } from '../../errors.ts'

/** A coordinate system that PostGIS can transform to and from, with the order in which its definition names the axes. */
export interface Crs {
  uri: string
  srid: number
  /** Whether the authority puts northing (or latitude) first; PostGIS always has easting first. */
  northFirst: boolean
  /** Decimals that are worth a centimetre. */
  digits: number
}

export const crs84: Crs = {
  uri: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84',
  srid: 4326,
  northFirst: false,
  digits: 7,
}

const epsgUri = (srid: number): string => `http://www.opengis.net/def/crs/EPSG/0/${srid}`
const known = new WeakMap<Database, Promise<ReadonlyMap<number, Crs>>>()

/** Every two-dimensional EPSG system that the database defines, by code; read once. */
export function crsOf(database: Database): Promise<ReadonlyMap<number, Crs>> {
  const found = known.get(database) ?? readSystems(database, database.primary)
  known.set(database, found)
  found.catch(() => known.delete(database))
  return found
}

async function readSystems(database: Database, on: Knex): Promise<ReadonlyMap<number, Crs>> {
  const rows = await database.rows<{ srid: number; kind: string; axes: string[] | null }>(on, {
    name: 'ogc-systems',
    // GDAL, from which the table is made, leaves the axes out where the authority puts north first.
    text: `
      select srid, left(srtext, 6) as kind,
             array(select upper(m[1]) from regexp_matches(srtext, 'AXIS\\["[^"]*",([A-Za-z]+)', 'g') as m) as axes
      from spatial_ref_sys
      where auth_name = 'EPSG' and auth_srid = srid and srtext ~ '^(GEOGCS|PROJCS|GEOGCR|PROJCR|BOUNDC)' and proj4text <> ''
      order by srid`,
    values: [],
  })
  return new Map(
    rows
      .filter(({ axes }) => !axes?.includes('UP') && (axes?.length ?? 0) <= 2)
      .map(({ srid, kind, axes }) => {
        const [first, second] = axes ?? []
        const northFirst = first === undefined || (/^(NORTH|SOUTH)$/.test(first) && /^(EAST|WEST)$/.test(second ?? ''))
        return [srid, { uri: epsgUri(srid), srid, northFirst, digits: kind.startsWith('GEOG') ? 7 : 3 }]
      }),
  )
}

/**
 * The system that a URI (or `EPSG:4490`) names. @throws 400 crs-unknown.
 */
export async function findCrs(database: Database, name: string | undefined, parameter: string): Promise<Crs> {
  if (name === undefined || name === crs84.uri || name === 'OGC:CRS84') return crs84
  const code =
    /^(?:https?:\/\/www\.opengis\.net\/def\/crs\/EPSG\/(?:0|[\d.]+)\/|EPSG:|urn:ogc:def:crs:EPSG::)(\d{1,6})$/i.exec(
      name,
    )?.[1]
  const found = code === undefined ? undefined : (await crsOf(database)).get(Number(code))
  if (found) return found
  throw errors.badRequest(
    'crs-unknown',
    `${parameter} «${name.slice(0, 80)}» is not known here. Give ${crs84.uri} or ${epsgUri(4490).replace('4490', '{code}')} of the list in /ogc/collections.`,
  )
}

/** `geometry` (EPSG:4326, longitude first) as GeoJSON text in a system, axes in its own order. */
export function geojsonSql(geometry: string, { srid, northFirst, digits }: Crs): string {
  const transformed = srid === 4326 ? geometry : `st_transform(${geometry}, ${srid})`
  return `st_asgeojson(${northFirst ? `st_flipcoordinates(${transformed})` : transformed}, ${digits}, 0)`
}

/** A GeoJSON parameter that is in a system, in EPSG:4326 with longitude first. */
export function fromGeojsonSql(parameter: string, { srid, northFirst }: Crs): string {
  const given = `st_setsrid(st_force2d(st_geomfromgeojson(${parameter}::text)), ${srid})`
  const eastFirst = northFirst ? `st_flipcoordinates(${given})` : given
  return srid === 4326 ? eastFirst : `st_transform(${eastFirst}, 4326)`
}
