import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distanceMetres } from '../earth.ts'
import { type Cells, type Supply, usualSteps } from './cells.ts'
import { CoverageModel } from './coverage-model.ts'
import { NetworkWays } from './network-ways.ts'
import { buildNetwork, metresBetween, type PathNetwork } from './path-network.ts'
import { metresPerLat, metresPerLon } from './point-index.ts'
import { publicGroups } from './public-groups.ts'
import { servedArea } from './served-area.ts'
import { sortByValue } from './sort-by-value.ts'
import { lorenzCurve, sumCells } from './sum-cells.ts'

const [lon0, lat0] = [104, 30]
/** A position so many metres east and north of the middle. */
const at = (east: number, north: number): [number, number] => [
  lon0 + east / metresPerLon(lat0),
  lat0 + north / metresPerLat(lat0),
]

const cellsOf = (list: readonly { east: number; north?: number; people: number; region?: number }[]): Cells => ({
  lon: Float64Array.from(list, ({ east, north = 0 }) => at(east, north)[0]),
  lat: Float64Array.from(list, ({ east, north = 0 }) => at(east, north)[1]),
  people: Float64Array.from(list, ({ people }) => people),
  region: Uint16Array.from(list, ({ region = 0 }) => region),
})

const supply = (id: number, east: number, north = 0, more: Partial<Supply> = {}): Supply => ({
  id,
  points: at(east, north),
  capacity: 100,
  kind: 0,
  region: 0,
  ...more,
})

const settings = { steps: usualSteps, diversityMetres: 1000 }
const modelOf = (cells: Cells, supplies: readonly Supply[]) => new CoverageModel(cells, supplies, settings).compute()
const sumsOf = (model: CoverageModel, radii: number[]) => sumCells(model, [[0], [1]], 2, radii)

describe('a street of three cells, by hand', () => {
  // 100 people at 0 m, 200 at 1,500 m, 300 at 5,000 m; places at 501 m (100 m²) and 2,010 m (60 m²), of two kinds.
  const cells = cellsOf([
    { east: 0, people: 100 },
    { east: 1500, people: 200 },
    { east: 5000, people: 300 },
  ])
  const model = modelOf(cells, [supply(1, 501), supply(2, 2010, 0, { capacity: 60, kind: 1 })])
  const [sum] = sumsOf(model, [400, 505, 1000, 3000])

  it('is covered by radius', () => {
    expect(sum!.covered).toEqual([0, 100, 300, 600])
  })
  it('has the mean of 501, 510 and 2,990 m by people', () => {
    expect(sum!.personMetres / sum!.people).toBeCloseTo((100 * 501 + 200 * 510 + 300 * 2990) / 600, 1)
  })
  it('has access by E2SFCA', () => {
    // Demand on 1: 100·1 + 200·1 (999 m) = 300. Demand on 2: 100·0.25 (2,010 m) + 200·1 + 300·0.25 (2,990 m) = 300.
    const [r1, r2] = [100 / 300, 60 / 300]
    expect(model.access[0]).toBeCloseTo(r1 + 0.25 * r2, 9)
    expect(model.access[1]).toBeCloseTo(r1 + r2, 9)
    expect(model.access[2]).toBeCloseTo(0.25 * r2, 9)
    expect(sum!.access).toBeCloseTo(160, 6)
  })
  it('has one kind, two kinds and none within 1 km', () => {
    expect([0, 1, 2].map((cell) => model.kindsIn(cell))).toEqual([1, 2, 0])
    expect(sum!.kinds).toBe(100 + 400)
  })
  it('has the Gini of its Lorenz curve', () => {
    const order = [2, 0, 1]
    const gains = order.map((cell) => cells.people[cell]! * model.access[cell]!)
    const total = gains.reduce((a, b) => a + b)
    let [under, reached] = [0, 0]
    for (const [i, cell] of order.entries()) {
      under += (cells.people[cell]! / 600) * ((reached + gains[i]! / 2) / total)
      reached += gains[i]!
    }
    expect(sum!.gini).toBeCloseTo(1 - 2 * under, 9)
    expect(lorenzCurve(model, () => true).at(-1)).toEqual([1, 1])
  })
})

