import type { Cells, Supply } from './cells.ts'
import type { PathNetwork } from './path-network.ts'
import { PathSearch } from './path-search.ts'
import { PointIndex } from './point-index.ts'
import type { Ways } from './ways.ts'

/** Who has no path so near is measured by straight lines: the network does not reach there. */
const mostJoinMetres = 1000

/**
 * Ways along a network: straight to its nearest node, along its edges, straight to the place. A cell or place without a node within 1 km
 * is measured by straight lines, so that a city's network does not leave the rest of the province unserved.
 */
export class NetworkWays implements Ways {
  readonly #search: PathSearch
  readonly #nodes: PointIndex
  readonly #cells: Cells
  /** Of each cell its node (-1: none near) and the metres to it. */
  readonly #cellNode: Int32Array
  readonly #cellMetres: Float64Array

  constructor(network: PathNetwork, cells: Cells) {
    this.#search = new PathSearch(network)
    this.#nodes = new PointIndex(network.lon, network.lat)
    this.#cells = cells
    this.#cellNode = new Int32Array(cells.lon.length).fill(-1)
    this.#cellMetres = new Float64Array(cells.lon.length)
    for (let cell = 0; cell < cells.lon.length; cell++) {
      const [node, metres] = this.#join(cells.lon[cell]!, cells.lat[cell]!)
      this.#cellNode[cell] = node
      this.#cellMetres[cell] = metres
    }
  }

  measure(place: Pick<Supply, 'points'>, cells: readonly number[], metres: number[], most: number): void {
    const starts = this.#startsOf(place, 0)
    if (starts.length === 0) return
    this.#search.search(starts, most)
    for (const [i, cell] of cells.entries()) {
      const node = this.#cellNode[cell]!
      if (node >= 0) metres[i] = this.#search.metresTo(node) + this.#cellMetres[cell]!
    }
  }

  nearest(supplies: readonly Supply[], metres: Float64Array, supply: Int32Array): void {
    const starts: [number, number, number][] = []
    const [lon, lat, owner]: number[][] = [[], [], []]
    for (const [slot, one] of supplies.entries()) {
      const own = this.#startsOf(one, slot)
      for (const start of own) starts.push(start)
      if (own.length > 0) continue
      for (let i = 0; i < one.points.length; i += 2) {
        lon!.push(one.points[i]!)
        lat!.push(one.points[i + 1]!)
        owner!.push(slot)
      }
    }
    this.#search.search(starts, Number.POSITIVE_INFINITY)
    const apart = new PointIndex(Float64Array.from(lon!), Float64Array.from(lat!))
    const owners = Int32Array.from(owner!)
    const gone = new Uint8Array(supplies.length)
    for (let cell = 0; cell < metres.length; cell++) {
      const node = this.#cellNode[cell]!
      if (node < 0) continue
      const along = this.#search.metresTo(node) + this.#cellMetres[cell]!
      apart.nearest(this.#cells.lon[cell]!, this.#cells.lat[cell]!, along, owners, gone)
      const isApart = apart.nearestPoint >= 0
      metres[cell] = isApart ? apart.nearestMetres : along
      supply[cell] = isApart ? owners[apart.nearestPoint]! : Number.isFinite(along) ? this.#search.origin[node]! : -1
    }
  }

  share({ people }: Cells): number {
    let [along, all] = [0, 0]
    for (const [cell, count] of people.entries()) {
      all += count
      if (this.#cellNode[cell]! >= 0) along += count
    }
    return all > 0 ? along / all : 0
  }

  /** What can be walked within a distance of a place, as lines; null where the place has no path near it. */
  walkable(place: Pick<Supply, 'points'>, metres: number): [number, number][][] | null {
    const starts = this.#startsOf(place, 0)
    if (starts.length === 0) return null
    const search = this.#search
    search.search(starts, metres)
    const { lon, lat, from, to, metres: lengths } = search.network
    const lines: [number, number][][] = []
    for (let edge = 0; edge < from.length; edge++) {
      const [a, b] = [from[edge]!, to[edge]!]
      const [left, right] = [metres - search.metresTo(a), metres - search.metresTo(b)]
      const length = lengths[edge]!
      const ends = (node: number): [number, number] => [lon[node]!, lat[node]!]
      const part = (node: number, other: number, share: number): [number, number] => [
        lon[node]! + (lon[other]! - lon[node]!) * share,
        lat[node]! + (lat[other]! - lat[node]!) * share,
      ]
      if (left >= 0 && right >= 0 && left + right >= length) lines.push([ends(a), ends(b)])
      else {
        if (left > 0) lines.push([ends(a), part(a, b, Math.min(1, left / length))])
        if (right > 0) lines.push([ends(b), part(b, a, Math.min(1, right / length))])
      }
    }
    return lines
  }

  /** Nodes at which one leaves a place, each once with the least metres; none when no path is near. */
  #startsOf({ points }: Pick<Supply, 'points'>, origin: number): [number, number, number][] {
    const least = new Map<number, number>()
    for (let i = 0; i < points.length; i += 2) {
      const [node, metres] = this.#join(points[i]!, points[i + 1]!)
      if (node >= 0 && metres < (least.get(node) ?? Number.POSITIVE_INFINITY)) least.set(node, metres)
    }
    return [...least].map(([node, metres]) => [node, metres, origin])
  }

  #join(lon: number, lat: number): [node: number, metres: number] {
    this.#nodes.nearest(lon, lat, mostJoinMetres, noOwner(this.#nodes.lon.length), notGone)
    return [this.#nodes.nearestPoint, this.#nodes.nearestMetres]
  }
}

/** One owner for all nodes, that is there. */
let zeros = new Int32Array(0)
const notGone = new Uint8Array(1)
function noOwner(count: number): Int32Array {
  if (zeros.length < count) zeros = new Int32Array(count)
  return zeros
}
