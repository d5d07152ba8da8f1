import type { WalkGraph } from './walk-graph.ts'

interface Question {
  /** Nodes to begin at, each with what it cost to get there. */
  starts: ReadonlyMap<number, number>
  /** Nodes to end at, each with what is still to pay. */
  ends: ReadonlyMap<number, number>
  avoidSteps: boolean
}

/** Dijkstra's way from the cheapest start to the cheapest end; `ways[i]` leads from `nodes[i]` to `nodes[i + 1]`. */
export function shortestPath(
  { offsets, targets, costs, ways, steps }: WalkGraph,
  { starts, ends, avoidSteps }: Question,
): { nodes: number[]; ways: number[]; cost: number } | null {
  const nodeCount = offsets.length - 1
  const best = new Float64Array(nodeCount).fill(Infinity)
  const cameBy = new Int32Array(nodeCount).fill(-1)
  const cameFrom = new Int32Array(nodeCount).fill(-1)
  const queue = new Heap()
  for (const [node, cost] of starts) {
    best[node] = cost
    queue.push(node, cost)
  }
  let end = -1
  let total = Infinity
  for (let next = queue.pop(); next; next = queue.pop()) {
    if (next.cost >= total) break
    if (next.cost > best[next.node]!) continue
    const toPay = ends.get(next.node)
    if (toPay !== undefined && next.cost + toPay < total) {
      end = next.node
      total = next.cost + toPay
    }
    for (let at = offsets[next.node]!; at < offsets[next.node + 1]!; at++) {
      if (avoidSteps && steps[at] === 1) continue
      const target = targets[at]!
      const cost = next.cost + costs[at]!
      if (cost >= best[target]!) continue
      best[target] = cost
      cameFrom[target] = next.node
      cameBy[target] = ways[at]!
      queue.push(target, cost)
    }
  }
  if (end < 0) return null
  const nodes = [end]
  const taken: number[] = []
  for (let node = end; cameFrom[node]! >= 0; node = cameFrom[node]!) {
    nodes.push(cameFrom[node]!)
    taken.push(cameBy[node]!)
  }
  return { nodes: nodes.reverse(), ways: taken.reverse(), cost: total }
}

/** A binary heap, the cheapest first. */
class Heap {
  readonly #nodes: number[] = []
  readonly #costs: number[] = []

  push(node: number, cost: number): void {
    let at = this.#nodes.length
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (this.#costs[parent]! <= cost) break
      this.#nodes[at] = this.#nodes[parent]!
      this.#costs[at] = this.#costs[parent]!
      at = parent
    }
    this.#nodes[at] = node
    this.#costs[at] = cost
  }

  pop(): { node: number; cost: number } | undefined {
    const node = this.#nodes[0]
    if (node === undefined) return undefined
    const top = { node, cost: this.#costs[0]! }
    const lastNode = this.#nodes.pop()!
    const lastCost = this.#costs.pop()!
    const size = this.#nodes.length
    if (size === 0) return top
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      if (child + 1 < size && this.#costs[child + 1]! < this.#costs[child]!) child++
      if (this.#costs[child]! >= lastCost) break
      this.#nodes[at] = this.#nodes[child]!
      this.#costs[at] = this.#costs[child]!
      at = child
    }
    this.#nodes[at] = lastNode
    this.#costs[at] = lastCost
    return top
  }
}
