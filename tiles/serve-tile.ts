import { randomBytes } from 'node:crypto'
import { type BodyCache, CachedTile } from './body-cache.ts'
import type { BodyPool } from './body-pool.ts'
import { type Coding, chosenCoding, compressed } from './content-coding.ts'
import type { EncodedPart, EncoderPool } from './engine/encoder-pool.ts'
import { FilterFault } from './engine/filter.ts'
import type { LayerEngine } from './engine/layer-engine.ts'
import type { Feed } from './feed.ts'
import {
  type Exchange,
  type HeaderList,
  hasTag,
  openHeaders,
  replyBody,
  replyProblem,
  replyWithoutBody,
  tileFailure,
} from './reply.ts'
import type { Address } from './tile-address.ts'
import { readTileQuery, type TileQuery } from './tile-query.ts'

export interface TileCounters {
  hits: number
  misses: number
  notModified: number
  encodeCount: number
  encodeSeconds: number
}

export interface ServeTileOptions {
  engines: ReadonlyMap<string, LayerEngine>
  feed: Pick<Feed, 'ready' | 'version' | 'reached'>
  cache: BodyCache
  bodies: BodyPool
  counters: TileCounters
  /** Threads that encode beside this one; null to encode here. */
  encoders: EncoderPool | null
}

type TileAddress = Extract<Address, { kind: 'tile' }>

const WAIT_LIMIT_MS = 3_000
const NO_BODY = Buffer.alloc(0)

