import type { CoverageRun } from '../../contract/planning.ts'
import type { ScenarioChange } from '../../contract/planning-scenarios.ts'
import type { Database } from '../../db/types.ts'
import { type CoverageClient, createCoverageClient } from '../../spatial/coverage/coverage-client.ts'
import type { RunTask } from '../../spatial/coverage/coverage-tasks.ts'
import type { CellSums } from '../../spatial/coverage/sum-cells.ts'
import { applyScenario, growthFactors } from './apply-scenario.ts'
import { listNetworksOf, readNetworkColumns } from './network-queries.ts'
import { readParts } from './population-queries.ts'
import { type RegionTree, readCountyShapes, readRegionTree } from './region-tree.ts'
import { kindNumbers, type PlannedPlace, passes, plannedPlace, readPlaces, supplyOf } from './registry.ts'
import { changesSince, horizonNow, type RegistryRow, readSome } from './registry-queries.ts'
import type { Distances } from './run-queries.ts'

/** A run as it stands in memory: the model in the thread, and here the places that count and the sums. */
export interface HeldRun extends Distances {
  tree: RegionTree
  places: Map<number, PlannedPlace>
  sums: CellSums[]
  /** The census of each region, with the growth of a scenario. */
  population: readonly (number | null)[]
  /** Every transaction below is in. */
  horizon: number
}

export interface Planner {
  /** Brings a run's model up to the registry as it is now; of a run at a past moment, computes it once. */
  hold(run: CoverageRun): Promise<HeldRun>
  /** Lets a run go, so that the next look computes it from nothing. */
  forget(runId: number): Promise<void>
  registry(): Promise<ReadonlyMap<number, PlannedPlace>>
  tree(): Promise<RegionTree>
  thread: CoverageClient
}

interface FoundWays {
  ways: RunTask['ways']
  networkId: number | null
  problem: CoverageRun['distanceProblem']
}

interface Known {
  tree: RegionTree
  places: Map<number, PlannedPlace>
  kinds: ReadonlyMap<string, number>
  horizon: number
}

/** More changes than this are read faster as a whole registry. */
const mostChanges = 2_000
const mostHeld = 6

/**
 * Keeps the registry and the latest runs in memory, true by the layers' change rows. One act at a time: a run is never computed twice at
 * once, and the thread has one processor anyway.
 */
