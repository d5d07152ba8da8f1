import { BUFFER, EXTENT } from './layer-writer.ts'
import { tileSize } from './morton.ts'
import { sharedUint32 } from './shared-array.ts'

/**
 * For each zoom, the rows that lie so near to a side of their tile that the tile beyond it has them in its buffer, ascending. A buffer is
 * then a few short runs of these lists, where searching the tiles around cost more than the tile itself. Four bytes a row in all.
 */
export interface EdgeRows {
  west: Uint32Array
  east: Uint32Array
  north: Uint32Array
  south: Uint32Array
}

/** Lists by zoom, from 1 to the last; none at 0, where a tile has no tile beside it. */
export function edgeRows({ x, y }: { x: Uint32Array; y: Uint32Array }, lastZoom: number): (EdgeRows | null)[] {
  const lists: (EdgeRows | null)[] = [null]
  const sides = Array.from({ length: 4 }, () => new Uint32Array(x.length))
  for (let z = 1; z <= lastZoom; z++) {
    const size = tileSize(z)
    const mask = size - 1
    const rim = (size / EXTENT) * BUFFER
    const far = size - rim
    const lengths = [0, 0, 0, 0]
    const [west, east, north, south] = sides as [Uint32Array, Uint32Array, Uint32Array, Uint32Array]
    for (let row = 0; row < x.length; row++) {
      const right = (x[row]! & mask) >>> 0
      const down = (y[row]! & mask) >>> 0
      if (right <= rim) west[lengths[0]!++] = row
      if (right >= far) east[lengths[1]!++] = row
      if (down <= rim) north[lengths[2]!++] = row
      if (down >= far) south[lengths[3]!++] = row
    }
    const [w, e, n, s] = sides.map((rows, side) => {
      const list = sharedUint32(lengths[side]!)
      list.set(rows.subarray(0, lengths[side]))
      return list
    })
    lists.push({ west: w!, east: e!, north: n!, south: s! })
  }
  return lists
}
