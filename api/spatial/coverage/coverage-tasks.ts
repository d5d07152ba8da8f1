import type { Datum } from '../datum.ts'
import { type Cells, reachOf, type Supply } from './cells.ts'
import { CoverageModel, type CoverageSettings } from './coverage-model.ts'
import { type DemandSettings, type DemandSums, demandSums } from './demand-model.ts'
import { gatherCounties } from './gather-counties.ts'
import { NetworkWays } from './network-ways.ts'
import type { PathNetwork } from './path-network.ts'
import { PointIndex } from './point-index.ts'
import { polygonFinder } from './polygon-finder.ts'
import { publicGroups } from './public-groups.ts'
import { NetworkUnreadable, readNetwork } from './read-network.ts'
import { type PopulationFile, PopulationUnreadable, readPopulation, systemOfGeoTiff } from './read-population.ts'
import { askRouter, WaysFailed } from './router-ways.ts'
import { type ServedArea, servedArea } from './served-area.ts'
import { type CountyPeople, spreadEvenly } from './spread-evenly.ts'
import { type Suggestion, type SuggestTask, suggestSites } from './suggest-sites.ts'
import { type CellSums, lorenzCurve, sumCells } from './sum-cells.ts'

/** What the thread holds: cells by the name of their set, and the models of the runs that were asked for last. */
const mostModels = 6
const mostCellSets = 3
const mostNetworks = 2

type Shapes = readonly (readonly (readonly (readonly number[])[])[])[]

export interface RunTask {
  run: string
  cells: string
  supplies: readonly Supply[]
  settings: CoverageSettings
  /** Positions of the groups (county, prefecture, province) of each county. */
  groupsOf: readonly (readonly number[])[]
  groups: number
  radii: readonly number[]
  demand: Omit<DemandSettings, 'steps'>
  /** What distances follow: a network that is kept, a router, or straight lines (null). */
  ways: { network: string } | { routerUrl: string } | null
}

export interface Computed {
  sums: CellSums[]
  /** Share of the people whose distances follow ways; null without. */
  waysShare: number | null
}

export interface PopulationTask {
  file: PopulationFile
  shapes: Shapes[]
  census: (number | null)[]
  scale: boolean
}

export interface CellColumns {
  lon: number[]
  lat: number[]
  people: number[]
  metres: number[]
  access: number[]
  kinds: number[]
}

interface Held {
  model: CoverageModel
  task: Omit<RunTask, 'supplies'>
}

