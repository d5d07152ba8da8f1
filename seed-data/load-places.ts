import type { Knex } from 'knex'
import type { Database } from '../api/db/types.ts'
import { type CountySource, seatsByCounty, storedCounties } from './demo/counties.ts'
import { copyRows } from './loading/copy-rows.ts'
import { createPhases, type LoadProgress, type LoadReport } from './loading/phases.ts'
import * as queries from './loading/queries.ts'
import { rowsFromThread, rowsInline } from './loading/row-source.ts'
import { setIndexesAside, setTriggersAside, takeNewFile } from './loading/set-aside.ts'

export interface DemoOptions {
  places?: number
  seed?: number
  /** Whether rows are made on a thread of their own; by default for more than 200,000 places. */
  onThread?: boolean
  onProgress?: (progress: LoadProgress) => void
}

/** Starting a thread pays above this many rows; so does building indexes anew beside rows that are there already. */
const manyRows = 200_000
const regionSample = 50_000

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
    const rebuild: string[] = []
    const rebuildRevisions: string[] = []
    const notes = await setTriggersAside(database, trx, 'app.place', queries.noteEachRow)
    try {
      if (buildsIndexesLast) {
        if (firstId === 1) await takeNewFile(trx, 'app.place', 'place_pkey')
        rebuild.push(...(await setIndexesAside(database, trx, 'app.place')))
        rebuildRevisions.push(...(await setIndexesAside(database, trx, 'app.place_revision')))
      }
      report.places = await phase('copy', (count) => copyRows(database, trx, rows, { seed, firstId }, count))
    } finally {
      await rows.close()
    }
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
    await runEach(trx, notes)
    await trx.raw(queries.tellReaders)
  })
  await phase('statistics', async () => {
    await analyze(database)
    return places
  })
  report.seconds = (performance.now() - started) / 1000
  return report
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

async function runEach(
  trx: Knex.Transaction,
  statements: readonly string[],
  count: (done: number) => void = () => {},
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
