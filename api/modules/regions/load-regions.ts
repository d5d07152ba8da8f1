import type { Database } from '../../db/types.ts'
import { replaceRegions, stageCounties } from './layer-queries.ts'
import { committedLayerSource, readCommittedLayer } from './read-layer.ts'

/**
 * Fills an empty region table from the committed layer, in one transaction. A table that has regions is left alone (it may be
 * an operator's official layer), unless `replace` is set. Any number of processes may call it. Returns the regions written.
 */
export async function loadRegions(
  database: Database,
  { replace = false }: { replace?: boolean } = {},
): Promise<{ written: number }> {
  return database.withLock('load-regions', () =>
    database.primary.transaction(async (trx) => {
      await trx.raw('set local statement_timeout = 0')
      const [present] = await database.rows<{ present: boolean }>(trx, {
        name: 'regions-present',
        text: 'select exists (select from region) as present',
        values: [],
      })
      if (present!.present && !replace) return { written: 0 }
      const { counties, parents } = readCommittedLayer()
      await stageCounties(database, trx, counties, { srid: 4326, source: committedLayerSource })
      await replaceRegions(database, trx, parents)
      return { written: counties.length + parents.length }
    }),
  )
}
