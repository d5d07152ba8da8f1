import type { Knex } from 'knex'
import type { Mapping } from '../../../contract/imports.ts'
import type { Database } from '../../../db/types.ts'
import { FileUnreadable } from '../../../spatial/formats/file-rows.ts'
import { openFile } from '../../../spatial/formats/open-file.ts'
import { statusMoves } from '../status-moves.ts'
import { copyIncoming, countOutcomes, judgeIncoming, makeIncoming } from './check-queries.ts'
import { doubtDatum } from './doubt-datum.ts'
import { findDuplicates } from './find-duplicates.ts'
import { endStep, noteProgress, readFileOf, readImport, type StoredImport } from './imports.ts'
import { type MappedRow, mapRows } from './map-rows.ts'
import { createPace, timed } from './pace.ts'
import { systemOf } from './read-shape.ts'
import { readVocabulary } from './vocabulary.ts'

/** A place of the file with its place in the reading. */
type StagedRow = MappedRow & { ordinal: number }

/**
 * The dry run: reads the file, maps it, and gives every row its outcome. Begun anew it starts from nothing, so that a worker that was
 * killed leaves no half of it. A file that cannot be read ends the import with the reason.
 */
export async function checkImport(database: Database, id: number, signal: AbortSignal): Promise<void> {
  const stored = await readImport(database, database.primary, id, null)
  if (stored.state !== 'checking' || stored.mapping === null) return
  try {
    await clearRows(database, id)
    const total = await stageRows(database, stored, stored.mapping, signal)
    await findDuplicates(database, id, signal)
    const notes = await doubtDatum(database, id, systemOf(stored.mapping.system).datum)
    const [row] = await database.rows<{ counts: object }>(database.primary, {
      name: 'import-outcomes',
      text: countOutcomes,
      values: [id],
    })
    const none = { new: 0, changed: 0, unchanged: 0, duplicate: 0, rejected: 0 }
    await endStep(database, database.primary, id, {
      state: 'checked',
      counts: { ...none, ...row!.counts },
      notes,
      totalRows: total,
    })
  } catch (error) {
    if (!(error instanceof FileUnreadable)) throw error
    await endStep(database, database.primary, id, { state: 'failed', problem: error.message })
  }
}

/** What an earlier check has left, in slices. */
async function clearRows(database: Database, id: number): Promise<void> {
  const pace = createPace()
  for (;;) {
    const limit = pace.rows()
    const [gone] = await timed(pace, limit, () =>
      database.rows<{ rows: number }>(database.primary, {
        name: 'import-rows-clear',
        text: `
          with gone as (
            delete from import_row
            where import_id = $1::bigint
              and number in (select number from import_row where import_id = $1::bigint order by number limit $2::integer)
            returning number)
          select count(*)::integer as rows from gone`,
        values: [id, limit],
      }),
    )
    if (gone!.rows < limit) return
  }
}

async function stageRows(
  database: Database,
  stored: StoredImport,
  mapping: Mapping,
  signal: AbortSignal,
): Promise<number> {
  const file = await openFile(stored.name, await readFileOf(database, stored), mapping.read)
  const rows = mapRows(file.rows(), mapping, await readVocabulary(database))
  const pace = createPace()
  let batch: StagedRow[] = []
  let done = 0
  const put = async () => {
    signal.throwIfAborted()
    done += batch.length
    await database.primary.transaction((trx) =>
      timed(pace, batch.length, async () => {
        await judge(database, trx, stored, mapping, batch)
        await noteProgress(database, trx, stored.id, done)
      }),
    )
    batch = []
  }
  for await (const row of rows) {
    batch.push({ ...row, ordinal: done + batch.length + 1 })
    if (batch.length >= pace.rows()) await put()
  }
  if (batch.length > 0) await put()
  return done
}

async function judge(
  database: Database,
  trx: Knex.Transaction,
  { id, scope }: StoredImport,
  mapping: Mapping,
  batch: readonly StagedRow[],
): Promise<void> {
  await trx.raw('set local statement_timeout = 0')
  await trx.raw(makeIncoming)
  await database.copyFrom(trx, copyIncoming, batch.map(copyLine))
  const column = mapping.geometry.kind === 'columns' ? `${mapping.geometry.x}, ${mapping.geometry.y}` : 'geometry'
  await database.rows(trx, {
    name: '',
    text: judgeIncoming,
    values: [
      id,
      mapping.source,
      systemOf(mapping.system).srid,
      JSON.stringify(scope),
      JSON.stringify(statusMoves),
      column,
    ],
  })
  await trx.raw('drop table incoming_import')
}

function copyLine({ ordinal, number, sourceRef, cells, record, pinyin, initials, problems }: StagedRow): string {
  const fields = [
    String(ordinal),
    String(number),
    sourceRef,
    JSON.stringify(cells),
    record === null ? null : JSON.stringify(record),
    pinyin,
    initials,
    JSON.stringify(problems),
  ]
  return fields.map((field) => (field === null ? '\\N' : escaped(field))).join('\t')
}

/** Text format of COPY; JSON holds no raw line ends, and no NUL is taken by the server. */
const escaped = (text: string): string =>
  /[\\\t\n\r\0]/.test(text) || text.includes('\\u0000')
    ? text
        .replaceAll('\\u0000', '')
        .replaceAll('\0', '')
        .replaceAll('\\', '\\\\')
        .replaceAll('\t', '\\t')
        .replaceAll('\n', '\\n')
        .replaceAll('\r', '\\r')
    : text
