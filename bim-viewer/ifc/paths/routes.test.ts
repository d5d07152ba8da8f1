import { describe, expect, it } from 'vitest'
import { describeRoute, metresOf } from './describe-route.ts'
import { findRoute, type RouteEnd, type WalkMap } from './find-route.ts'
import { openPlanPassages } from './open-plan.ts'
import { testingPlan as plan, space } from './testing-plan.ts'
import { judgeRoutes, mapOf } from './testing-walk.ts'
import { unreachableSpaces } from './unreachable.ts'
import { packGraph, unpackGraph } from './walk-graph.ts'
import type { WalkPlan } from './walk-plan.ts'

const map = mapOf(plan)

function lead(on: WalkMap, from: RouteEnd, to: RouteEnd, avoidSteps = false) {
  const route = findRoute(on, from, to, avoidSteps)
  return route && { steps: describeRoute(on, route), cost: route.cost }
}
const doneBy = (found: ReturnType<typeof lead>) => found?.steps.map(({ does }) => does)

describe('a route', () => {
  it('goes in by the entrance, over the open edge, round the corner and through the door', () => {
    const found = lead(map, 'any-entrance', { spaceId: 'room' })!
    expect(doneBy(found)).toEqual(['start', 'door', 'open-plan', 'turn', 'door', 'arrive'])
    expect(found.steps.map(({ spaceId }) => spaceId).at(-1)).toBe('room')
    expect(metresOf(found.steps)).toBeGreaterThan(14)
    expect(metresOf(found.steps)).toBeLessThan(19)
  })

  it('takes the stairs, and without stairs the lift', () => {
    expect(doneBy(lead(map, 'any-entrance', { spaceId: 'store' }))).toContain('stair')
    const rolled = lead(map, 'any-entrance', { spaceId: 'store' }, true)
    expect(doneBy(rolled)).not.toContain('stair')
    const ride = rolled!.steps.find(({ does }) => does === 'lift')!
    expect(ride).toMatchObject({ fromLevelId: 'ground', levelId: 'upper' })
    // The ride itself is not walked: only the way from the lift to the store.
    expect(ride.metres).toBeLessThan(2)
  })

  it('says left and right as the walker sees them', () => {
    const found = lead(map, { levelId: 'ground', x: -5, y: 1 }, { levelId: 'ground', x: 2, y: 15 })!
    expect(found.steps.find(({ does }) => does === 'turn')?.direction).toMatch(/left/)
    const back = lead(map, { levelId: 'ground', x: 2, y: 15 }, { levelId: 'ground', x: 18, y: 1 })!
    expect(back.steps.find(({ does }) => does === 'turn')?.direction).toMatch(/left/)
  })

  it('begins and ends at once where both ends are one room, and is none to where no way leads', () => {
    expect(metresOf(lead(map, { spaceId: 'hall' }, { spaceId: 'hall' })?.steps ?? [])).toBe(0)
    expect(lead(map, 'any-entrance', { spaceId: 'cupboard' })).toBeNull()
    expect(() => lead(map, { spaceId: 'nowhere' }, { spaceId: 'hall' })).toThrow(/no space nowhere/)
    expect(() => lead(map, { levelId: 'ground', x: 500, y: 0 }, { spaceId: 'hall' })).toThrow(/near this point/)
  })

  it.each([false, true])('of a thousand by chance never leaves what is walkable (avoiding steps: %s)', (avoidSteps) => {
    const verdict = judgeRoutes(map, { routes: 1000, seed: 7, avoidSteps }, (from, to) =>
      lead(map, from, to, avoidSteps),
    )
    expect(verdict.found).toBeGreaterThan(600)
    expect(verdict).toMatchObject({ stepsUsed: 0 })
    expect(verdict.straying).toBeLessThan(0.01)
    expect(verdict.asymmetry).toBeLessThan(0.01)
  })
})

describe('an edge that two spaces share', () => {
  const two = [space('a', 'g', 0, [0, 0, 5, 5]), space('b', 'g', 0, [5.02, 0, 5, 5])]
  it('is open where no wall stands on it', () => {
    expect(openPlanPassages(two, () => false)).toMatchObject([{ spaceIds: ['a', 'b'], kind: 'open-plan' }])
    expect(openPlanPassages(two, () => true)).toEqual([])
    const [gap] = openPlanPassages(two, (_x, y) => y < 2 || y > 3.05)
    expect([gap!.line[0][1], gap!.line[1][1]].sort()).toEqual([expect.closeTo(2, 1), expect.closeTo(3, 1)])
  })
  it('is none beyond 3 cm, below 0.7 m, or where the floors are not level', () => {
    const against = (box: [number, number, number, number], floor = 0) =>
      openPlanPassages([two[0]!, space('b', 'g', floor, box)], () => false).length
    expect(against([5.05, 0, 5, 5])).toBe(0)
    expect(against([5, 4.4, 5, 5])).toBe(0)
    expect(against([5, 4.2, 5, 5])).toBe(1)
    expect(against([5, 0, 5, 5], 0.5)).toBe(0)
  })
})

describe('what cannot be reached', () => {
  const reasons = (changed: Partial<WalkPlan>) =>
    Object.fromEntries(
      unreachableSpaces(mapOf({ ...plan, ...changed })).map(({ spaceId, reason }) => [spaceId, reason]),
    )
  it('is listed with the reason', () => {
    expect(reasons({})).toEqual({ cupboard: 'no-way-in' })
    const stairsOnly = plan.connectors.filter(({ kind }) => kind === 'stair')
    expect(reasons({ connectors: stairsOnly })).toMatchObject({ gallery: 'steps-only', store: 'steps-only' })
    expect(reasons({ connectors: [] })).toMatchObject({ gallery: 'cut-off', store: 'cut-off' })
    const closed = plan.passages.filter(({ id }) => id !== 'main')
    expect(reasons({ passages: closed })).toMatchObject({ hall: 'no-entrance' })
  })
})

it('a graph is the same after packing, and other bytes are refused', () => {
  const packed = packGraph(map.graph)
  expect(unpackGraph(packed)).toEqual(map.graph)
  // As it comes from a base64 text: amid a pool of other bytes.
  expect(unpackGraph(Buffer.from(Buffer.from(packed).toString('base64'), 'base64'))).toEqual(map.graph)
  expect(() => unpackGraph(packed.subarray(0, packed.length - 4))).toThrow()
})
