import {
  EndUnknown,
  type FoundRoute,
  findRoute,
  type RouteEnd,
  type WalkMap,
} from '../../../../bim-viewer/ifc/paths/find-route.ts'
import { outdoors } from '../../../../bim-viewer/ifc/paths/walk-graph.ts'
import type { WalkPlan } from '../../../../bim-viewer/ifc/paths/walk-plan.ts'
import { type Placement, toLocal, toMap } from '../../../../bim-viewer/ifc/placement.ts'
import type { Way, WayAsked } from '../../../spatial/directions.ts'
import type { TravelMode } from '../../../spatial/navigation.ts'
import { hullOf, metresAround, type Point } from './around-building.ts'

export type FindWay = (asked: WayAsked) => Promise<Way>

export interface JoinedRoute {
  route: FoundRoute
  entranceId: string
  entranceAt: [lon: number, lat: number]
  way: Way
}

interface Asked {
  /** WGS84. */
  outside: [lon: number, lat: number]
  inside: RouteEnd
  comes: 'before' | 'after'
  mode: TravelMode
  avoidSteps: boolean
}

/** So many entrances a router is asked about; by the estimate the others are further. */
const mostAsked = 4
/** Metres a second, by which ways outside and inside are weighed against each other where no router has said how long it takes. */
const pace: Readonly<Record<TravelMode, number>> = { walk: 1.1, ride: 4, drive: 8, transit: 4 }

/**
 * The way from a point outside to one inside, or out again, by the entrance that makes the whole of it shortest in time.
 * @returns null where no entrance leads there. @throws EndUnknown
 */
export async function joinOutdoors(
  map: WalkMap,
  placement: Placement,
  findWay: FindWay,
  { outside, inside, comes, mode, avoidSteps }: Asked,
): Promise<JoinedRoute | null> {
  const from = toLocal(placement)(outside)
  const ends = entrancesOf(map).flatMap(({ id, at }) => {
    const entrance = { entranceId: id }
    const route =
      comes === 'before' ? findRoute(map, entrance, inside, avoidSteps) : findRoute(map, inside, entrance, avoidSteps)
    return route ? [{ id, at, route }] : []
  })
  const hull = groundOutline(map.plan)
  const estimated = ends
    .map((end) => ({ ...end, seconds: metresAround(hull, from, end.at) / pace[mode] + end.route.cost / pace.walk }))
    .sort((a, b) => a.seconds - b.seconds)
    .slice(0, mostAsked)
  const asked = await Promise.all(
    estimated.map(async ({ id, at, route, seconds }) => {
      const entranceAt = toMap(placement)([...at])
      const way = await findWay(
        comes === 'before' ? { from: outside, to: entranceAt, mode } : { from: entranceAt, to: outside, mode },
      )
      return { route, entranceId: id, entranceAt, way, seconds: secondsOf(way, route, seconds) }
    }),
  )
  // A way that a router knows is one that can be gone: no straight line is weighed against it.
  const known = asked.filter(({ way }) => way.kind === 'route')
  const [best] = (known.length > 0 ? known : asked).sort((a, b) => a.seconds - b.seconds)
  return best ?? null
}

const secondsOf = ({ kind, durationSeconds, distanceMetres }: Way, { cost }: FoundRoute, estimated: number): number =>
  kind === 'route' ? (durationSeconds ?? distanceMetres / pace.walk) + cost / pace.walk : estimated

function entrancesOf({ plan, graph, nodesOfPassage }: WalkMap): { id: string; at: [number, number] }[] {
  return plan.passages.flatMap(({ id, spaceIds: [, beyond], line: [a, b] }, passage) =>
    beyond === null && nodesOfPassage[passage]!.some((node) => graph.space[node] === outdoors)
      ? [{ id, at: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] }]
      : [],
  )
}

/** Around the floors that have entrances: what juts out above is walked under. */
function groundOutline({ spaces, passages }: WalkPlan): Point[] {
  const entered = new Set(passages.flatMap(({ spaceIds: [own, beyond] }) => (beyond === null ? [own] : [])))
  const levels = new Set(spaces.filter(({ id }) => entered.has(id)).map(({ levelId }) => levelId))
  const own = spaces.filter(({ levelId }) => levels.has(levelId))
  return hullOf(own.flatMap(({ footprint }) => footprint.coordinates[0]!.map(([x, y]): Point => [x!, y!])))
}

/** @throws EndUnknown when both ends are outside: that way has nothing to do with the building */
export function outsideOf(from: string, to: string): { outside: [number, number]; comes: 'before' | 'after' } | null {
  const [start, end] = [from, to].map((text) => /^outside:(.+),(.+)$/.exec(text))
  if (start && end) throw new EndUnknown('Both ends are outside; ask /api/directions for that way.')
  const found = start ?? end
  return found ? { outside: [Number(found[1]), Number(found[2])], comes: start ? 'before' : 'after' } : null
}
