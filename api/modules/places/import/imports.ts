import type { Knex } from 'knex'
import { chunkBytes, type ImportRecord, type Mapping } from '../../../contract/imports.ts'
import type { Database } from '../../../db/types.ts'
import { errors } from '../../../errors.ts'
import type { Person } from '../../../http/auth.ts'
import type { Scope } from './scope.ts'

/** The rows of `import` and `import_chunk`. */

export interface StoredImport extends ImportRecord {
  personId: string
  scope: Scope | null
}

const columns = `
  id, person_id as "personId", account, name, size_bytes as "sizeBytes", state, mapping, scope, done_rows as "doneRows",
  total_rows as "totalRows", counts, notes, problem, created_at as "createdAt", updated_at as "updatedAt"`

/** What pages see of it. */
export const present = ({ personId: _person, scope: _scope, ...shown }: StoredImport): ImportRecord => shown

export async function insertImport(
  database: Database,
  { id, account }: Person,
  name: string,
  sizeBytes: number,
): Promise<StoredImport> {
  const [row] = await database.rows<StoredImport>(database.primary, {
    name: 'import-insert',
    text: `insert into import (person_id, account, name, size_bytes) values ($1::uuid, $2::text, $3::text, $4::integer) returning ${columns}`,
    values: [id, account, name, sizeBytes],
  })
  return row!
}

/** One's own imports; operators of everything and administrators see those of others too. @throws 404 import-not-found. */
export async function readImport(
  database: Database,
  on: Knex,
  id: number,
  person: Person | null,
): Promise<StoredImport> {
  const [row] = await database.rows<StoredImport>(on, {
    name: 'import',
    text: `select ${columns} from import where id = $1::bigint`,
    values: [id],
  })
  if (row && (person === null || row.personId === person.id || seesAll(person))) return row
  throw errors.notFound('import-not-found', `There is no import ${id} of yours; GET /api/imports lists them.`)
}

const seesAll = ({ grants }: Person): boolean =>
  grants.some(
    ({ role, regionCode, placeId }) =>
      role === 'administrator' || (role === 'operator' && regionCode === null && placeId === null),
  )

export async function listImportsOf(
  database: Database,
  person: Person,
  { limit, before }: { limit: number; before?: number | undefined },
): Promise<StoredImport[]> {
  return database.rows<StoredImport>(database.primary, {
    name: 'imports',
    text: `
      select ${columns}
      from import
      where ($1::boolean or person_id = $2::uuid) and id < $3::bigint
      order by id desc
      limit $4::integer`,
    values: [seesAll(person), person.id, before ?? Number.MAX_SAFE_INTEGER, limit],
  })
}

/**
 * Moves an import on, if it is in one of the states that allow it.
 * @throws 409 import-state-wrong naming the state it is in.
 */
export async function moveImport(
  database: Database,
  trx: Knex,
  id: number,
  from: readonly ImportRecord['state'][],
  to: ImportRecord['state'],
  given: { mapping?: Mapping; scope?: Scope } = {},
): Promise<StoredImport> {
  const [row] = await database.rows<StoredImport>(trx, {
    name: 'import-move',
    text: `
      update import
      set state = $3::text, mapping = coalesce($4::jsonb, mapping), scope = coalesce($5::jsonb, scope), done_rows = 0, problem = null,
          updated_at = now()
      where id = $1::bigint and state = any($2::text[])
      returning ${columns}`,
    values: [
      id,
      from,
      to,
      given.mapping ? JSON.stringify(given.mapping) : null,
      given.scope ? JSON.stringify(given.scope) : null,
    ],
  })
  if (row) return row
  const { state } = await readImport(database, trx, id, null)
  throw errors.conflict('import-state-wrong', `The import is ${state}; this takes one that is ${from.join(' or ')}.`)
}

export interface Outcome {
  state: ImportRecord['state']
  counts?: object
  notes?: readonly object[]
  problem?: string | null
  totalRows?: number
}

export async function noteProgress(
  database: Database,
  on: Knex,
  id: number,
  doneRows: number,
  totalRows?: number,
): Promise<void> {
  await database.rows(on, {
    name: 'import-progress',
    text: `update import set done_rows = $2::integer, total_rows = coalesce($3::integer, total_rows), updated_at = now() where id = $1::bigint`,
    values: [id, doneRows, totalRows ?? null],
  })
}

export async function endStep(
  database: Database,
  on: Knex,
  id: number,
  { state, counts, notes, problem, totalRows }: Outcome,
): Promise<void> {
  await database.rows(on, {
    name: 'import-end-step',
    text: `
      update import
      set state = $2::text, counts = counts || coalesce($3::jsonb, '{}'), notes = coalesce($4::jsonb, notes), problem = $5::text,
          total_rows = coalesce($6::integer, total_rows), updated_at = now()
      where id = $1::bigint`,
    values: [
      id,
      state,
      counts ? JSON.stringify(counts) : null,
      notes ? JSON.stringify(notes) : null,
      problem ?? null,
      totalRows ?? null,
    ],
  })
}

/** Keeps a piece; the last one makes the file whole. @throws 422 chunk-wrong when its length is not what its place asks for. */
export async function putChunk(
  database: Database,
  id: number,
  number: number,
  bytes: Buffer,
  person: Person,
): Promise<{ receivedBytes: number; complete: boolean }> {
  const stored = await readImport(database, database.primary, id, person)
  if (stored.state !== 'uploading')
    throw errors.conflict('import-state-wrong', `The import is ${stored.state}; its file is complete.`)
  const last = Math.ceil(stored.sizeBytes / chunkBytes) - 1
  const expected = number < last ? chunkBytes : stored.sizeBytes - last * chunkBytes
  if (number > last || bytes.length !== expected) {
    throw errors.invalid(
      'chunk-wrong',
      `Piece ${number} has ${bytes.length} bytes; pieces 0 to ${last} are expected, this one with ${number > last ? 0 : expected} bytes.`,
    )
  }
  const [row] = await database.primary.transaction(async (trx) => {
    await database.rows(trx, {
      name: 'import-chunk-put',
      text: `insert into import_chunk (import_id, number, bytes) values ($1::bigint, $2::integer, decode($3::text, 'hex'))
             on conflict (import_id, number) do update set bytes = excluded.bytes`,
      values: [id, number, bytes.toString('hex')],
    })
    return database.rows<{ receivedBytes: number; complete: boolean }>(trx, {
      name: 'import-chunk-count',
      text: `
        with received as (select coalesce(sum(length(bytes)), 0)::integer as bytes from import_chunk where import_id = $1::bigint), moved as (
          update import i set state = 'uploaded', updated_at = now()
          from received r where i.id = $1::bigint and r.bytes = i.size_bytes and i.state = 'uploading'
          returning i.id)
        select r.bytes as "receivedBytes", exists (select from moved) as complete from received r`,
      values: [id],
    })
  })
  return row!
}

/** The whole file; one piece after another, so that hexadecimal text of it is never whole in memory. */
export async function readFileOf(database: Database, { id, sizeBytes }: StoredImport): Promise<Buffer> {
  const whole = Buffer.alloc(sizeBytes)
  for (let number = 0; number * chunkBytes < sizeBytes; number++) {
    const [row] = await database.rows<{ hex: string }>(database.primary, {
      name: 'import-chunk',
      text: `select encode(bytes, 'hex') as hex from import_chunk where import_id = $1::bigint and number = $2::integer`,
      values: [id, number],
    })
    if (!row) throw errors.conflict('import-state-wrong', `Piece ${number} of the file is missing; upload it again.`)
    whole.write(row.hex, number * chunkBytes, 'hex')
  }
  return whole
}
