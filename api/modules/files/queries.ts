import type { Knex } from 'knex'
import type { FileKind } from '../../contract/file-kinds.ts'
import type { FileRecord } from '../../contract/files.ts'

export interface FileRow extends Omit<FileRecord, 'pictures' | 'picturesFault' | 'url' | 'uploadedBy'> {
  sha256: string
  uploadedById: string | null
  uploadedBy: string | null
  fault: string | null
  regionCode: string | null
  claimId: number | null
  reportId: number | null
  renditions: { type: string; width: number; height: number; sha256: string }[]
}

const columns = `
  f.id, f.version, f.kind, f.place_id as "placeId", f.part, f.name, c.media_type as "mediaType", f.bytes, f.visibility,
  f.caption_zh as "captionZh", f.caption_en as "captionEn", f.issued_on as "issuedOn", f.expires_on as "expiresOn", f.issuer,
  f.result, f.created_at as "createdAt", f.deleted_at as "deletedAt", f.sha256, f.uploaded_by as "uploadedById",
  u.name as "uploadedBy", c.width, c.height, c.pages, c.fault, p.region_code as "regionCode", f.claim_id as "claimId",
  f.report_id as "reportId",
  coalesce((
    select json_agg(json_build_object('type', r.media_type, 'width', r.width, 'height', r.height, 'sha256', r.sha256)
      order by r.width, r.media_type)
    from app.rendition r
    where r.source_sha256 = f.sha256), '[]') as renditions`

const tables = `
  app.file f
  join app.content c on c.sha256 = f.sha256
  join app.place p on p.id = f.place_id
  left join app.person u on u.id = f.uploaded_by`

export async function readFile(on: Knex, id: number): Promise<FileRow | undefined> {
  const { rows } = await on.raw(`select ${columns} from ${tables} where f.id = :id`, { id })
  return rows[0]
}

/** Files of a place in the order of showing; proofs of claims and photos of reports stand with their claim and report. */
export async function readFiles(
  on: Knex,
  wanted: { placeId: number; kind: FileKind | null; withPrivate: boolean; deleted: boolean },
): Promise<FileRow[]> {
  const { rows } = await on.raw(
    `select ${columns}
     from ${tables}
     where f.place_id = :placeId
       and (:kind::text is null or f.kind = :kind)
       and (f.kind <> 'claim-proof' and (f.kind <> 'report-photo' or f.visibility = 'public'))
       and (:withPrivate or f.visibility = 'public')
       and case when :deleted then f.deleted_at > now() - interval '30 days' else f.deleted_at is null end
     order by f.kind, f.sort, f.id
     limit 1000`,
    wanted,
  )
  return rows
}

export type AttachedTo =
  | { claimId: number }
  | { reportId: number }
  | { fileIds: readonly number[] }
  | { inspectionsOf: number }

/** Files that stand with a claim or a report, those of these ids, or the inspection reports of a place. */
export async function readAttached(on: Knex, to: AttachedTo): Promise<FileRow[]> {
  const [condition, value] =
    'claimId' in to
      ? ['f.claim_id = :value', to.claimId]
      : 'reportId' in to
        ? ['f.report_id = :value', to.reportId]
        : 'inspectionsOf' in to
          ? [`f.kind = 'report' and f.place_id = :value`, to.inspectionsOf]
          : ['f.id = any(:value::bigint[])', [...to.fileIds]]
  const { rows } = await on.raw(
    `select ${columns} from ${tables} where ${condition} and f.deleted_at is null order by f.id`,
    { value },
  )
  return rows
}

export interface NewContent {
  sha256: string
  bytes: number
  mediaType: string
  width: number | null
  height: number | null
}

export async function insertContent(trx: Knex.Transaction, content: NewContent): Promise<void> {
  await trx.raw(
    `insert into app.content (sha256, bytes, media_type, width, height)
     values (:sha256, :bytes, :mediaType, :width, :height)
     on conflict (sha256) do update set kept_at = now()`,
    { ...content },
  )
}

export interface NewFile {
  kind: FileKind
  placeId: number
  part: string | null
  sha256: string
  bytes: number
  name: string
  visibility: 'public' | 'private'
  uploadedBy: string | null
}

