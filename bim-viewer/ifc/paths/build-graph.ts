import { isInside, nearestInside, pulledIn, type Room, roomOf } from './room.ts'
import { bendsOf, clearanceMetres, waysInRoom } from './room-ways.ts'
import { inRoom, outdoors, type WalkGraph } from './walk-graph.ts'
import type { Connector, Passage, Point, WalkPlan } from './walk-plan.ts'

/** A floor that is this much higher beyond a passage is a step, which wheels do not take. */
const stepMetres = 0.05
/** Over a wide shared edge a path may cross at any of several points. */
const crossingEveryMetres = 1
const mostCrossings = 40
/** Waiting for a lift, in metres that one would walk meanwhile. */
const liftWaitMetres = 15

/** Joins the rooms of a plan by its passages and connectors into one graph. */
export function buildGraph(plan: WalkPlan): WalkGraph {
  const rooms = plan.spaces.map(({ footprint }) => roomOf(footprint))
  const spaceIndex = new Map(plan.spaces.map(({ id }, index) => [id, index]))
  const graph = new Growing(rooms)

  plan.passages.forEach((passage, way) => {
    const [here, there] = passage.spaceIds.map((id) => (id === null ? outdoors : spaceIndex.get(id)))
    if (here === undefined || there === undefined || here === outdoors) return
    const rise = there === outdoors ? 0 : Math.abs(plan.spaces[here]!.floor - plan.spaces[there]!.floor)
    for (const crossing of crossingsOf(passage)) {
      const from = graph.addNode(here, approach(rooms[here]!, crossing))
      const to =
        there === outdoors
          ? graph.addNode(outdoors, oppositeOf(graph.at(from), crossing.at))
          : graph.addNode(there, approach(rooms[there]!, crossing))
      const metres = distance(graph.at(from), crossing.at) + distance(crossing.at, graph.at(to))
      graph.addWay(from, to, { cost: metres, way, steps: rise > stepMetres || passage.hasSteps === true })
    }
  })

  plan.connectors.forEach((connector, index) => {
    const stops = connector.stops.flatMap(({ spaceId, at, metres }) => {
      const space = spaceIndex.get(spaceId)
      if (space === undefined) return []
      const { x, y } = nearestInside(rooms[space]!, at[0], at[1])
      const inside = pulledIn(rooms[space]!, x, y, clearanceMetres)
      return [{ node: graph.addNode(space, [inside.x, inside.y]), floor: plan.spaces[space]!.floor, metres }]
    })
    joinStops(graph, connector, stops, plan.passages.length + index)
  })

  graph.addRooms()
  return graph.pack()
}

/** A lift goes from each stop to each; stairs and ramps from one to the next. */
function joinStops(
  graph: Growing,
  { kind }: Connector,
  stops: readonly { node: number; floor: number; metres: number }[],
  way: number,
): void {
  const steps = kind === 'stair' || kind === 'escalator'
  stops.forEach((low, index) => {
    for (const high of kind === 'lift' ? stops.slice(index + 1) : stops.slice(index + 1, index + 2)) {
      const cost = kind === 'lift' ? liftWaitMetres + Math.abs(high.floor - low.floor) : high.metres
      graph.addWay(low.node, high.node, { cost, way, steps })
    }
  })
}

interface Crossing {
  at: Point
  /** Square to the line that is crossed. */
  normal: Point
}

/** A door is crossed in its middle, a wide opening wherever it suits. */
function crossingsOf({ kind, line: [a, b] }: Passage): Crossing[] {
  const width = distance(a, b)
  const normal: Point = width === 0 ? [1, 0] : [-(b[1] - a[1]) / width, (b[0] - a[0]) / width]
  const at = (share: number): Crossing => ({
    at: [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])],
    normal,
  })
  const free = width - 2 * clearanceMetres
  if (kind === 'door' || free <= crossingEveryMetres) return [at(0.5)]
  const gaps = Math.min(mostCrossings, Math.ceil(free / crossingEveryMetres))
  return Array.from({ length: gaps + 1 }, (_, index) => at((clearanceMetres + (free * index) / gaps) / width))
}

