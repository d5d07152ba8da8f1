import type { Point, Polygon } from 'geojson'
import type { Knex } from 'knex'
import type { Connector, Passage } from '../../../../bim-viewer/ifc/paths/walk-plan.ts'
import type { Placement } from '../../../contract/buildings.ts'

/** What stands on the map: only buildings whose place is confirmed, only what the version in force has. */

export interface IndoorBuilding {
  name: string | null
  version: number
  placement: Placement
  /** Null where no ways are known. */
  walkVersion: number | null
}

export async function readIndoorBuilding(on: Knex, placeId: number): Promise<IndoorBuilding | undefined> {
  const { rows } = await on.raw(
    `select coalesce(m.building_name, p.name_zh) as name, b.version,
       case when cardinality(w.space_ids) > 0 then w.version end as "walkVersion",
       json_build_object('anchor', json_build_array(b.anchor_x, b.anchor_y), 'lon', b.lon, 'lat', b.lat,
         'rotation', b.rotation, 'scale', b.scale, 'elevation', b.elevation) as placement
     from app.building b
     join app.place p on p.id = b.place_id
     left join app.building_model m on m.id = b.model_id
     left join app.building_walk w on w.place_id = b.place_id
     where b.place_id = :placeId and b.confirmed_at is not null`,
    { placeId },
  )
  return rows[0]
}

export interface LevelRow {
  id: number
  guid: string
  name: string
  nameZh: string | null
  nameEn: string | null
  elevation: number
  ordinal: number
}

/** Levels that have a space, lowest first. */
export async function readIndoorLevels(on: Knex, placeId: number): Promise<LevelRow[]> {
  const { rows } = await on.raw(
    `select l.id, l.guid, l.name, l.name_zh as "nameZh", l.name_en as "nameEn", l.elevation, l.ordinal
     from app.building_level l
     where l.place_id = :placeId and l.gone_at is null
       and exists (select from app.building_space s where s.level_id = l.id and s.state = 'current')
     order by l.ordinal, l.elevation, l.id`,
    { placeId },
  )
  return rows
}

export interface UnitRow {
  id: number
  guid: string
  levelId: number
  name: string
  longName: string | null
  nameZh: string | null
  nameEn: string | null
  use: string | null
  floor: number
  height: number
  area: number
  capacity: number | null
  courtId: number | null
  sport: string | null
  photos: number
  footprint: Polygon
  /** Local metres, inside the footprint. */
  display: [number, number]
}

export async function readUnits(on: Knex, placeId: number): Promise<UnitRow[]> {
  const { rows } = await on.raw(
    `select s.id, s.guid, s.level_id as "levelId", s.name, s.long_name as "longName", s.name_zh as "nameZh",
       s.name_en as "nameEn", coalesce(s.use_given, s.use) as use, s.floor, s.height, s.area,
       coalesce(s.capacity, s.declared_capacity) as capacity, c.id as "courtId", c.sport,
       (select count(*)::int from app.building_space_photo p where p.space_id = s.id) as photos,
       st_asgeojson(s.footprint, 4)::json as footprint,
       (select json_build_array(st_x(inside.point), st_y(inside.point))
        from (select st_pointonsurface(s.footprint) as point) inside) as display
     from app.building_space s
     left join app.court c on c.id = s.court_id and c.archived_at is null
     where s.place_id = :placeId and s.state = 'current' and s.footprint is not null
     order by s.id`,
    { placeId },
  )
  return rows
}

export interface PassageRow {
  id: number
  guid: string
  kind: Passage['kind']
  name: string | null
  spaceId: number
  otherSpaceId: number | null
  line: [[number, number], [number, number]]
  hasSteps: boolean
}

export async function readPassages(on: Knex, placeId: number): Promise<PassageRow[]> {
  const { rows } = await on.raw(
    `select id, guid, kind, name, space_id as "spaceId", other_space_id as "otherSpaceId",
       st_asgeojson(line, 4)::json -> 'coordinates' as line, has_steps as "hasSteps"
     from app.building_passage where place_id = :placeId order by id`,
    { placeId },
  )
  return rows
}

export interface ConnectorRow {
  id: number
  guid: string
  kind: Connector['kind']
  name: string | null
  stops: { spaceId: number; levelId: number; at: [number, number]; metres: number }[]
}

export async function readConnectors(on: Knex, placeId: number): Promise<ConnectorRow[]> {
  const { rows } = await on.raw(
    `select c.id, c.guid, c.kind, c.name,
       (select json_agg(json_build_object('spaceId', t.space_id, 'levelId', s.level_id, 'at', json_build_array(t.x, t.y),
          'metres', t.metres)
          order by t.position)
        from app.building_connector_stop t
        join app.building_space s on s.id = t.space_id
        where t.connector_id = c.id) as stops
     from app.building_connector c where c.place_id = :placeId order by c.id`,
    { placeId },
  )
  return rows
}

export interface AmenityRow {
  id: number
  guid: string
  levelId: number
  category: string
  nameZh: string | null
  nameEn: string | null
  at: Point
}

export async function readAmenities(on: Knex, placeId: number): Promise<AmenityRow[]> {
  const { rows } = await on.raw(
    `select id, guid, level_id as "levelId", category, name_zh as "nameZh", name_en as "nameEn",
       st_asgeojson(at, 4)::json as at
     from app.building_amenity where place_id = :placeId order by id`,
    { placeId },
  )
  return rows
}

export interface WalkRow {
  version: number
  spaceIds: number[]
  passageIds: number[]
  connectorIds: number[]
  graph: Buffer
}

export async function readWalk(on: Knex, placeId: number): Promise<WalkRow | undefined> {
  const { rows } = await on.raw(
    `select version, to_json(space_ids) as "spaceIds", to_json(passage_ids) as "passageIds",
       to_json(connector_ids) as "connectorIds", graph
     from app.building_walk where place_id = :placeId`,
    { placeId },
  )
  return rows[0]
}

export async function readSportNames(on: Knex): Promise<Map<string, { nameZh: string; nameEn: string }>> {
  const { rows } = await on.raw('select code, name_zh as "nameZh", name_en as "nameEn" from app.sport')
  return new Map(rows.map(({ code, ...names }: { code: string; nameZh: string; nameEn: string }) => [code, names]))
}

/** What IMDF asks of the place: ISO 3166-2 codes follow the province of its county. */
export async function readImdfPlace(on: Knex, placeId: number) {
  const { rows } = await on.raw(
    `select p.id, p.name_zh as "nameZh", p.name_en as "nameEn", p.address_zh as address, coalesce(r.name_zh, '') as locality,
       case left(p.region_code, 2) when '50' then 'CN-CQ' else 'CN-SC' end as province
     from app.place p
     left join app.region r on r.code = p.region_code
     where p.id = :placeId`,
    { placeId },
  )
  return rows[0]
}

/** Places whose rooms are in the box; few, for a map that is near enough to show rooms. */
export async function readInView(on: Knex, [west, south, east, north]: readonly [number, number, number, number]) {
  const { rows } = await on.raw(
    `select p.id as "placeId", p.name_zh as "nameZh", p.name_en as "nameEn"
     from app.building_space s
     join app.building b on b.place_id = s.place_id and b.confirmed_at is not null
     join app.place p on p.id = s.place_id
     where s.geom && st_makeenvelope(:west, :south, :east, :north, 4326) and s.state = 'current'
     group by p.id
     order by sum(s.area) desc, p.id
     limit 5`,
    { west, south, east, north },
  )
  return rows
}
