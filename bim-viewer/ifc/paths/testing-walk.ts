import type { Polygon } from 'geojson'
import { buildGraph } from './build-graph.ts'
import type { RouteStep } from './describe-route.ts'
import { openWalkMap, type RouteEnd, type WalkMap } from './find-route.ts'
import { distanceToSegment } from './room.ts'
import type { Passage, Point, WalkPlan, WalkSpace } from './walk-plan.ts'

/** Judges of routes for tests, written apart from what finds them. */

export const mapOf = (plan: WalkPlan): WalkMap => openWalkMap(plan, buildGraph(plan))

/** How far a route strays at most from footprints and from the doorways between them, looked at every 5 cm. */
export function straying(plan: WalkPlan, steps: readonly RouteStep[]): number {
  let most = 0
  for (const { line, levelId } of steps) {
    const spaces = plan.spaces.filter((space) => space.levelId === levelId)
    const ids = new Set(spaces.map(({ id }) => id))
    const doors = plan.passages.filter(({ spaceIds }) => ids.has(spaceIds[0]))
    let last: WalkSpace | undefined
    line.slice(1).forEach((to, index) => {
      const from = line[index]!
      const samples = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / 0.05))
      for (let sample = 0; sample <= samples; sample++) {
        const at: Point = [
          from[0] + ((to[0] - from[0]) * sample) / samples,
          from[1] + ((to[1] - from[1]) * sample) / samples,
        ]
        // One mostly stays in the room one is in.
        if (last && distanceOutside(last.footprint, at) === 0) continue
        last = spaces.find(({ footprint }) => distanceOutside(footprint, at) === 0)
        if (last || doors.some((door) => isInDoorway(door, at))) continue
        most = Math.max(most, Math.min(Infinity, ...spaces.map(({ footprint }) => distanceOutside(footprint, at))))
      }
    })
  }
  return most
}

/** As wide as the door, 1.2 m to either side. */
function isInDoorway({ line: [a, b] }: Passage, [x, y]: Point): boolean {
  const width = Math.hypot(b[0] - a[0], b[1] - a[1])
  const along = ((x - a[0]) * (b[0] - a[0]) + (y - a[1]) * (b[1] - a[1])) / width
  const across = ((x - a[0]) * (b[1] - a[1]) - (y - a[1]) * (b[0] - a[0])) / width
  return along >= -0.01 && along <= width + 0.01 && Math.abs(across) <= 1.2
}

function distanceOutside({ coordinates }: Polygon, [x, y]: Point): number {
  let inside = false
  let nearest = Infinity
  for (const ring of coordinates) {
    for (let index = 1; index < ring.length; index++) {
      const [ax, ay] = ring[index - 1] as [number, number]
      const [bx, by] = ring[index] as [number, number]
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
      nearest = Math.min(nearest, distanceToSegment(x, y, ax, ay, bx, by))
    }
  }
  return inside ? 0 : nearest
}

/** A point somewhere in a space, by chance. */
export function pointIn({ footprint, levelId }: WalkSpace, random: () => number): RouteEnd & { x: number; y: number } {
  const ring = footprint.coordinates[0]!
  const [minX, maxX] = [Math.min(...ring.map(([x]) => x!)), Math.max(...ring.map(([x]) => x!))]
  const [minY, maxY] = [Math.min(...ring.map(([, y]) => y!)), Math.max(...ring.map(([, y]) => y!))]
  for (;;) {
    const at = [minX + random() * (maxX - minX), minY + random() * (maxY - minY)] as const
    if (distanceOutside(footprint, at) === 0) return { levelId, x: at[0], y: at[1] }
  }
}

export const rectangle = (x: number, y: number, width: number, depth: number): Polygon => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, y],
      [x + width, y],
      [x + width, y + depth],
      [x, y + depth],
      [x, y],
    ],
  ],
})

/** Numbers in [0, 1) that are the same each time. */
export function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Routes between points of chance, each there and back: how far any strays, how much ways there and back differ, how many there are. */
export function judgeRoutes(
  map: WalkMap,
  { routes, seed, avoidSteps }: { routes: number; seed: number; avoidSteps: boolean },
  lead: (from: RouteEnd, to: RouteEnd) => { steps: RouteStep[]; cost: number } | null,
): { found: number; straying: number; asymmetry: number; stepsUsed: number } {
  const random = chance(seed)
  const space = () => map.plan.spaces[Math.floor(random() * map.plan.spaces.length)]!
  const verdict = { found: 0, straying: 0, asymmetry: 0, stepsUsed: 0 }
  for (let index = 0; index < routes; index++) {
    const from = pointIn(space(), random)
    const to = pointIn(space(), random)
    const there = lead(from, to)
    const back = lead(to, from)
    if (!there || !back) {
      if (there || back) verdict.asymmetry = Infinity
      continue
    }
    verdict.found++
    verdict.straying = Math.max(verdict.straying, straying(map.plan, there.steps))
    verdict.asymmetry = Math.max(verdict.asymmetry, Math.abs(there.cost - back.cost) / Math.max(there.cost, 1))
    if (avoidSteps && there.steps.some(({ does }) => does === 'stair' || does === 'escalator')) verdict.stepsUsed++
  }
  return verdict
}
