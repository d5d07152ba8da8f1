import type { Space } from '../converted-building.ts'
import { isInside, nearestInside, type Room, roomOf } from '../paths/room.ts'
import type { Leaf } from './element-frame.ts'

/** Which space is where. */
export interface SpaceFinder {
  spaces: readonly Space[]
  at(x: number, y: number, z: number): Space | null
  /** Spaces whose floor is near z, the nearest footprint first. */
  near(x: number, y: number, floor: { z: number; within: number }, reach: number): { space: Space; distance: number }[]
  /** The first space that one comes to on each side of a leaf. */
  beside(leaf: Leaf): [Space | null, Space | null]
}

/** Doors stand in walls of any thickness, and spaces begin at the wall's face or in its middle. */
const probeMetres = [0.25, 0.4, 0.6, 0.9, 1.2]

export function spaceFinder(spaces: readonly Space[]): SpaceFinder {
  const rooms = new Map<Space, Room>(spaces.map((space) => [space, roomOf(space.footprint)]))
  const at = (x: number, y: number, z: number): Space | null => {
    let found: Space | null = null
    for (const [space, room] of rooms) {
      if (z < space.floor - 0.5 || z > space.floor + space.height + 0.1) continue
      if (found && found.floor >= space.floor) continue
      if (isInside(room, x, y)) found = space
    }
    return found
  }
  return {
    spaces,
    at,
    near: (x, y, { z, within }, reach) =>
      [...rooms]
        .filter(([{ floor }]) => Math.abs(floor - z) <= within)
        .map(([space, room]) => ({ space, distance: nearestInside(room, x, y).distance }))
        .filter(({ distance }) => distance <= reach)
        .sort((a, b) => a.distance - b.distance || Math.abs(a.space.floor - z) - Math.abs(b.space.floor - z)),
    beside: ({ x, y, along, bottom }) => {
      const probe = (side: 1 | -1) => {
        for (const reach of probeMetres) {
          const space = at(x - side * reach * along[1], y + side * reach * along[0], bottom + 0.3)
          if (space) return space
        }
        return null
      }
      return [probe(1), probe(-1)]
    },
  }
}
