import type { Knex } from 'knex'
import type { Database } from '../api/db/types.ts'
import { type CountySource, seatsByCounty, storedCounties } from './demo/counties.ts'
import { dictionaryLines } from './demo/dictionaries.ts'
import { demoSource } from './demo/staged-columns.ts'
import * as queries from './loading/queries.ts'
import { type RowBlock, type RowSource, rowsFromThread, rowsInline } from './loading/row-source.ts'
import { setIndexesAside } from './loading/set-aside.ts'

export interface DemoOptions {
  places?: number
  seed?: number
  /** Whether rows are made on a thread of their own; by default for more than 200,000 places. */
  onThread?: boolean
  onProgress?: (progress: LoadProgress) => void
}

export type LoadPhase = 'copy' | 'indexes' | 'regions' | 'revisions' | 'search' | 'statistics'

export interface LoadProgress {
  phase: LoadPhase
  /** Rows done in this phase so far. */
  rows: number
  /** Since the phase began. */
  seconds: number
  finished: boolean
}

export interface LoadReport {
  places: number
  seconds: number
  phases: { phase: LoadPhase; seconds: number; rows: number }[]
  /** Counties given by the generator that were compared with the boundaries, and how many of them were wrong. */
  regionsChecked: number
  regionsCorrected: number
}

/** Starting a thread pays above this many rows; so does building indexes anew beside rows that are there already. */
const manyRows = 200_000
const regionSample = 50_000
/** Of a thousand rows each: a batch fits into the 8 MB that a session keeps temporary tables in. */
const blocksPerBatch = 6

/** True while the registry holds no place at all. */
export async function isRegistryEmpty(database: Pick<Database, 'primary' | 'rows'>): Promise<boolean> {
  const [row] = await database.rows<{ empty: boolean }>(database.primary, {
    name: 'registry-is-empty',
    text: 'select not exists (select from place) as empty',
    values: [],
  })
  return row!.empty
}

/**
 * Loads the demo registry by COPY in one transaction, with the work of the row trigger done set-wise, beside whatever is there. Regions,
 * types and sports must be loaded. Fails on the unique key when places of the same seed are there already.
 */
export async function loadDemo(database: Database, options: DemoOptions = {}): Promise<LoadReport> {
  const { places = 12_000, seed = 1, onThread = places > manyRows, onProgress = () => {} } = options
  const counties = await storedCounties(database)
  if (counties.length === 0) throw new Error('There are no counties yet: load the regions before the demo places.')
  return database.withLock('load-places', () => load(database, counties, { places, seed, onThread, onProgress }))
}

async function load(
  database: Database,
  counties: readonly CountySource[],
  { places, seed, onThread, onProgress }: Required<DemoOptions>,
): Promise<LoadReport> {
  const started = performance.now()
  const report: LoadReport = { places: 0, seconds: 0, phases: [], regionsChecked: 0, regionsCorrected: 0 }
  const phase = createPhases(report, onProgress)

  await database.primary.transaction(async (trx) => {
    const firstId = await nextId(database, trx)
    const buildsIndexesLast = firstId === 1 || places > manyRows
    await prepareTransaction(trx, buildsIndexesLast)
    const lastId = firstId + places - 1
    const range = [firstId, lastId]
    const generator = { counties, seats: seatsByCounty(), places, seed, firstId }
    const rows = onThread ? rowsFromThread(generator) : rowsInline(generator)
    const rebuild = buildsIndexesLast ? await setIndexesAside(database, trx, 'app.place') : []
    const rebuildRevisions = buildsIndexesLast ? await setIndexesAside(database, trx, 'app.place_revision') : []

    report.places = await phase('copy', (count) => copyRows(database, trx, rows, { seed, firstId }, count))
    if (buildsIndexesLast) await phase('indexes', (count) => runEach(trx, rebuild, count))
    await phase('regions', () => checkRegions(database, trx, range, places, report))
    await phase('revisions', async () => {
      await database.rows(trx, { name: 'write-revisions', text: queries.writeRevisions, values: range })
      for (const statement of rebuildRevisions) await trx.raw(statement)
      return places
    })
    await phase('search', async () => {
      await trx.raw('select app.search_rebuild()')
      return places
    })
    await trx.raw(`select setval(pg_get_serial_sequence('app.place', 'id'), ?::bigint)`, [lastId])
    await trx.raw(queries.tellReaders)
  })
  await phase('statistics', async () => {
    await analyze(database)
    return places
  })
  report.seconds = (performance.now() - started) / 1000
  return report
}

