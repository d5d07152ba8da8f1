import type { Knex } from 'knex'
import type { Database } from '../api/db/types.ts'
import { tellReaders } from './loading/queries.ts'

interface Reference {
  table: string
  column: string
}

/** Tables that hold nothing but what belongs to a place; named as the search path shows them. */
const registryTables = new Set(['place_revision', 'place_report', 'place_search'])

/**
 * Removes all demo places with everything that hangs off them, in one transaction: the one exception from «no place is ever deleted», made
 * for invented ones. Returns how many there were.
 */
export async function removeDemo(database: Database): Promise<number> {
  return database.withLock('load-places', () =>
    database.primary.transaction(async (trx) => {
      await trx.raw('set local statement_timeout = 0')
      await trx.raw('set local app.bulk = on')
      await trx.raw('lock table app.place in access exclusive mode')
      const { rows } = await trx.raw(`
        select count(*) filter (where is_demo)::integer as demo, count(*)::integer as total from app.place`)
      const { demo, total } = rows[0] as { demo: number; total: number }
      const references = await referencesToPlace(database, trx)
      const others = references.filter(({ table }) => !registryTables.has(table))
      if (demo === total && others.length === 0) await trx.raw(`truncate app.place, ${[...registryTables].join(', ')}`)
      else await deleteDemo(trx, references)
      await trx.raw(tellReaders)
      return demo
    }),
  )
}

async function referencesToPlace(database: Pick<Database, 'rows'>, trx: Knex.Transaction): Promise<Reference[]> {
  return database.rows<Reference>(trx, {
    name: 'references-to-place',
    text: `
      select c.conrelid::regclass::text as table, quote_ident(a.attname) as column
      from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.confrelid = 'app.place'::regclass and c.contype = 'f'`,
    values: [],
  })
}

/** Beside real places, or where other parts refer to places, each row goes by itself, and what refers to it first. */
async function deleteDemo(trx: Knex.Transaction, references: readonly Reference[]): Promise<void> {
  for (const { table, column } of references)
    await trx.raw(`delete from ${table} r using app.place p where p.id = r.${column} and p.is_demo`)
  await trx.raw('alter table app.place disable trigger place_no_delete')
  await trx.raw('delete from app.place where is_demo')
  await trx.raw('alter table app.place enable trigger place_no_delete')
}
