import type { Polygon } from 'geojson'

/** A footprint made ready for questions: walls as `ax, ay, bx, by` with the inside on their left. */
export interface Room {
  walls: Float64Array
  /** Corners that stand out into the room: `x, y` and the directions of the walls before and after. */
  reflexCorners: readonly ReflexCorner[]
}

export interface ReflexCorner {
  x: number
  y: number
  before: readonly [number, number]
  after: readonly [number, number]
}

/** Corners nearer than a millimetre to the line of their neighbours are none. */
const straightMetres = 0.001
/** A turn below half a degree is a wall. */
const leastTurn = Math.sin(Math.PI / 360)

export function roomOf(footprint: Polygon): Room {
  const rings = footprint.coordinates.map((ring, index) => {
    const open = withoutStraightCorners(ring.slice(0, -1).map(([x, y]) => [x!, y!] as const))
    const counterClockwise = signedArea(open) > 0
    return counterClockwise === (index === 0) ? open : open.toReversed()
  })
  const walls: number[] = []
  const reflexCorners: ReflexCorner[] = []
  for (const ring of rings) {
    ring.forEach((corner, index) => {
      const next = ring[(index + 1) % ring.length]!
      walls.push(corner[0], corner[1], next[0], next[1])
      const before = direction(ring.at(index - 1)!, corner)
      const after = direction(corner, next)
      if (before[0] * after[1] - before[1] * after[0] < -leastTurn)
        reflexCorners.push({ x: corner[0], y: corner[1], before, after })
    })
  }
  return { walls: Float64Array.from(walls), reflexCorners }
}

export function isInside({ walls }: Room, x: number, y: number): boolean {
  let inside = false
  for (let at = 0; at < walls.length; at += 4) {
    const ay = walls[at + 1]!
    const by = walls[at + 3]!
    if (ay > y === by > y) continue
    const ax = walls[at]!
    if (x < ((walls[at + 2]! - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
  }
  return inside
}

export function distanceToWalls({ walls }: Room, x: number, y: number): number {
  let least = Infinity
  for (let at = 0; at < walls.length; at += 4) least = Math.min(least, distanceToWall(walls, at, x, y))
  return least
}

/**
 * Whether one may walk straight from a to b: inside all the way, and never nearer to a wall than `clearance`, or than a or b
 * themselves already stand to it.
 */
export function isClear(room: Room, ax: number, ay: number, bx: number, by: number, clearance: number): boolean {
  const { walls } = room
  const minX = Math.min(ax, bx) - clearance
  const maxX = Math.max(ax, bx) + clearance
  const minY = Math.min(ay, by) - clearance
  const maxY = Math.max(ay, by) + clearance
  for (let at = 0; at < walls.length; at += 4) {
    const cx = walls[at]!
    const cy = walls[at + 1]!
    const dx = walls[at + 2]!
    const dy = walls[at + 3]!
    if ((cx < minX && dx < minX) || (cx > maxX && dx > maxX)) continue
    if ((cy < minY && dy < minY) || (cy > maxY && dy > maxY)) continue
    if (crosses(ax, ay, bx, by, cx, cy, dx, dy)) return false
    const nearest = Math.min(distanceToWall(walls, at, ax, ay), distanceToWall(walls, at, bx, by))
    const needed = Math.min(clearance, nearest)
    // A wall's end may be what the way passes; its two ends and the way's own two are all that can be nearest.
    const passed = Math.min(
      nearest,
      distanceToSegment(cx, cy, ax, ay, bx, by),
      distanceToSegment(dx, dy, ax, ay, bx, by),
    )
    if (passed < needed - 1e-6) return false
  }
  return isInside(room, (ax + bx) / 2, (ay + by) / 2)
}

/** The point of the footprint that is nearest, on a wall where the given one lies outside. */
export function nearestInside(room: Room, x: number, y: number): { x: number; y: number; distance: number } {
  if (isInside(room, x, y)) return { x, y, distance: 0 }
  let best = { x, y, distance: Infinity }
  const { walls } = room
  for (let at = 0; at < walls.length; at += 4) {
    const share = shareAlong(x, y, walls[at]!, walls[at + 1]!, walls[at + 2]!, walls[at + 3]!)
    const px = walls[at]! + share * (walls[at + 2]! - walls[at]!)
    const py = walls[at + 1]! + share * (walls[at + 3]! - walls[at + 1]!)
    const distance = Math.hypot(px - x, py - y)
    if (distance < best.distance) best = { x: px, y: py, distance }
  }
  return best
}

/** Moves a point that stands too near to a wall into the room as far as the clearance, or as far as there is room. */
export function pulledIn(room: Room, x: number, y: number, clearance: number): { x: number; y: number } {
  let best = { x, y }
  let most = isInside(room, x, y) ? distanceToWalls(room, x, y) : -1
  if (most >= clearance) return best
  for (const reach of [clearance * 0.25, clearance * 0.5, clearance, clearance * 1.5]) {
    for (let turn = 0; turn < 24; turn++) {
      const px = x + reach * Math.cos((turn * Math.PI) / 12)
      const py = y + reach * Math.sin((turn * Math.PI) / 12)
      if (!isInside(room, px, py)) continue
      const distance = distanceToWalls(room, px, py)
      if (distance > most + 1e-9) {
        best = { x: px, y: py }
        most = distance
      }
    }
    if (most >= clearance * 0.98) break
  }
  return best
}

export const distanceToSegment = (x: number, y: number, ax: number, ay: number, bx: number, by: number): number => {
  const share = shareAlong(x, y, ax, ay, bx, by)
  return Math.hypot(ax + share * (bx - ax) - x, ay + share * (by - ay) - y)
}

const distanceToWall = (walls: Float64Array, at: number, x: number, y: number): number =>
  distanceToSegment(x, y, walls[at]!, walls[at + 1]!, walls[at + 2]!, walls[at + 3]!)

function shareAlong(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax
  const dy = by - ay
  const length = dx * dx + dy * dy
  return length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length))
}

function crosses(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  const side = (px: number, py: number, qx: number, qy: number, rx: number, ry: number) =>
    (qx - px) * (ry - py) - (qy - py) * (rx - px)
  return (
    side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, dx, dy) < 0 &&
    side(cx, cy, dx, dy, ax, ay) * side(cx, cy, dx, dy, bx, by) < 0
  )
}

type Corner = readonly [number, number]

function withoutStraightCorners(ring: readonly Corner[]): readonly Corner[] {
  const kept = [...ring]
  for (let index = 0; index < kept.length && kept.length > 3; ) {
    const before = kept.at(index - 1)!
    const [x, y] = kept[index]!
    const after = kept[(index + 1) % kept.length]!
    if (distanceToSegment(x, y, before[0], before[1], after[0], after[1]) < straightMetres) kept.splice(index, 1)
    else index++
  }
  return kept
}

export const signedArea = (ring: readonly Corner[]): number =>
  ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length]!
    return sum + x * nextY - nextX * y
  }, 0) / 2

function direction([ax, ay]: Corner, [bx, by]: Corner): Corner {
  const length = Math.hypot(bx - ax, by - ay) || 1
  return [(bx - ax) / length, (by - ay) / length]
}
