import type { BodyCache } from './body-cache.ts'
import type { LayerEngine } from './engine/layer-engine.ts'
import type { Feed } from './feed.ts'
import type { TileCounters } from './serve-tile.ts'

/** Figures of the tile service by name, as /metrics shows them; those of a layer end in its name. */
export function tileFigures(
  engines: ReadonlyMap<string, LayerEngine>,
  service: { cache: BodyCache; feed: Feed; counters: TileCounters; listeners: number },
): Record<string, number> {
  const { cache, feed, counters, listeners } = service
  const asked = counters.hits + counters.misses
  const figures: Record<string, number> = {
    feed_lag_seconds: feed.lagSeconds(),
    data_version: feed.version(),
    cache_bytes: cache.figures().bytes,
    cache_entries: cache.figures().entries,
    cache_hits_total: counters.hits,
    cache_misses_total: counters.misses,
    cache_hit_ratio: asked === 0 ? 0 : counters.hits / asked,
    not_modified_total: counters.notModified,
    encode_total: counters.encodeCount,
    encode_seconds_total: counters.encodeSeconds,
    encode_milliseconds_mean: counters.encodeCount === 0 ? 0 : (counters.encodeSeconds * 1000) / counters.encodeCount,
    change_listeners: listeners,
  }
  for (const [name, engine] of engines) {
    const suffix = name.replaceAll('-', '_')
    const { features, bytes, changes, rebuilds } = engine.figures()
    figures[`features_${suffix}`] = features
    figures[`engine_bytes_${suffix}`] = bytes
    figures[`pending_changes_${suffix}`] = changes
    figures[`rebuilds_total_${suffix}`] = rebuilds
  }
  return figures
}