/** Answers tile requests: versions first, so that a known tag costs nothing; then the cache; then the engine, once for equal misses. */
export function createTileServer({ engines, feed, cache, bodies, counters, encoders }: ServeTileOptions) {
  // Versions count transactions; what other changes were in when a tile was made differs between processes, so tags do not travel.
  const process = randomBytes(5).toString('base64url')
  const compressing = new Map<string, Promise<Buffer | null>>()
  const encoding = new Map<string, Promise<CachedTile>>()

  return (exchange: Exchange, address: TileAddress) => {
    const layers: LayerEngine[] = []
    for (const name of address.layers) {
      const engine = engines.get(name)
      if (!engine) return unknownLayer(exchange, name, engines)
      layers.push(engine)
    }
    const outside = rangeFault(layers, address)
    if (outside) return replyProblem(exchange, outside)
    let query: TileQuery
    try {
      query = readTileQuery(address.query, layers)
    } catch (error) {
      if (!(error instanceof FilterFault)) throw error
      const detail = error.message
      return replyProblem(exchange, { status: 400, code: 'unknown-filter', title: 'Bad request', detail })
    }
    if (!feed.ready()) return notReady(exchange)
    const wanted = Math.max(query.atLeast, query.version)
    if (wanted <= feed.version()) return serve(exchange, { address, layers, query, fresh: true })
    void feed.reached(wanted, WAIT_LIMIT_MS).then((fresh) => {
      if (!fresh && query.atLeast > 0) notYet(exchange, query.atLeast)
      else serve(exchange, { address, layers, query, fresh })
    })
  }

  interface Asked {
    address: TileAddress
    layers: LayerEngine[]
    query: TileQuery
    /** The data the client named is in. */
    fresh: boolean
  }

  function serve(exchange: Exchange, asked: Asked) {
    const { address, layers, query } = asked
    const { z, x, y } = address
    const { headers } = exchange.request
    const coding = chosenCoding(headers['accept-encoding'] as string | undefined)
    let versions = ''
    for (const engine of layers) versions += `.${engine.versionOf(z, x, y).toString(36)}`
    const known = headers['if-none-match']
    if (known) {
      const matched = [coding, 'identity' as const].find((form) => hasTag(known, tagOf(versions, form)))
      if (matched) {
        counters.notModified++
        return replyWithoutBody(exchange, 304, headersOf(asked, tagOf(versions, matched)))
      }
    }
    const key = `${address.names}/${z}/${x}/${y}?${query.filterKey}`
    const tile = cache.get(key)
    if (tile?.versions === versions) {
      counters.hits++
      return send(exchange, { asked, tile, key, coding })
    }
    counters.misses++
    if (encoders) {
      void encodeOnce(asked, versions, key)
        .then((made) => {
          send(exchange, { asked, tile: made, key, coding })
          made.release()
        })
        .catch(() => replyProblem(exchange, tileFailure))
      return
    }
    const made = encoded(asked, versions).hold()
    cache.set(key, made)
    send(exchange, { asked, tile: made, key, coding })
    made.release()
  }

  /** Equal requests that come while a tile is being encoded in a thread wait for the same one. It is held for each. */
  function encodeOnce(asked: Asked, versions: string, key: string): Promise<CachedTile> {
    const name = `${versions} ${key}`
    let pending = encoding.get(name)
    if (!pending) {
      pending = encodedInThread(asked, versions).then((tile) => {
        // Held until all who wait hold it themselves.
        tile.hold()
        setImmediate(() => tile.release())
        cache.set(key, tile)
        return tile
      })
      void pending.finally(() => encoding.delete(name)).catch(() => {})
      encoding.set(name, pending)
    }
    return pending.then((tile) => tile.hold())
  }

  async function encodedInThread(asked: Asked, versions: string): Promise<CachedTile> {
    try {
      const { bytes, seconds } = await encoders!.encode(partsOf(asked))
      count(seconds)
      return new CachedTile(versions, bytes, bodies)
    } catch {
      // The thread is gone or at fault: here the tile is as of now, which its present versions say.
      const { z, x, y } = asked.address
      return encoded(asked, asked.layers.map((engine) => `.${engine.versionOf(z, x, y).toString(36)}`).join(''))
    }
  }

  function tagOf(versions: string, coding: Coding): string {
    return `"${process}${versions}${coding === 'identity' ? '' : `-${coding}`}"`
  }

  function encoded(asked: Asked, versions: string): CachedTile {
    const from = performance.now()
    const bytes: Buffer[] = []
    for (const { layer, request } of partsOf(asked)) {
      const part = engines.get(layer)!.encode(request)
      if (part) bytes.push(part)
    }
    count((performance.now() - from) / 1000)
    return new CachedTile(versions, together(bytes), bodies)
  }

  function together(parts: readonly Buffer[]): Buffer | null {
    if (parts.length < 2) return parts[0] ?? null
    const whole = bodies.take(parts.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const part of parts) {
      whole.set(part, at)
      at += part.length
      bodies.give(part)
    }
    return whole
  }

  function count(seconds: number): void {
    counters.encodeCount++
    counters.encodeSeconds += seconds
  }

  function partsOf({ address: { z, x, y }, layers, query }: Asked): EncodedPart[] {
    const parts: EncodedPart[] = []
    for (const [index, { schema }] of layers.entries()) {
      const { name, minZoom, maxZoom } = schema.layer
      if (z >= minZoom && z <= maxZoom) parts.push({ layer: name, request: { z, x, y, filter: query.filters[index]! } })
    }
    return parts
  }

  interface Sending {
    asked: Asked
    tile: CachedTile
    key: string
    coding: Coding
  }

  function send(exchange: Exchange, sending: Sending) {
    const { asked, tile, coding } = sending
    if (tile.empty) return replyWithoutBody(exchange, 204, headersOf(asked, tagOf(tile.versions, 'identity')))
    if (coding === 'identity') return sendBody(exchange, sending, null)
    const ready = tile[coding]
    if (ready) return sendBody(exchange, sending, ready)
    tile.hold()
    void compressOnce(sending, coding)
      .then((body) => sendBody(exchange, sending, body))
      .finally(() => tile.release())
  }

  /** `compressed` in the coding asked for; null, or without bytes where compressing was not worth it, for the tile as it is. */
  function sendBody(exchange: Exchange, { asked, tile, coding }: Sending, compressed: Buffer | null) {
    const actual = compressed && compressed !== NO_BODY ? coding : 'identity'
    const headers = headersOf(asked, tagOf(tile.versions, actual))
    headers.push('Content-Type', 'application/vnd.mapbox-vector-tile')
    if (actual !== 'identity') headers.push('Content-Encoding', actual)
    if (actual !== 'identity') return replyBody(exchange, headers, compressed!)
    tile.hold()
    exchange.response.once('close', () => tile.release())
    replyBody(exchange, headers, tile.identity!)
  }

  /** Equal requests that come while a body is being compressed wait for the same one. */
  function compressOnce({ tile, key }: Sending, coding: 'gzip' | 'br'): Promise<Buffer | null> {
    const name = `${coding} ${tile.versions} ${key}`
    let pending = compressing.get(name)
    if (!pending) {
      pending = compressed(tile.identity!, coding).then((body) => {
        tile[coding] = body ?? NO_BODY
        if (cache.get(key) === tile) cache.grew(key, body?.length ?? 0)
        return body
      })
      void pending.finally(() => compressing.delete(name)).catch(() => {})
      compressing.set(name, pending)
    }
    return pending
  }

  function headersOf({ query, fresh }: Asked, tag: string): HeaderList {
    return [
      'Access-Control-Allow-Origin',
      openHeaders['Access-Control-Allow-Origin'],
      'Access-Control-Expose-Headers',
      openHeaders['Access-Control-Expose-Headers'],
      'Cross-Origin-Resource-Policy',
      openHeaders['Cross-Origin-Resource-Policy'],
      'X-Content-Type-Options',
      openHeaders['X-Content-Type-Options'],
      'ETag',
      tag,
      'Vary',
      'Accept-Encoding',
      'X-Data-Version',
      String(feed.version()),
      'Cache-Control',
      // Whoever names the data may keep the tile; everyone else asks each time and is mostly told 304.
      query.version > 0 ? (fresh ? 'public, max-age=86400' : 'no-store') : 'public, max-age=0, must-revalidate',
    ]
  }
}

