import type { Feature } from './feature.ts'
import { firstRowFrom, type KeySearch } from './key-search.ts'
import { lowerBound, mortonKey, mortonSpan } from './morton.ts'
import { type Box, neighbours } from './neighbours.ts'
import { rowOfId, type Table } from './table.ts'

/** Changes since the table was built: features that came or changed, and rows of the table that no longer count. */
export interface Delta {
  /** In Morton order, ties by id, with their keys beside. */
  added: Feature[]
  addedKeys: number[]
  byId: Map<number, Feature>
  /** Those of `added` that have a shape, in the same order. */
  shapes: Feature[]
  /** Ascending; and a mark by row, null while there is none. */
  deadRows: number[]
  dead: Uint8Array | null
}

export const emptyDelta = (): Delta => ({
  added: [],
  addedKeys: [],
  byId: new Map(),
  shapes: [],
  deadRows: [],
  dead: null,
})

export const deltaSize = (delta: Delta): number => delta.added.length + delta.deadRows.length

/** Puts a feature's new state in; null takes it away. Applying the same twice changes nothing. */
export function applyChange(table: Table, delta: Delta, id: number, feature: Feature | null): void {
  const before = delta.byId.get(id)
  if (before) {
    const at = placeOf(delta, mortonKey(before.x, before.y), id)
    delta.added.splice(at, 1)
    delta.addedKeys.splice(at, 1)
    delta.byId.delete(id)
    if (before.shape) delta.shapes.splice(delta.shapes.indexOf(before), 1)
  }
  const row = rowOfId(table, id)
  if (row >= 0 && !delta.dead?.[row]) {
    delta.dead ??= new Uint8Array(table.count)
    delta.dead[row] = 1
    delta.deadRows.splice(lowerBound(delta.deadRows, row, 0, delta.deadRows.length), 0, row)
  }
  if (!feature) return
  const key = mortonKey(feature.x, feature.y)
  const at = placeOf(delta, key, id)
  delta.added.splice(at, 0, feature)
  delta.addedKeys.splice(at, 0, key)
  delta.byId.set(id, feature)
  if (feature.shape) {
    const next = delta.shapes.findIndex((other) => precedes(feature, other))
    delta.shapes.splice(next < 0 ? delta.shapes.length : next, 0, feature)
  }
}

/** Changed features in a tile and its buffer, in Morton order. */
export function addedInBox(
  { added, addedKeys }: Delta,
  { z, x, y }: { z: number; x: number; y: number },
  { minX, minY, maxX, maxY }: Box,
): Feature[] {
  const found: Feature[] = []
  const around = neighbours(z, x, y)
  const span = mortonSpan(z)
  for (let tile = 0; tile < around.count; tile++) {
    const end = around.key[tile]! + span
    for (let i = lowerBound(addedKeys, around.key[tile]!, 0, addedKeys.length); addedKeys[i]! < end; i++) {
      const feature = added[i]!
      if (feature.x >= minX && feature.x <= maxX && feature.y >= minY && feature.y <= maxY) found.push(feature)
    }
  }
  return found
}

/** Row of the table before which a feature would stand. */
export function rowBefore(table: Table, search: KeySearch, feature: Feature): number {
  const key = mortonKey(feature.x, feature.y)
  let row = firstRowFrom(search, key)
  while (row < table.count && table.key[row] === key && table.id[row]! < feature.id) row++
  return row
}

function placeOf(delta: Delta, key: number, id: number): number {
  let at = lowerBound(delta.addedKeys, key, 0, delta.addedKeys.length)
  while (at < delta.added.length && delta.addedKeys[at] === key && delta.added[at]!.id < id) at++
  return at
}

function precedes(a: Feature, b: Feature): boolean {
  const keyA = mortonKey(a.x, a.y)
  const keyB = mortonKey(b.x, b.y)
  return keyA < keyB || (keyA === keyB && a.id < b.id)
}
