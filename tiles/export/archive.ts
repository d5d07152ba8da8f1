import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { gzip, gzipSync } from 'node:zlib'
import { createEntryList, HEADER_BYTES, writeDirectories } from './directory.ts'
import type { Bounds } from './tile-set.ts'

/**
 * Writes a PMTiles archive (version 3, clustered, gzip). Tiles go to a file beside the target as they come; the target appears by a
 * rename when it is whole. The npm package pmtiles reads archives but does not write them.
 */
export interface Archive {
  /** Adds tiles in ascending order of their ids, uncompressed. */
  add(tiles: readonly { id: number; bytes: Buffer }[]): Promise<void>
  /** Bytes of tile data so far. */
  size(): number
  /** At least one tile must have been added. */
  finish(facts: ArchiveFacts): Promise<ArchiveFigures>
  /** Takes away what was written; after `finish` it does nothing. */
  discard(): Promise<void>
}

export interface ArchiveFacts {
  minZoom: number
  maxZoom: number
  bounds: Bounds
  centerZoom: number
  metadata: object
}

export interface ArchiveFigures {
  tiles: number
  /** Bodies stored: equal tiles share one. */
  contents: number
  bytes: number
}

const gzipLater = promisify(gzip)
/** Equal tiles lie inside one area and hold nothing else: they are short. Longer ones differ by their ids and are not remembered. */
const REMEMBERED_BYTES = 1_024
const MOST_REMEMBERED = 500_000

export async function createArchive(path: string): Promise<Archive> {
  const dataPath = `${path}.tiles.part`
  const draftPath = `${path}.part`
  const data: FileHandle = await open(dataPath, 'w')
  const entries = createEntryList()
  const known = new Map<string, { offset: number; length: number }>()
  let size = 0
  let tiles = 0
  let contents = 0

  const add = async (given: readonly { id: number; bytes: Buffer }[]) => {
    const bodies = given.map(({ bytes }) => {
      const key = bytes.length <= REMEMBERED_BYTES ? createHash('sha1').update(bytes).digest('base64url') : null
      return { key, body: key && known.has(key) ? null : gzipLater(bytes, { level: 9 }) }
    })
    const written: Buffer[] = []
    for (const [index, { key, body }] of bodies.entries()) {
      // An equal tile may stand earlier in this very batch.
      let place = key ? known.get(key) : undefined
      const ready = body && (await body)
      if (!place) {
        place = { offset: size, length: ready!.length }
        if (key && known.size < MOST_REMEMBERED) known.set(key, place)
        written.push(ready!)
        size += ready!.length
        contents++
      }
      entries.add(given[index]!.id, place.offset, place.length)
      tiles++
    }
    await data.appendFile(Buffer.concat(written))
  }

  const discard = async () => {
    await data.close().catch(() => {})
    await Promise.all([dataPath, draftPath].map((part) => rm(part, { force: true })))
  }

  const finish = async (facts: ArchiveFacts): Promise<ArchiveFigures> => {
    await data.close()
    const { root, leaves } = writeDirectories(entries)
    const metadata = gzipSync(JSON.stringify(facts.metadata), { level: 9 })
    const counts = { tiles, entries: entries.length, contents }
    const header = writeHeader(facts, counts, [root.length, metadata.length, leaves.length, size])
    const draft = createWriteStream(draftPath)
    for (const section of [header, root, metadata, leaves]) draft.write(section)
    await pipeline(createReadStream(dataPath), draft)
    await rename(draftPath, path)
    await discard()
    return { tiles, contents, bytes: header.length + root.length + metadata.length + leaves.length + size }
  }

  return { add, size: () => size, finish, discard }
}

const GZIP = 2
const VECTOR_TILES = 1

function writeHeader(
  { minZoom, maxZoom, bounds, centerZoom }: ArchiveFacts,
  counts: { tiles: number; entries: number; contents: number },
  sections: readonly number[],
): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  header.write('PMTiles', 0, 'latin1')
  header[7] = 3
  let offset = HEADER_BYTES
  for (const [index, length] of sections.entries()) {
    header.writeBigUInt64LE(BigInt(offset), 8 + 16 * index)
    header.writeBigUInt64LE(BigInt(length), 16 + 16 * index)
    offset += length
  }
  header.writeBigUInt64LE(BigInt(counts.tiles), 72)
  header.writeBigUInt64LE(BigInt(counts.entries), 80)
  header.writeBigUInt64LE(BigInt(counts.contents), 88)
  header.set([1, GZIP, GZIP, VECTOR_TILES, minZoom, maxZoom], 96)
  const [west, south, east, north] = bounds
  for (const [index, degrees] of bounds.entries()) header.writeInt32LE(Math.round(degrees * 1e7), 102 + 4 * index)
  header[118] = centerZoom
  header.writeInt32LE(Math.round(((west + east) / 2) * 1e7), 119)
  header.writeInt32LE(Math.round(((south + north) / 2) * 1e7), 123)
  return header
}
