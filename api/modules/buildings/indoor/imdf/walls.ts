import { nearestInside, roomOf } from '../../../../../bim-viewer/ifc/paths/room.ts'
import type { UnitRow } from '../indoor-queries.ts'

/** Which edge of a room a door of IMDF lies on, and which room a point is in; all in local metres. */

/** Doors stand in walls between rooms; IMDF wants them on a room's edge. */
export function onEdge({ footprint }: UnitRow, line: readonly (readonly [number, number])[]): [number, number][] {
  const room = roomOf(footprint)
  const [a, b] = line as [readonly [number, number], readonly [number, number]]
  const middle = nearestEdge(room.walls, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
  return [a, b].map((point) => alongEdge(middle, point))
}

type Edge = readonly [number, number, number, number]

function nearestEdge(walls: Float64Array, x: number, y: number): Edge {
  let best: Edge = [0, 0, 0, 0]
  let least = Infinity
  for (let at = 0; at < walls.length; at += 4) {
    const edge = [walls[at]!, walls[at + 1]!, walls[at + 2]!, walls[at + 3]!] as const
    const [px, py] = alongEdge(edge, [x, y])
    const distance = Math.hypot(px - x, py - y)
    if (distance < least) {
      best = edge
      least = distance
    }
  }
  return best
}

function alongEdge([ax, ay, bx, by]: Edge, [x, y]: readonly [number, number]): [number, number] {
  const length = (bx - ax) ** 2 + (by - ay) ** 2 || 1
  const share = Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length))
  return [ax + share * (bx - ax), ay + share * (by - ay)]
}

export function unitUnder(
  units: readonly UnitRow[],
  levelId: number,
  [x, y]: readonly [number, number],
): UnitRow | null {
  const near = units
    .filter((unit) => unit.levelId === levelId)
    .map((unit) => ({ unit, distance: nearestInside(roomOf(unit.footprint), x, y).distance }))
    .sort((a, b) => a.distance - b.distance)
  return near[0]?.unit ?? null
}
