import type { Knex } from 'knex'
import type { Database } from '../api/db/types.ts'
import { type CountySource, seatsByCounty, storedCounties } from './demo/counties.ts'
import { demoSource, placeColumns } from './demo/place-columns.ts'
import * as queries from './loading/queries.ts'
import { type RowSource, rowsFromThread, rowsInline } from './loading/row-source.ts'
import { setIndexesAside } from './loading/set-aside.ts'

export interface DemoOptions {
  places?: number
  seed?: number
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

/** Above this many rows indexes and keys are built once at the end, and rows are made on a thread of their own. */
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
  const { places = 12_000, seed = 1, onProgress = () => {} } = options
  const counties = await storedCounties(database)
  if (counties.length === 0) throw new Error('There are no counties yet: load the regions before the demo places.')
  return database.withLock('load-places', () => load(database, counties, { places, seed, onProgress }))
}

async function load(
  database: Database,
  counties: readonly CountySource[],
  { places, seed, onProgress }: Required<DemoOptions>,
): Promise<LoadReport> {
  const started = performance.now()
  const report: LoadReport = { places: 0, seconds: 0, phases: [], regionsChecked: 0, regionsCorrected: 0 }
  const phase = createPhases(report, onProgress)
  const isMany = places > manyRows

  await database.primary.transaction(async (trx) => {
    await prepareTransaction(trx, isMany)
    const firstId = await nextId(database, trx)
    const lastId = firstId + places - 1
    const range = [firstId, lastId]
    const generator = { counties, seats: seatsByCounty(), places, seed, firstId }
    const rows = isMany ? rowsFromThread(generator) : rowsInline(generator)
    const rebuild = isMany ? await setIndexesAside(database, trx, 'app.place') : []
    const rebuildRevisions = isMany ? await setIndexesAside(database, trx, 'app.place_revision') : []

    report.places = await phase('copy', (count) => copyRows(database, trx, rows, count))
    if (isMany) await phase('indexes', (count) => runEach(trx, rebuild, count))
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

async function prepareTransaction(trx: Knex.Transaction, isMany: boolean): Promise<void> {
  await trx.raw('set local statement_timeout = 0')
  await trx.raw('set local app.bulk = on')
  if (!isMany) return
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

/** Points go straight into the table; lines and areas through a staging table where the server works out their location and length. */
async function copyRows(
  database: Database,
  trx: Knex.Transaction,
  source: RowSource,
  count: (rows: number) => void,
): Promise<number> {
  async function* counted(choice: 'points' | 'others') {
    for await (const { text, rows } of source.blocks(choice)) {
      yield text
      count(rows)
    }
  }
  try {
    const points = await database.copyFrom(trx, queries.copyPoints, counted('points'))
    await trx.raw(queries.makeStaging)
    const others = await database.copyFrom(trx, queries.copyStaged, counted('others'))
    await trx.raw(queries.moveStaged)
    return points + others
  } finally {
    await source.close()
  }
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
    await trx.raw(`analyze app.place (${placeColumns.join(', ')}), app.place_revision (place_id, version)`)
  })
}

/** What is in the registry now. */
export async function countPlaces(database: Database): Promise<{ demo: number; others: number }> {
  const [row] = await database.rows<{ demo: number; others: number }>(database.primary, {
    name: 'count-demo-places',
    text: `select count(*) filter (where source = $1::text) as demo, count(*) filter (where source <> $1::text) as others from place`,
    values: [demoSource],
  })
  return { demo: Number(row!.demo), others: Number(row!.others) }
}
