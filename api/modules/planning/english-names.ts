import type { Database } from '../../db/types.ts'

/** English names of places by id, as they are now; those of scenarios (negative ids) and unnamed ones are left out. */
export async function englishNames(database: Database, ids: readonly number[]): Promise<Map<number, string>> {
  const rows = await database.rows<{ id: number; name: string }>(database.primary, {
    name: 'planning-english-names',
    text: 'select id, name_en as name from place where id = any($1::bigint[]) and name_en is not null',
    values: [ids.filter((id) => id > 0)],
  })
  return new Map(rows.map(({ id, name }) => [Number(id), name]))
}
