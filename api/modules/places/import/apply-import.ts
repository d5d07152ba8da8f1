import type { Knex } from 'knex'
import { placeFields } from '../../../contract/place-record.ts'
import type { Database } from '../../../db/types.ts'
import {
  forgetReferences,
  insertNew,
  keepReferences,
  keepRevisions,
  undoApplied,
  updateChanged,
} from './apply-queries.ts'
import { endStep, noteProgress, readImport, type StoredImport } from './imports.ts'
import { createPace, timed } from './pace.ts'

/** What a record has in the fields that a mapping leaves out. */
const {
  type: _type,
  nameZh: _name,
  geometry: _geometry,
  source: _source,
  ...defaults
} = placeFields.parse({
  type: 'x',
  nameZh: 'x',
  geometry: { type: 'Point', coordinates: [0, 0] },
  source: 'x',
})

/**
 * Brings the checked rows into the registry, batch by batch, each in a transaction that also marks its rows: a worker that is killed
 * and begun anew goes on after the last whole batch, and no place comes twice.
 */
export async function applyImport(database: Database, id: number, signal: AbortSignal): Promise<void> {
  const stored = await readImport(database, database.primary, id, null)
  if (stored.state !== 'applying') return
  const reason = `import ${id}: ${stored.name}`
  await inBatches(database, stored, signal, async (run) => {
    await run(insertNew, [JSON.stringify(defaults)])
    await run(updateChanged, [])
    await run(keepReferences, [stored.mapping!.source])
    await run(keepRevisions('applied_version'), [stored.account, reason])
  })
  const [row] = await database.rows<{ applied: number; skipped: number }>(database.primary, {
    name: 'import-applied',
    text: `
      select count(*) filter (where applied_version is not null)::integer as applied,
             count(*) filter (where applied_version is null and (outcome in ('new', 'changed') or decision in ('new', 'same')))::integer as skipped
      from import_row where import_id = $1::bigint`,
    values: [id],
  })
  const problem =
    row!.skipped > 0
      ? `${row!.skipped} rows were left out: their places have changed since the check. Check again to bring them in.`
      : null
  await endStep(database, database.primary, id, { state: 'applied', counts: row!, problem })
}

/** Restores what the import changed and closes what it made; places that somebody changed since keep that change and are counted. */
export async function undoImport(database: Database, id: number, signal: AbortSignal): Promise<void> {
  const stored = await readImport(database, database.primary, id, null)
  if (stored.state !== 'undoing') return
  await inBatches(database, stored, signal, async (run) => {
    await run(undoApplied, [`导入 ${id} 已撤销`])
    await run(forgetReferences, [stored.mapping!.source])
    await run(keepRevisions('undone_version'), [stored.account, `import ${id} undone`])
  })
  const [row] = await database.rows<{ undone: number; kept: number }>(database.primary, {
    name: 'import-undone',
    text: `
      select count(*) filter (where undone_version is not null)::integer as undone,
             count(*) filter (where applied_version is not null and undone_version is null)::integer as kept
      from import_row where import_id = $1::bigint`,
    values: [id],
  })
  const problem = row!.kept > 0 ? `${row!.kept} places were changed by others since and keep that change.` : null
  await endStep(database, database.primary, id, { state: 'undone', counts: row!, problem })
}

type Run = (statement: string, more: readonly string[]) => Promise<unknown>

/** Calls `write` for each stretch of rows in a transaction of its own, from where an earlier try has ended. */
async function inBatches(
  database: Database,
  { id }: StoredImport,
  signal: AbortSignal,
  write: (run: Run) => Promise<void>,
): Promise<void> {
  const [from] = await database.rows<{ doneRows: number; last: number }>(database.primary, {
    name: 'import-batch-bounds',
    text: `
      select i.done_rows as "doneRows", coalesce((select max(number) from import_row where import_id = i.id), 0) as last
      from import i where i.id = $1::bigint`,
    values: [id],
  })
  const pace = createPace()
  for (let after = from!.doneRows; after < from!.last; ) {
    signal.throwIfAborted()
    const to = Math.min(from!.last, after + pace.rows())
    await database.primary.transaction((trx: Knex.Transaction) =>
      timed(pace, to - after, async () => {
        await trx.raw('set local statement_timeout = 0')
        await write((statement, more) =>
          database.rows(trx, { name: '', text: statement, values: [id, after, to, ...more] }),
        )
        await noteProgress(database, trx, id, to)
      }),
    )
    after = to
  }
}
