import type { Database } from '../api/db/types.ts'
import type { Layer } from '../api/spatial/layers.ts'
import { type CopiedRowReader, copiedRowReader } from './engine/copied-rows.ts'
import type { Feature } from './engine/feature.ts'
import type { LayerEngine } from './engine/layer-engine.ts'
import { type LayerRow, readFeature } from './engine/read-feature.ts'
import { createRebuilder } from './engine/rebuild-in-worker.ts'
import type { Touched } from './engine/tile-versions.ts'
import {
  type ChangePage,
  type ChangeRow,
  changesAfter,
  columnsOfLayer,
  copyOfLayer,
  horizonNow,
  someOfLayer,
} from './feed-queries.ts'
import { createWaiters } from './waiters.ts'

/** Keeps the engines true to the database: loads each layer once, then follows `layer_change` in an order that loses nothing. */
export interface Feed {
  /** Loads all layers and follows their changes; resolves when everything is loaded. Failures are retried until `stop`. */
  start(): Promise<void>
  stop(): Promise<void>
  ready(): boolean
  /** Every transaction up to this number is in. */
  version(): number
  /** Resolves true when transaction `xid` is in, false after `limitMs`. */
  reached(xid: number, limitMs: number): Promise<boolean>
  /** Seconds since the feed last knew itself to be up to date. */
  lagSeconds(): number
  /** Resolves true when a look that begins from now on has put all it saw in, false after `limitMs`. */
  caughtUp(limitMs: number): Promise<boolean>
  subscribe(listener: (change: LayerTouched) => void): () => void
  /** Lets another index of this process live on the same reading. Returns the way to stop. */
  follow(follower: Follower): () => void
}

/**
 * Is told what changed before the feed says that it is in; may be told the same twice. Null: changes may have been missed, read anew.
 * A follower that fails makes the feed look again.
 */
export type Follower = (changes: readonly Pick<ChangeRow, 'layer' | 'feature_id'>[] | null) => Promise<void>

export interface LayerTouched {
  layer: string
  version: number
  touched: Touched
}

export interface FeedOptions {
  database: Database
  engines: ReadonlyMap<string, LayerEngine>
  log: { info(details: object, message: string): void; warn(details: object, message: string): void }
  /** How often it looks without being woken. */
  pollMs?: number
}

const CHANNEL = 'layer_change'
const CHANGES_PAGE = 5_000
const READ_PAGE = 1_000
/** More changed features than this are read faster as a whole layer. */
const RELOAD_FROM = 20_000
/** Old change rows are cleared away some day: after a longer silence only a new load is sure to miss none. */
const RELOAD_AFTER_SILENCE_MS = 3_600_000

