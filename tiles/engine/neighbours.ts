import { WORLD } from './mercator.ts'
import { mortonOfTile, tileSize } from './morton.ts'

/** A box in world units; the high sides belong to it. */
export interface Box {
  minX: number
  minY: number
  maxX: number
  maxY: number
}

/** A tile and those beside it: column, line and first Morton key of each, by ascending key. The arrays are reused by the next call. */
export interface Neighbours {
  count: number
  key: Float64Array
  x: Float64Array
  y: Float64Array
}

const found: Neighbours = { count: 0, key: new Float64Array(9), x: new Float64Array(9), y: new Float64Array(9) }

/** The world ends at the antimeridian: nothing wraps around, as in PostGIS's own tiles. */
export function neighbours(z: number, x: number, y: number): Neighbours {
  const last = WORLD / tileSize(z) - 1
  let count = 0
  for (let ny = Math.max(0, y - 1); ny <= y + 1 && ny <= last; ny++) {
    for (let nx = Math.max(0, x - 1); nx <= x + 1 && nx <= last; nx++) {
      const key = mortonOfTile(z, nx, ny)
      let at = count++
      for (; at > 0 && found.key[at - 1]! > key; at--) {
        found.key[at] = found.key[at - 1]!
        found.x[at] = found.x[at - 1]!
        found.y[at] = found.y[at - 1]!
      }
      found.key[at] = key
      found.x[at] = nx
      found.y[at] = ny
    }
  }
  found.count = count
  return found
}
