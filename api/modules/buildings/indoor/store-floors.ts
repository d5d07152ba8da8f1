import type { Polygon } from 'geojson'
import type { Knex } from 'knex'
import { buildGraph } from '../../../../bim-viewer/ifc/paths/build-graph.ts'
import type { WalkPlan } from '../../../../bim-viewer/ifc/paths/walk-plan.ts'
import { polygonOnMap, toMap } from '../../../../bim-viewer/ifc/placement.ts'
import type { Placement } from '../../../contract/buildings.ts'
import { storeWalk } from './store-walk.ts'

/** Floors that no model made: drawn by the owner, or from a plan in another format. All in the building's local metres. */
export interface Floors {
  placement: Placement
  levels: readonly FloorLevel[]
  spaces: readonly FloorSpace[]
  amenities: readonly FloorAmenity[]
  passages: WalkPlan['passages']
  connectors: WalkPlan['connectors']
}

export interface FloorLevel {
  guid: string
  name: string
  nameZh: string | null
  nameEn: string | null
  ordinal: number
  elevation: number
}

export interface FloorSpace {
  guid: string
  levelGuid: string
  name: string
  nameZh: string | null
  nameEn: string | null
  use: string | null
  height: number
  /** Where it is not that of its level. */
  floor?: number
  footprint: Polygon
  area: number
}

interface Keeper {
  placeId: number
  personId: string | null
  /**
   * Drawn by the owner over what is there: names and uses are the owner's, so that an empty one takes back what was said, and what a model
   * said of a room stays. A file that is imported replaces the building.
   */
  isDrawn?: boolean
}

export interface FloorAmenity {
  guid: string
  levelGuid: string
  category: string
  nameZh: string | null
  nameEn: string | null
  at: readonly [number, number]
}

/** Makes these the floors of the place. What has the guid of a former one is the same: it keeps its id, and with it photos and courts. */
export async function storeFloors(
  trx: Knex.Transaction,
  { placeId, personId, isDrawn = false }: Keeper,
  floors: Floors,
): Promise<void> {
  await writeBuilding(trx, { placeId, personId, isDrawn }, floors.placement)
  const levelIds = await writeLevels(trx, placeId, floors.levels)
  await writeSpaces(trx, { placeId, isDrawn }, floors, levelIds)
  await writeAmenities(trx, placeId, floors.amenities, levelIds)
  const elevations = new Map(floors.levels.map(({ guid, elevation }) => [guid, elevation]))
  const plan: WalkPlan = {
    levels: floors.levels.map(({ guid, ordinal, elevation }) => ({ id: guid, ordinal, elevation })),
    spaces: floors.spaces.map(({ guid, levelGuid, footprint, floor }) => ({
      id: guid,
      levelId: levelGuid,
      floor: floor ?? elevations.get(levelGuid)!,
      footprint,
    })),
    passages: floors.passages,
    connectors: floors.connectors,
  }
  await storeWalk(trx, placeId, { plan, graph: buildGraph(plan) })
}

async function writeBuilding(
  trx: Knex.Transaction,
  { placeId, personId, isDrawn }: Required<Keeper>,
  { anchor, ...stands }: Placement,
): Promise<void> {
  await trx.raw(
    `insert into app.building (place_id, anchor_x, anchor_y, lon, lat, elevation, rotation, scale, confirmed_by, confirmed_at)
     values (:placeId, :anchorX, :anchorY, :lon, :lat, :elevation, :rotation, :scale, :personId::uuid, now())
     on conflict (place_id) do update
     set anchor_x = excluded.anchor_x, anchor_y = excluded.anchor_y, lon = excluded.lon, lat = excluded.lat,
       elevation = excluded.elevation, rotation = excluded.rotation, scale = excluded.scale,
       model_id = case when :isDrawn::boolean then building.model_id end,
       confirmed_by = excluded.confirmed_by, confirmed_at = now(), version = building.version + 1`,
    { placeId, personId, isDrawn, anchorX: anchor[0], anchorY: anchor[1], ...stands },
  )
}

