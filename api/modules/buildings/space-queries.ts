import type { Knex } from 'knex'
import type { BuildingLevel, BuildingSpace } from '../../contract/buildings.ts'

export interface SpaceRow extends Omit<BuildingSpace, 'photos' | 'title'> {
  pins: { fileId: number; pin: [number, number, number] | null }[]
}

const columns = `
  s.id, s.version, s.guid, s.level_id as "levelId", l.guid as "levelGuid", s.name, s.long_name as "longName",
  s.name_zh as "nameZh", s.name_en as "nameEn", coalesce(s.use_given, s.use) as use, s.floor, s.height, s.area,
  s.declared_areas as "declaredAreas", coalesce(s.capacity, s.declared_capacity) as capacity,
  case when c.id is not null then json_build_object('id', c.id, 'nameZh', c.name_zh, 'nameEn', c.name_en) end as court,
  st_asgeojson(s.footprint, 4)::json as footprint, st_asgeojson(s.geom, 9, 0)::json as geometry,
  case when s.geom is not null
    then json_build_array(st_x(st_pointonsurface(s.geom)), st_y(st_pointonsurface(s.geom))) end as position,
  coalesce((
    select json_agg(json_build_object('fileId', p.file_id,
      'pin', case when p.x is not null then json_build_array(p.x, p.y, p.z) end) order by p.file_id)
    from app.building_space_photo p
    where p.space_id = s.id), '[]') as pins`

const tables = `
  app.building_space s
  join app.building_level l on l.id = s.level_id
  left join app.court c on c.id = s.court_id and c.archived_at is null`

/** By floor, then name. */
export async function readSpaces(on: Knex, placeId: number, state: 'current' | 'lost'): Promise<SpaceRow[]> {
  const { rows } = await on.raw(
    `select ${columns} from ${tables}
     where s.place_id = :placeId and s.state = :state
     order by l.elevation, s.name, s.id`,
    { placeId, state },
  )
  return rows
}

/** Current and lost ones; `lock` for a change. */
export async function readSpace(on: Knex, placeId: number, id: number): Promise<SpaceRow | undefined> {
  const { rows } = await on.raw(
    `select ${columns} from ${tables} where s.place_id = :placeId and s.id = :id and s.state <> 'gone'`,
    { placeId, id },
  )
  return rows[0]
}

export async function readLevels(on: Knex, placeId: number): Promise<BuildingLevel[]> {
  const { rows } = await on.raw(
    `select l.id, l.guid, l.name, l.name_zh as "nameZh", l.name_en as "nameEn", l.elevation, l.ordinal,
       (select count(*)::int from app.building_space s where s.level_id = l.id and s.state = 'current') as spaces
     from app.building_level l
     where l.place_id = :placeId and l.gone_at is null
     order by l.ordinal, l.elevation, l.id`,
    { placeId },
  )
  return rows
}

export async function countLost(on: Knex, placeId: number): Promise<number> {
  const { rows } = await on.raw(
    `select count(*)::int as lost from app.building_space where place_id = :placeId and state = 'lost'`,
    { placeId },
  )
  return rows[0].lost
}

const changeable: Readonly<Record<string, string>> = {
  nameZh: 'name_zh',
  nameEn: 'name_en',
  use: 'use_given',
  capacity: 'capacity',
  courtId: 'court_id',
}

/** Changes what is given; false when the version is another. */
export async function updateSpace(
  trx: Knex.Transaction,
  { id, version, change }: { id: number; version: number; change: Record<string, unknown> },
): Promise<boolean> {
  const given = Object.keys(change).filter((name) => changeable[name] && change[name] !== undefined)
  const { rows } = await trx.raw(
    `update app.building_space
     set ${['version = version + 1', ...given.map((name) => `${changeable[name]} = :${name}`)].join(', ')}
     where id = :id and version = :version and state = 'current'
     returning id`,
    { ...Object.fromEntries(given.map((name) => [name, change[name]])), id, version },
  )
  return rows.length === 1
}

export async function isCourtOf(on: Knex, placeId: number, courtId: number): Promise<boolean> {
  const { rows } = await on.raw(
    'select exists (select from app.court where id = :courtId and place_id = :placeId and archived_at is null) as found',
    { courtId, placeId },
  )
  return rows[0].found
}

/** @returns false when the photo is none of the place. */
export async function attachPhoto(
  trx: Knex.Transaction,
  photo: { placeId: number; spaceId: number; fileId: number; pin: readonly [number, number, number] | null },
): Promise<boolean> {
  const [x, y, z] = photo.pin ?? [null, null, null]
  const { rows } = await trx.raw(
    `insert into app.building_space_photo (space_id, file_id, x, y, z)
     select :spaceId::bigint, id, :x::float8, :y::float8, :z::float8
     from app.file
     where id = :fileId and place_id = :placeId and kind = 'photo' and deleted_at is null
     on conflict (space_id, file_id) do update set x = excluded.x, y = excluded.y, z = excluded.z
     returning file_id`,
    { spaceId: photo.spaceId, fileId: photo.fileId, placeId: photo.placeId, x, y, z },
  )
  return rows.length === 1
}

export async function detachPhoto(trx: Knex.Transaction, spaceId: number, fileId: number): Promise<boolean> {
  const { rows } = await trx.raw(
    'delete from app.building_space_photo where space_id = :spaceId and file_id = :fileId returning file_id',
    { spaceId, fileId },
  )
  return rows.length === 1
}

/** What hung on the lost space hangs on the other, where that has none of its own; photos are added. */
export async function giveToSpace(trx: Knex.Transaction, lostId: number, spaceId: number): Promise<void> {
  await trx.raw(
    `update app.building_space s
     set name_zh = coalesce(s.name_zh, l.name_zh), name_en = coalesce(s.name_en, l.name_en),
         use_given = coalesce(s.use_given, l.use_given), capacity = coalesce(s.capacity, l.capacity),
         court_id = coalesce(s.court_id, l.court_id), version = s.version + 1
     from app.building_space l
     where s.id = :spaceId and l.id = :lostId`,
    { lostId, spaceId },
  )
  // A pin is a point in the room that is no more.
  await trx.raw(
    `insert into app.building_space_photo (space_id, file_id)
     select :spaceId::bigint, file_id from app.building_space_photo where space_id = :lostId
     on conflict do nothing`,
    { lostId, spaceId },
  )
}

export async function endLostSpace(trx: Knex.Transaction, placeId: number, id: number): Promise<boolean> {
  const { rows } = await trx.raw(
    `update app.building_space set state = 'gone', version = version + 1
     where id = :id and place_id = :placeId and state = 'lost'
     returning id`,
    { id, placeId },
  )
  return rows.length === 1
}
