import type { Mapping } from '../../../contract/imports.ts'
import type { Database } from '../../../db/types.ts'

interface Saved {
  name: string
  mapping: Mapping
}

export const listMappings = (database: Database): Promise<Saved[]> =>
  database.rows<Saved>(database.primary, {
    name: 'import-mappings',
    text: 'select name, mapping from import_mapping order by name',
    values: [],
  })

export async function saveMapping(database: Database, personId: string, { name, mapping }: Saved): Promise<void> {
  await database.rows(database.primary, {
    name: 'import-mapping-save',
    text: `
      insert into import_mapping (name, mapping, person_id) values ($1::text, $2::jsonb, $3::uuid)
      on conflict (name) do update set mapping = excluded.mapping, person_id = excluded.person_id, updated_at = now()`,
    values: [name, JSON.stringify(mapping), personId],
  })
}
