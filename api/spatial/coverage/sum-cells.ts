import type { CoverageModel } from './coverage-model.ts'
import { sortByValue } from './sort-by-value.ts'

/** Sums over the cells of one region; shares and means are made of them, so that a region's are those of its parts together. */
export interface CellSums {
  cells: number
  people: number
  /** People within each of the radii asked for. */
  covered: number[]
  /** Σ people × metres to the nearest place, over those who have one at all. */
  personMetres: number
  withPlace: number
  /** Σ people × A_i. */
  access: number
  /** Σ people × kinds within the radius. */
  kinds: number
  /** Gini of A_i over people; null without people or access. */
  gini: number | null
}

export const noSums = (radii: number): CellSums => ({
  cells: 0,
  people: 0,
  covered: Array.from({ length: radii }, () => 0),
  personMetres: 0,
  withPlace: 0,
  access: 0,
  kinds: 0,
  gini: null,
})

/**
 * Sums per group of cells. `groupsOf` lists the groups of a cell's region (county, prefecture, province), so that one pass over the
 * cells, and one sort for the Gini coefficients, serve all levels.
 */
export function sumCells(
  model: CoverageModel,
  groupsOf: readonly (readonly number[])[],
  groups: number,
  radii: readonly number[],
  include: (cell: number) => boolean = () => true,
): CellSums[] {
  const { cells, nearestMetres, access } = model
  const sums = Array.from({ length: groups }, () => noSums(radii.length))
  for (let cell = 0; cell < cells.lon.length; cell++) {
    if (!include(cell)) continue
    const people = cells.people[cell]!
    const metres = nearestMetres[cell]!
    const kinds = model.kindsIn(cell)
    for (const group of groupsOf[cells.region[cell]!]!) {
      const sum = sums[group]!
      sum.cells++
      sum.people += people
      for (let i = 0; i < radii.length; i++) if (metres <= radii[i]!) sum.covered[i]! += people
      if (Number.isFinite(metres)) {
        sum.personMetres += people * metres
        sum.withPlace += people
      }
      sum.access += people * access[cell]!
      sum.kinds += people * kinds
    }
  }
  const ginis = giniPerGroup(model, groupsOf, sums, include)
  return sums.map((sum, group) => ({ ...sum, gini: ginis[group]! }))
}

/**
 * Gini coefficient: twice the area between the Lorenz curve and the diagonal, by trapezes over the cells in order of A_i. Rounding
 * could leave −0 or a hair beyond the ends; those are 0 and 1.
 */
function giniPerGroup(
  model: CoverageModel,
  groupsOf: readonly (readonly number[])[],
  sums: readonly CellSums[],
  include: (cell: number) => boolean,
): (number | null)[] {
  const { cells, access } = model
  const under = new Float64Array(sums.length)
  const reached = new Float64Array(sums.length)
  for (const cell of sortByValue(access)) {
    const people = cells.people[cell]!
    if (people === 0 || !include(cell)) continue
    const gain = people * access[cell]!
    for (const group of groupsOf[cells.region[cell]!]!) {
      under[group]! += people * (reached[group]! + gain / 2)
      reached[group]! += gain
    }
  }
  return sums.map(({ people, access: total }, group) =>
    people > 0 && total > 0 ? Math.min(1, Math.max(0, 1 - (2 * under[group]!) / (people * total))) : null,
  )
}

/** Points of a group's Lorenz curve: share of people from the worst served on, share of access that they have. */
export function lorenzCurve(model: CoverageModel, isIn: (cell: number) => boolean, points = 50): [number, number][] {
  const { cells, access } = model
  const order = sortByValue(access).filter((cell) => cells.people[cell]! > 0 && isIn(cell))
  let [people, total] = [0, 0]
  for (const cell of order) {
    people += cells.people[cell]!
    total += cells.people[cell]! * access[cell]!
  }
  if (people === 0 || total === 0) return []
  const curve: [number, number][] = [[0, 0]]
  let [atPeople, atAccess] = [0, 0]
  for (const cell of order) {
    atPeople += cells.people[cell]!
    atAccess += cells.people[cell]! * access[cell]!
    if (atPeople / people >= curve.length / points) curve.push([atPeople / people, atAccess / total])
  }
  curve[curve.length - 1] = [1, 1]
  return curve
}
