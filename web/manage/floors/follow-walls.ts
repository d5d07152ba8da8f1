import type { FloorDrawing } from '../../../api/contract/drawing.ts'
import type { Position } from './drawing-ops.ts'

type Plane = readonly [x: number, y: number]
type Opening = FloorDrawing['openings'][number]

interface Wall {
  room: string
  ring: number
  edge: number
  from: Plane
  to: Plane
}

/** A door further than this from every wall stands by itself. Doors of models stand amid walls of such a thickness. */
const reachMetres = 0.4

/**
 * Doors go along with the walls that they are in: each belongs to the edge of a room nearest to it, and where that edge is another after the rooms were
 * bent, the door is put on it anew, as near to where it was as it fits, as wide as it was. It is then joined to its rooms anew.
 * `before` and `after` are rooms of one floor, the same ones in the same order.
 */
export function followWalls(
  openings: readonly Opening[],
  before: FloorDrawing['rooms'],
  after: FloorDrawing['rooms'],
): Opening[] {
  const [origin] = before[0]?.geometry.coordinates[0] ?? []
  if (!origin) return [...openings]
  const { toLocal, toMap } = planeAt(origin)
  const wallsOf = (rooms: FloorDrawing['rooms']): Wall[] =>
    rooms.flatMap(({ guid, geometry }) =>
      geometry.coordinates.flatMap((ring, index) =>
        ring
          .slice(1)
          .map((to, edge) => ({ room: guid, ring: index, edge, from: toLocal(ring[edge]!), to: toLocal(to) })),
      ),
    )
  const [old, bent] = [wallsOf(before), wallsOf(after)]
  return openings.map((opening) => {
    const [a, b] = opening.line.map(toLocal) as [Plane, Plane]
    const middle = between(a, b, 0.5)
    const own = nearest(old, middle)
    if (!own || own.distance > reachMetres) return opening
    const walls = counterparts(own.wall, old, bent)
    if (walls.some((wall) => isSame(wall, own.wall))) return opening
    const next = nearest(walls, middle)
    if (!next) return opening
    const line = onWall(next.wall, own.wall, [a, b]).map(toMap) as [Position, Position]
    return { ...opening, line, rooms: [] }
  })
}

/** The edges that an edge has become: one, or those between the corners that stayed where corners came or went. */
function counterparts(wall: Wall, old: readonly Wall[], bent: readonly Wall[]): Wall[] {
  const isOwn = ({ room, ring }: Wall) => room === wall.room && ring === wall.ring
  const [was, is] = [old.filter(isOwn), bent.filter(isOwn)]
  if (was.length === is.length) return [is[wall.edge]!]
  const stays = (one: Wall | undefined, other: Wall | undefined) =>
    one !== undefined && other !== undefined && isSame(one, other)
  let start = 0
  while (stays(was[start], is[start])) start++
  let end = 0
  while (end < Math.min(was.length, is.length) - start && stays(was.at(-1 - end), is.at(-1 - end))) end++
  if (wall.edge < start) return [is[wall.edge]!]
  if (wall.edge >= was.length - end) return [is[wall.edge + is.length - was.length]!]
  return is.slice(start, is.length - end)
}

/** The same width and the same step aside from the wall, with its middle as near as the wall is long. */
function onWall(wall: Wall, former: Wall, [a, b]: [Plane, Plane]): [Plane, Plane] {
  const length = distance(wall.from, wall.to)
  const half = Math.min(distance(a, b), length) / 2
  const middle = between(a, b, 0.5)
  const along = Math.min(length - half, Math.max(half, alongOf(wall, middle) * length))
  const aside = asideOf(former, middle)
  const [ux, uy] = [(wall.to[0] - wall.from[0]) / length, (wall.to[1] - wall.from[1]) / length]
  const at = (metres: number): Plane => [
    wall.from[0] + ux * metres - uy * aside,
    wall.from[1] + uy * metres + ux * aside,
  ]
  const goesAlong =
    (b[0] - a[0]) * (former.to[0] - former.from[0]) + (b[1] - a[1]) * (former.to[1] - former.from[1]) >= 0
  return goesAlong ? [at(along - half), at(along + half)] : [at(along + half), at(along - half)]
}

function nearest(walls: readonly Wall[], point: Plane): { wall: Wall; distance: number } | null {
  let best: { wall: Wall; distance: number } | null = null
  for (const wall of walls) {
    const share = Math.min(1, Math.max(0, alongOf(wall, point)))
    const metres = distance(between(wall.from, wall.to, share), point)
    if (!best || metres < best.distance - 1e-6) best = { wall, distance: metres }
  }
  return best
}

function planeAt([west, south]: Position) {
  const across = 111_320 * Math.cos((south * Math.PI) / 180)
  const along = 110_860
  return {
    toLocal: ([lon, lat]: Position): Plane => [(lon - west) * across, (lat - south) * along],
    toMap: ([x, y]: Plane): Position => [west + x / across, south + y / along],
  }
}

const distance = (a: Plane, b: Plane): number => Math.hypot(b[0] - a[0], b[1] - a[1])

const between = (a: Plane, b: Plane, share: number): Plane => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
]

/** A tenth of a millimetre is what positions are rounded to. */
const isSame = (one: Wall, other: Wall): boolean =>
  distance(one.from, other.from) < 5e-4 && distance(one.to, other.to) < 5e-4

function alongOf({ from, to }: Wall, point: Plane): number {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  return ((point[0] - from[0]) * dx + (point[1] - from[1]) * dy) / (dx * dx + dy * dy || 1)
}

/** Metres to the left of a wall. */
function asideOf({ from, to }: Wall, point: Plane): number {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  return ((point[1] - from[1]) * dx - (point[0] - from[0]) * dy) / (Math.hypot(dx, dy) || 1)
}
