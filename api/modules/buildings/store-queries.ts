import type { Knex } from 'knex'
import type { Space, Storey } from '../../../bim-viewer/ifc/converted-building.ts'
import type { KnownLevel, KnownSpace } from './match-spaces.ts'

/** The building's row, locked; whether the version may become the one in force. */
export async function lockBuilding(trx: Knex.Transaction, placeId: number): Promise<{ currentVersion: number | null }> {
  await trx.raw('select from app.building where place_id = :placeId for update', { placeId })
  const { rows } = await trx.raw(
    `select m.version as "currentVersion"
     from app.building b
     left join app.building_model m on m.id = b.model_id
     where b.place_id = :placeId`,
    { placeId },
  )
  return rows[0]
}

export async function readKnownLevels(trx: Knex.Transaction, placeId: number): Promise<KnownLevel[]> {
  const { rows } = await trx.raw(
    'select id, guid, name, elevation from app.building_level where place_id = :placeId order by id',
    { placeId },
  )
  return rows
}

export async function readKnownSpaces(trx: Knex.Transaction, placeId: number): Promise<KnownSpace[]> {
  const { rows } = await trx.raw(
    `select id, guid, level_id as "levelId", name, state, st_asgeojson(footprint, 4)::json as footprint,
       (num_nonnulls(name_zh, name_en, use_given, capacity, court_id) > 0
        or exists (select from app.building_space_photo p where p.space_id = s.id)) as "isKept"
     from app.building_space s
     where place_id = :placeId
     order by id`,
    { placeId },
  )
  return rows
}

export interface LevelToWrite extends Storey {
  id: number | null
}

/** Writes what the model says of its storeys; those that it has no more are gone. @returns ids by GlobalId */
export async function writeLevels(
  trx: Knex.Transaction,
  to: { placeId: number; modelId: number },
  levels: readonly LevelToWrite[],
): Promise<Map<string, number>> {
  const bindings = { ...to, levels: JSON.stringify(levels) }
  const given =
    'jsonb_to_recordset(:levels::jsonb) as g (id bigint, guid text, name text, elevation float8, ordinal integer)'
  await trx.raw(
    `update app.building_level l
     set guid = g.guid, name = g.name, elevation = g.elevation, ordinal = g.ordinal, model_id = :modelId, gone_at = null
     from ${given}
     where l.id = g.id`,
    bindings,
  )
  await trx.raw(
    `insert into app.building_level (place_id, model_id, guid, name, elevation, ordinal)
     select :placeId::bigint, :modelId::bigint, g.guid, g.name, g.elevation, g.ordinal
     from ${given}
     where g.id is null`,
    bindings,
  )
  await trx.raw(
    `update app.building_level
     set gone_at = now()
     where place_id = :placeId and gone_at is null and model_id is distinct from :modelId`,
    to,
  )
  const { rows } = await trx.raw('select id, guid from app.building_level where model_id = :modelId', {
    modelId: to.modelId,
  })
  return new Map(rows.map(({ id, guid }: { id: number; guid: string }) => [guid, id]))
}

export interface SpaceToWrite extends Space {
  id: number | null
  levelId: number
}

/** What the model says of its spaces; what the owner says of them stays. */
export async function writeSpaces(
  trx: Knex.Transaction,
  to: { placeId: number; modelId: number },
  spaces: readonly SpaceToWrite[],
): Promise<void> {
  const bindings = { ...to, spaces: JSON.stringify(spaces) }
  const given = `jsonb_to_recordset(:spaces::jsonb) as g (id bigint, guid text, "levelId" bigint, name text, "longName" text, use text,
    capacity integer, floor float8, height float8, area float8, footprint jsonb, "declaredAreas" jsonb)`
  await trx.raw(
    `update app.building_space s
     set guid = g.guid, level_id = g."levelId", model_id = :modelId, name = g.name, long_name = g."longName", use = g.use,
         declared_capacity = g.capacity, floor = g.floor, height = g.height, area = g.area,
         footprint = st_setsrid(st_geomfromgeojson(g.footprint::text), 0), declared_areas = g."declaredAreas", state = 'current',
         version = s.version + 1
     from ${given}
     where s.id = g.id`,
    bindings,
  )
  await trx.raw(
    `insert into app.building_space (place_id, model_id, level_id, guid, name, long_name, use, declared_capacity, floor, height, area,
       footprint, declared_areas)
     select :placeId::bigint, :modelId::bigint, g."levelId", g.guid, g.name, g."longName", g.use, g.capacity, g.floor, g.height, g.area,
       st_setsrid(st_geomfromgeojson(g.footprint::text), 0), g."declaredAreas"
     from ${given}
     where g.id is null`,
    bindings,
  )
}

export async function markSpaces(trx: Knex.Transaction, ids: readonly number[], state: 'lost' | 'gone'): Promise<void> {
  await trx.raw(`update app.building_space set state = :state, version = version + 1 where id = any(:ids::bigint[])`, {
    state,
    ids: [...ids],
  })
}

export async function putInForce(trx: Knex.Transaction, placeId: number, modelId: number): Promise<void> {
  await trx.raw('update app.building set model_id = :modelId, version = version + 1 where place_id = :placeId', {
    placeId,
    modelId,
  })
}
