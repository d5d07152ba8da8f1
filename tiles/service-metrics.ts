import type { BodyCache } from './body-cache.ts'
import type { LayerEngine } from './engine/layer-engine.ts'
import type { Feed } from './feed.ts'
import type { TileCounters } from './serve-tile.ts'

/** One figure as Prometheus wants it. */
export interface Metric {
  name: string
  help: string
  type: 'gauge' | 'counter'
  values: { labels: Record<string, string>; value: number }[]
}

export function tileMetrics(
  engines: ReadonlyMap<string, LayerEngine>,
  service: { cache: BodyCache; feed: Feed; counters: TileCounters; listeners: number },
): Metric[] {
  const { cache, feed, counters, listeners } = service
  const layers = [...engines].map(([layer, engine]) => ({ labels: { layer }, figures: engine.figures() }))
  const byLayer = (pick: (figures: ReturnType<LayerEngine['figures']>) => number) =>
    layers.map(({ labels, figures }) => ({ labels, value: pick(figures) }))
  const one = (value: number) => [{ labels: {}, value }]
  const asked = counters.hits + counters.misses
  const gauge = (name: string, help: string, values: Metric['values']): Metric => ({
    name,
    help,
    type: 'gauge',
    values,
  })
  const counter = (name: string, help: string, value: number): Metric => ({
    name,
    help,
    type: 'counter',
    values: one(value),
  })
  return [
    gauge(
      'tile_features',
      'Features in the tile engine',
      byLayer((figures) => figures.features),
    ),
    gauge(
      'tile_engine_bytes',
      'Bytes of the tile engine’s arrays',
      byLayer((figures) => figures.bytes),
    ),
    gauge(
      'tile_changes',
      'Changes beside the table, waiting for a rebuild',
      byLayer((figures) => figures.changes),
    ),
    gauge('tile_feed_lag_seconds', 'Time since the change feed was last known to be complete', one(feed.lagSeconds())),
    gauge('tile_data_version', 'Last transaction whose changes are all in', one(feed.version())),
    gauge('tile_cache_bytes', 'Bytes of encoded tiles kept', one(cache.figures().bytes)),
    gauge('tile_cache_entries', 'Encoded tiles kept', one(cache.figures().entries)),
    gauge(
      'tile_cache_hit_ratio',
      'Share of tiles answered from the cache',
      one(asked === 0 ? 0 : counters.hits / asked),
    ),
    gauge('tile_change_listeners', 'Clients that listen for touched tiles', one(listeners)),
    counter('tile_cache_hits_total', 'Tiles answered from the cache', counters.hits),
    counter('tile_cache_misses_total', 'Tiles that had to be encoded', counters.misses),
    counter('tile_not_modified_total', 'Tiles answered by 304', counters.notModified),
    counter('tile_encode_total', 'Tiles encoded', counters.encodeCount),
    counter('tile_encode_seconds_total', 'Time spent encoding tiles', counters.encodeSeconds),
  ]
}