/** Runs a phase, tells its progress and keeps its figures. */
function createPhases(report: LoadReport, onProgress: (progress: LoadProgress) => void) {
  return async (phase: LoadPhase, work: (count: (rows: number) => void) => Promise<number>): Promise<number> => {
    const started = performance.now()
    const seconds = () => (performance.now() - started) / 1000
    let counted = 0
    const rows = await work((more) => {
      counted += more
      onProgress({ phase, rows: counted, seconds: seconds(), finished: false })
    })
    report.phases.push({ phase, seconds: seconds(), rows })
    onProgress({ phase, rows, seconds: seconds(), finished: true })
    return rows
  }
}

async function prepareTransaction(trx: Knex.Transaction, buildsIndexesLast: boolean): Promise<void> {
  await trx.raw('set local statement_timeout = 0')
  await trx.raw('set local app.bulk = on')
  if (!buildsIndexesLast) return
  // Nobody may write while keys are set aside.
  await trx.raw('lock table app.place, app.place_revision in access exclusive mode')
  await trx.raw(`set local maintenance_work_mem = '512MB'`)
  await trx.raw(`set local work_mem = '128MB'`)
}

async function nextId(database: Pick<Database, 'rows'>, trx: Knex.Transaction): Promise<number> {
  const [row] = await database.rows<{ id: number }>(trx, {
    name: 'next-place-id',
    text: 'select coalesce(max(id), 0) + 1 as id from place',
    values: [],
  })
  return Number(row!.id)
}

/** Rows are staged and moved in batches: the thread that makes rows goes on meanwhile, and the staging table stays in memory. */
async function copyRows(
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
  try {
    for await (const batch of batchesOf(source.blocks())) {
      copied += await database.copyFrom(
        trx,
        queries.copyPlaces,
        batch.map(({ text }) => text),
      )
      await database.rows(trx, {
        name: 'move-staged-places',
        text: queries.moveStaged,
        values: [demoSource, String(seed), firstId - 1],
      })
      await trx.raw('truncate incoming_place')
      count(batch.reduce((sum, { rows }) => sum + rows, 0))
    }
  } finally {
    await source.close()
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

async function runEach(
  trx: Knex.Transaction,
  statements: readonly string[],
  count: (done: number) => void,
): Promise<number> {
  for (const statement of statements) {
    await trx.raw(statement)
    count(1)
  }
  return statements.length
}

async function checkRegions(
  database: Database,
  trx: Knex.Transaction,
  range: number[],
  places: number,
  report: LoadReport,
): Promise<number> {
  const every = Math.max(1, Math.floor(places / regionSample))
  const [found] = await database.rows<{ checked: number; corrected: number }>(trx, {
    name: 'verify-regions',
    text: queries.verifyRegions,
    values: [...range, every],
  })
  report.regionsChecked = found!.checked
  report.regionsCorrected = found!.corrected
  if (every > 1 && found!.corrected > 0)
    await database.rows(trx, { name: 'assign-regions', text: queries.assignRegions, values: range })
  return found!.checked
}

/**
 * Named columns leave out the expressions of indexes: statistics of `geom::geography` take thirty times as long as all columns together
 * and decide no plan (nearest places come in index order).
 */
async function analyze(database: Database): Promise<void> {
  await database.primary.transaction(async (trx) => {
    await trx.raw('set local statement_timeout = 0')
    await trx.raw(`analyze app.place (${queries.writtenColumns.join(', ')}), app.place_revision (place_id, version)`)
  })
}

/** How many places of the registry are demo data, and how many are not. */
export async function countPlaces(
  database: Pick<Database, 'primary' | 'rows'>,
): Promise<{ demo: number; others: number }> {
  const [row] = await database.rows<{ demo: number; others: number }>(database.primary, {
    name: 'count-demo-places',
    text: 'select count(*) filter (where is_demo)::integer as demo, count(*) filter (where not is_demo)::integer as others from place',
    values: [],
  })
  return row!
}
