import type { Knex } from 'knex'
import type { BuildingChanges, BuildingVersion, Placement } from '../../contract/buildings.ts'

export interface ModelRow extends Omit<BuildingVersion, 'artifacts' | 'detail'> {
  id: number
  placeId: number
  sourceSha256: string
  detail: string | null
  proposal: Placement | null
  /** The program's own, without an uploaded file. */
  isDemo: boolean
  artifacts: { name: string; bytes: number }[]
}

const columns = `
  m.id, m.place_id as "placeId", m.version, m.source_name as name, m.source_sha256 as "sourceSha256", m.state, m.progress, m.reason,
  m.reason_detail as detail, m.ifc_schema as schema, m.figures, m.proposal, m.requested_by is null and m.file_id is null as "isDemo", m.created_at as "createdAt", m.finished_at as "finishedAt",
  b.model_id is not null as current,
  coalesce((
    select json_agg(json_build_object('name', a.name, 'bytes', a.bytes) order by a.name)
    from app.building_artifact a
    where a.model_id = m.id), '[]') as artifacts`

const tables = `
  app.building_model m
  left join app.building b on b.place_id = m.place_id and b.model_id = m.id`

/** The latest first. */
export async function readModels(on: Knex, placeId: number): Promise<ModelRow[]> {
  const { rows } = await on.raw(
    `select ${columns} from ${tables} where m.place_id = :placeId order by m.version desc limit 200`,
    { placeId },
  )
  return rows
}

export async function readModel(on: Knex, id: number): Promise<ModelRow | undefined> {
  const { rows } = await on.raw(`select ${columns} from ${tables} where m.id = :id`, { id })
  return rows[0]
}

export async function readVersion(on: Knex, placeId: number, version: number): Promise<ModelRow | undefined> {
  const { rows } = await on.raw(
    `select ${columns} from ${tables} where m.place_id = :placeId and m.version = :version`,
    { placeId, version },
  )
  return rows[0]
}

export async function readChanges(on: Knex, modelId: number): Promise<BuildingChanges | null> {
  const { rows } = await on.raw('select changes from app.building_model where id = :modelId', { modelId })
  return rows[0]?.changes ?? null
}

/** The version that was ready last before this one. */
export async function readVersionBefore(on: Knex, model: { placeId: number; version: number }) {
  const { rows } = await on.raw(
    `select id, version from app.building_model
     where place_id = :placeId and version < :version and state = 'ready'
     order by version desc limit 1`,
    { placeId: model.placeId, version: model.version },
  )
  return rows[0] as { id: number; version: number } | undefined
}

export interface NewModel {
  placeId: number
  fileId: number | null
  sha256: string
  name: string
  requestedBy: string | null
}

/** Numbered after the last; two at once are kept apart by the lock of the building's row. @returns its id and version */
export async function insertModel(trx: Knex.Transaction, model: NewModel): Promise<{ id: number; version: number }> {
  await trx.raw('insert into app.building (place_id) values (:placeId) on conflict do nothing', {
    placeId: model.placeId,
  })
  await trx.raw('select from app.building where place_id = :placeId for update', { placeId: model.placeId })
  const { rows } = await trx.raw(
    `insert into app.building_model (place_id, version, file_id, source_sha256, source_name, requested_by)
     select :placeId::bigint, coalesce(max(version), 0) + 1, :fileId::bigint, :sha256, :name, :requestedBy::uuid
     from app.building_model
     where place_id = :placeId::bigint
     returning id, version`,
    { ...model },
  )
  return rows[0]
}

/** The uploaded model of this place, with its content. */
export async function readModelFile(on: Knex, placeId: number, fileId: number) {
  const { rows } = await on.raw(
    `select f.id, f.name, f.sha256, c.media_type as "mediaType", c.bytes
     from app.file f
     join app.content c on c.sha256 = f.sha256
     where f.id = :fileId and f.place_id = :placeId and f.kind = 'building-model' and f.deleted_at is null`,
    { fileId, placeId },
  )
  return rows[0] as { id: number; name: string; sha256: string; mediaType: string; bytes: number } | undefined
}

export async function writeProgress(on: Knex, id: number, state: string, progress: number): Promise<void> {
  await on.raw(
    `update app.building_model set state = :state, progress = :progress
     where id = :id and state not in ('ready', 'refused')`,
    { id, state, progress },
  )
}

export async function writeRefusal(on: Knex, id: number, reason: string, detail: string): Promise<void> {
  await on.raw(
    `update app.building_model
     set state = 'refused', reason = :reason, reason_detail = :detail, progress = 1, finished_at = now()
     where id = :id and state not in ('ready', 'refused')`,
    { id, reason, detail: detail.slice(0, 500) },
  )
}

export interface FinishedModel {
  id: number
  schema: string
  name: string | null
  georeference: unknown
  proposal: Placement | null
  figures: unknown
  changes: BuildingChanges
}

/** @returns false when it was finished before: another run of the same job was faster. */
export async function writeReady(trx: Knex.Transaction, model: FinishedModel): Promise<boolean> {
  const { rows } = await trx.raw(
    `update app.building_model
     set state = 'ready', progress = 1, ifc_schema = :schema, building_name = :name, georeference = :georeference::jsonb,
         proposal = :proposal::jsonb, figures = :figures::jsonb, changes = :changes::jsonb, finished_at = now()
     where id = :id and state not in ('ready', 'refused')
     returning id`,
    {
      id: model.id,
      schema: model.schema,
      name: model.name,
      georeference: textOf(model.georeference),
      proposal: textOf(model.proposal),
      figures: textOf(model.figures),
      changes: textOf(model.changes),
    },
  )
  return rows.length === 1
}

const textOf = (value: unknown): string | null => (value == null ? null : JSON.stringify(value))

export async function insertArtifact(
  trx: Knex.Transaction,
  artifact: { modelId: number; name: string; sha256: string; bytes: number },
): Promise<void> {
  await trx.raw(
    `insert into app.building_artifact (model_id, name, sha256, bytes)
     values (:modelId, :name, :sha256, :bytes)
     on conflict (model_id, name) do update set sha256 = excluded.sha256, bytes = excluded.bytes`,
    { ...artifact },
  )
}

export async function readArtifact(on: Knex, asked: { placeId: number; version: number; name: string }) {
  const { rows } = await on.raw(
    `select a.sha256, a.bytes
     from app.building_artifact a
     join app.building_model m on m.id = a.model_id
     where m.place_id = :placeId and m.version = :version and m.state = 'ready' and a.name = :name`,
    asked,
  )
  return rows[0] as { sha256: string; bytes: number } | undefined
}
