import { lowerBound, mortonOfTile, mortonSpan } from './morton.ts'
import type { Table } from './table.ts'

/** A box in world units; the high sides belong to it. */
export interface Box {
  minX: number
  minY: number
  maxX: number
  maxY: number
}

/** Fewer rows than this are looked at one by one instead of halving the range further. */
const FEW_ROWS = 24

/** Calls `take` for each row in the box that lies outside tile z/x/y: the buffer around it, found in the eight tiles beside it. */
export function rowsInRim(
  table: Table,
  tile: { z: number; x: number; y: number },
  box: Box,
  take: (row: number) => void,
) {
  const { z, x, y } = tile
  const side = 2 ** z
  const span = mortonSpan(z)
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const nx = x + dx
      const ny = y + dy
      // The world ends at the antimeridian: nothing wraps around, as in PostGIS's own tiles.
      if ((dx === 0 && dy === 0) || nx < 0 || ny < 0 || nx >= side || ny >= side) continue
      const key = mortonOfTile(z, nx, ny)
      const from = lowerBound(table.key, key, 0, table.count)
      const to = lowerBound(table.key, key + span, from, table.count)
      descend(table, { z, x: nx, y: ny }, { from, to, key }, box, take)
    }
  }
}

function descend(
  table: Table,
  tile: { z: number; x: number; y: number },
  range: { from: number; to: number; key: number },
  box: Box,
  take: (row: number) => void,
): void {
  const { from, to } = range
  if (from === to) return
  const size = 2 ** (32 - tile.z)
  const left = tile.x * size
  const top = tile.y * size
  if (left > box.maxX || left + size <= box.minX || top > box.maxY || top + size <= box.minY) return
  const inside = left >= box.minX && left + size - 1 <= box.maxX && top >= box.minY && top + size - 1 <= box.maxY
  if (inside) {
    for (let row = from; row < to; row++) take(row)
    return
  }
  if (to - from <= FEW_ROWS || tile.z >= 26) {
    for (let row = from; row < to; row++) {
      const x = table.x[row]!
      const y = table.y[row]!
      if (x >= box.minX && x <= box.maxX && y >= box.minY && y <= box.maxY) take(row)
    }
    return
  }
  const span = mortonSpan(tile.z + 1)
  let start = from
  for (let quarter = 0; quarter < 4; quarter++) {
    const key = range.key + quarter * span
    const end = quarter === 3 ? to : lowerBound(table.key, key + span, start, to)
    const below = { z: tile.z + 1, x: 2 * tile.x + (quarter & 1), y: 2 * tile.y + (quarter >> 1) }
    descend(table, below, { from: start, to: end, key }, box, take)
    start = end
  }
}
