import { type Cells, reachOf, type Step, weightAt } from './cells.ts'
import type { CoverageModel } from './coverage-model.ts'

/** The planning model in visits a week: what a head demands in peak hours, what a unit of capacity takes. */
export interface DemandSettings {
  visitsPerPersonWeek: number
  visitsPerUnitWeek: number
  steps: readonly Step[]
}

/** By region of the people (demand, satisfied) or of the place (supply, used). */
export interface DemandSums {
  supply: number
  demand: number
  satisfied: number
  used: number
  /** Σ demand × share: visits on offer within reach for each visit wanted. */
  share: number
}

const mostRounds = 40
/** Visits a week below which a rest is not worth another round. */
const negligible = 1e-6

/**
 * Spreads the demand of each cell over the places in its catchment, by capacity and distance weight. A place that is full takes no more,
 * and what it turns away goes to the others in reach, round by round, until all are full or all is satisfied. The outputs are those
 * of the facilities planning model: supply, demand, balance, satisfied and unmet demand, used capacity, relative share.
 */
export function demandSums(
  model: CoverageModel,
  settings: DemandSettings,
  groupsOf: readonly (readonly number[])[],
  groups: number,
): DemandSums[] {
  const pairs = gatherPairs(model, settings)
  const { cells, supplies } = model
  const sums = Array.from({ length: groups }, () => ({ supply: 0, demand: 0, satisfied: 0, used: 0, share: 0 }))
  const { left, room, capacity } = allocate(pairs, cells, settings)
  const share = sharesOf(pairs, cells, settings, capacity)
  for (let cell = 0; cell < cells.people.length; cell++) {
    const demand = cells.people[cell]! * settings.visitsPerPersonWeek
    for (const group of groupsOf[cells.region[cell]!]!) {
      sums[group]!.demand += demand
      sums[group]!.satisfied += demand - left[cell]!
      sums[group]!.share += demand * share[cell]!
    }
  }
  for (const [at, slot] of pairs.slots.entries()) {
    const { region } = supplies[slot]!
    if (region < 0) continue
    for (const group of groupsOf[region]!) {
      sums[group]!.supply += capacity[at]!
      sums[group]!.used += capacity[at]! - room[at]!
    }
  }
  return sums
}

/** Who reaches whom: cells and weights of place `at` stand from `starts[at]` to `starts[at + 1]`. */
interface Pairs {
  slots: number[]
  capacity: number[]
  starts: number[]
  cells: number[]
  weights: number[]
}

function gatherPairs(model: CoverageModel, { steps, visitsPerUnitWeek }: DemandSettings): Pairs {
  const pairs: Pairs = { slots: [], capacity: [], starts: [0], cells: [], weights: [] }
  for (const [slot, supply] of model.supplies.entries()) {
    if (!model.isThere(slot)) continue
    const around = model.cellsAround(supply, reachOf(steps))
    for (const [i, cell] of around.cells.entries()) {
      const weight = weightAt(steps, around.metres[i]!)
      if (weight === 0) continue
      pairs.cells.push(cell)
      pairs.weights.push(weight)
    }
    pairs.slots.push(slot)
    pairs.capacity.push(supply.capacity * visitsPerUnitWeek)
    pairs.starts.push(pairs.cells.length)
  }
  return pairs
}

function allocate(pairs: Pairs, cells: Cells, { visitsPerPersonWeek }: DemandSettings) {
  const left = cells.people.map((people) => people * visitsPerPersonWeek)
  const capacity = Float64Array.from(pairs.capacity)
  const room = Float64Array.from(capacity)
  const pull = new Float64Array(left.length)
  for (let round = 0; round < mostRounds; round++) {
    pull.fill(0)
    eachPair(pairs, room, (at, cell, weight) => {
      pull[cell]! += weight * capacity[at]!
    })
    const before = Float64Array.from(left)
    let moved = 0
    for (let at = 0; at < room.length; at++) {
      if (room[at]! <= negligible) continue
      let wanted = 0
      const asked = (i: number) => {
        const cell = pairs.cells[i]!
        return pull[cell]! > 0 ? (before[cell]! * pairs.weights[i]! * capacity[at]!) / pull[cell]! : 0
      }
      for (let i = pairs.starts[at]!; i < pairs.starts[at + 1]!; i++) wanted += asked(i)
      if (wanted <= 0) continue
      const taken = Math.min(1, room[at]! / wanted)
      for (let i = pairs.starts[at]!; i < pairs.starts[at + 1]!; i++) left[pairs.cells[i]!]! -= asked(i) * taken
      room[at]! -= wanted * taken
      moved += wanted * taken
    }
    if (moved < negligible) break
  }
  // Rounding leaves a hair on either side of nothing.
  return { left: left.map((visits) => Math.max(0, visits)), room: room.map((visits) => Math.max(0, visits)), capacity }
}

/** Visits on offer within reach of a cell for each visit wanted there: E2SFCA over demand instead of people. */
function sharesOf(
  pairs: Pairs,
  cells: Cells,
  { visitsPerPersonWeek }: DemandSettings,
  capacity: Float64Array,
): Float64Array {
  const share = new Float64Array(cells.people.length)
  const wanted = new Float64Array(capacity.length)
  eachPair(pairs, capacity, (at, cell, weight) => {
    wanted[at]! += weight * cells.people[cell]! * visitsPerPersonWeek
  })
  eachPair(pairs, capacity, (at, cell, weight) => {
    if (wanted[at]! > 0) share[cell]! += (weight * capacity[at]!) / wanted[at]!
  })
  return share
}

function eachPair(pairs: Pairs, room: Float64Array, act: (at: number, cell: number, weight: number) => void): void {
  for (let at = 0; at < room.length; at++) {
    if (room[at]! <= negligible) continue
    for (let i = pairs.starts[at]!; i < pairs.starts[at + 1]!; i++) act(at, pairs.cells[i]!, pairs.weights[i]!)
  }
}