/** It stands last among its kind. @returns its id */
export async function insertFile(trx: Knex.Transaction, file: NewFile): Promise<number> {
  const { rows } = await trx.raw(
    `insert into app.file (kind, place_id, part, sha256, bytes, name, visibility, uploaded_by, sort)
     select :kind::text, :placeId::bigint, :part, :sha256, :bytes::bigint, :name, :visibility, :uploadedBy::uuid,
       coalesce((select max(sort) + 1 from app.file where place_id = :placeId::bigint and kind = :kind::text), 0)
     returning id`,
    { ...file },
  )
  return rows[0].id
}

export async function countFiles(on: Knex, placeId: number, kind: FileKind): Promise<number> {
  const { rows } = await on.raw(
    `select count(*)::int as total
     from app.file
     where place_id = :placeId and kind = :kind and deleted_at is null and claim_id is null and report_id is null`,
    { placeId, kind },
  )
  return rows[0].total
}

export async function placeRegion(on: Knex, placeId: number): Promise<{ regionCode: string | null } | undefined> {
  const { rows } = await on.raw('select region_code as "regionCode" from app.place where id = :placeId', { placeId })
  return rows[0]
}

export async function readUsage(on: Knex, placeId: number): Promise<{ bytes: number; mostBytes: number }> {
  const { rows } = await on.raw(
    `select bytes, most_bytes as "mostBytes" from app.file_usage where owner = 'place:' || :placeId::text`,
    { placeId },
  )
  return rows[0] ?? { bytes: 0, mostBytes: 4_000_000_000 }
}

/** Changes what is given; false when the version is another. */
export async function updateFile(
  trx: Knex.Transaction,
  { id, version, change }: { id: number; version: number; change: Record<string, unknown> },
): Promise<boolean> {
  const names: Record<string, string> = {
    captionZh: 'caption_zh',
    captionEn: 'caption_en',
    visibility: 'visibility',
    issuedOn: 'issued_on',
    expiresOn: 'expires_on',
    issuer: 'issuer',
    result: 'result',
  }
  const given = Object.keys(change).filter((name) => names[name])
  const { rows } = await trx.raw(
    `update app.file
     set ${['version = version + 1', ...given.map((name) => `${names[name]} = :${name}`)].join(', ')}
     where id = :id and version = :version and deleted_at is null
     returning id`,
    { ...change, id, version },
  )
  return rows.length === 1
}

export async function markDeleted(trx: Knex.Transaction, id: number, by: string): Promise<boolean> {
  const { rows } = await trx.raw(
    `update app.file set deleted_at = now(), deleted_by = :by, version = version + 1
     where id = :id and deleted_at is null returning id`,
    { id, by },
  )
  return rows.length === 1
}

export async function unmarkDeleted(trx: Knex.Transaction, id: number): Promise<boolean> {
  const { rows } = await trx.raw(
    `update app.file set deleted_at = null, deleted_by = null, version = version + 1
     where id = :id and deleted_at > now() - interval '30 days' returning id`,
    { id },
  )
  return rows.length === 1
}

/** @returns how many photos of the place were put in order. */
export async function writeOrder(trx: Knex.Transaction, placeId: number, ids: readonly number[]): Promise<number> {
  const { rows } = await trx.raw(
    `update app.file
     set sort = wanted.position
     from unnest(:ids::bigint[]) with ordinality as wanted (id, position)
     where file.id = wanted.id and file.place_id = :placeId and file.kind = 'photo' and file.deleted_at is null
     returning file.id`,
    { ids: [...ids], placeId },
  )
  return rows.length
}

/** Whether a picture belongs to a file that anybody may see. */
export async function isPublicPicture(on: Knex, sha256: string): Promise<boolean> {
  const { rows } = await on.raw(
    `select exists (
       select from app.rendition r
       join app.file f on f.sha256 = r.source_sha256
       where r.sha256 = :sha256 and f.visibility = 'public' and f.deleted_at is null) as found`,
    { sha256 },
  )
  return rows[0].found
}
