import { WORLD, worldX, worldY } from '../engine/mercator.ts'

/** Degrees: west, south, east, north. */
export type Bounds = [number, number, number, number]

/** Tiles of one zoom inside bounds, one bit each: a country at zoom 15 takes three megabytes. */
export interface TileSet {
  add(x: number, y: number): void
  has(x: number, y: number): boolean
  /** Whether the tile or one of the eight around it is in the set. */
  hasNear(x: number, y: number): boolean
}

/** Columns and rows of a zoom that bounds touch, a tile's buffer (64 of 4,096 units) counted in. */
export function tileRange([west, south, east, north]: Bounds, z: number) {
  const size = WORLD / 2 ** z
  const rim = size / 64
  const last = 2 ** z - 1
  const tile = (world: number) => Math.min(last, Math.max(0, Math.floor(world / size)))
  return {
    fromX: tile(worldX(west) - rim),
    toX: tile(worldX(east) + rim),
    fromY: tile(worldY(north) - rim),
    toY: tile(worldY(south) + rim),
  }
}

export function createTileSet(bounds: Bounds, z: number): TileSet {
  const { fromX, toX, fromY, toY } = tileRange(bounds, z)
  const width = toX - fromX + 1
  const bits = new Uint8Array(Math.ceil((width * (toY - fromY + 1)) / 8))
  const has = (x: number, y: number) => {
    if (x < fromX || x > toX || y < fromY || y > toY) return false
    const at = (y - fromY) * width + x - fromX
    return (bits[Math.floor(at / 8)]! & (1 << (at % 8))) !== 0
  }
  return {
    add(x, y) {
      const at = (y - fromY) * width + x - fromX
      bits[Math.floor(at / 8)]! |= 1 << (at % 8)
    },
    has,
    hasNear(x, y) {
      for (let row = y - 1; row <= y + 1; row++)
        for (let column = x - 1; column <= x + 1; column++) if (has(column, row)) return true
      return false
    },
  }
}
