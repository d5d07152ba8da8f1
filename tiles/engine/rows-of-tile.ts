import { firstRowFrom, type KeySearch } from './key-search.ts'
import { mortonSpan } from './morton.ts'
import { type Box, neighbours } from './neighbours.ts'
import type { Table } from './table.ts'

let rows = new Uint32Array(65_536)
let count = 0

/**
 * Rows of tile z/x/y and of its buffer (or of the buffer alone), ascending; `box` is the tile with its buffer. The array is the search's
 * own: valid until the next one, and to be changed in place by its reader.
 */
export function rowsOfTile(
  table: Table,
  search: KeySearch,
  tile: { z: number; x: number; y: number },
  box: Box,
  part: 'all' | 'buffer' = 'all',
): Uint32Array {
  const { z, x, y } = tile
  const edges = table.edges[z]
  const around = neighbours(z, x, y)
  const span = mortonSpan(z)
  count = 0
  // Tiles beside each other are often so in Morton order too: the end of one is the beginning of the next.
  let next = -1
  let to = 0
  for (let i = 0; i < around.count; i++) {
    const key = around.key[i]!
    const from = key === next ? to : firstRowFrom(search, key)
    next = key + span
    to = firstRowFrom(search, next, from)
    if (from === to) continue
    const column = around.x[i]!
    if (column === x && around.y[i] === y) {
      if (part === 'all') takeRun(from, to)
    } else if (edges) {
      // Of a corner the list of one side has more than is wanted, and the box decides.
      const list = column < x ? edges.east : column > x ? edges.west : around.y[i]! < y ? edges.south : edges.north
      takeFromList(table, list, box, from, to)
    }
  }
  return rows.subarray(0, count)
}

function takeRun(from: number, to: number): void {
  room(count + to - from)
  const into = rows
  let end = count
  for (let row = from; row < to; row++) into[end++] = row
  count = end
}

function takeFromList(
  { x: xs, y: ys }: Table,
  list: Uint32Array,
  { minX, minY, maxX, maxY }: Box,
  from: number,
  to: number,
) {
  let at = firstNotBelow(list, from)
  for (; at < list.length; at++) {
    const row = list[at]!
    if (row >= to) return
    const x = xs[row]!
    const y = ys[row]!
    if (x < minX || x > maxX || y < minY || y > maxY) continue
    if (count === rows.length) room(count + 1)
    rows[count++] = row
  }
}

function firstNotBelow(list: Uint32Array, row: number): number {
  let from = 0
  let to = list.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if (list[middle]! < row) from = middle + 1
    else to = middle
  }
  return from
}

function room(needed: number): void {
  if (needed <= rows.length) return
  const larger = new Uint32Array(Math.max(needed, 2 * rows.length))
  larger.set(rows.subarray(0, count))
  rows = larger
}
