import { reachOf, weightAt } from './cells.ts'
import type { CoverageModel } from './coverage-model.ts'

/**
 * What a new site is for. `covered`: people who get a place within the radius. `distance`: person-metres saved to the nearest place,
 * distances beyond the radius counting as the radius (a capped p-median). `access`: people × A_i gained up to a target.
 */
export type Objective = 'covered' | 'distance' | 'access'

export interface SuggestTask {
  objective: Objective
  radiusMetres: number
  most: number
  /** Capacity of a new site and the A_i that is enough, for `access`. */
  capacity: number
  target: number
  /** Positions to choose from; null: every cell with people. */
  candidates: readonly { lon: number; lat: number; cost: number }[] | null
  /** Cost of a site where the candidates have none of their own, and what may be spent in all; null: no limit. */
  cost: number
  budget: number | null
}

export interface Site {
  lon: number
  lat: number
  /** Position in the list of candidates; -1 for a cell. */
  candidate: number
  gain: number
  total: number
  cost: number
}

export interface Suggestion {
  sites: Site[]
  /** What is reached before any new site, in the unit of the objective; for `distance` person-metres that remain. */
  before: number
  /** No choice of as many sites gains more than this. */
  mostPossible: number
}

/**
 * The best sites one after another, each by what it adds to those before (lazy greedy: a gain never grows, so a stale one at the top of
 * the heap need only be looked at again when it is reached). Never worse than 1 − 1/e of the best choice; with costs, by gain per cost.
 */
export function suggestSites(
  model: CoverageModel,
  task: SuggestTask,
  isIn: (cell: number) => boolean = () => true,
): Suggestion {
  const goal = goalOf(model, task)
  const { people, lon, lat } = model.cells
  const candidates =
    task.candidates ??
    Array.from(people, (count, cell) => ({ count, cell }))
      .filter(({ count, cell }) => count > 0 && isIn(cell))
      .map(({ cell }) => ({ lon: lon[cell]!, lat: lat[cell]!, cost: task.cost }))
  const costs = candidates.map(({ cost }) => Math.max(cost, 1e-9))
  const heap = candidates
    .map((at, i) => ({ i, gain: goal.gain(at.lon, at.lat), seen: 0 }))
    .filter(({ gain }) => gain > 0)
    .sort((a, b) => b.gain / costs[b.i]! - a.gain / costs[a.i]!)
  const bounds = [topSum(heap, task.most)]
  const sites: Site[] = []
  let [total, spent] = [0, 0]
  while (sites.length < task.most && heap.length > 0) {
    const first = heap.shift()!
    const { lon: x, lat: y } = candidates[first.i]!
    if (task.budget !== null && spent + costs[first.i]! > task.budget) continue
    if (first.seen !== sites.length) {
      first.gain = goal.gain(x, y)
      first.seen = sites.length
      if (first.gain > 0) insertSorted(heap, first, costs)
      continue
    }
    goal.take(x, y)
    total += first.gain
    spent += costs[first.i]!
    sites.push({
      lon: x,
      lat: y,
      candidate: task.candidates ? first.i : -1,
      gain: first.gain,
      total,
      cost: costs[first.i]!,
    })
    bounds.push(total + topSum(heap, task.most))
  }
  return { sites, before: goal.before, mostPossible: Math.min(...bounds) }
}

interface Entry {
  i: number
  gain: number
  /** How many sites were chosen when the gain was computed; an older one is an upper bound. */
  seen: number
}

/** Stale gains only overstate, so their sum bounds what any so many sites can add. */
function topSum(heap: readonly Entry[], most: number): number {
  const top: number[] = []
  for (const { gain } of heap) {
    if (top.length < most) top.push(gain)
    else if (gain > top[0]!) top[0] = gain
    else continue
    top.sort((a, b) => a - b)
  }
  return top.reduce((sum, gain) => sum + gain, 0)
}

function insertSorted(heap: Entry[], entry: Entry, costs: readonly number[]): void {
  const worth = entry.gain / costs[entry.i]!
  let [low, high] = [0, heap.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (heap[middle]!.gain / costs[heap[middle]!.i]! > worth) low = middle + 1
    else high = middle
  }
  heap.splice(low, 0, entry)
}

interface Goal {
  before: number
  gain(lon: number, lat: number): number
  take(lon: number, lat: number): void
}

function goalOf(model: CoverageModel, task: SuggestTask): Goal {
  const { cells, settings } = model
  const { people } = cells
  const { radiusMetres, target, capacity } = task
  const around = (lon: number, lat: number, metres: number) => model.cellsAround({ points: [lon, lat] }, metres)
  if (task.objective === 'access') {
    const access = Float64Array.from(model.access)
    const reach = reachOf(settings.steps)
    const enough = (value: number) => Math.min(value, target)
    const each = (lon: number, lat: number, act: (cell: number, more: number) => void) => {
      const found = around(lon, lat, reach)
      let demand = 0
      for (const [i, cell] of found.cells.entries())
        demand += people[cell]! * weightAt(settings.steps, found.metres[i]!)
      if (demand <= 0) return
      for (const [i, cell] of found.cells.entries()) {
        act(cell, (capacity * weightAt(settings.steps, found.metres[i]!)) / demand)
      }
    }
    return {
      before: people.reduce((sum, count, cell) => sum + count * enough(access[cell]!), 0),
      gain: (lon, lat) => {
        let gain = 0
        each(lon, lat, (cell, more) => {
          gain += people[cell]! * (enough(access[cell]! + more) - enough(access[cell]!))
        })
        return gain
      },
      take: (lon, lat) => each(lon, lat, (cell, more) => (access[cell]! += more)),
    }
  }
  const metres = model.nearestMetres.map((away) => Math.min(away, radiusMetres + 1e9))
  const isCover = task.objective === 'covered'
  const worth = (cell: number, away: number): number => {
    if (isCover) return metres[cell]! > radiusMetres ? people[cell]! : 0
    return people[cell]! * Math.max(0, Math.min(metres[cell]!, radiusMetres) - away)
  }
  return {
    before: people.reduce(
      (sum, count, cell) =>
        sum + (isCover ? (metres[cell]! <= radiusMetres ? count : 0) : count * Math.min(metres[cell]!, radiusMetres)),
      0,
    ),
    gain: (lon, lat) => {
      const found = around(lon, lat, radiusMetres)
      let gain = 0
      for (let i = 0; i < found.cells.length; i++) gain += worth(found.cells[i]!, found.metres[i]!)
      return gain
    },
    take: (lon, lat) => {
      const found = around(lon, lat, radiusMetres)
      for (const [i, cell] of found.cells.entries()) metres[cell] = Math.min(metres[cell]!, found.metres[i]!)
    },
  }
}