export function createPlanner(database: Database, routerUrl?: string): Planner {
  const thread = createCoverageClient()
  const held = new Map<number, HeldRun>()
  let known: Known | null = null
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const next = last.then(act, act)
    last = next.catch(() => {})
    return next
  }

  const nowHorizon = async (): Promise<number> =>
    (await database.rows<{ horizon: number }>(database.primary, horizonNow))[0]!.horizon

  /** Ids of places that changed since; null when the whole registry must be read again. */
  const changedSince = async (horizon: number): Promise<number[] | null> => {
    const rows = await database.rows<{ layer: string; id: number | null }>(database.primary, changesSince(horizon))
    if (rows.length > mostChanges || rows.some(({ layer, id }) => layer === 'regions' || id === null)) return null
    return rows.map(({ id }) => id!)
  }

  const readAll = async (): Promise<Known> => {
    const horizon = await nowHorizon()
    const tree = await readRegionTree(database, database.primary)
    const places = await readPlaces(database, tree, null)
    return { tree, places, kinds: await readKinds(database), horizon }
  }

  const upToDate = async (): Promise<Known> => {
    if (!known) known = await readAll()
    const horizon = await nowHorizon()
    const changed = await changedSince(known.horizon)
    if (changed === null) known = await readAll()
    else if (changed.length > 0) {
      const rows = await database.rows<RegistryRow>(database.primary, readSome(changed))
      for (const id of changed) known.places.delete(id)
      for (const row of rows) known.places.set(row.id, plannedPlace(row, known.tree))
      known.horizon = horizon
    } else known.horizon = horizon
    return known
  }

  const keepCells = async (setId: number | null, tree: RegionTree): Promise<string> => {
    const name = setId === null ? 'even' : `set-${setId}`
    if (await thread.ask('hasCells', { name })) return name
    if (setId === null) {
      const counties = tree.counties.map(({ population, areaKm2 }) => ({ people: population ?? 0, areaKm2 }))
      const shapes = await readCountyShapes(database, database.primary)
      await thread.ask('spreadCells', { name, counties, shapes })
      return name
    }
    const parts = (await readParts(database, database.primary, setId)).filter((part) =>
      tree.countyOf.has(part.regionCode),
    )
    const region = parts.flatMap((part) => part.people.map(() => tree.countyOf.get(part.regionCode)!))
    const cells = {
      lon: Float64Array.from(parts.flatMap((part) => part.lon)),
      lat: Float64Array.from(parts.flatMap((part) => part.lat)),
      people: Float64Array.from(parts.flatMap((part) => part.people)),
      region: Uint16Array.from(region),
    }
    await thread.ask('keepCells', { name, cells })
    return name
  }

  const keepGrown = async (setId: number | null, tree: RegionTree, factors: readonly number[]): Promise<string> => {
    const from = await keepCells(setId, tree)
    if (factors.every((factor) => factor === 1)) return from
    const name = `${from} grown ${factors.join()}`
    if (!(await thread.ask('hasCells', { name }))) await thread.ask('growCells', { name, from, factors })
    return name
  }

  /** By ways as wished; where they are not to be had, by straight lines, and the run says why. */
  const computeAlong = async (task: Omit<RunTask, 'ways'>, wished: CoverageRun['distanceBy']) => {
    const plain = { distanceBy: 'straight', distanceShare: null, networkId: null } as const
    const found = await waysFor(wished)
    if (found.ways !== null) {
      const outcome = await thread.ask('compute', { ...task, ways: found.ways })
      if ('sums' in outcome) {
        const { sums, waysShare } = outcome
        return { sums, distanceBy: wished, distanceProblem: null, distanceShare: waysShare, networkId: found.networkId }
      }
      found.problem = outcome.problem
    }
    const outcome = await thread.ask('compute', { ...task, ways: null })
    if (!('sums' in outcome)) throw new Error('straight lines cannot fail')
    return { sums: outcome.sums, ...plain, distanceProblem: found.problem }
  }

  const waysFor = async (wished: CoverageRun['distanceBy']): Promise<FoundWays> => {
    if (wished === 'straight') return { ways: null, networkId: null, problem: null }
    if (wished === 'router')
      return { ways: routerUrl ? { routerUrl } : null, networkId: null, problem: routerUrl ? null : 'no-router' }
    const [newest] = await listNetworksOf(database, database.primary)
    if (!newest) return { ways: null, networkId: null, problem: 'no-network' }
    const name = String(newest.id)
    if (!(await thread.ask('hasNetwork', { name })))
      await thread.ask('keepNetwork', { name, network: await readNetworkColumns(database, newest.id) })
    return { ways: { network: name }, networkId: newest.id, problem: null }
  }

  const compute = async (run: CoverageRun, { tree, kinds, horizon, places: all }: Known): Promise<HeldRun> => {
    const { parameters } = run
    const before = parameters.filter.at === null ? all : await readPlaces(database, tree, parameters.filter.at)
    const changes = run.scenarioChanges
    const registry = applyScenario(before, changes, await countiesOfChanges(database, tree, changes))
    const factors = growthFactors(changes, tree)
    const places = new Map([...registry].filter(([, place]) => passes(place, parameters.filter)))
    const task = {
      run: String(run.id),
      cells: await keepGrown(run.populationSetId, tree, factors),
      supplies: [...places.values()].map((place) => supplyOf(place, parameters.capacity, kinds)),
      settings: { steps: parameters.steps, diversityMetres: parameters.diversityMetres },
      groupsOf: tree.groupsOf,
      groups: tree.regions.length,
      radii: parameters.radiiMetres,
      demand: {
        visitsPerPersonWeek: parameters.demand.visitsPerPersonWeek,
        visitsPerUnitWeek: parameters.demand.visitsPerUnitHour * parameters.demand.peakHoursWeek,
      },
    }
    const computed = await computeAlong(task, parameters.distanceBy)
    return { tree, places, horizon, population: grownPopulation(tree, factors), ...computed }
  }

  const follow = async (run: CoverageRun, own: HeldRun, now: Known, changed: readonly number[]): Promise<void> => {
    const { filter, capacity } = run.parameters
    const changes = changed.flatMap((id) => {
      const place = now.places.get(id)
      const counts = place !== undefined && passes(place, filter)
      if (!counts && !own.places.has(id)) return []
      if (counts) own.places.set(id, place)
      else own.places.delete(id)
      return [{ id, supply: counts ? supplyOf(place, capacity, now.kinds) : null }]
    })
    if (changes.length > 0) own.sums = await thread.ask('change', { run: String(run.id), changes })
  }

  const hold = async (run: CoverageRun): Promise<HeldRun> => {
    const now = await upToDate()
    let own = held.get(run.id)
    if (own && !(await thread.ask('holds', { run: String(run.id) }))) own = undefined
    if (own && run.parameters.filter.at === null && own.horizon < now.horizon) {
      const changed = own.tree === now.tree ? await changedSince(own.horizon) : null
      // A scenario lies over the registry as a whole, and ways know no single changes: both are computed anew.
      const isWhole = run.scenarioChanges.length > 0 || own.distanceBy !== 'straight' || own.distanceProblem !== null
      const mustAnew = isWhole && changed !== null && changed.length > 0
      if (changed === null || mustAnew) own = undefined
      else {
        await follow(run, own, now, changed)
        own.horizon = now.horizon
      }
    }
    own ??= await compute(run, now)
    held.delete(run.id)
    held.set(run.id, own)
    for (const id of held.keys()) if (held.size > mostHeld) held.delete(id)
    return own
  }

  return {
    thread,
    hold: (run) => inTurn(() => hold(run)),
    forget: (runId) =>
      inTurn(async () => {
        held.delete(runId)
        await thread.ask('forget', { run: String(runId) })
      }),
    registry: () => inTurn(async () => (await upToDate()).places),
    tree: () => inTurn(async () => (await upToDate()).tree),
  }
}

