import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Cells, Supply } from './cells.ts'
import { CoverageModel } from './coverage-model.ts'
import { demandSums } from './demand-model.ts'
import { metresPerLon } from './point-index.ts'

const perLon = metresPerLon(30)
const street = (people: readonly [east: number, people: number, region: number][]): Cells => ({
  lon: Float64Array.from(people, ([east]) => 104 + east / perLon),
  lat: Float64Array.from(people, () => 30),
  people: Float64Array.from(people, ([, count]) => count),
  region: Uint16Array.from(people, ([, , region]) => region),
})
const place = (id: number, east: number, capacity: number, region: number): Supply => ({
  id,
  points: [104 + east / perLon, 30],
  capacity,
  kind: 0,
  region,
})
const steps = [{ upToMetres: 1000, weight: 1 }]
const sumsOf = (cells: Cells, supplies: Supply[]) =>
  demandSums(
    new CoverageModel(cells, supplies, { steps, diversityMetres: 500 }),
    { visitsPerPersonWeek: 0.5, visitsPerUnitWeek: 2, steps },
    [
      [0, 2],
      [1, 2],
    ],
    3,
  )

it('gives the visits that were worked out by hand', () => {
  // West: 200 people (100 visits) reach both places; east: 100 people (50 visits) reach the second only; 40 people (20 visits) none.
  // Places take 60 and 60 visits. Round 1: west asks 50 of each; east asks 50 of the second, which is asked 100 and takes 60 % of it.
  // Left: west 20, east 20. Round 2: only the first has room (10), west's. So west keeps 10, east 20, the far ones 20 unmet.
  const cells = street([
    [0, 200, 0],
    [1600, 100, 1],
    [9000, 40, 1],
  ])
  const [west, east, both] = sumsOf(cells, [place(1, -200, 30, 0), place(2, 800, 30, 1)])
  expect(west).toMatchObject({ supply: 60, demand: 100 })
  expect(west!.satisfied).toBeCloseTo(90, 6)
  expect(west!.used).toBeCloseTo(60, 6)
  expect(east).toMatchObject({ supply: 60, demand: 70 })
  expect(east!.satisfied).toBeCloseTo(30, 6)
  expect(east!.used).toBeCloseTo(60, 6)
  expect(both!.satisfied).toBeCloseTo(120, 6)
  // First place 60 visits for 100 wanted, second 60 for 150.
  expect(west!.share).toBeCloseTo(100 * (0.6 + 0.4), 6)
  expect(east!.share).toBeCloseTo(50 * 0.4, 6)
})

it('never satisfies more than is wanted or offered, and serves what it uses', () => {
  const town = fc.tuple(
    fc.array(fc.tuple(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 0, max: 900 }), fc.constantFrom(0, 1)), {
      minLength: 1,
      maxLength: 30,
    }),
    fc.array(fc.tuple(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 0, max: 200 })), { maxLength: 12 }),
  )
  fc.assert(
    fc.property(town, ([people, places]) => {
      const all = sumsOf(
        street(people as [number, number, number][]),
        places.map(([east, capacity], i) => place(i, east, capacity, 0)),
      )[2]!
      expect(all.satisfied).toBeLessThanOrEqual(all.demand + 1e-6)
      expect(all.used).toBeLessThanOrEqual(all.supply + 1e-6)
      expect(all.satisfied).toBeCloseTo(all.used, 3)
    }),
    { seed: 11, numRuns: 150 },
  )
})
