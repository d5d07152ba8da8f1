import { gzipSync } from 'node:zlib'
import { PbfWriter } from 'pbf'

/** Where each tile's bytes lie, as PMTiles version 3 writes it: a root that fits the first read, leaves below it when there are many. */

/** Header and root together are what a reader fetches first (PMTiles 3). */
export const FIRST_READ = 16_384
export const HEADER_BYTES = 127

export interface Entry {
  tileId: number
  /** From the start of the tile data; for a leaf, of the leaves. */
  offset: number
  length: number
  /** How many ids in a row have these bytes; 0 for a leaf. */
  runLength: number
}

/** Entries in ascending order of their ids; they grow by doubling, 24 bytes each. */
export interface EntryList {
  readonly length: number
  /** Adds a tile, or lengthens the last run when it is the next id with the same bytes. */
  add(tileId: number, offset: number, length: number): void
  at(index: number): Entry
}

export function createEntryList(): EntryList {
  let ids = new Float64Array(1024)
  let offsets = new Float64Array(1024)
  let lengths = new Uint32Array(1024)
  let runs = new Uint32Array(1024)
  let count = 0
  const grow = () => {
    const larger = <T extends Float64Array | Uint32Array>(old: T, fresh: T): T => {
      fresh.set(old)
      return fresh
    }
    ids = larger(ids, new Float64Array(2 * count))
    offsets = larger(offsets, new Float64Array(2 * count))
    lengths = larger(lengths, new Uint32Array(2 * count))
    runs = larger(runs, new Uint32Array(2 * count))
  }
  return {
    get length() {
      return count
    },
    add(tileId, offset, length) {
      const last = count - 1
      if (last >= 0 && offsets[last] === offset && ids[last]! + runs[last]! === tileId) {
        runs[last]!++
        return
      }
      if (count === ids.length) grow()
      ids[count] = tileId
      offsets[count] = offset
      lengths[count] = length
      runs[count++] = 1
    },
    at: (index) => ({
      tileId: ids[index]!,
      offset: offsets[index]!,
      length: lengths[index]!,
      runLength: runs[index]!,
    }),
  }
}

const LEAF_ENTRIES = 4_096

/** Root and leaves, compressed. Leaves double until the root fits the first read. */
export function writeDirectories(entries: EntryList): { root: Buffer; leaves: Buffer } {
  const whole = entries.length <= LEAF_ENTRIES ? writeDirectory(slice(entries, 0, entries.length)) : null
  if (whole && fits(whole)) return { root: whole, leaves: Buffer.alloc(0) }
  for (let size = LEAF_ENTRIES; ; size *= 2) {
    const leaves: Buffer[] = []
    const root: Entry[] = []
    let offset = 0
    for (let from = 0; from < entries.length; from += size) {
      const leaf = writeDirectory(slice(entries, from, Math.min(entries.length, from + size)))
      root.push({ tileId: entries.at(from).tileId, offset, length: leaf.length, runLength: 0 })
      leaves.push(leaf)
      offset += leaf.length
    }
    const written = writeDirectory(root)
    if (fits(written)) return { root: written, leaves: Buffer.concat(leaves) }
  }
}

const fits = (root: Buffer) => root.length <= FIRST_READ - HEADER_BYTES

const slice = (entries: EntryList, from: number, to: number): Entry[] =>
  Array.from({ length: to - from }, (_, index) => entries.at(from + index))

/** Column after column: ids as steps, runs, lengths, offsets (0 where the bytes follow those before). */
function writeDirectory(entries: readonly Entry[]): Buffer {
  const bytes = new PbfWriter()
  bytes.writeVarint(entries.length)
  let lastId = 0
  for (const { tileId } of entries) {
    bytes.writeVarint(tileId - lastId)
    lastId = tileId
  }
  for (const { runLength } of entries) bytes.writeVarint(runLength)
  for (const { length } of entries) bytes.writeVarint(length)
  let end = -1
  for (const { offset, length } of entries) {
    bytes.writeVarint(offset === end ? 0 : offset + 1)
    end = offset + length
  }
  return gzipSync(bytes.finish(), { level: 9 })
}
