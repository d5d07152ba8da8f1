import type { CoverageRun } from '../../contract/planning.ts'
import type { Database } from '../../db/types.ts'
import type { DemandSums } from '../../spatial/coverage/demand-model.ts'
import { demandFigures, type Figures, figuresOf, overallShare, sumPlaces } from './figures.ts'
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

/** Figures 1–7 of all regions of a run, with what is hidden. */
function shownFigures(run: CoverageRun, own: HeldRun): Shown[] {
  const placeSums = sumPlaces(own.places.values(), own.tree)
  const { radiiMetres } = run.parameters
  return hideIn(run, own, (at) => figuresOf(placeSums[at]!, own.sums[at]!, own.population[at]!, radiiMetres))
}

/** Figure 9 of all regions. */
function shownDemand(run: CoverageRun, own: HeldRun, demand: readonly DemandSums[]): Shown[] {
  const overall = overallShare(demand, own.tree)
  return hideIn(run, own, (at) => demandFigures(demand[at]!, overall))
}

function hideIn(run: CoverageRun, { tree, sums }: HeldRun, figuresAt: (at: number) => Figures): Shown[] {
  const shown = tree.regions.map((_, at) => hideSmall(figuresAt(at), sums[at]!, run.parameters.radiiMetres))
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

/**
 * Computes a run, or brings it up to date, and stores what differs: first what a change reaches only nearby, then the planning model's
 * visits, which look at everybody again. The run is done when both are in.
 */
export async function computeRun(database: Database, planner: Planner, runId: number): Promise<void> {
  const run = await readRun(database, database.primary, runId)
  if (run.state !== 'done') await markRunning(database, database.primary, runId)
  const from = performance.now()
  const own = await planner.hold(run)
  const { horizon } = own
  const nearby = changedValues(own, shownFigures(run, own))
  await database.primary.transaction((trx) => upsertValues(database, trx, runId, nearby))
  const demand = await planner.thread.ask('demand', { run: String(runId) })
  const far = changedValues(own, shownDemand(run, own, demand))
  await database.primary.transaction(async (trx) => {
    await upsertValues(database, trx, runId, far)
    await markDone(database, trx, runId, {
      dataVersion: horizon,
      ms: Math.round(performance.now() - from),
      distances: own,
    })
  })
  const known = written.get(own) ?? new Map<string, number | null>()
  for (const { code, figure, value } of [...nearby, ...far]) known.set(`${code} ${figure}`, value)
  written.set(own, known)
}

function changedValues(own: HeldRun, shown: readonly Shown[]): StoredValue[] {
  const before = written.get(own)
  return shown.flatMap(({ values, hidden }, at) => {
    const { code } = own.tree.regions[at]!
    return Object.entries(values).flatMap(([figure, value]) => {
      const key = `${code} ${figure}`
      if (before?.has(key) && before.get(key) === value) return []
      return [{ code, figure, value, isHidden: hidden.includes(figure) }]
    })
  })
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
