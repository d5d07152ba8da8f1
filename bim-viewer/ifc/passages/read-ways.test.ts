import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildingIfc, type FixtureOptions } from '../../../seed-data/ifc/building-ifc.ts'
import { sportsHallIfc } from '../../../seed-data/ifc/sports-hall.ts'
import { convert } from '../convert.ts'
import { describeRoute } from '../paths/describe-route.ts'
import { findRoute, openWalkMap, type RouteEnd, type WalkMap } from '../paths/find-route.ts'
import { judgeRoutes } from '../paths/testing-walk.ts'
import { unreachableSpaces } from '../paths/unreachable.ts'
import { unpackGraph } from '../paths/walk-graph.ts'
import { type WaysArtifact, waysName, waysStep } from './ways-step.ts'

async function waysOf(ifc: string | Uint8Array) {
  const bytes = typeof ifc === 'string' ? new TextEncoder().encode(ifc) : ifc
  const { artifacts, building } = await convert(bytes, { steps: [waysStep] })
  const { plan, graph }: WaysArtifact = JSON.parse(
    new TextDecoder().decode(artifacts.find(({ name }) => name === waysName)!.bytes),
  )
  const names = new Map(building.spaces.map(({ guid, name }) => [guid, name]))
  return { plan, map: openWalkMap(plan, unpackGraph(Buffer.from(graph, 'base64'))), names }
}

const lead = (map: WalkMap, avoidSteps: boolean) => (from: RouteEnd, to: RouteEnd) => {
  const route = findRoute(map, from, to, avoidSteps)
  return route && { steps: describeRoute(map, route), cost: route.cost }
}

describe('the sports hall', async () => {
  const { plan, map, names } = await waysOf(sportsHallIfc())

  it('has each door and four ways out, and lies open where it has no walls', () => {
    const doors = plan.passages.filter(({ kind }) => kind === 'door')
    expect(doors).toHaveLength(43)
    const entrances = doors.filter(({ spaceIds }) => spaceIds[1] === null).map(({ name }) => name)
    expect(entrances.sort()).toEqual(['主入口', '比赛馆东侧出口', '游泳馆疏散口', '西侧出口'])
    const open = plan.passages.filter(({ kind }) => kind === 'open-plan').map(({ spaceIds }) => namesOf(spaceIds))
    expect(open.sort()).toEqual(['100+101', '120+121', '120+122', '211+212', '211+213', '212+214', '213+214'])
  })

  it('has stairs, a ramp of three runs and a lift, matched to floors at both ends', () => {
    const found = plan.connectors.map(({ kind, stops }) => `${kind} ${namesOf(stops.map(({ spaceId }) => spaceId))}`)
    expect(found.sort()).toEqual(['lift 191+291+391', 'ramp 194+294', 'stair 190+290', 'stair 290+390'])
    const ramp = plan.connectors.find(({ kind }) => kind === 'ramp')!
    // Three runs of 18 m and the landings between.
    expect(ramp.stops[1]!.metres).toBeGreaterThan(54)
    expect(ramp.stops[1]!.metres).toBeLessThan(70)
  })

  it('is reached everywhere, everywhere without steps', () => {
    expect(unreachableSpaces(map)).toEqual([])
  })

  it.each([false, true])('a thousand routes stay on what is walkable (avoiding steps: %s)', (avoidSteps) => {
    const verdict = judgeRoutes(map, { routes: 1000, seed: 11, avoidSteps }, lead(map, avoidSteps))
    expect(verdict).toMatchObject({ found: 1000, stepsUsed: 0 })
    expect(verdict.straying).toBeLessThan(0.01)
    expect(verdict.asymmetry).toBeLessThan(0.01)
  })

  const namesOf = (ids: readonly (string | null)[]) =>
    ids
      .map((id) => names.get(id ?? '') ?? '-')
      .sort()
      .join('+')
})

describe('a small building', () => {
  const kindsOf = async (options: FixtureOptions) => {
    const { plan, map } = await waysOf(buildingIfc(options))
    return { passages: plan.passages, kinds: plan.connectors.map(({ kind }) => kind).sort(), map }
  }

  it.each([
    { unit: 'foot' },
    { unit: 'millimetre', brepSpaces: true },
    { schema: 'IFC2X3' },
    { duplicateGuids: true },
    { trueNorth: 30 },
  ] as FixtureOptions[])('has the same ways whatever it is written in: %o', async (options) => {
    const { passages, kinds, map } = await kindsOf({ ...options, stairs: true, ramp: true, lift: 'element' })
    expect(passages).toHaveLength(5)
    expect(kinds).toEqual(['lift', 'ramp', 'stair'])
    expect(unreachableSpaces(map)).toEqual([])
  })

  it('knows a lift by its shaft alone', async () => {
    expect((await kindsOf({ lift: 'shaft' })).kinds).toEqual(['lift'])
  })

  it('lies open where no wall stands, and nowhere else', async () => {
    const open = (await kindsOf({ openPlan: true })).passages.filter(({ kind }) => kind === 'open-plan')
    expect(open).toHaveLength(2)
    expect((await kindsOf({})).passages.some(({ kind }) => kind === 'open-plan')).toBe(false)
  })
})

const samples = process.env.IFC_SAMPLES
const sampleFiles = samples && existsSync(samples) ? readdirSync(samples).filter((name) => name.endsWith('.ifc')) : []

describe.skipIf(sampleFiles.length === 0)('models of others, in the folder that IFC_SAMPLES names', () => {
  it.each(sampleFiles)('%s: a thousand routes stay on what is walkable', async (name) => {
    const { map } = await waysOf(readFileSync(join(samples!, name)))
    for (const avoidSteps of [false, true]) {
      const verdict = judgeRoutes(map, { routes: 1000, seed: 13, avoidSteps }, lead(map, avoidSteps))
      expect(verdict.stepsUsed).toBe(0)
      expect(verdict.straying).toBeLessThan(0.01)
      expect(verdict.asymmetry).toBeLessThan(0.01)
    }
  })
})
