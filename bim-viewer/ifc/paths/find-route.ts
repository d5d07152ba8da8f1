import { isClear, isInside, nearestInside, pulledIn, type Room, roomOf } from './room.ts'
import { clearanceMetres } from './room-ways.ts'
import { shortestPath } from './shortest-path.ts'
import { inRoom, outdoors, type WalkGraph } from './walk-graph.ts'
import type { WalkPlan } from './walk-plan.ts'

/** A plan with its graph, and what is worked out once for all questions. */
export interface WalkMap {
  plan: WalkPlan
  graph: WalkGraph
  rooms: readonly Room[]
  nodesOfSpace: readonly (readonly number[])[]
  nodesOfPassage: readonly (readonly number[])[]
}

/** Where a route begins or ends: anywhere in a space, a point of a floor, one entrance or whichever is nearest. */
export type RouteEnd =
  | { spaceId: string }
  | { levelId: string; x: number; y: number }
  | { entranceId: string }
  | 'any-entrance'

/** A corner of the path. `way` is what led to it: `inRoom`, or a number for `wayOf`. */
export interface PathPoint {
  x: number
  y: number
  /** Index into the plan's spaces, or `outdoors`. */
  space: number
  way: number
}

export interface FoundRoute {
  points: PathPoint[]
  cost: number
}

/** A point given from outside the footprints is taken to the nearest one within this. */
const snapMetres = 3

export function openWalkMap(plan: WalkPlan, graph: WalkGraph): WalkMap {
  const nodesOfSpace = plan.spaces.map((): number[] => [])
  const nodesOfPassage = plan.passages.map((): number[] => [])
  graph.space.forEach((space, node) => {
    nodesOfSpace[space]?.push(node)
    for (let at = graph.offsets[node]!; at < graph.offsets[node + 1]!; at++)
      if (graph.ways[at] !== inRoom) nodesOfPassage[graph.ways[at]!]?.push(node)
  })
  return { plan, graph, rooms: plan.spaces.map(({ footprint }) => roomOf(footprint)), nodesOfSpace, nodesOfPassage }
}

/** The cheapest way, or null where there is none. @throws EndUnknown when an end is not on the plan */
export function findRoute(map: WalkMap, from: RouteEnd, to: RouteEnd, avoidSteps: boolean): FoundRoute | null {
  const { graph } = map
  const start = reachOf(map, from)
  const end = reachOf(map, to)
  const direct = directWay(map, start, end)
  if (direct) return direct
  const found = shortestPath(graph, { starts: start.nodes, ends: end.nodes, avoidSteps })
  if (!found) return start.point && end.point && start.space === end.space ? straight(start.point, end.point) : null
  const points = found.nodes.map((node, index) => ({
    x: graph.x[node]!,
    y: graph.y[node]!,
    space: graph.space[node]!,
    way: index === 0 ? inRoom : found.ways[index - 1]!,
  }))
  if (start.point) points.unshift(start.point)
  if (end.point) points.push(end.point)
  return { points, cost: found.cost }
}

interface Reach {
  /** Nodes that the end is joined to, each with what it costs to get there. */
  nodes: ReadonlyMap<number, number>
  /** The end itself, where it is a point. */
  point: PathPoint | null
  space: number | null
}

export class EndUnknown extends Error {}

function reachOf(map: WalkMap, end: RouteEnd): Reach {
  const free = (nodes: readonly number[]) => new Map(nodes.map((node) => [node, 0]))
  if (end === 'any-entrance') {
    const entrances = map.nodesOfPassage.flatMap((nodes) => nodes.filter((node) => map.graph.space[node] === outdoors))
    return { nodes: free(entrances), point: null, space: null }
  }
  if ('entranceId' in end) {
    const passage = map.plan.passages.findIndex(({ id, spaceIds }) => id === end.entranceId && spaceIds[1] === null)
    if (passage < 0) throw new EndUnknown(`There is no entrance ${end.entranceId}.`)
    const nodes = map.nodesOfPassage[passage]!.filter((node) => map.graph.space[node] === outdoors)
    return { nodes: free(nodes), point: null, space: null }
  }
  if ('spaceId' in end) {
    const space = map.plan.spaces.findIndex(({ id }) => id === end.spaceId)
    if (space < 0) throw new EndUnknown(`There is no space ${end.spaceId}.`)
    return { nodes: free(map.nodesOfSpace[space]!), point: null, space }
  }
  return reachOfPoint(map, end)
}

function reachOfPoint(map: WalkMap, { levelId, x, y }: { levelId: string; x: number; y: number }): Reach {
  let best = { space: -1, x, y, distance: Infinity }
  map.plan.spaces.forEach((space, index) => {
    if (space.levelId !== levelId || best.distance === 0) return
    const near = nearestInside(map.rooms[index]!, x, y)
    if (near.distance < best.distance) best = { space: index, ...near }
  })
  if (best.distance > snapMetres) throw new EndUnknown('There is no space of that floor near this point.')
  const room = map.rooms[best.space]!
  // On a wall or beyond it: taken inside, so that the path begins in the room.
  const at = isInside(room, best.x, best.y) && best.distance === 0 ? best : pulledIn(room, best.x, best.y, 0.05)
  const point = { x: at.x, y: at.y, space: best.space, way: inRoom }
  const nodes = new Map<number, number>()
  for (const clearance of [clearanceMetres, 0.1, 0]) {
    for (const node of map.nodesOfSpace[best.space]!) {
      const nodeX = map.graph.x[node]!
      const nodeY = map.graph.y[node]!
      if (isClear(room, at.x, at.y, nodeX, nodeY, clearance)) nodes.set(node, Math.hypot(nodeX - at.x, nodeY - at.y))
    }
    if (nodes.size > 0) break
  }
  return { nodes, point, space: best.space }
}

/** Both ends in one room: nothing to walk, or straight over. */
function directWay(map: WalkMap, start: Reach, end: Reach): FoundRoute | null {
  if (start.space === null || start.space !== end.space) return null
  const [a, b] = [start.point, end.point]
  if (!a || !b) {
    const point = a ?? b
    return { points: point ? [point] : [], cost: 0 }
  }
  return isClear(map.rooms[start.space]!, a.x, a.y, b.x, b.y, clearanceMetres) ? straight(a, b) : null
}

const straight = (a: PathPoint, b: PathPoint): FoundRoute => ({
  points: [a, b],
  cost: Math.hypot(a.x - b.x, a.y - b.y),
})
