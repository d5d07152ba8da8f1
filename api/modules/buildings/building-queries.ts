import type { Knex } from 'knex'
import type { Placement } from '../../contract/buildings.ts'

export interface BuildingRow {
  placeId: number
  regionCode: string | null
  version: number
  modelId: number | null
  name: string | null
  /** Null until it is confirmed. */
  placement: Placement | null
}

export async function readBuilding(on: Knex, placeId: number): Promise<BuildingRow | undefined> {
  const { rows } = await on.raw(
    `select b.place_id as "placeId", p.region_code as "regionCode", b.version, b.model_id as "modelId", m.building_name as name,
       case when b.confirmed_at is not null then json_build_object('anchor', json_build_array(b.anchor_x, b.anchor_y), 'lon', b.lon,
         'lat', b.lat, 'rotation', b.rotation, 'scale', b.scale, 'elevation', b.elevation) end as placement
     from app.building b
     join app.place p on p.id = b.place_id
     left join app.building_model m on m.id = b.model_id
     where b.place_id = :placeId`,
    { placeId },
  )
  return rows[0]
}

export interface Confirmation {
  placeId: number
  /** Null: whatever it is. */
  version: number | null
  placement: Placement
  personId: string | null
}

/** @returns the new version, or null when it is another than expected. */
export async function writePlacement(trx: Knex.Transaction, given: Confirmation): Promise<number | null> {
  const { anchor, ...stands } = given.placement
  const { rows } = await trx.raw(
    `update app.building
     set anchor_x = :anchorX, anchor_y = :anchorY, lon = :lon, lat = :lat, rotation = :rotation, scale = :scale,
         elevation = :elevation, confirmed_by = :personId::uuid, confirmed_at = now(), version = version + 1
     where place_id = :placeId and (:version::int is null or version = :version)
     returning version`,
    {
      ...stands,
      anchorX: anchor[0],
      anchorY: anchor[1],
      placeId: given.placeId,
      version: given.version,
      personId: given.personId,
    },
  )
  return rows[0]?.version ?? null
}

/** Whether the point is within so many metres of the place. */
export async function isNearPlace(on: Knex, placeId: number, at: { lon: number; lat: number }, metres: number) {
  const { rows } = await on.raw(
    `select st_dwithin(geom::geography, st_setsrid(st_makepoint(:lon, :lat), 4326)::geography, :metres) as near
     from app.place where id = :placeId`,
    { placeId, lon: at.lon, lat: at.lat, metres },
  )
  return rows[0]?.near === true
}

/** The footprints that are to be on the map: current and lost ones that were not drawn there. */
export async function readFootprints(on: Knex, placeId: number): Promise<{ id: number; footprint: GeoJSON.Polygon }[]> {
  const { rows } = await on.raw(
    `select id, st_asgeojson(footprint, 6)::json as footprint
     from app.building_space where place_id = :placeId and footprint is not null`,
    { placeId },
  )
  return rows
}

export async function writeOnMap(
  trx: Knex.Transaction,
  spaces: readonly { id: number; geometry: GeoJSON.Polygon | null }[],
): Promise<void> {
  await trx.raw(
    `update app.building_space s
     set geom = st_setsrid(st_geomfromgeojson(given.geometry), 4326)
     from unnest(:ids::bigint[], :geometries::text[]) as given (id, geometry)
     where s.id = given.id`,
    {
      ids: spaces.map(({ id }) => id),
      geometries: spaces.map(({ geometry }) => (geometry ? JSON.stringify(geometry) : null)),
    },
  )
}
