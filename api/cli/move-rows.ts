import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import copyStreams from 'pg-copy-streams'
import type { Database } from '../db/types.ts'

const batchRows = 500

/**
 * Copies the rows of every table of schema `app`, a batch at a time, so that a registry of any size passes through little memory; then
 * the sequences. The target has the tables but no foreign keys, indexes or triggers yet.
 */
export async function moveRows(source: Database, client: pg.Client): Promise<void> {
  for (const { table, columns } of await tablesOf(source)) {
    const names = columns.map((name) => pg.escapeIdentifier(name)).join(', ')
    const target = `app.${pg.escapeIdentifier(table)}`
    const statement = {
      name: `move-${table}`,
      text: `select array[${columns.map((name) => `${pg.escapeIdentifier(name)}::text`).join(', ')}] as "values" from ${target}`,
      values: [],
    }
    const lines = Readable.from(linesOf(source.stream<{ values: (string | null)[] }>(statement, batchRows)))
    try {
      await pipeline(lines, client.query(copyStreams.from(`copy ${target} (${names}) from stdin`)))
    } catch (error) {
      const { message, where } = error as pg.DatabaseError
      throw new Error(`moving ${table}: ${message}${where ? ` (${where})` : ''}`, { cause: error })
    }
  }
  await moveSequences(source, client)
}

async function tablesOf(source: Database): Promise<{ table: string; columns: string[] }[]> {
  const { rows } = await source.primary.raw(`
    select c.table_name::text as table, array_agg(c.column_name::text order by c.ordinal_position) as columns
    from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'app' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
    group by 1
    order by 1`)
  return rows
}

/** COPY's text format: tabs between values, one row a line, \\N for null. */
async function* linesOf(batches: AsyncIterable<{ values: (string | null)[] }[]>): AsyncGenerator<string> {
  for await (const batch of batches)
    yield batch
      .map(({ values }) => `${values.map((value) => (value === null ? '\\N' : escaped(value))).join('\t')}\n`)
      .join('')
}

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const escaped = (value: string): string => value.replace(/[\\\t\n\r]/g, (character) => escapes[character]!)

async function moveSequences(source: Database, client: pg.Client): Promise<void> {
  const { rows } = await source.primary.raw(
    `select sequencename::text as name, last_value::text as value from pg_sequences where schemaname = 'app' and last_value is not null`,
  )
  for (const { name, value } of rows as { name: string; value: string }[])
    await client.query('select setval($1::regclass, $2::bigint)', [`app.${pg.escapeIdentifier(name)}`, value])
}
