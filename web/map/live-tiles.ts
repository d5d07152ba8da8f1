/** A tile the server says has changed. */
export interface TouchedTile {
  z: number
  x: number
  y: number
}

/**
 * Whether a tile on screen shows what changed: the same tile, one above it (it contains the change) or one below
 * (the change covers it).
 */
export function isTouched(tile: TouchedTile, touched: readonly TouchedTile[]): boolean {
  return touched.some((other) => {
    const shift = Math.abs(tile.z - other.z)
    const scale = 2 ** shift
    return tile.z >= other.z
      ? Math.floor(tile.x / scale) === other.x && Math.floor(tile.y / scale) === other.y
      : Math.floor(other.x / scale) === tile.x && Math.floor(other.y / scale) === tile.y
  })
}
