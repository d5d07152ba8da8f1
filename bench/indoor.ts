import { convert } from '../bim-viewer/ifc/convert.ts'
import { type WaysArtifact, waysName, waysStep } from '../bim-viewer/ifc/passages/ways-step.ts'
import { describeRoute } from '../bim-viewer/ifc/paths/describe-route.ts'
import { findRoute, openWalkMap } from '../bim-viewer/ifc/paths/find-route.ts'
import { chance, pointIn } from '../bim-viewer/ifc/paths/testing-walk.ts'
import { unpackGraph } from '../bim-viewer/ifc/paths/walk-graph.ts'
import { sportsHallIfc } from '../seed-data/ifc/sports-hall.ts'
import { type Bench, percentile, row } from './context.ts'

/** Routes between points of chance in the demo's hall: from the two ends to the described steps, in memory as the server has it. */
export const run: Bench = async ({ quick, seed }) => {
  const { artifacts } = await convert(new TextEncoder().encode(sportsHallIfc()), { steps: [waysStep] })
  const ways = artifacts.find(({ name }) => name === waysName)!
  const { plan, graph }: WaysArtifact = JSON.parse(new TextDecoder().decode(ways.bytes))
  const map = openWalkMap(plan, unpackGraph(Buffer.from(graph, 'base64')))
  const random = chance(seed)
  const space = () => plan.spaces[Math.floor(random() * plan.spaces.length)]!
  const note = `${plan.spaces.length} spaces, ${map.graph.x.length} nodes, ${map.graph.targets.length / 2} ways`
  return [false, true].flatMap((avoidSteps) => {
    const times = Array.from({ length: quick ? 200 : 2_000 }, () => {
      const [from, to] = [pointIn(space(), random), pointIn(space(), random)]
      const begin = performance.now()
      const route = findRoute(map, from, to, avoidSteps)
      if (route) describeRoute(map, route)
      return performance.now() - begin
    })
    const what = avoidSteps ? 'route without stairs' : 'route'
    return [
      row('indoor', `${what}, p50`, 'ms', rounded(percentile(times, 0.5)), '', note),
      row('indoor', `${what}, p95`, 'ms', rounded(percentile(times, 0.95)), '≤ 50', note),
    ]
  })
}

const rounded = (value: number): number => Math.round(value * 100) / 100
