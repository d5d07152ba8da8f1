import type { CoverageRun } from '../../contract/planning.ts'
import type { Database } from '../../db/types.ts'
import { figuresOf, sumPlaces } from './figures.ts'
import { hideSiblings, hideSmall, type Shown } from './hide-small.ts'
import type { HeldRun, Planner } from './planner.ts'
import type { RegionTree } from './region-tree.ts'
import {
  listCurrentRuns,
  markDone,
  markFailed,
  markRunning,
  readRun,
  type StoredValue,
  upsertValues,
} from './run-queries.ts'

/** All figures of all regions of a run, with what is hidden. */
export function shownFigures(run: CoverageRun, { tree, places, sums }: HeldRun): Shown[] {
  const { radiiMetres } = run.parameters
  const placeSums = sumPlaces(places.values(), tree)
  const shown = tree.regions.map((region, at) =>
    hideSmall(figuresOf(placeSums[at]!, sums[at]!, region.population, radiiMetres), sums[at]!, radiiMetres),
  )
  const people = sums.map((sum) => sum.people)
  hideSiblings(shown, childrenOf(tree), people)
  return shown
}

function childrenOf(tree: RegionTree): number[][] {
  const children: number[][] = tree.regions.map(() => [])
  for (const [at, { parentCode }] of tree.regions.entries()) {
    const parent = parentCode === null ? undefined : tree.groupOf.get(parentCode)
    if (parent !== undefined) children[parent]!.push(at)
  }
  return children
}

/** Values last written by this process, so that a small change writes few rows. */
const written = new WeakMap<HeldRun, Map<string, number | null>>()

/** Computes a run, or brings it up to date, and stores what differs. */
export async function computeRun(database: Database, planner: Planner, runId: number): Promise<void> {
  const run = await readRun(database, database.primary, runId)
  if (run.state !== 'done') await markRunning(database, database.primary, runId)
  const from = performance.now()
  const own = await planner.hold(run)
  const ms = Math.round(performance.now() - from)
  const before = written.get(own)
  const now = new Map<string, number | null>()
  const changed: StoredValue[] = []
  for (const [at, { values, hidden }] of shownFigures(run, own).entries()) {
    const { code } = own.tree.regions[at]!
    for (const [figure, value] of Object.entries(values)) {
      const key = `${code} ${figure}`
      now.set(key, value)
      if (before?.has(key) && before.get(key) === value) continue
      changed.push({ code, figure, value, isHidden: hidden.includes(figure) })
    }
  }
  await database.primary.transaction(async (trx) => {
    if (changed.length > 0) await upsertValues(database, trx, runId, changed)
    await markDone(database, trx, runId, own.horizon, ms)
  })
  written.set(own, now)
}

/** The job of a run: its last failure is told to the people who wait for it. */
export async function computeOrFail(
  database: Database,
  planner: Planner,
  runId: number,
  isLastTry: boolean,
): Promise<void> {
  try {
    await computeRun(database, planner, runId)
  } catch (error) {
    await planner.forget(runId).catch(() => {})
    if (!isLastTry) throw error
    await markFailed(database, database.primary, runId, `It could not be computed: ${(error as Error).message}`)
  }
}

const mostCurrent = 6

/** Brings the newest runs that follow the registry up to date; what did not change is not touched. */
export async function refreshRuns(database: Database, planner: Planner): Promise<number> {
  let refreshed = 0
  for (const run of await listCurrentRuns(database, database.primary, mostCurrent)) {
    if (run.parameters.filter.at !== null || !(await hasChanged(database, run.dataVersion!))) continue
    await computeRun(database, planner, run.id)
    refreshed++
  }
  return refreshed
}

async function hasChanged(database: Database, dataVersion: number): Promise<boolean> {
  const [row] = await database.rows<{ changed: boolean }>(database.primary, {
    name: 'planning-has-changed',
    text: `
      select exists (
        select from layer_change c where c.xid >= $1::text::xid8 and c.layer in ('places', 'regions')
      ) as changed`,
    values: [String(dataVersion)],
  })
  return row!.changed
}