/**
 * Where a path stands before the crossing, inside the room: on the line square to it, the clearance behind the wall; beside it
 * where the footprint begins elsewhere.
 */
function approach(room: Room, { at, normal }: Crossing): Point {
  for (let reach = 0.02; reach <= 1.5; reach += 0.02) {
    for (const side of [1, -1]) {
      const x = at[0] + side * reach * normal[0]
      const y = at[1] + side * reach * normal[1]
      if (!isInside(room, x, y)) continue
      const deeper = [clearanceMetres, 0.12, 0.05].map(
        (more) => [x + side * more * normal[0], y + side * more * normal[1]] as const,
      )
      return deeper.find(([px, py]) => isInside(room, px, py)) ?? [x, y]
    }
  }
  const beside = nearestInside(room, at[0], at[1])
  const inside = pulledIn(room, beside.x, beside.y, clearanceMetres)
  return [inside.x, inside.y]
}

const oppositeOf = ([x, y]: Point, at: Point): Point => {
  const reach = Math.hypot(at[0] - x, at[1] - y) || 1
  const scale = Math.max(1, 0.6 / reach)
  return [at[0] + (at[0] - x) * scale, at[1] + (at[1] - y) * scale]
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1])

interface Way {
  cost: number
  way: number
  steps: boolean
}

class Growing {
  readonly #rooms: readonly Room[]
  readonly #points: Point[] = []
  readonly #space: number[] = []
  readonly #ways: (Way & { from: number; to: number })[] = []

  constructor(rooms: readonly Room[]) {
    this.#rooms = rooms
  }

  at = (node: number): Point => this.#points[node]!

  addNode(space: number, point: Point): number {
    this.#space.push(space)
    return this.#points.push(point) - 1
  }

  addWay(from: number, to: number, way: Way): void {
    this.#ways.push({ from, to, ...way })
  }

  /** Bends of every room, and who sees whom. */
  addRooms(): void {
    this.#rooms.forEach((room, space) => {
      for (const { x, y } of bendsOf(room)) this.addNode(space, [x, y])
    })
    const members = this.#rooms.map((): number[] => [])
    this.#space.forEach((space, node) => {
      members[space]?.push(node)
    })
    members.forEach((nodes, space) => {
      const points = nodes.map((node) => ({ x: this.at(node)[0], y: this.at(node)[1] }))
      for (const { from, to, metres } of waysInRoom(this.#rooms[space]!, points))
        this.addWay(nodes[from]!, nodes[to]!, { cost: metres, way: inRoom, steps: false })
    })
  }

  pack(): WalkGraph {
    const nodes = this.#points.length
    const offsets = new Uint32Array(nodes + 1)
    for (const { from, to } of this.#ways) {
      offsets[from + 1]!++
      offsets[to + 1]!++
    }
    for (let node = 0; node < nodes; node++) offsets[node + 1]! += offsets[node]!
    const size = offsets[nodes]!
    const graph: WalkGraph = {
      x: Float64Array.from(this.#points, ([x]) => x),
      y: Float64Array.from(this.#points, ([, y]) => y),
      space: Int32Array.from(this.#space),
      offsets,
      targets: new Uint32Array(size),
      costs: new Float64Array(size),
      ways: new Int32Array(size),
      steps: new Uint8Array(size),
    }
    const next = offsets.slice(0, nodes)
    for (const { from, to, cost, way, steps } of this.#ways) {
      for (const [at, target] of [
        [next[from]!++, to],
        [next[to]!++, from],
      ] as const) {
        graph.targets[at] = target
        graph.costs[at] = cost
        graph.ways[at] = way
        graph.steps[at] = steps ? 1 : 0
      }
    }
    return graph
  }
}
