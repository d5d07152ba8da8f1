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

/** Tiles of the places named by a message of the server; null ("ask for all again") when it says so or cannot be read. */
export function readTouched(data: string): TouchedTile[] | null {
  try {
    const message = JSON.parse(data) as { layer?: string; tiles?: string[]; all?: boolean }
    if (message.layer !== 'places') return []
    if (message.all || !Array.isArray(message.tiles)) return null
    return message.tiles.map((tile) => {
      const [z, x, y] = tile.split('/').map(Number)
      return { z: z!, x: x!, y: y! }
    })
  } catch {
    return null
  }
}
