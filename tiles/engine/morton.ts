/**
 * Morton order: the bits of x and y interleaved, so that every tile of every zoom is one run of the order.
 * Keys hold 26 + 26 bits (exact in a double); x and y are the upper 26 bits of world units (0.6 m).
 */
export const KEY_BITS = 26

// A power of a number that is not known beforehand is a call of its own, and each tile needs a dozen.
const SPANS = Float64Array.from({ length: KEY_BITS + 1 }, (_, z) => 4 ** (KEY_BITS - z))
const SIZES = Float64Array.from({ length: KEY_BITS + 1 }, (_, z) => 2 ** (32 - z))

export function mortonKey(worldX: number, worldY: number): number {
  return interleave(worldX >>> 6, worldY >>> 6)
}

/** First key of a tile; its keys end before `+ mortonSpan(z)`. */
export function mortonOfTile(z: number, x: number, y: number): number {
  const scale = SIZES[z]! / 64
  return interleave(x * scale, y * scale)
}

export const mortonSpan = (z: number): number => SPANS[z]!

/** Side of a tile in world units. */
export const tileSize = (z: number): number => SIZES[z]!

/** First index in [from, to) whose key is not below `key`. */
export function lowerBound(keys: ArrayLike<number>, key: number, from: number, to: number): number {
  while (from < to) {
    const middle = (from + to) >>> 1
    if (keys[middle]! < key) from = middle + 1
    else to = middle
  }
  return from
}

/** The same on keys alone: an array of one kind is read several times faster. */
export function lowerBoundOfKeys(keys: Float64Array, key: number, from: number, to: number): number {
  while (from < to) {
    const middle = (from + to) >>> 1
    if (keys[middle]! < key) from = middle + 1
    else to = middle
  }
  return from
}

function interleave(x: number, y: number): number {
  const upper = spread(y >>> 13) * 2 + spread(x >>> 13)
  return upper * 67_108_864 + spread(y & 8191) * 2 + spread(x & 8191)
}

/** 13 bits apart by one each. */
function spread(bits: number): number {
  bits = (bits | (bits << 8)) & 0x00ff00ff
  bits = (bits | (bits << 4)) & 0x0f0f0f0f
  bits = (bits | (bits << 2)) & 0x33333333
  return (bits | (bits << 1)) & 0x55555555
}