/** Questions to the thread; every one but the first three is about a run that it holds, and `holds` says whether it does. */
export function createCoverageTasks() {
  const cellSets = new Map<string, { cells: Cells; index: PointIndex }>()
  const models = new Map<string, Held>()
  const networks = new Map<string, PathNetwork>()
  const heldOf = (run: string): Held => {
    const held = models.get(run)
    if (!held) throw new Error(`the run ${run} is not held`)
    models.delete(run)
    models.set(run, held)
    return held
  }
  const keepCells = (name: string, cells: Cells) => {
    cellSets.delete(name)
    cellSets.set(name, { cells, index: new PointIndex(cells.lon, cells.lat) })
    dropOldest(cellSets, mostCellSets)
    return cells.lon.length
  }
  const readable = async <T>(read: Promise<T>): Promise<{ read: T } | { unreadable: string }> => {
    try {
      return { read: await read }
    } catch (error) {
      if (error instanceof PopulationUnreadable || error instanceof NetworkUnreadable)
        return { unreadable: error.message }
      throw error
    }
  }
  const sumsOf = ({ model, task }: Held): CellSums[] => sumCells(model, task.groupsOf, task.groups, task.radii)
  return {
    hasCells: ({ name }: { name: string }): boolean => cellSets.has(name),
    keepCells: ({ name, cells }: { name: string; cells: Cells }): number => keepCells(name, cells),
    spreadCells: ({ name, counties, shapes }: { name: string; counties: CountyPeople[]; shapes: Shapes[] }): number =>
      keepCells(name, spreadEvenly(counties, polygonFinder(shapes))),
    /** The cells of a set with the people of each county multiplied. */
    growCells: ({ name, from, factors }: { name: string; from: string; factors: readonly number[] }): number => {
      const { cells } = cellSets.get(from)!
      return keepCells(name, { ...cells, people: cells.people.map((count, i) => count * factors[cells.region[i]!]!) })
    },
    systemOf: ({ path }: { path: string }) => readable(systemOfGeoTiff(path)),
    /** Cells of a file by county, scaled to the census when asked. */
    readPopulation: ({ file, shapes, census, scale }: PopulationTask) =>
      readable(readPopulation(file).then((points) => gatherCounties(points, polygonFinder(shapes), census, scale))),
    holds: ({ run }: { run: string }): boolean => models.has(run),
    forget: ({ run }: { run: string }): boolean => models.delete(run),
    hasNetwork: ({ name }: { name: string }): boolean => networks.has(name),
    keepNetwork: ({ name, network }: { name: string; network: PathNetwork }): void => {
      networks.set(name, network)
      dropOldest(networks, mostNetworks)
    },
    readNetwork: ({ path, system }: { path: string; system: Datum }) => readable(readNetwork(path, system)),
    /** A run anew. A router that fails is told of, and the run is not held. */
    compute: async ({ supplies, ...task }: RunTask): Promise<Computed | { problem: WaysFailed['problem'] }> => {
      const set = cellSets.get(task.cells)
      if (!set) throw new Error(`the cells ${task.cells} are not held`)
      const ways = await waysOf(task, set.cells, supplies, networks).catch((error: unknown) => {
        if (error instanceof WaysFailed) return error
        throw error
      })
      if (ways instanceof WaysFailed) return { problem: ways.problem }
      const model = new CoverageModel(set.cells, supplies, task.settings, { cellIndex: set.index, ways }).compute()
      models.delete(task.run)
      models.set(task.run, { model, task })
      dropOldest(models, mostModels)
      return { sums: sumsOf({ model, task }), waysShare: ways?.share(set.cells) ?? null }
    },
    /** Whom a place serves within a distance. */
    servedArea: ({ run, id, metres }: { run: string; id: number; metres: number }): ServedArea | null => {
      const { model } = heldOf(run)
      return servedArea(model, id, metres)
    },
    /** Changes of single places; the sums of all groups afterwards. */
    change: ({ run, changes }: { run: string; changes: { id: number; supply: Supply | null }[] }): CellSums[] => {
      const held = heldOf(run)
      for (const { id, supply } of changes) held.model.change(id, supply)
      return sumsOf(held)
    },
    suggest: ({ run, group, task }: { run: string; group: number | null; task: SuggestTask }): Suggestion => {
      const { model, task: of } = heldOf(run)
      const isIn = (cell: number) => group === null || of.groupsOf[model.cells.region[cell]!]!.includes(group)
      return suggestSites(model, task, isIn)
    },
    /** The planning model's visits: asked apart, since it looks at everybody again after any change. */
    demand: ({ run }: { run: string }): DemandSums[] => {
      const { model, task } = heldOf(run)
      return demandSums(model, { ...task.demand, steps: task.settings.steps }, task.groupsOf, task.groups)
    },
    /** Sums of the groups of cells whose centre of people lies in an area. */
    area: ({ run, shape }: { run: string; shape: Shapes }): CellSums => {
      const { model, task } = heldOf(run)
      const groups = publicGroups(model.cells)
      const finder = polygonFinder([shape])
      const isIn = groups.centres.map(([lon, lat]) => finder.contains(0, lon, lat))
      const oneGroup = task.groupsOf.map(() => [0])
      return sumCells(model, oneGroup, 1, task.radii, (cell) => isIn[groups.of[cell]!] ?? false)[0]!
    },
    cellsOf: ({ run, region }: { run: string; region: number }): CellColumns => {
      const { model } = heldOf(run)
      return columnsOf(model, (cell) => model.cells.region[cell] === region)
    },
    lorenz: ({ run, group }: { run: string; group: number }): [number, number][] => {
      const { model, task } = heldOf(run)
      return lorenzCurve(model, (cell) => task.groupsOf[model.cells.region[cell]!]!.includes(group))
    },
    /** Weighted people around places. */
    demandOn: ({ run, ids }: { run: string; ids: number[] }): (number | null)[] => {
      const { model } = heldOf(run)
      return ids.map((id) => {
        const slot = model.slotOf(id)
        return slot === undefined ? null : model.demandOn(slot)
      })
    },
  }
}

export type CoverageTasks = ReturnType<typeof createCoverageTasks>

function waysOf(
  { ways, radii, settings }: Omit<RunTask, 'supplies'>,
  cells: Cells,
  supplies: readonly Supply[],
  networks: ReadonlyMap<string, PathNetwork>,
) {
  if (ways === null) return Promise.resolve(null)
  if ('network' in ways) return Promise.resolve(new NetworkWays(networks.get(ways.network)!, cells))
  const reach = Math.max(...radii, settings.diversityMetres, reachOf(settings.steps))
  return askRouter(ways.routerUrl, cells, supplies, reach)
}

function columnsOf(model: CoverageModel, isIn: (cell: number) => boolean): CellColumns {
  const columns: CellColumns = { lon: [], lat: [], people: [], metres: [], access: [], kinds: [] }
  for (let cell = 0; cell < model.cells.lon.length; cell++) {
    if (!isIn(cell)) continue
    columns.lon.push(model.cells.lon[cell]!)
    columns.lat.push(model.cells.lat[cell]!)
    columns.people.push(model.cells.people[cell]!)
    columns.metres.push(model.nearestMetres[cell]!)
    columns.access.push(model.access[cell]!)
    columns.kinds.push(model.kindsIn(cell))
  }
  return columns
}

function dropOldest(held: Map<string, unknown>, most: number): void {
  for (const name of held.keys()) {
    if (held.size <= most) return
    held.delete(name)
  }
}
