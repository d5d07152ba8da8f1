import type { Knex } from 'knex'
import type { FloorDrawing } from '../../../../contract/drawing.ts'

interface DrawingRow {
  version: number
  baseVersion: string
  drawing: FloorDrawing
  isPublished: boolean
}

export async function readDrawing(on: Knex, placeId: number): Promise<DrawingRow | undefined> {
  const { rows } = await on.raw(
    `select version, base_version as "baseVersion", drawing, published_at is not null as "isPublished"
     from app.building_drawing where place_id = :placeId`,
    { placeId },
  )
  return rows[0]
}

/** @returns the new version, or null where another was saved meanwhile. Version 0 is none. */
export async function writeDrawing(
  trx: Knex,
  given: { placeId: number; version: number; baseVersion: string; drawing: FloorDrawing; personId: string | null },
): Promise<number | null> {
  const { rows } = await trx.raw(
    given.version === 0
      ? `insert into app.building_drawing (place_id, base_version, drawing, saved_by)
         values (:placeId, :baseVersion, :drawing::jsonb, :personId::uuid)
         on conflict (place_id) do nothing
         returning version`
      : `update app.building_drawing
         set version = version + 1, base_version = :baseVersion, drawing = :drawing::jsonb, saved_by = :personId::uuid,
           saved_at = now(), published_at = null
         where place_id = :placeId and version = :version
         returning version`,
    { ...given, drawing: JSON.stringify(given.drawing) },
  )
  return rows[0]?.version ?? null
}

/** @returns the version of what is published now, or null where another was saved meanwhile. */
export async function markPublished(
  trx: Knex,
  given: { placeId: number; version: number; baseVersion: string },
): Promise<number | null> {
  const { rows } = await trx.raw(
    `update app.building_drawing set published_at = now(), base_version = :baseVersion, version = version + 1
     where place_id = :placeId and version = :version
     returning version`,
    given,
  )
  return rows[0]?.version ?? null
}

export const deleteDrawing = (trx: Knex, placeId: number) =>
  trx.raw('delete from app.building_drawing where place_id = :placeId', { placeId })

export interface DrawnPlace {
  location: [number, number]
  /** Whether a model is in force that nobody has put on the map yet. */
  isUnplaced: boolean
}

export async function readDrawnPlace(on: Knex, placeId: number): Promise<DrawnPlace | undefined> {
  const { rows } = await on.raw(
    `select json_build_array(st_x(at.point), st_y(at.point)) as location,
       coalesce(b.model_id is not null and b.confirmed_at is null, false) as "isUnplaced"
     from app.place p
     cross join lateral (select st_pointonsurface(p.geom) as point) at
     left join app.building b on b.place_id = p.id
     where p.id = :placeId`,
    { placeId },
  )
  return rows[0]
}

/** Reasons for which polygons of local metres cannot be stored, by their place in the list; null where they can. */
export async function readInvalid(on: Knex, polygons: readonly object[]): Promise<(string | null)[]> {
  if (polygons.length === 0) return []
  const { rows } = await on.raw(
    `select case when not st_isvalid(shape.geom) then st_isvalidreason(shape.geom) end as reason
     from jsonb_array_elements(:polygons::jsonb) with ordinality as given (polygon, position)
     cross join lateral (select st_geomfromgeojson(given.polygon::text) as geom) shape
     order by given.position`,
    { polygons: JSON.stringify(polygons) },
  )
  return rows.map(({ reason }: { reason: string | null }) => reason)
}
