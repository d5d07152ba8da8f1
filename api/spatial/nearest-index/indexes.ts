import type { Database } from '../../db/types.ts'
import type { Layer } from '../layers.ts'
import { createLayerIndex, type LayerIndex, type LayerIndexOptions } from './layer-index.ts'
import type { Searched } from './rank-rows.ts'

/** The one reading of changes of this process; the tile engine's feed is one. */
export interface ChangeSource {
  follow(follower: (changes: readonly Change[] | null) => Promise<void>): () => void
  caughtUp(limitMs: number): Promise<boolean>
  lagSeconds(): number
}

interface Change {
  layer: string
  feature_id: number | null
}

export interface NearestIndexes {
  /**
   * What to search for that layer; null when the database has to answer: not loaded, too large, not known to be up to date, or
   * behind what the client has written. `atLeast` is the position that the client's last write returned.
   */
  upTo(layer: string, atLeast: string | undefined): Searched | null | Promise<Searched | null>
  start(): Promise<void>
  stop(): void
  figures(): Record<string, number>
}

export interface IndexesOptions {
  database: Pick<Database, 'rows' | 'primary' | 'writePosition'>
  layers: ReadonlyMap<string, Layer>
  changes: ChangeSource
  log: LayerIndexOptions['log']
  megabytes: number
}

/** The feed looks every two seconds without being woken; a longer silence says that the database is away. */
const mostLagSeconds = 10
const waitMs = 1_000

export function createNearestIndexes({ database, layers, changes, log, megabytes }: IndexesOptions): NearestIndexes {
  const indexes = new Map<string, LayerIndex>()
  const mostBytes = megabytes * 1024 * 1024
  for (const layer of layers.values()) {
    indexes.set(layer.name, createLayerIndex({ database, layer, log, mostBytes }))
  }
  let unfollow = () => {}
  /** All writes whose position is less are in. */
  let seen = '0/0'

  const follower = async (changed: readonly Change[] | null) => {
    for (const [name, index] of indexes) {
      const ids = changed && idsOf(changed, name)
      if (ids === null || ids.length > 0) await index.changed(ids)
    }
  }

  const waited = async (layer: string): Promise<Searched | null> => {
    // The position first: a write that got a lesser one was visible before, so that a look that begins now sees it. Of an equal one
    // that is not sure, and what a client names is not believed for others.
    const position = await database.writePosition()
    if (!(await changes.caughtUp(waitMs))) return null
    if (precedes(seen, position)) seen = position
    return indexes.get(layer)?.searched() ?? null
  }

  return {
    upTo(layer, atLeast) {
      const searched = indexes.get(layer)?.searched() ?? null
      if (searched === null || changes.lagSeconds() > mostLagSeconds) return null
      if (atLeast === undefined || precedes(atLeast, seen)) return searched
      return waited(layer)
    },
    async start() {
      unfollow = changes.follow(follower)
      // The small ones first, which is to say: one after the other, so that requests keep their share of the database.
      for (const index of indexes.values()) await index.load()
    },
    stop() {
      unfollow()
      for (const index of indexes.values()) index.stop()
    },
    figures() {
      const figures: Record<string, number> = {}
      for (const [name, index] of indexes) {
        const suffix = name.replaceAll('-', '_')
        const { features, bytes, late, rebuilds } = index.figures()
        figures[`ready_${suffix}`] = index.searched() ? 1 : 0
        figures[`features_${suffix}`] = features
        figures[`bytes_${suffix}`] = bytes
        figures[`pending_changes_${suffix}`] = late
        figures[`rebuilds_total_${suffix}`] = rebuilds
      }
      return figures
    },
  }
}

/** Null when anything of the layer may have changed. */
function idsOf(changes: readonly Change[], layer: string): number[] | null {
  const ids = new Set<number>()
  for (const change of changes) {
    if (change.layer !== layer) continue
    if (change.feature_id === null) return null
    ids.add(change.feature_id)
  }
  return [...ids]
}

/** Positions are WAL addresses, two hexadecimal numbers; the embedded engine's is always 0/0, which precedes none. */
function precedes(position: string, other: string): boolean {
  const [high, low] = numbersOf(position)
  const [otherHigh, otherLow] = numbersOf(other)
  return high < otherHigh || (high === otherHigh && low < otherLow)
}

const numbersOf = (position: string): [number, number] =>
  position.split('/').map((part) => Number.parseInt(part, 16)) as [number, number]
