import { readFile } from 'node:fs/promises'
import { convert } from '../bim-viewer/ifc/convert.ts'
import { type WaysArtifact, waysName, waysStep } from '../bim-viewer/ifc/passages/ways-step.ts'
import { describeRoute } from '../bim-viewer/ifc/paths/describe-route.ts'
import { findRoute, openWalkMap, type RouteEnd, type WalkMap } from '../bim-viewer/ifc/paths/find-route.ts'
import { judgeRoutes } from '../bim-viewer/ifc/paths/testing-walk.ts'
import { unpackGraph } from '../bim-viewer/ifc/paths/walk-graph.ts'
import { sportsHallIfc } from '../seed-data/ifc/sports-hall.ts'
import { type Bench, percentile, type Row, row } from './context.ts'
import { givenModels, nameOf } from './given-models.ts'

/**
 * Routes between points of chance, there and back, in the demo's hall and in every file of `--models=FOLDER`: from the two ends to the described
 * steps, in memory as the server has it, and judged by what did not find them.
 */
export const run: Bench = async ({ quick, seed, log }) => {
  const routes = quick ? 200 : 1_000
  const rows = routesOf('demo hall', await walkMapOf(new TextEncoder().encode(sportsHallIfc())), { routes, seed })
  for (const path of await givenModels()) {
    rows.push(...routesOf(nameOf(path), await walkMapOf(new Uint8Array(await readFile(path))), { routes, seed }))
    log(nameOf(path))
  }
  return rows
}

async function walkMapOf(ifc: Uint8Array): Promise<WalkMap | null> {
  const { artifacts } = await convert(ifc, { steps: [waysStep] })
  const ways = artifacts.find(({ name }) => name === waysName)
  if (!ways) return null
  const { plan, graph }: WaysArtifact = JSON.parse(new TextDecoder().decode(ways.bytes))
  return openWalkMap(plan, unpackGraph(Buffer.from(graph, 'base64')))
}

function routesOf(model: string, map: WalkMap | null, { routes, seed }: { routes: number; seed: number }): Row[] {
  if (!map) return [row('indoor', 'routes', '', null, '', `${model} has no spaces that are walked`)]
  const size = `${map.plan.spaces.length} spaces, ${map.graph.x.length} nodes, ${map.graph.targets.length / 2} ways`
  return [false, true].flatMap((avoidSteps) => {
    const times: number[] = []
    const lead = (from: RouteEnd, to: RouteEnd) => {
      const begin = performance.now()
      const route = findRoute(map, from, to, avoidSteps)
      const found = route && { steps: describeRoute(map, route), cost: route.cost }
      times.push(performance.now() - begin)
      return found
    }
    const { found, straying, asymmetry, stepsUsed } = judgeRoutes(map, { routes, seed, avoidSteps }, lead)
    const what = avoidSteps ? 'without stairs' : 'shortest'
    const note = `${model}, ${found} of ${routes} lead somewhere`
    return [
      row('indoor', `${what}, p50`, 'ms', rounded(percentile(times, 0.5)), '', `${model}, ${size}`),
      row('indoor', `${what}, p95`, 'ms', rounded(percentile(times, 0.95)), '≤ 50', note),
      row('indoor', `${what}, furthest from what is walkable`, 'cm', rounded(straying * 100), '≤ 1', note),
      row('indoor', `${what}, there against back`, '%', rounded(asymmetry * 100), '≤ 1', note),
      ...(avoidSteps ? [row('indoor', `${what}, stairs used`, '', stepsUsed, '≤ 0', note)] : []),
    ]
  })
}

const rounded = (value: number): number => Math.round(value * 100) / 100