// biome-ignore format: one line
const person = fc.record({ east: fc.integer({ min: -6000, max: 6000 }), north: fc.integer({ min: -6000, max: 6000 }), people: fc.integer({ min: 1, max: 500 }), region: fc.constantFrom(0, 1) })
// biome-ignore format: one line
const place = fc.record({ east: fc.integer({ min: -6000, max: 6000 }), north: fc.integer({ min: -6000, max: 6000 }), capacity: fc.integer({ min: 1, max: 900 }), kind: fc.integer({ min: 0, max: 63 }) })
const town = fc.record({
  cells: fc.array(person, { minLength: 1, maxLength: 60 }),
  places: fc.array(place, { minLength: 0, maxLength: 40 }),
})
const suppliesOf = (places: readonly { east: number; north: number; capacity: number; kind: number }[]) =>
  places.map(({ east, north, ...more }, i) => supply(i, east, north, more))
const check = <T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => void) =>
  fc.assert(fc.property(arbitrary, property), { seed: 7, numRuns: 150 })

describe('any town', () => {
  it('has the nearest place that looking at all of them finds', () => {
    check(town, ({ cells, places }) => {
      const columns = cellsOf(cells)
      const supplies = suppliesOf(places)
      const model = modelOf(columns, supplies)
      for (let cell = 0; cell < cells.length; cell++) {
        const here = [columns.lon[cell]!, columns.lat[cell]!] as const
        const least = Math.min(
          Infinity,
          ...supplies.map(({ points }) => distanceMetres(here, [points[0]!, points[1]!])),
        )
        if (supplies.length === 0) expect(model.nearestMetres[cell]).toBe(Infinity)
        else expect(Math.abs(model.nearestMetres[cell]! - least)).toBeLessThan(0.01 + least * 1e-5)
      }
    })
  })
  it('gives away exactly the supply that is reached', () => {
    check(town, ({ cells, places }) => {
      const model = modelOf(cellsOf(cells), suppliesOf(places))
      const reached = model.supplies
        .filter((_, slot) => model.demandOn(slot) > 0)
        .reduce((sum, s) => sum + s.capacity, 0)
      const given = sumCells(model, [[0], [0]], 1, [1000])[0]!.access
      expect(given).toBeCloseTo(reached, 6)
    })
  })
  it('is covered no less by a wider radius', () => {
    check(town, ({ cells, places }) => {
      const { covered } = sumsOf(modelOf(cellsOf(cells), suppliesOf(places)), [300, 800, 1500, 5000])[0]!
      expect(covered).toEqual(covered.toSorted((a, b) => a - b))
    })
  })
  it('stays as it is when a cell is split in two', () => {
    check(town, ({ cells, places }) => {
      const split = cells.flatMap((cell) => [
        { ...cell, people: cell.people / 4 },
        { ...cell, people: (cell.people * 3) / 4 },
      ])
      const whole = sumsOf(modelOf(cellsOf(cells), suppliesOf(places)), [800])
      const parts = sumsOf(modelOf(cellsOf(split), suppliesOf(places)), [800])
      for (const [i, sum] of whole.entries()) {
        expect(parts[i]!.covered[0]).toBeCloseTo(sum.covered[0]!, 6)
        expect(parts[i]!.access).toBeCloseTo(sum.access, 6)
        expect(parts[i]!.kinds).toBeCloseTo(sum.kinds, 6)
        expect(parts[i]!.gini ?? -1).toBeCloseTo(sum.gini ?? -1, 6)
      }
    })
  })
  it('has the same shares when ten times as many people live there', () => {
    check(town, ({ cells, places }) => {
      const more = cells.map((cell) => ({ ...cell, people: cell.people * 10 }))
      const few = sumsOf(modelOf(cellsOf(cells), suppliesOf(places)), [800])
      const many = sumsOf(modelOf(cellsOf(more), suppliesOf(places)), [800])
      for (const [i, sum] of few.entries()) {
        if (sum.people === 0) continue
        expect(many[i]!.covered[0]! / many[i]!.people).toBeCloseTo(sum.covered[0]! / sum.people, 9)
        expect(many[i]!.access).toBeCloseTo(sum.access, 6)
      }
    })
  })
  it('is, after single changes, what it would be when computed from nothing', () => {
    const changes = fc.array(fc.record({ id: fc.integer({ min: 0, max: 50 }), to: fc.option(place, { nil: null }) }))
    check(fc.tuple(town, changes), ([{ cells, places }, list]) => {
      const model = modelOf(cellsOf(cells), suppliesOf(places))
      const now = new Map(suppliesOf(places).map((one) => [one.id, one]))
      for (const { id, to } of list) {
        const next = to && { ...supply(id, to.east, to.north), capacity: to.capacity, kind: to.kind }
        if (next) now.set(id, next)
        else now.delete(id)
        model.change(id, next)
      }
      const anew = modelOf(cellsOf(cells), [...now.values()])
      for (let cell = 0; cell < cells.length; cell++) {
        if (now.size > 0) expect(model.nearestMetres[cell]).toBeCloseTo(anew.nearestMetres[cell]!, 6)
        else expect(model.nearestMetres[cell]).toBe(Infinity)
        expect(model.access[cell]).toBeCloseTo(anew.access[cell]!, 6)
        expect(model.kindsIn(cell)).toBe(anew.kindsIn(cell))
      }
    })
  })
  it('tells of ten people or nobody by the difference of two areas', () => {
    check(town, ({ cells }) => {
      const columns = cellsOf(cells)
      const { of, centres } = publicGroups(columns)
      const people = centres.map(() => 0)
      for (const [cell, group] of of.entries()) if (group >= 0) people[group]! += columns.people[cell]!
      expect(people.every((count) => count >= 10)).toBe(true)
    })
  })
})

