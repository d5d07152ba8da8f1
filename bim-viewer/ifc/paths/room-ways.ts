import { distanceToWalls, isClear, isInside, type ReflexCorner, type Room } from './room.ts'

/** How far a path keeps from walls where there is room. */
export const clearanceMetres = 0.25

/** Tight places are walked with what they leave. */
const tighter = [clearanceMetres, 0.12, 0.05, 0.02]

/** Points past which a path bends: each corner that stands out into the room, pulled away from it by the clearance. */
export function bendsOf(room: Room): { x: number; y: number }[] {
  return room.reflexCorners.flatMap((corner) => {
    for (const clearance of tighter) {
      const points = pulledOff(corner, clearance).filter(
        ({ x, y }) => isInside(room, x, y) && distanceToWalls(room, x, y) >= clearance * 0.99,
      )
      if (points.length > 0) return points
    }
    return []
  })
}

/** A mitre is where the walls' parallels meet; at the end of a thin wall that is far off, so there it is cut by two points. */
function pulledOff({ x, y, before, after }: ReflexCorner, clearance: number): { x: number; y: number }[] {
  const left = [-before[1], before[0]] as const
  const right = [-after[1], after[0]] as const
  const spread = 1 + left[0] * right[0] + left[1] * right[1]
  if (spread > 0.3) {
    const scale = clearance / spread
    return [{ x: x + scale * (left[0] + right[0]), y: y + scale * (left[1] + right[1]) }]
  }
  return [
    { x: x + clearance * (left[0] + before[0]), y: y + clearance * (left[1] + before[1]) },
    { x: x + clearance * (right[0] - after[0]), y: y + clearance * (right[1] - after[1]) },
  ]
}

export interface RoomWay {
  from: number
  to: number
  metres: number
}

/**
 * Straight ways between the points of a room that see each other. Where the clearance parts points that a narrower way joins,
 * that one counts as well.
 */
export function waysInRoom(room: Room, points: readonly { x: number; y: number }[]): RoomWay[] {
  const ways: RoomWay[] = []
  const group = points.map((_, index) => index)
  const groupOf = (index: number): number => {
    let at = index
    while (group[at] !== at) at = group[at]!
    return at
  }
  for (const clearance of [...tighter, 0]) {
    const before = points.map((_, index) => groupOf(index))
    if (ways.length > 0 && new Set(before).size === 1) break
    for (let from = 0; from < points.length; from++) {
      for (let to = from + 1; to < points.length; to++) {
        // The first pass takes every way, the narrower ones only what is still apart.
        if (before[from] === before[to]) continue
        const a = points[from]!
        const b = points[to]!
        if (!isClear(room, a.x, a.y, b.x, b.y, clearance)) continue
        ways.push({ from, to, metres: Math.hypot(a.x - b.x, a.y - b.y) })
        group[groupOf(from)] = groupOf(to)
      }
    }
  }
  return ways
}
