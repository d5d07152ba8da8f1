import type { Knex } from 'knex'
import type { Database } from '../../api/db/types.ts'
import { dictionaryLines } from '../demo/dictionaries.ts'
import { demoSource } from '../demo/staged-columns.ts'
import * as queries from './queries.ts'
import type { RowBlock, RowSource } from './row-source.ts'

/** Of a thousand rows each: a batch fits into the 8 MB that a session keeps temporary tables in. */
const blocksPerBatch = 6

/** Rows are staged and moved in batches: the thread that makes rows goes on meanwhile, and the staging table stays in memory. */
export async function copyRows(
  database: Database,
  trx: Knex.Transaction,
  source: RowSource,
  { seed, firstId }: { seed: number; firstId: number },
  count: (rows: number) => void,
): Promise<number> {
  for (const statement of queries.makeStaging) await trx.raw(statement)
  const dictionaries = dictionaryLines(source.dictionaries)
  for (const [name, sql] of Object.entries(queries.copyDictionary))
    await database.copyFrom(trx, sql, dictionaries[name as keyof typeof dictionaries])
  await trx.raw('analyze demo_detail, demo_hours, demo_photo')
  let copied = 0
  for await (const batch of batchesOf(source.blocks())) {
    copied += await database.copyFrom(
      trx,
      queries.copyPlaces,
      batch.map(({ bytes }) => bytes),
    )
    await database.rows(trx, {
      name: 'move-staged-places',
      text: queries.moveStaged,
      values: [demoSource, String(seed), firstId - 1],
    })
    await trx.raw('truncate incoming_place')
    count(batch.reduce((sum, { rows }) => sum + rows, 0))
  }
  return copied
}

async function* batchesOf(blocks: AsyncIterable<RowBlock>): AsyncGenerator<RowBlock[]> {
  let batch: RowBlock[] = []
  for await (const block of blocks) {
    batch.push(block)
    if (batch.length < blocksPerBatch) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
