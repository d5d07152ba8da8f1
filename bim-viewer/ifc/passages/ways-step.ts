import { type ConversionStep, jsonArtifact } from '../convert.ts'
import { buildGraph } from '../paths/build-graph.ts'
import { packGraph } from '../paths/walk-graph.ts'
import type { WalkPlan } from '../paths/walk-plan.ts'
import { readWays } from './read-ways.ts'

export const waysName = 'ways.json'

/** What ways.json holds: the plan by GlobalId, and its packed graph in base64. */
export interface WaysArtifact {
  plan: WalkPlan
  graph: string
}

/** Ways of a model, read while it is open. A building whose ways cannot be read is still shown, without routes. */
export const waysStep: ConversionStep = {
  name: 'ways',
  make({ model, building, metres }) {
    if (building.spaces.length === 0) return []
    const ways = attempt(() => {
      const plan = readWays({ ...model, metres }, building)
      return { plan, graph: Buffer.from(packGraph(buildGraph(plan))).toString('base64') }
    })
    return ways ? [jsonArtifact(waysName, ways satisfies WaysArtifact)] : []
  },
}

/** Damaged lines make readers throw anywhere. */
function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}
