import type { CoverageModel } from './coverage-model.ts'
import { NetworkWays } from './network-ways.ts'
import { publicGroups } from './public-groups.ts'

export interface ServedArea {
  people: number
  /** Of them those who have no nearer place. */
  nearestPeople: number
  /** What can be walked, where a network says it; null: draw the circle. */
  lines: [number, number][][] | null
}

/**
 * People within a distance of a place. They are counted in the groups of at least ten that may be told of; a group is in when its
 * largest cell is. Null when the run has no such place.
 */
export function servedArea(model: CoverageModel, id: number, metres: number): ServedArea | null {
  const slot = model.slotOf(id)
  if (slot === undefined) return null
  const supply = model.supplies[slot]!
  const within = new Set(model.cellsAround(supply, metres).cells)
  const { of, centres } = publicGroups(model.cells)
  const people = new Float64Array(centres.length)
  const seat = new Int32Array(centres.length).fill(-1)
  const { people: peopleOf } = model.cells
  for (const [cell, group] of of.entries()) {
    if (group < 0) continue
    people[group]! += peopleOf[cell]!
    if (seat[group]! < 0 || peopleOf[cell]! > peopleOf[seat[group]!]!) seat[group] = cell
  }
  const area: ServedArea = { people: 0, nearestPeople: 0, lines: null }
  for (const [group, cell] of seat.entries()) {
    if (!within.has(cell)) continue
    area.people += people[group]!
    if (model.nearestSupply[cell] === slot) area.nearestPeople += people[group]!
  }
  if (model.ways instanceof NetworkWays) area.lines = model.ways.walkable(supply, metres)
  return area
}
