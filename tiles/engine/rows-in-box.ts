import { firstRowFrom, type KeySearch } from './key-search.ts'
import { lowerBoundOfKeys, mortonSpan } from './morton.ts'
import { type Box, neighbours } from './neighbours.ts'
import type { Table } from './table.ts'

/** Fewer rows than this are looked at one by one: quicker than halving their run further. */
const FEW_ROWS = 128
/** A cell of this zoom holds one key. */
const DEEPEST = 26
const SIZES = Float64Array.from({ length: DEEPEST + 1 }, (_, z) => 2 ** (32 - z))
const SPANS = Float64Array.from({ length: DEEPEST + 1 }, (_, z) => mortonSpan(z))

/** What a search goes through; one at a time, so that the descent hands on numbers alone. */
let rows = new Uint32Array(65_536)
let count = 0
let keys: Float64Array = new Float64Array(0)
let xs: Uint32Array = new Uint32Array(0)
let ys: Uint32Array = new Uint32Array(0)
let box: Box = { minX: 0, minY: 0, maxX: 0, maxY: 0 }

/**
 * Rows of tile z/x/y and of its buffer (or of the buffer alone), ascending; `wanted` is the tile with the buffer, no wider than the tiles beside it. The array
 * is the search's own: valid until the next one, and to be changed in place by its reader.
 */
export function rowsInBox(
  table: Table,
  search: KeySearch,
  tile: { z: number; x: number; y: number },
  wanted: Box,
  part: 'all' | 'buffer' = 'all',
): Uint32Array {
  ;({ x: xs, y: ys, key: keys } = table)
  box = wanted
  count = 0
  const around = neighbours(tile.z, tile.x, tile.y)
  const size = SIZES[tile.z]!
  for (let i = 0; i < around.count; i++) {
    const key = around.key[i]!
    if (part === 'buffer' && around.x[i] === tile.x && around.y[i] === tile.y) continue
    const from = firstRowFrom(search, key)
    const to = firstRowFrom(search, key + SPANS[tile.z]!)
    if (from < to) descend(tile.z, around.x[i]! * size, around.y[i]! * size, key, from, to)
  }
  return rows.subarray(0, count)
}

function descend(zoom: number, left: number, top: number, key: number, from: number, to: number): void {
  const right = left + SIZES[zoom]! - 1
  const bottom = top + SIZES[zoom]! - 1
  if (left > box.maxX || right < box.minX || top > box.maxY || bottom < box.minY) return
  if (count + to - from > rows.length) room(count + to - from)
  if (left >= box.minX && right <= box.maxX && top >= box.minY && bottom <= box.maxY) {
    const into = rows
    let end = count
    for (let row = from; row < to; row++) into[end++] = row
    count = end
    return
  }
  if (to - from <= FEW_ROWS || zoom >= DEEPEST) {
    const { minX, minY, maxX, maxY } = box
    const into = rows
    const columns = xs
    const lines = ys
    let end = count
    for (let row = from; row < to; row++) {
      const x = columns[row]!
      const y = lines[row]!
      if (x >= minX && x <= maxX && y >= minY && y <= maxY) into[end++] = row
    }
    count = end
    return
  }
  const below = zoom + 1
  const size = SIZES[below]!
  const span = SPANS[below]!
  let start = from
  for (let quarter = 0; quarter < 4; quarter++) {
    const end = quarter === 3 ? to : lowerBoundOfKeys(keys, key + (quarter + 1) * span, start, to)
    if (start < end)
      descend(below, left + (quarter & 1) * size, top + (quarter >> 1) * size, key + quarter * span, start, end)
    start = end
  }
}

function room(needed: number): void {
  const larger = new Uint32Array(Math.max(needed, 2 * rows.length))
  larger.set(rows.subarray(0, count))
  rows = larger
}
