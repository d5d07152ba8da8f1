import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cells, Supply } from './cells.ts'
import { CoverageModel } from './coverage-model.ts'
import { metresPerLat, metresPerLon } from './point-index.ts'
import { type Objective, type SuggestTask, suggestSites } from './suggest-sites.ts'

const [perLon, perLat] = [metresPerLon(30), metresPerLat(30)]
type Spot = readonly [east: number, north: number, people: number]
const cellsOf = (spots: readonly Spot[]): Cells => ({
  lon: Float64Array.from(spots, ([east]) => 104 + east / perLon),
  lat: Float64Array.from(spots, ([, north]) => 30 + north / perLat),
  people: Float64Array.from(spots, ([, , people]) => people),
  region: new Uint16Array(spots.length),
})
const steps = [{ upToMetres: 1000, weight: 1 }]
const modelOf = (spots: readonly Spot[], supplies: Supply[] = []) =>
  new CoverageModel(cellsOf(spots), supplies, { steps, diversityMetres: 500 }).compute()
const task = (more: Partial<SuggestTask> = {}): SuggestTask => ({
  objective: 'covered',
  radiusMetres: 1000,
  most: 2,
  capacity: 100,
  target: 2,
  candidates: null,
  cost: 1,
  budget: null,
  ...more,
})

it('takes the largest uncovered crowd first, then what is left', () => {
  const spots: Spot[] = [
    [0, 0, 300],
    [800, 0, 100],
    [5000, 0, 350],
    [20_000, 0, 30],
  ]
  const model = modelOf(spots, [{ id: 1, points: [104 + 20_000 / perLon, 30], capacity: 1, kind: 0, region: 0 }])
  const { sites, before } = suggestSites(model, task())
  expect(before).toBe(30)
  expect(sites.map(({ gain }) => gain)).toEqual([400, 350])
  expect(sites[1]!.total).toBe(750)
})

it('keeps to the budget and to the candidates given', () => {
  const spots: Spot[] = [
    [0, 0, 300],
    [5000, 0, 350],
  ]
  const at = (east: number, cost: number) => ({ lon: 104 + east / perLon, lat: 30, cost })
  const { sites } = suggestSites(
    modelOf(spots),
    task({ candidates: [at(100, 5), at(5000, 9), at(90_000, 1)], budget: 12 }),
  )
  expect(sites.map(({ candidate, cost }) => [candidate, cost])).toEqual([[0, 5]])
})

describe('of any small town', () => {
  const town = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 1, max: 500 })),
    { minLength: 1, maxLength: 9 },
  )
  it.each(['covered', 'distance', 'access'] as Objective[])(
    '%s: at least 1 − 1/e of the best pair, and its bound holds',
    (objective) => {
      fc.assert(
        fc.property(town, (spots) => {
          const found = suggestSites(modelOf(spots), task({ objective }))
          const best = bestPair(spots, objective)
          const got = found.sites.at(-1)?.total ?? 0
          expect(got).toBeLessThanOrEqual(best + 1e-6)
          expect(got).toBeGreaterThanOrEqual((1 - 1 / Math.E) * best - 1e-6)
          expect(found.mostPossible).toBeGreaterThanOrEqual(best - 1e-6)
        }),
        { seed: 13, numRuns: 60 },
      )
    },
  )

  /** Every pair tried, each by an own model from nothing. */
  function bestPair(spots: readonly Spot[], objective: Objective): number {
    const worth = (sites: readonly Spot[]): number => {
      const supplies = sites.map(([east, north], id) => ({
        id,
        points: [104 + east / perLon, 30 + north / perLat],
        capacity: 100,
        kind: 0,
        region: 0,
      }))
      const model = modelOf(spots, supplies)
      return spots.reduce((sum, [, , people], cell) => {
        const metres = model.nearestMetres[cell]!
        if (objective === 'covered') return sum + (metres <= 1000 ? people : 0)
        if (objective === 'distance') return sum + people * (1000 - Math.min(1000, metres))
        return sum + people * Math.min(2, model.access[cell]!)
      }, 0)
    }
    return Math.max(...spots.flatMap((a) => spots.map((b) => worth(a === b ? [a] : [a, b]))))
  }
})
