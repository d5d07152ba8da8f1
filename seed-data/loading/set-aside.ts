import type { Knex } from 'knex'
import type { Database } from '../../api/db/types.ts'

interface Definition {
  drop: string
  create: string
}

/**
 * Drops the indexes, unique and foreign keys of a table (not its primary key, which other tables lean on) and returns the statements that
 * make them again. Building them once over all rows is several times cheaper than row by row; inside one transaction nobody
 * ever sees the table without them.
 */
export async function setIndexesAside(
  database: Pick<Database, 'rows'>,
  trx: Knex.Transaction,
  table: string,
): Promise<string[]> {
  const definitions = await database.rows<Definition>(trx, {
    name: 'definitions-of-table',
    text: `
      with input as (
        select $1::regclass as relation
      ), keys as (
        select c.conname, c.contype, c.conindid,
          format('alter table %s drop constraint %I', i.relation, c.conname) as drop,
          format('alter table %s add constraint %I %s', i.relation, c.conname, pg_get_constraintdef(c.oid)) as create
        from input i
        join pg_constraint c on c.conrelid = i.relation
        where c.contype in ('p', 'u', 'x', 'f')
      ), indexes as (
        select format('drop index %s', x.indexrelid::regclass) as drop, pg_get_indexdef(x.indexrelid) as create
        from input i
        join pg_index x on x.indrelid = i.relation
        where not exists (select from keys k where k.conindid = x.indexrelid and k.contype <> 'f')
      )
      select k.drop, k.create from keys k where k.contype in ('u', 'f')
      union all
      select x.drop, x.create from indexes x
      order by 2`,
    values: [table],
  })
  for (const { drop } of definitions) await trx.raw(drop)
  return definitions.map(({ create }) => create)
}

/**
 * Drops triggers of a table and returns the statements that make them again. Disabling does not do: PostgreSQL keeps the new rows of a
 * statement for a trigger's transition table also when the trigger is disabled, a tenth of an insert's time. Takes a lock that keeps other
 * writers out until the transaction ends.
 */
export async function setTriggersAside(
  database: Pick<Database, 'rows'>,
  trx: Knex.Transaction,
  table: string,
  names: readonly string[],
): Promise<string[]> {
  const definitions = await database.rows<Definition>(trx, {
    name: 'definitions-of-triggers',
    text: `
      select format('drop trigger %I on %s', t.tgname, t.tgrelid::regclass) as drop, pg_get_triggerdef(t.oid) as create
      from pg_trigger t
      where t.tgrelid = $1::regclass and t.tgname = any($2)
      order by t.tgname`,
    values: [table, names],
  })
  if (definitions.length !== names.length)
    throw new Error(`Not every trigger of ${table} is there: ${names.join(', ')}`)
  for (const { drop } of definitions) await trx.raw(drop)
  return definitions.map(({ create }) => create)
}

/**
 * Gives an empty table a file of this transaction. A server with `wal_level = minimal` then writes its rows there alone and syncs the file at
 * commit (a third of the time of loading is its log and waiting for it); for any other it changes nothing.
 */
export async function takeNewFile(trx: Knex.Transaction, table: string, primaryKey: string): Promise<void> {
  await trx.raw(`cluster ${table} using ${primaryKey}`)
  await trx.raw(`alter table ${table} set without cluster`)
}