it('counts a place across the border', () => {
  const cells = cellsOf([{ east: -300, people: 50, region: 0 }])
  const model = modelOf(cells, [supply(1, 100, 0, { region: 1 })])
  expect(sumsOf(model, [500])[0]!.covered[0]).toBe(50)
})

it('measures to the nearest sample of a line', () => {
  const cells = cellsOf([{ east: 900, north: 200, people: 10 }])
  const line = Array.from({ length: 41 }, (_, i) => at(i * 50, 0)).flat()
  expect(modelOf(cells, [supply(1, 0, 0, { points: line })]).nearestMetres[0]).toBeCloseTo(200, 1)
})

it('sorts by value', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ min: 0, max: 1e6, noNaN: true })), (values) => {
      const order = sortByValue(Float64Array.from(values))
      expect([...order].map((i) => values[i])).toEqual(values.toSorted((a, b) => a - b))
    }),
    { seed: 7 },
  )
})

describe('along a network', () => {
  const walk = (cells: Cells, supplies: readonly Supply[], network: PathNetwork) =>
    new CoverageModel(cells, supplies, settings, { ways: new NetworkWays(network, cells) }).compute()

  it('goes round the corner, and straight where no path is near', () => {
    const cells = cellsOf([
      { east: 0, people: 100 },
      { east: 20_000, people: 100 },
    ])
    const corner = buildNetwork([[at(0, 0), at(600, 0), at(600, 800)]])
    const model = walk(cells, [supply(1, 600, 800), supply(2, 20_900)], corner)
    expect(model.nearestMetres[0]).toBeCloseTo(1400, 0)
    expect(model.nearestMetres[1]).toBeCloseTo(900, 0)
    expect(sumsOf(model, [1000, 1500])[0]!.covered).toEqual([100, 200])
    expect(model.ways!.share(cells)).toBe(0.5)
    const lines = servedArea(model, 1, 1000)!.lines!
    const length = lines.reduce((sum, [a, b]) => sum + metresBetween(...a!, ...b!), 0)
    expect(length).toBeCloseTo(1000, 0)
    expect([servedArea(model, 1, 1000)!.people, servedArea(model, 1, 1500)!.people]).toEqual([0, 100])
    expect(servedArea(model, 2, 1000)).toMatchObject({ people: 100, nearestPeople: 100, lines: null })
  })

  const crossing = fc.record({
    east: fc.integer({ min: -3000, max: 3000 }),
    north: fc.integer({ min: -3000, max: 3000 }),
  })
  const streets = fc.tuple(
    fc.array(crossing, { minLength: 2, maxLength: 9 }),
    fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { minLength: 1, maxLength: 10 }),
  )
  const networkOf = ([crossings, pairs]: typeof streets extends fc.Arbitrary<infer T> ? T : never) =>
    buildNetwork(
      pairs.map((pair) => pair.map((i) => crossings[i % crossings.length]!).map(({ east, north }) => at(east, north))),
    )

  it('has the distances that relaxing every edge until nothing changes finds, and none is shorter than the straight one', () => {
    fc.assert(
      fc.property(town, streets, ({ cells, places }, drawn) => {
        const columns = cellsOf(cells)
        const supplies = suppliesOf(places.slice(0, 8))
        const network = networkOf(drawn)
        const metres = walkedMetres(columns, supplies, network)
        const model = walk(columns, supplies, network)
        const straight = modelOf(columns, supplies)
        for (let cell = 0; cell < cells.length; cell++) {
          const least = Math.min(Infinity, ...metres.map((row) => row[cell]!))
          if (least === Infinity) expect(model.nearestMetres[cell]).toBe(Infinity)
          else expect(model.nearestMetres[cell]).toBeCloseTo(least, 2)
          expect(model.nearestMetres[cell]! + 0.01).toBeGreaterThanOrEqual(straight.nearestMetres[cell]!)
        }
        for (const [slot, row] of metres.entries()) {
          const near = model.cellsAround(supplies[slot]!, 2500)
          const wanted = row.flatMap((away, cell) => (away < 2499.9 ? [cell] : []))
          expect([...near.cells]).toEqual(expect.arrayContaining(wanted))
          for (const [i, cell] of near.cells.entries()) expect(near.metres[i]).toBeCloseTo(row[cell]!, 2)
        }
      }),
      { seed: 7, numRuns: 60 },
    )
  })
})

