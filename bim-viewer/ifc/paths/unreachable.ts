import type { WalkMap } from './find-route.ts'
import { outdoors, type WalkGraph } from './walk-graph.ts'

/**
 * Why nobody gets into a space: the plan shows no door and no opening; its doors lead only to other spaces that are cut off; or the
 * building has no entrance at all, so that nothing is reached from outside. `steps-only`: reached, but never on wheels.
 */
export type WhyUnreachable = 'no-way-in' | 'cut-off' | 'no-entrance' | 'steps-only'

interface Unreachable {
  spaceId: string
  reason: WhyUnreachable
}

/** Spaces that cannot be reached from any entrance, and those that cannot without stairs. */
export function unreachableSpaces({ plan, graph }: WalkMap): Unreachable[] {
  const entered = reached(graph, false)
  const rolled = reached(graph, true)
  const joined = new Set<string>()
  for (const { spaceIds } of plan.passages) for (const id of spaceIds) if (id !== null) joined.add(id)
  for (const { stops } of plan.connectors) if (stops.length > 1) for (const { spaceId } of stops) joined.add(spaceId)
  const hasEntrance = plan.passages.some(({ spaceIds }) => spaceIds[1] === null)
  const whyNot = (id: string, index: number): WhyUnreachable | null => {
    if (!joined.has(id)) return 'no-way-in'
    if (!hasEntrance) return 'no-entrance'
    if (!entered.has(index)) return 'cut-off'
    return rolled.has(index) ? null : 'steps-only'
  }
  return plan.spaces.flatMap(({ id }, index): Unreachable[] => {
    const reason = whyNot(id, index)
    return reason ? [{ spaceId: id, reason }] : []
  })
}

/** Spaces of all nodes that some way joins to the outside. */
function reached({ space, offsets, targets, steps }: WalkGraph, avoidSteps: boolean): Set<number> {
  const seen = new Uint8Array(space.length)
  const waiting: number[] = []
  space.forEach((of, node) => {
    if (of !== outdoors) return
    seen[node] = 1
    waiting.push(node)
  })
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (let at = offsets[node]!; at < offsets[node + 1]!; at++) {
      const target = targets[at]!
      if (seen[target] === 1 || (avoidSteps && steps[at] === 1)) continue
      seen[target] = 1
      waiting.push(target)
    }
  }
  return new Set([...space].filter((_, node) => seen[node] === 1))
}
