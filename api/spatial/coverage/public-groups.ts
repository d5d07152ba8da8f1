import type { Cells } from './cells.ts'

/** The fewest people that an answer about a drawn area may differ by from another one. */
const leastPeople = 10

/**
 * Cells gathered, county by county and in their order, into groups of at least ten people. A drawn area takes a group as a whole or not at
 * all, by its centre of people: so no two areas, however drawn, tell of fewer people by their difference. What is left over at the end of
 * a county joins its last group; a county with fewer people altogether is in none (-1).
 */
export function publicGroups(cells: Cells): { of: Int32Array; centres: [lon: number, lat: number][] } {
  const of = new Int32Array(cells.lon.length).fill(-1)
  const sums: { lon: number; lat: number; people: number }[] = []
  /** The group that a county is filling, its last whole one, and the cells of the former. */
  const open = new Map<number, { cells: number[]; people: number; last: number }>()
  for (let cell = 0; cell < of.length; cell++) {
    const region = cells.region[cell]!
    const filling = open.get(region) ?? { cells: [], people: 0, last: -1 }
    open.set(region, filling)
    filling.cells.push(cell)
    filling.people += cells.people[cell]!
    if (filling.people < leastPeople) continue
    filling.last = sums.push({ lon: 0, lat: 0, people: 0 }) - 1
    for (const one of filling.cells) of[one] = filling.last
    filling.cells = []
    filling.people = 0
  }
  for (const { cells: rest, last } of open.values()) for (const cell of rest) of[cell] = last
  for (let cell = 0; cell < of.length; cell++) {
    const sum = sums[of[cell]!]
    if (!sum) continue
    sum.lon += cells.lon[cell]! * cells.people[cell]!
    sum.lat += cells.lat[cell]! * cells.people[cell]!
    sum.people += cells.people[cell]!
  }
  return { of, centres: sums.map(({ lon, lat, people }) => [lon / people, lat / people]) }
}