export function createFeed({ database, engines, log, pollMs = 2_000 }: FeedOptions): Feed {
  const rebuilder = createRebuilder()
  const waiters = createWaiters()
  const looks = createWaiters()
  const listeners = new Set<(change: LayerTouched) => void>()
  const followers = new Set<Follower>()
  let looksBegun = 0
  /** All changes of transactions below `settled` are in; `early` are those at or beyond it, put in before they settled. */
  let settled = 0
  let early = new Map<number, number>()
  let loaded = false
  let stopped = false
  let upToDateAt = Date.now()
  let running: Promise<void> | null = null
  let again = false
  let timer: NodeJS.Timeout | undefined
  let stopListening: (() => Promise<void>) | null = null

  const loadLayer = async (layer: Layer, engine: LayerEngine) => {
    // Asked before the snapshot of the rows: whatever ends in between is read twice, never missed.
    const [first] = await database.rows<{ horizon: number }>(database.primary, horizonNow)
    const from = performance.now()
    const columns = await database.rows<{ name: string }>(database.primary, columnsOfLayer(layer))
    const inColumns = Object.keys(layer.fields).every((field) => columns.some(({ name }) => name === field))
    await engine.loadBy((builder) => {
      const reader = copiedRowReader(engine.schema, builder, inColumns)
      return database.copyTo(copyOfLayer(engine.schema, inColumns), (row) => takeOrReport(reader, row, layer.name))
    }, first!.horizon - 1)
    const { features } = engine.figures()
    log.info({ layer: layer.name, features, seconds: (performance.now() - from) / 1000 }, 'layer loaded')
    return first!.horizon
  }

  /** One unreadable geometry must not keep a whole layer from the map. */
  const takeOrReport = (reader: CopiedRowReader, row: Buffer, layer: string) => {
    try {
      reader.take(row)
    } catch (error) {
      log.warn({ err: error, layer }, 'a feature is on no tile: it cannot be read')
    }
  }

  const loadAll = async () => {
    let lowest = Number.POSITIVE_INFINITY
    for (const engine of engines.values()) lowest = Math.min(lowest, await loadLayer(engine.schema.layer, engine))
    if (Number.isFinite(lowest)) settled = lowest
    else settled = (await database.rows<{ horizon: number }>(database.primary, horizonNow))[0]!.horizon
    early = new Map()
    loaded = true
  }

  /** Reads what is new since the last look; puts it in; moves on to the horizon. */
  const look = async () => {
    const number = ++looksBegun
    if (!loaded || Date.now() - upToDateAt > RELOAD_AFTER_SILENCE_MS) {
      await loadAll()
      for (const name of engines.keys()) announce(name, { tiles: [], more: true })
      for (const follower of followers) await follower(null)
    }
    const seen = new Map<number, number>()
    const fresh: ChangeRow[] = []
    let after = { xid: settled, seq: 0 }
    let horizon = settled
    for (let first = true; ; first = false) {
      const statement = changesAfter(after.xid, after.seq, CHANGES_PAGE)
      const [page] = await database.rows<ChangePage>(database.primary, statement)
      // Later pages see more, but only what the first one's horizon promises is known to be complete.
      if (first) horizon = page!.horizon
      for (const change of page!.changes) {
        seen.set(change.seq, change.xid)
        if (!early.has(change.seq)) fresh.push(change)
      }
      const last = page!.changes.at(-1)
      if (!last || page!.changes.length < CHANGES_PAGE) break
      after = { xid: last.xid, seq: last.seq }
    }
    await putIn(fresh)
    if (fresh.length > 0) for (const follower of followers) await follower(fresh)
    settled = Math.max(settled, horizon)
    early = new Map([...seen].filter(([, xid]) => xid >= settled))
    upToDateAt = Date.now()
    waiters.tell((xid) => isIn(xid))
    looks.tell((wanted) => wanted <= number)
  }

  const putIn = async (changes: readonly ChangeRow[]) => {
    for (const [name, engine] of engines) {
      const own = changes.filter((change) => change.layer === name)
      if (own.length === 0) continue
      const { layer } = engine.schema
      const ids = new Set(own.map((change) => change.feature_id))
      if (ids.has(null) || ids.size > RELOAD_FROM) {
        await loadLayer(layer, engine)
        announce(name, { tiles: [], more: true })
        continue
      }
      const version = own.reduce((most, change) => Math.max(most, change.xid), 0)
      const wanted = [...ids] as number[]
      const touched: Touched = { tiles: [], more: false }
      for (let at = 0; at < wanted.length; at += READ_PAGE) {
        const some = wanted.slice(at, at + READ_PAGE)
        const rows = await database.rows<LayerRow>(database.primary, someOfLayer(layer, some))
        const part = engine.apply(changesOf(engine, some, rows, log), version)
        for (const number of part.tiles) touched.tiles.push(number)
        touched.more ||= part.more
      }
      announce(name, touched, version)
      void engine.rebuild(rebuilder, layer.geometry === 'area').catch((error: unknown) => {
        if (!stopped) log.warn({ err: error, layer: name }, 'rebuild failed; the changes stay beside the table')
      })
    }
  }

  const announce = (layer: string, touched: Touched, version = settled - 1) => {
    for (const listener of listeners) listener({ layer, version, touched })
  }

  const isIn = (xid: number) => xid < settled || [...early.values()].includes(xid)

  /** One look at a time; a wake during a look makes one more. */
  const wake = () => {
    if (stopped) return
    again = true
    running ??= (async () => {
      while (again && !stopped) {
        again = false
        try {
          await look()
        } catch (error) {
          if (!stopped) log.warn({ err: error }, 'the change feed could not be read; tiles go on as they are')
          break
        }
      }
    })().finally(() => {
      running = null
    })
  }

  const listenFirst = async () => {
    while (!stopped && !stopListening) {
      try {
        stopListening = await database.listen(CHANNEL, wake)
      } catch (error) {
        log.warn({ err: error }, 'the database cannot be listened to yet')
        await pause(pollMs)
      }
    }
  }

  return {
    async start() {
      stopped = false
      void listenFirst()
      timer = setInterval(wake, Math.max(1_000, pollMs))
      timer.unref()
      while (!stopped && !loaded) {
        wake()
        await running
        if (!loaded && !stopped) await pause(500)
      }
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      waiters.close()
      looks.close()
      await stopListening?.().catch(() => {})
      stopListening = null
      await rebuilder.close()
      await running
    },
    ready: () => loaded,
    version: () => settled - 1,
    async reached(xid, limitMs) {
      if (isIn(xid)) return true
      wake()
      return waiters.wait(xid, limitMs)
    },
    lagSeconds: () => (Date.now() - upToDateAt) / 1000,
    caughtUp(limitMs) {
      const reached = looks.wait(looksBegun + 1, limitMs)
      wake()
      return reached
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    follow(follower) {
      followers.add(follower)
      return () => followers.delete(follower)
    },
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds).unref())

/** The new state of each asked-for id; null where the row is gone. */
function changesOf(engine: LayerEngine, ids: readonly number[], rows: readonly LayerRow[], log: FeedOptions['log']) {
  const changes = new Map<number, Feature | null>(ids.map((id) => [id, null]))
  for (const row of rows) changes.set(row.id, readOrReport(engine, row, log))
  return changes
}

function readOrReport({ schema }: LayerEngine, row: LayerRow, log: FeedOptions['log']): Feature | null {
  try {
    return readFeature(schema, row)
  } catch (error) {
    log.warn(
      { err: error, layer: schema.layer.name, id: row.id },
      'a feature is on no tile: its geometry cannot be read',
    )
    return null
  }
}
