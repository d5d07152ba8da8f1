import type { PathNetwork } from './path-network.ts'

/** Dijkstra over a network in rows (CSR), from any number of starts at once; memory is kept between searches. */
export class PathSearch {
  readonly network: PathNetwork
  /** Of the last search: the nodes that it settled, nearest first, and of each node its metres and the start that it belongs to. */
  readonly settled: number[] = []
  readonly metres: Float64Array
  readonly origin: Int32Array
  readonly #starts: Uint32Array
  readonly #targets: Uint32Array
  readonly #lengths: Float32Array
  readonly #stamp: Int32Array
  readonly #done: Int32Array
  #round = 0
  #heapNodes: number[] = []
  #heapMetres: number[] = []

  constructor(network: PathNetwork) {
    this.network = network
    const nodes = network.lon.length
    const { from, to, metres } = network
    this.metres = new Float64Array(nodes)
    this.origin = new Int32Array(nodes)
    this.#stamp = new Int32Array(nodes)
    this.#done = new Int32Array(nodes)
    this.#starts = new Uint32Array(nodes + 1)
    for (let edge = 0; edge < from.length; edge++) {
      this.#starts[from[edge]! + 1]!++
      this.#starts[to[edge]! + 1]!++
    }
    for (let node = 0; node < nodes; node++) this.#starts[node + 1]! += this.#starts[node]!
    const next = this.#starts.slice()
    this.#targets = new Uint32Array(from.length * 2)
    this.#lengths = new Float32Array(from.length * 2)
    for (let edge = 0; edge < from.length; edge++) {
      const [a, b] = [from[edge]!, to[edge]!]
      this.#targets[next[a]!] = b
      this.#lengths[next[a]!++] = metres[edge]!
      this.#targets[next[b]!] = a
      this.#lengths[next[b]!++] = metres[edge]!
    }
  }

  /** Metres of the last search to a node; infinite where it did not come. */
  metresTo(node: number): number {
    return this.#done[node] === this.#round ? this.metres[node]! : Number.POSITIVE_INFINITY
  }

  /** Searches up to `bound` metres. Each start is a node, the metres that it begins with, and what `origin` says of it. */
  search(starts: Iterable<readonly [node: number, metres: number, origin: number]>, bound: number): void {
    const round = ++this.#round
    this.settled.length = 0
    this.#heapNodes.length = 0
    this.#heapMetres.length = 0
    for (const [node, metres, origin] of starts) this.#see(node, metres, origin, bound)
    while (this.#heapNodes.length > 0) {
      const [node, metres] = this.#pop()
      if (this.#done[node] === round) continue
      this.#done[node] = round
      this.settled.push(node)
      for (let i = this.#starts[node]!; i < this.#starts[node + 1]!; i++) {
        this.#see(this.#targets[i]!, metres + this.#lengths[i]!, this.origin[node]!, bound)
      }
    }
  }

  #see(node: number, metres: number, origin: number, bound: number): void {
    if (metres > bound || this.#done[node] === this.#round) return
    if (this.#stamp[node] === this.#round && this.metres[node]! <= metres) return
    this.#stamp[node] = this.#round
    this.metres[node] = metres
    this.origin[node] = origin
    this.#push(node, metres)
  }

  #push(node: number, metres: number): void {
    const [nodes, keys] = [this.#heapNodes, this.#heapMetres]
    let at = nodes.length
    nodes.push(node)
    keys.push(metres)
    while (at > 0) {
      const above = (at - 1) >> 1
      if (keys[above]! <= metres) break
      nodes[at] = nodes[above]!
      keys[at] = keys[above]!
      at = above
    }
    nodes[at] = node
    keys[at] = metres
  }

  #pop(): [node: number, metres: number] {
    const [nodes, keys] = [this.#heapNodes, this.#heapMetres]
    const top: [number, number] = [nodes[0]!, keys[0]!]
    const node = nodes.pop()!
    const metres = keys.pop()!
    const count = nodes.length
    if (count === 0) return top
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= count) break
      if (below + 1 < count && keys[below + 1]! < keys[below]!) below++
      if (keys[below]! >= metres) break
      nodes[at] = nodes[below]!
      keys[at] = keys[below]!
      at = below
    }
    nodes[at] = node
    keys[at] = metres
    return top
  }
}