/** Counties of the places that a scenario adds or moves, by the change's position. */
async function countiesOfChanges(
  database: Database,
  tree: RegionTree,
  changes: readonly ScenarioChange[],
): Promise<Map<number, number>> {
  const points = changes.flatMap((change, nth) =>
    change.kind === 'add' || change.kind === 'move' ? [{ nth, lon: change.lon, lat: change.lat }] : [],
  )
  if (points.length === 0) return new Map()
  const rows = await database.rows<{ nth: number; code: string | null }>(database.primary, {
    name: 'planning-counties-of-changes',
    text: `
      select s.nth, region_at(st_setsrid(st_makepoint(s.lon, s.lat), 4326))::text as code
      from unnest($1::integer[], $2::float8[], $3::float8[]) as s (nth, lon, lat)`,
    values: [points.map(({ nth }) => nth), points.map(({ lon }) => lon), points.map(({ lat }) => lat)],
  })
  return new Map(rows.map(({ nth, code }) => [nth, code === null ? -1 : (tree.countyOf.get(code) ?? -1)]))
}

function grownPopulation(tree: RegionTree, factors: readonly number[]): (number | null)[] {
  const population = tree.regions.map((region) => region.population)
  for (const [county, factor] of factors.entries()) {
    const census = tree.counties[county]!.population
    if (factor === 1 || census === null) continue
    for (const group of tree.groupsOf[county]!) {
      const before = population[group]
      if (before != null) population[group] = before + census * (factor - 1)
    }
  }
  return population
}

async function readKinds(database: Database): Promise<ReadonlyMap<string, number>> {
  const types = await database.rows<{ code: string }>(database.primary, {
    name: 'planning-types',
    text: 'select code from place_type',
    values: [],
  })
  return kindNumbers(types.map(({ code }) => code))
}
