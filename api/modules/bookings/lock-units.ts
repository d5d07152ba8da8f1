import type { Knex } from 'knex'
import type { Database } from '../../db/types.ts'

/**
 * Whoever books on the same floor of a place waits here, in the order of the units: without it two that collide in the exclusion
 * constraint wait for each other and the server breaks one. The constraint stays the judge.
 */
export async function lockUnits(
  database: Database,
  trx: Knex.Transaction,
  placeId: number,
  units: readonly number[],
): Promise<void> {
  await database.rows(trx, {
    name: 'booking-lock-units',
    text: `
      select pg_advisory_xact_lock(k.key)
      from (select distinct $1::bigint * 32768 + unit as key from unnest($2::integer[]) as unit order by key offset 0) k`,
    values: [placeId, units],
  })
}