/** The zooms at which at least one of the layers has tiles; at most 2^z columns and rows. */
function rangeFault(layers: readonly LayerEngine[], { z, x, y }: TileAddress) {
  const minZoom = Math.min(...layers.map(({ schema }) => schema.layer.minZoom))
  const maxZoom = Math.max(...layers.map(({ schema }) => schema.layer.maxZoom))
  const side = 2 ** z
  if (z >= minZoom && z <= maxZoom && x < side && y < side) return null
  return {
    status: 404,
    code: 'outside-tile-range',
    title: 'Not found',
    detail:
      z < minZoom || z > maxZoom
        ? `zoom ${z} is outside ${minZoom} to ${maxZoom}`
        : `tile ${z}/${x}/${y} is outside 0 to ${side - 1} of zoom ${z}`,
    minZoom,
    maxZoom,
  }
}

function unknownLayer(exchange: Exchange, name: string, engines: ReadonlyMap<string, LayerEngine>): void {
  const detail = `there is no layer «${name}»; layers are ${[...engines.keys()].join(', ')}`
  replyProblem(exchange, { status: 404, code: 'unknown-layer', title: 'Not found', detail })
}

function notReady(exchange: Exchange): void {
  replyProblem(exchange, {
    status: 503,
    code: 'tiles-loading',
    title: 'Not available for the moment',
    detail: 'the layers are still being loaded; try again in a second',
    headers: { 'Retry-After': '1' },
  })
}

function notYet(exchange: Exchange, xid: number): void {
  replyProblem(exchange, {
    status: 409,
    code: 'not-yet',
    title: 'Conflict',
    detail: `the changes of transaction ${xid} are not in yet; try again`,
    headers: { 'Retry-After': '1' },
  })
}