async function writeLevels(
  trx: Knex.Transaction,
  placeId: number,
  levels: readonly FloorLevel[],
): Promise<Map<string, number>> {
  const guids = levels.map(({ guid }) => guid)
  await trx.raw(
    `update app.building_level set gone_at = now()
     where place_id = :placeId and gone_at is null and guid <> all(:guids::text[])`,
    { placeId, guids },
  )
  const { rows } = await trx.raw(
    `insert into app.building_level (place_id, guid, name, name_zh, name_en, elevation, ordinal)
     select :placeId::bigint, g.guid, g.name, g."nameZh", g."nameEn", g.elevation, g.ordinal
     from jsonb_to_recordset(:levels::jsonb)
       as g (guid text, name text, "nameZh" text, "nameEn" text, elevation float8, ordinal int)
     on conflict (place_id, guid) do update
     set name = excluded.name, name_zh = excluded.name_zh, name_en = excluded.name_en, elevation = excluded.elevation,
       ordinal = excluded.ordinal, model_id = null, gone_at = null
     returning id, guid`,
    { placeId, levels: JSON.stringify(levels) },
  )
  return new Map(rows.map(({ id, guid }: { id: number; guid: string }) => [guid, id]))
}

/** Spaces that are no more are lost where something hangs on them, so that the owner is asked, and else gone. */
async function writeSpaces(
  trx: Knex.Transaction,
  { placeId, isDrawn }: { placeId: number; isDrawn: boolean },
  { levels, spaces, placement }: Floors,
  levelIds: ReadonlyMap<string, number>,
): Promise<void> {
  const project = toMap(placement)
  const elevations = new Map(levels.map(({ guid, elevation }) => [guid, elevation]))
  await trx.raw(
    `update app.building_space s
     set version = version + 1, state = case
       when num_nonnulls(name_zh, name_en, use_given, capacity, court_id) > 0
         or exists (select from app.building_space_photo p where p.space_id = s.id) then 'lost' else 'gone' end
     where place_id = :placeId and state = 'current' and guid <> all(:guids::text[])`,
    { placeId, guids: spaces.map(({ guid }) => guid) },
  )
  await trx.raw(
    `insert into app.building_space as s (place_id, level_id, guid, name, name_zh, name_en, use, floor, height, area, footprint, geom)
     select :placeId::bigint, g."levelId", g.guid, g.name, g."nameZh", g."nameEn", g.use, g.floor, g.height, g.area,
       st_setsrid(st_geomfromgeojson(g.footprint::text), 0), st_setsrid(st_geomfromgeojson(g.geometry::text), 4326)
     from jsonb_to_recordset(:spaces::jsonb) as g ("levelId" bigint, guid text, name text, "nameZh" text, "nameEn" text, use text,
       floor float8, height float8, area float8, footprint jsonb, geometry jsonb)
     on conflict (place_id, guid) do update
     set level_id = excluded.level_id, floor = excluded.floor, height = excluded.height, area = excluded.area,
       footprint = excluded.footprint, geom = excluded.geom, state = 'current', version = s.version + 1,
       name = case when :isDrawn::boolean and s.model_id is not null then s.name else excluded.name end,
       name_zh = case when :isDrawn::boolean then excluded.name_zh else coalesce(excluded.name_zh, s.name_zh) end,
       name_en = case when :isDrawn::boolean then excluded.name_en else coalesce(excluded.name_en, s.name_en) end,
       use = case when :isDrawn::boolean and s.model_id is not null then s.use else excluded.use end,
       use_given = case
         when not :isDrawn::boolean then s.use_given
         when s.model_id is not null and excluded.use is distinct from s.use then excluded.use end,
       long_name = case when :isDrawn::boolean then s.long_name end,
       declared_areas = case when :isDrawn::boolean then s.declared_areas else '[]' end,
       model_id = case when :isDrawn::boolean then s.model_id end`,
    {
      placeId,
      isDrawn,
      spaces: JSON.stringify(
        spaces.map((space) => ({
          ...space,
          levelId: levelIds.get(space.levelGuid),
          floor: space.floor ?? elevations.get(space.levelGuid),
          geometry: polygonOnMap(space.footprint, project),
        })),
      ),
    },
  )
}

async function writeAmenities(
  trx: Knex.Transaction,
  placeId: number,
  amenities: readonly FloorAmenity[],
  levelIds: ReadonlyMap<string, number>,
): Promise<void> {
  await trx.raw('delete from app.building_amenity where place_id = :placeId', { placeId })
  await trx.raw(
    `insert into app.building_amenity (place_id, level_id, guid, category, name_zh, name_en, at)
     select :placeId::bigint, g."levelId", g.guid, g.category, g."nameZh", g."nameEn", st_makepoint(g.x, g.y)
     from jsonb_to_recordset(:amenities::jsonb)
       as g ("levelId" bigint, guid text, category text, "nameZh" text, "nameEn" text, x float8, y float8)`,
    {
      placeId,
      amenities: JSON.stringify(
        amenities.map(({ levelGuid, at: [x, y], ...amenity }) => ({
          ...amenity,
          x,
          y,
          levelId: levelIds.get(levelGuid),
        })),
      ),
    },
  )
}
