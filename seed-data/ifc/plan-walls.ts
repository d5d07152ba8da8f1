import type { DoorPlan, RoomPlan } from './building-plan.ts'

export interface WallPlan {
  along: 'x' | 'y'
  /** y of a wall along x, x of one along y. */
  line: number
  from: number
  to: number
  doors: DoorPlan[]
}

/** Walls stand on every edge of a room that is not open; edges in one line are one wall. Doors are cut into theirs. */
export function wallsOf(rooms: readonly RoomPlan[], doors: readonly DoorPlan[]): WallPlan[] {
  const lines = new Map<string, [number, number][]>()
  for (const { ring, open = [], number } of rooms) {
    ring.forEach(([ax, ay], at) => {
      if (open.includes(at)) return
      const [bx, by] = ring[(at + 1) % ring.length]!
      if (ax !== bx && ay !== by) throw new Error(`room ${number} has an edge that is not along x or y`)
      const key = ay === by ? `x ${ay}` : `y ${ax}`
      const span: [number, number] =
        ay === by ? [Math.min(ax, bx), Math.max(ax, bx)] : [Math.min(ay, by), Math.max(ay, by)]
      lines.set(key, [...(lines.get(key) ?? []), span])
    })
  }
  const walls = [...lines].flatMap(([key, spans]) => {
    const [along, line] = key.split(' ') as ['x' | 'y', string]
    return merged(spans).map(([from, to]): WallPlan => ({ along, line: Number(line), from, to, doors: [] }))
  })
  for (const door of doors) wallOf(walls, door)?.doors.push(door)
  return walls
}

/** A door without a wall stands in an open edge, as turnstiles do. */
function wallOf(walls: readonly WallPlan[], { at, along }: DoorPlan): WallPlan | undefined {
  const [line, place] = along === 'x' ? [at[1], at[0]] : [at[0], at[1]]
  return walls.find((wall) => wall.along === along && wall.line === line && wall.from < place && place < wall.to)
}

function merged(spans: readonly [number, number][]): [number, number][] {
  const result: [number, number][] = []
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else result.push([from, to])
  }
  return result
}
