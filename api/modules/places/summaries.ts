import type { PlaceSummary } from '../../contract/place-record.ts'
import { clockSql, placeSummarySql } from '../../spatial/place-summary.ts'
import { type Reading, signalOf } from './reading.ts'
import type { Sieve } from './search-queries.ts'

const summarySql = placeSummarySql({
  place: 'p',
  clock: 'clock',
  distance: `case when $3::float8 is not null then st_distance(p.geom::geography, st_setsrid(st_makepoint($3::float8, $4::float8), 4326)::geography) end`,
})

/** Rows of a list in the order of the ids; distances are true ones to the geometry, null without a point. */
export async function summariesOf(ids: number[], near: Sieve['near'], reading: Reading): Promise<PlaceSummary[]> {
  if (ids.length === 0) return []
  const rows = await reading.database.rows<{ summary: PlaceSummary }>(
    reading.on,
    {
      name: 'place-summaries',
      text: `
        with clock as materialized (${clockSql('$2')})
        select row_to_json(summary) as summary
        from unnest($1::bigint[]) with ordinality as wanted (id, position)
        join place p on p.id = wanted.id
        cross join clock
        ${summarySql}
        order by wanted.position`,
      values: [ids, reading.now, near?.lon ?? null, near?.lat ?? null],
    },
    signalOf(reading),
  )
  return rows.map(({ summary }) => summary)
}
