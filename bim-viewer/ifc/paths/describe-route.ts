import type { FoundRoute, WalkMap } from './find-route.ts'
import { outdoors, wayOf } from './walk-graph.ts'
import type { Connector, Passage, Point } from './walk-plan.ts'

export type Direction = 'straight' | 'slight-left' | 'left' | 'slight-right' | 'right' | 'back'

/** One thing to do, and the way from there to the next. */
export interface RouteStep {
  does: 'start' | 'turn' | Passage['kind'] | Connector['kind'] | 'arrive'
  direction: Direction | null
  passageId: string | null
  connectorId: string | null
  /** Of where one is after it; null is outdoors. */
  spaceId: string | null
  levelId: string
  /** Where a connector was entered. */
  fromLevelId: string | null
  metres: number
  /** Corners of the way to the next step, on `levelId`. */
  line: Point[]
}

/** A bend that is worth a word, and how far one must walk after it for that. */
const turnDegrees = 40
const turnMetres = 1.5

interface Move {
  from: Point
  to: Point
  space: number
  levelId: string
  passage: Passage | null
  connector: Connector | null
  metres: number
}

/** A path in the words of somebody who leads another: no language yet, but doors, floors, turns and metres. */
export function describeRoute(map: WalkMap, route: FoundRoute): RouteStep[] {
  const moves = movesOf(map, route)
  const first = route.points[0]
  if (!first) return []
  const levelId = moves[0]?.levelId ?? levelOf(map, first.space)
  const spaceIdOf = (space: number) => map.plan.spaces[space]?.id ?? null
  const steps: RouteStep[] = [blank('start', levelId, spaceIdOf(first.space), [first.x, first.y])]
  let heading: Point | null = null
  let passing: Passage | null = null

  moves.forEach((move, index) => {
    const ahead = headingOf(move)
    const last = steps.at(-1)!
    if (move.connector) {
      const step = blank(move.connector.kind, move.levelId, spaceIdOf(move.space), move.to)
      step.connectorId = move.connector.id
      step.fromLevelId = last.levelId
      step.metres = move.metres
      steps.push(step)
      heading = null
      passing = null
      return
    }
    const turned = heading && ahead ? directionOf(heading, ahead) : null
    if (move.passage && move.passage !== passing) {
      const step = blank(move.passage.kind, move.levelId, spaceIdOf(move.space), move.from)
      step.passageId = move.passage.id
      step.direction = turned
      steps.push(step)
    } else if (turned && isTurn(heading!, ahead!) && lengthAhead(moves, index) >= turnMetres) {
      const step = blank('turn', move.levelId, spaceIdOf(move.space), move.from)
      step.direction = turned
      steps.push(step)
    }
    passing = move.passage
    const step = steps.at(-1)!
    step.line.push(move.to)
    step.metres += move.metres
    step.spaceId = spaceIdOf(move.space)
    heading = ahead ?? heading
  })

  const end = route.points.at(-1)!
  steps.push(blank('arrive', moves.at(-1)?.levelId ?? levelId, spaceIdOf(end.space), [end.x, end.y]))
  return steps
}

/** What is walked altogether; a ride is none. */
export const metresOf = (steps: readonly RouteStep[]): number => steps.reduce((sum, { metres }) => sum + metres, 0)

function movesOf(map: WalkMap, { points }: FoundRoute): Move[] {
  const moves: Move[] = []
  points.slice(1).forEach((point, index) => {
    const before = points[index]!
    const from: Point = [before.x, before.y]
    const to: Point = [point.x, point.y]
    const { passage, connector } = wayOf(map.plan, point.way)
    const inside = point.space === outdoors ? before.space : point.space
    const levelId = levelOf(map, inside)
    const move = { space: point.space, levelId, passage: null, connector: null }
    if (connector) {
      const metres = climbed(map, connector, [before.space, point.space])
      moves.push({ ...move, from, to, connector, metres })
    } else if (passage) {
      const middle = crossingOf(passage, from, to)
      for (const [a, b] of [
        [from, middle],
        [middle, to],
      ] as const)
        moves.push({ ...move, from: a, to: b, passage, metres: distance(a, b) })
    } else moves.push({ ...move, from, to, metres: distance(from, to) })
  })
  return moves.filter(({ metres, connector }) => connector || metres > 1e-6)
}

/** Where the passage's line is crossed: the middle of a door, else the nearest point to both sides. */
function crossingOf({ kind, line: [a, b] }: Passage, from: Point, to: Point): Point {
  if (kind === 'door') return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1
  const u = [(b[0] - a[0]) / length, (b[1] - a[1]) / length] as const
  const middle = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2] as const
  const along = Math.max(0, Math.min(length, (middle[0] - a[0]) * u[0] + (middle[1] - a[1]) * u[1]))
  return [a[0] + u[0] * along, a[1] + u[1] * along]
}

const levelOf = (map: WalkMap, space: number): string => map.plan.spaces[space]?.levelId ?? ''

/** Stops between the two spaces, whichever way it goes. */
function climbed({ plan }: WalkMap, { stops }: Connector, spaces: readonly number[]): number {
  const [low = 0, high = 0] = spaces
    .map((space) => stops.findIndex(({ spaceId }) => spaceId === plan.spaces[space]?.id))
    .sort((a, b) => a - b)
  return stops.slice(low + 1, high + 1).reduce((sum, { metres }) => sum + metres, 0)
}

const blank = (does: RouteStep['does'], levelId: string, spaceId: string | null, at: Point): RouteStep => ({
  does,
  direction: null,
  passageId: null,
  connectorId: null,
  spaceId,
  levelId,
  fromLevelId: null,
  metres: 0,
  line: [at],
})

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1])

function headingOf({ from, to }: Move): Point | null {
  const length = distance(from, to)
  return length < 0.05 ? null : [(to[0] - from[0]) / length, (to[1] - from[1]) / length]
}

/** How far one walks on, nearly straight, from this move. */
function lengthAhead(moves: readonly Move[], index: number): number {
  const first = headingOf(moves[index]!)
  let metres = 0
  for (const move of moves.slice(index)) {
    const heading = headingOf(move)
    if (move.connector || (first && heading && isTurn(first, heading))) break
    metres += move.metres
  }
  return metres
}

/** Degrees, left positive. */
const angleBetween = (before: Point, after: Point): number =>
  (Math.atan2(before[0] * after[1] - before[1] * after[0], before[0] * after[0] + before[1] * after[1]) * 180) / Math.PI

const isTurn = (before: Point, after: Point): boolean => Math.abs(angleBetween(before, after)) >= turnDegrees

function directionOf(before: Point, after: Point): Direction {
  const angle = angleBetween(before, after)
  const size = Math.abs(angle)
  if (size < 20) return 'straight'
  if (size > 150) return 'back'
  const side = angle > 0 ? 'left' : 'right'
  return size < turnDegrees ? `slight-${side}` : side
}