/** By definition: straight to the nearest node within 1 km, along the edges, straight on; all straight where either has no node. */
function walkedMetres(
  cells: Cells,
  supplies: readonly Supply[],
  { lon, lat, from, to, metres }: PathNetwork,
): number[][] {
  const join = (x: number, y: number): [number, number] => {
    let [node, least] = [-1, 1000]
    for (let i = 0; i < lon.length; i++) {
      const away = metresBetween(x, y, lon[i]!, lat[i]!)
      if (away < least) [node, least] = [i, away]
    }
    return [node, least]
  }
  const ends = Array.from(cells.lon, (x, cell) => join(x, cells.lat[cell]!))
  return supplies.map(({ points: [x, y] }) => {
    const [start, leg] = join(x!, y!)
    const away = Array.from(lon, (_, node) => (node === start ? leg : Infinity))
    for (let changed = start >= 0; changed; ) {
      changed = false
      for (let edge = 0; edge < from.length; edge++) {
        for (const [a, b] of [
          [from[edge]!, to[edge]!],
          [to[edge]!, from[edge]!],
        ] as const) {
          const sum = away[a]! + metres[edge]!
          if (sum >= away[b]! - 1e-9) continue
          away[b] = sum
          changed = true
        }
      }
    }
    return ends.map(([node, last], cell) =>
      node < 0 || start < 0 ? metresBetween(x!, y!, cells.lon[cell]!, cells.lat[cell]!) : away[node]! + last,
    )
  })
}
