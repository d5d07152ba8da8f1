import type { z } from 'zod'
import type { decideImportRows, listImportRows } from '../../../contract/imports.ts'
import type { Database } from '../../../db/types.ts'
import { errors } from '../../../errors.ts'
import type { StoredImport } from './imports.ts'
import { decisionsSql } from './scope.ts'

type Rows = z.input<(typeof listImportRows)['reply']>
type Decision = z.output<NonNullable<(typeof decideImportRows)['body']>>

export async function listRowsOf(
  database: Database,
  id: number,
  { outcome, limit, after }: { outcome?: string | undefined; limit: number; after: number },
): Promise<Rows> {
  const found = await database.rows<Rows['items'][number]>(database.primary, {
    name: 'import-rows',
    text: `
      select r.number, r.file_row as row, r.source_ref as "sourceRef", r.outcome, r.cells, r.record ->> 'nameZh' as "nameZh",
             case when r.location is not null then json_build_array(st_x(r.location), st_y(r.location)) end as location,
             r.place_id as "placeId", p.name_zh as "placeName", r.changes, r.problems, r.similarity,
             r.distance_m as "distanceMetres", r.decision, ${decisionsSql} as decisions
      from import_row r
      join import i on i.id = r.import_id
      left join place p on p.id = r.place_id
      where r.import_id = $1::bigint and r.number > $2::integer and ($3::text is null or r.outcome = $3::text)
      order by r.number
      limit $4::integer`,
    values: [id, after, outcome ?? null, limit + 1],
  })
  const items = found.slice(0, limit)
  return { items, nextAfter: found.length > limit ? items.at(-1)!.number : null }
}

/** Rows of which this may not be decided stay as they are. @throws 409 import-state-wrong once it is applied. */
export async function decideRows(
  database: Database,
  { id, state }: StoredImport,
  { rows, decision }: Decision,
): Promise<{ decided: number }> {
  if (state !== 'checked')
    throw errors.conflict(
      'import-state-wrong',
      `The import is ${state}; decisions are made after the check and before it is applied.`,
    )
  const [row] = await database.rows<{ decided: number }>(database.primary, {
    name: 'import-decide',
    text: `
      with allowed as (
        select r.number
        from import_row r
        join import i on i.id = r.import_id
        left join place p on p.id = r.place_id
        where r.import_id = $1::bigint and r.outcome = 'duplicate' and ($2::integer[] is null or r.number = any($2::integer[]))
          and $3::text = any(${decisionsSql})
      ), decided as (
        update import_row r
        set decision = $3::text
        from allowed
        where r.import_id = $1::bigint and r.number = allowed.number
        returning r.number)
      select count(*)::integer as decided from decided`,
    values: [id, rows, decision],
  })
  return row!
}
