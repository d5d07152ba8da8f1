import type { Knex } from 'knex'

export interface ContentRow {
  sha256: string
  bytes: number
  mediaType: string
}

export async function readContent(on: Knex, sha256: string): Promise<ContentRow | undefined> {
  const { rows } = await on.raw(
    'select sha256, bytes, media_type as "mediaType" from app.content where sha256 = :sha256',
    { sha256 },
  )
  return rows[0]
}

export async function readRenditions(on: Knex, source: string): Promise<{ mediaType: string; width: number }[]> {
  const { rows } = await on.raw(
    'select media_type as "mediaType", width from app.rendition where source_sha256 = :source',
    { source },
  )
  return rows
}

export interface NewRendition {
  source: string
  sha256: string
  mediaType: string
  width: number
  height: number
}

export async function insertRendition(trx: Knex.Transaction, rendition: NewRendition): Promise<void> {
  await trx.raw(
    `insert into app.rendition (source_sha256, sha256, media_type, width, height)
     values (:source, :sha256, :mediaType, :width, :height)
     on conflict do nothing`,
    { ...rendition },
  )
}

/** What was found out of a document: its pages, or why it cannot be drawn. */
export async function noteDocument(
  on: Knex,
  sha256: string,
  { pages, fault }: { pages: number | null; fault: string | null },
): Promise<void> {
  await on.raw('update app.content set pages = :pages, fault = :fault where sha256 = :sha256', { sha256, pages, fault })
}

/** Files deleted more than 30 days ago, and what was uploaded for a report or a claim that never came. */
export async function removeOldFiles(on: Knex): Promise<void> {
  await on.raw(
    `delete from app.file
     where deleted_at < now() - interval '30 days'
       or (kind = 'report-photo' and report_id is null and created_at < now() - interval '1 day')
       or (kind = 'claim-proof' and claim_id is null and created_at < now() - interval '30 days')`,
  )
}

/** Renditions of content that no file has, then content that nothing has; a day's grace for what is just coming in. */
export async function removeUnusedContent(on: Knex): Promise<void> {
  await on.raw(
    `delete from app.rendition
     where not exists (select from app.file where file.sha256 = rendition.source_sha256)
       and (select kept_at from app.content where content.sha256 = rendition.source_sha256) < now() - interval '1 day'`,
  )
  await on.raw(
    `delete from app.content
     where kept_at < now() - interval '1 day'
       and not exists (select from app.file where file.sha256 = content.sha256)
       and not exists (select from app.content_hold where content_hold.sha256 = content.sha256)
       and not exists (select from app.rendition where rendition.source_sha256 = content.sha256)
       and not exists (select from app.rendition where rendition.sha256 = content.sha256)`,
  )
}

/** Which of these are not content that anything refers to. */
export async function unknownAmong(on: Knex, hashes: readonly string[]): Promise<string[]> {
  const { rows } = await on.raw(
    `select given.sha256
     from unnest(:hashes::text[]) as given (sha256)
     where not exists (select from app.content where content.sha256 = given.sha256)`,
    { hashes: [...hashes] },
  )
  return rows.map(({ sha256 }: { sha256: string }) => sha256)
}
