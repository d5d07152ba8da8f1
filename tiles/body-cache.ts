import type { BodyPool } from './body-pool.ts'

/** An encoded tile in the forms it was asked for. Whoever goes on reading it later holds it until then: its memory is used again. */
export class CachedTile {
  /** Versions of the tile in each layer when it was encoded: another one now means that it is stale. */
  readonly versions: string
  readonly empty: boolean
  identity: Buffer | null
  gzip: Buffer | null = null
  br: Buffer | null = null
  readonly #pool: BodyPool
  #holders = 0

  constructor(versions: string, identity: Buffer | null, pool: BodyPool) {
    this.versions = versions
    this.empty = identity === null
    this.identity = identity
    this.#pool = pool
  }

  hold(): this {
    this.#holders++
    return this
  }

  release(): void {
    if (--this.#holders > 0 || this.identity === null) return
    this.#pool.give(this.identity)
    this.identity = null
  }
}

export interface BodyCache {
  get(key: string): CachedTile | undefined
  set(key: string, tile: CachedTile): void
  /** To be called after a form was added to a tile that is in the cache. */
  grew(key: string, bytes: number): void
  figures(): { entries: number; bytes: number }
}

/** An entry's own cost: key, object, map slot. */
const ENTRY_BYTES = 400

/** Encoded bodies by use within a bound of bytes; the least used go first. */
export function createBodyCache(limitBytes: number): BodyCache {
  const tiles = new Map<string, CachedTile>()
  let bytes = 0

  const shrink = () => {
    for (const [oldest, tile] of tiles) {
      if (bytes <= limitBytes) return
      tiles.delete(oldest)
      bytes -= bytesOf(tile)
      tile.release()
    }
  }
  return {
    get(key) {
      const tile = tiles.get(key)
      if (tile) {
        tiles.delete(key)
        tiles.set(key, tile)
      }
      return tile
    },
    set(key, tile) {
      const old = tiles.get(key)
      if (old) {
        tiles.delete(key)
        bytes -= bytesOf(old)
        old.release()
      }
      // Larger than the whole cache: it would push out all others and itself.
      if (bytesOf(tile) > limitBytes) return
      tiles.set(key, tile.hold())
      bytes += bytesOf(tile)
      shrink()
    },
    grew(key, grownBytes) {
      if (!tiles.has(key)) return
      bytes += grownBytes
      shrink()
    },
    figures: () => ({ entries: tiles.size, bytes }),
  }
}

function bytesOf({ identity, gzip, br }: CachedTile): number {
  return ENTRY_BYTES + (identity?.length ?? 0) + (gzip?.length ?? 0) + (br?.length ?? 0)
}
