import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Database } from '../api/db/types.ts'
import type { Layer } from '../api/spatial/layers.ts'
import { createBodyCache } from './body-cache.ts'
import { BodyPool } from './body-pool.ts'
import { catalogue, tileJson } from './catalogue.ts'
import { createChangesStream } from './changes-stream.ts'
import { createEncoderPool } from './engine/encoder-pool.ts'
import { createLayerEngine, type LayerEngine } from './engine/layer-engine.ts'
import { createFeed, type Feed, type FeedOptions, type LayerTouched } from './feed.ts'
import { type Exchange, openHeaders, replyJson, replyProblem, tileFailure } from './reply.ts'
import { createStyleServer } from './serve-style.ts'
import { createTileServer, type TileCounters } from './serve-tile.ts'
import { tileFigures } from './service-metrics.ts'
import type { BaseMap } from './style/base-map.ts'
import { type Address, readAddress } from './tile-address.ts'

export interface TileServiceOptions {
  database: Database
  layers: ReadonlyMap<string, Layer>
  log: FeedOptions['log']
  /** Memory for encoded tiles. */
  cacheMegabytes: number
  /** Address that people see, without a slash at the end; else TileJSON and style name the address that the request arrived at. */
  publicUrl?: string | undefined
  /** Further maps that the style may lie on; none by default, so that nothing leaves this host. */
  baseMaps?: readonly BaseMap[]
  /** Icon of each place type for the style; without it a type is drawn with the icon of its own name, else `generic`. */
  typeIcons?: Readonly<Record<string, string>>
  /** Colour (`#rrggbb`) of each category for the style; without any, all places have the accent. */
  categoryColours?: Readonly<Record<string, string>>
  /** Threads that encode beside the serving one, on the same arrays; 0 to encode in it. */
  encoderThreads?: number
  /** How often the feed looks without being woken. */
  pollMs?: number
}

export interface TileService {
  /**
   * Answers addresses below `/tiles` on plain node http, before Express. False when the request is someone else's.
   */
  handle(request: IncomingMessage, response: ServerResponse): boolean
  /** All layers are loaded. */
  ready(): boolean
  /** Loads the layers and follows their changes; resolves when all are loaded, retries while the database is away. */
  start(): Promise<void>
  stop(): Promise<void>
  /** Figures by name for /metrics. */
  metrics(): Record<string, number>
  /** Calls the listener with the tiles that a change touched. Returns the way to stop. */
  subscribe(listener: (change: LayerTouched) => void): () => void
  /** The one reading of changes of this process, for other indexes to follow. */
  readonly feed: Feed
}

/** Memory kept for the next bodies. */
const FREE_BODIES_BYTES = 32 * 1024 * 1024

export function createTileService(options: TileServiceOptions): TileService {
  const engines = new Map<string, LayerEngine>()
  const lost = (error: unknown) => options.log.warn({ err: error }, 'tiles are encoded with one thread less')
  const encoders = options.encoderThreads ? createEncoderPool(options.encoderThreads, lost) : null
  const bodies = new BodyPool(FREE_BODIES_BYTES)
  const engineOptions = { follower: encoders ?? undefined, allocate: (bytes: number) => bodies.take(bytes) }
  for (const layer of options.layers.values()) engines.set(layer.name, createLayerEngine(layer, engineOptions))
  const feed = createFeed({ database: options.database, engines, log: options.log, ...pollOf(options) })
  const cache = createBodyCache(options.cacheMegabytes * 1024 * 1024)
  const counters: TileCounters = { hits: 0, misses: 0, notModified: 0, encodeCount: 0, encodeSeconds: 0 }
  const serveTile = createTileServer({ engines, feed, cache, bodies, counters, encoders })
  const changes = createChangesStream(feed)
  const serveStyle = createStyleServer({
    layers: options.layers,
    baseMaps: options.baseMaps ?? [],
    typeIcons: options.typeIcons ?? {},
    categoryColours: options.categoryColours ?? {},
  })

  const answer = (exchange: Exchange, address: Address) => {
    const origin = options.publicUrl ?? originOf(exchange.request)
    switch (address.kind) {
      case 'tile':
        return serveTile(exchange, address)
      case 'tile-json':
        return replyTileJson(exchange, address, origin)
      case 'catalogue':
        return replyJson(exchange, catalogue(engines, origin))
      case 'changes':
        changes.add(exchange)
        return
      case 'unknown':
        return replyProblem(exchange, unknownAddress)
      default:
        return serveStyle(exchange, address, origin)
    }
  }
  const replyTileJson = (exchange: Exchange, address: Extract<Address, { kind: 'tile-json' }>, origin: string) => {
    const wanted = address.layers.map((name) => engines.get(name))
    const missing = wanted.indexOf(undefined)
    if (missing < 0) return replyJson(exchange, tileJson(wanted as LayerEngine[], origin, address.query))
    const detail = `there is no layer «${address.layers[missing]}»; layers are ${[...engines.keys()].join(', ')}`
    replyProblem(exchange, { status: 404, code: 'unknown-layer', title: 'Not found', detail })
  }

  return {
    handle(request, response) {
      const address = readAddress(request.url ?? '')
      if (!address) return false
      const exchange = { request, response }
      if (request.method === 'OPTIONS') preflight(response)
      else if (request.method !== 'GET' && request.method !== 'HEAD') replyProblem(exchange, wrongMethod)
      else {
        try {
          answer(exchange, address)
        } catch (error) {
          options.log.warn({ err: error, url: request.url }, 'a tile request failed')
          replyProblem(exchange, tileFailure)
        }
      }
      return true
    },
    ready: feed.ready,
    start: feed.start,
    async stop() {
      changes.close()
      await feed.stop()
      await encoders?.close()
    },
    metrics: () => tileFigures(engines, { cache, feed, counters, listeners: changes.listeners() }),
    subscribe: feed.subscribe,
    feed,
  }
}

const pollOf = ({ pollMs }: TileServiceOptions) => (pollMs === undefined ? {} : { pollMs })

/** The socket's own address, never what the Host header claims; behind a proxy or a mapped port configure the public one. */
function originOf({ socket }: IncomingMessage): string {
  const { localAddress = '127.0.0.1', localPort = 80 } = socket
  const host = localAddress.replace(/^::ffff:/, '')
  return `http://${host.includes(':') ? `[${host}]` : host}:${localPort}`
}

function preflight(response: ServerResponse): void {
  response.writeHead(204, {
    ...openHeaders,
    'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
    'Access-Control-Allow-Headers': 'If-None-Match, Range',
    'Access-Control-Max-Age': '86400',
  })
  response.end()
}

const unknownAddress = {
  status: 404,
  code: 'unknown-tile-address',
  title: 'Not found',
  detail:
    'addresses are /tiles, /tiles/{layer}.json, /tiles/{layer}[,{layer}]/{z}/{x}/{y}.mvt, /tiles/style.json, /tiles/changes',
}

const wrongMethod = {
  status: 405,
  code: 'method-not-allowed',
  title: 'Method not allowed',
  detail: 'tiles are read with GET or HEAD',
  headers: { Allow: 'GET, HEAD, OPTIONS' },
}
