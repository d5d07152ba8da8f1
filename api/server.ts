import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { availableParallelism } from 'node:os'
import type { Logger } from 'pino'
import { createFeed } from '../tiles/feed.ts'
import { createTileService, type TileService } from '../tiles/service.ts'
import { createApp } from './app.ts'
import { configuredBaseMaps } from './base-maps.ts'
import { createBus } from './bus/bus.ts'
import type { Config } from './config.ts'
import type { Core } from './core.ts'
import { pendingMigrations } from './db/migrate.ts'
import type { Database } from './db/types.ts'
import { finishDemoBuilding } from './demo-building.ts'
import { openFileStore } from './files/open-store.ts'
import { createDirectRoutes } from './http/direct-routes.ts'
import { createMetrics } from './http/metrics.ts'
import { gatherHandlers } from './jobs/handlers.ts'
import { work } from './jobs/work.ts'
import { openMessages } from './messages/open-messages.ts'
import { modules } from './modules/index.ts'
import { authenticateFrom } from './modules/people/authenticate.ts'
import { prepareRegistry } from './prepare-registry.ts'
import { isOneOfSeveral, metricsOfAll } from './processes.ts'
import { layerRegistry } from './spatial/layers.ts'
import { createNearestIndexes } from './spatial/nearest-index/indexes.ts'
import { styleFacts } from './style-facts.ts'
import { startUpkeep } from './upkeep.ts'

export interface RunningServer {
  /** Such as http://127.0.0.1:8080 */
  url: string
  core: Core
  /** Refuses new work, lets requests in flight finish (at most ten seconds), stops services, closes the database. */
  stop(): Promise<void>
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void

const drainMs = 10_000
const ignore = () => {}

/**
 * Starts this process's services on one port: takes the port first (so that a used one is told before the registry is touched),
 * then prepares the database, which may still be opening, loads the tile engine, and begins to answer. `stop` closes the database.
 * @throws when the port or the data folder is in use, the database cannot be reached, or a part is missing.
 */
export async function startServer(
  config: Config,
  log: Logger,
  opening: Promise<Database> | Database,
): Promise<RunningServer> {
  let handler: Handler = answerStarting
  const server = createServer((request, response) => handler(request, response))
  server.requestTimeout = 60_000
  server.headersTimeout = 20_000
  try {
    await listen(server, config.PORT, config.HOST)
  } catch (error) {
    await Promise.resolve(opening).then((database) => database.close(), ignore)
    throw error
  }
  const undo: (() => Promise<void>)[] = [() => close(server)]
  try {
    const core = await createCore(config, log, await opening)
    undo.unshift(() => core.database.close())
    await prepareRegistry(core.database, config, log)
    const tiles = await startTiles(core, undo)
    await startWorker(core, undo)
    const state = { stopping: false }
    startIndexes(core, tiles, undo)
    handler = answerWith(core, tiles, state)
    return { url: urlOf(server, config.HOST), core, stop: () => stop(server, state, undo) }
  } catch (error) {
    await unwind(undo)
    throw error
  }
}

async function createCore(config: Config, log: Logger, database: Database): Promise<Core> {
  const layers = layerRegistry(modules.flatMap((module) => module.layers ?? []))
  const core: Core = {
    config,
    database,
    bus: createBus(),
    files: await openFileStore(config),
    messages: openMessages(config, log),
    layers,
    log,
    now: () => new Date(),
  }
  for (const module of modules) module.listen?.(core)
  finishDemoBuilding(core)
  return core
}

/** Handlers are gathered in every process, so that a missing one is found by any start. */
async function startWorker(core: Core, undo: (() => Promise<void>)[]): Promise<void> {
  const handlers = gatherHandlers(modules.map((module) => module.jobs?.(core) ?? {}))
  if (!core.config.SERVICES.includes('worker')) return
  const { database, log } = core
  const worker = await work({ database, handlers, log })
  undo.unshift(() => worker.stop())
  const chores = modules.flatMap((module) => module.chores ?? [])
  undo.unshift(startUpkeep(core, chores))
}

async function startTiles(core: Core, undo: (() => Promise<void>)[]): Promise<TileService | null> {
  const { config, database, layers, log } = core
  if (!config.SERVICES.includes('tiles')) return null
  const tiles = createTileService({
    database,
    layers,
    log,
    cacheMegabytes: config.TILE_CACHE_MB,
    encoderThreads: config.TILE_THREADS ?? Math.min(4, Math.max(0, availableParallelism() - 2)),
    publicUrl: config.PUBLIC_URL,
    baseMaps: configuredBaseMaps(config),
    ...(await styleFacts(database)),
  })
  undo.unshift(() => tiles.stop())
  await tiles.start()
  return tiles
}

/** Layers in memory for ranking: loaded while the server already answers, by the database until then. They follow the tiles' feed where there is one. */
function startIndexes(core: Core, tiles: TileService | null, undo: (() => Promise<void>)[]): void {
  const { config, database, layers, log } = core
  if (!config.SERVICES.includes('api') || config.NEAREST_INDEX_MB === 0) return
  const changes = tiles?.feed ?? createFeed({ database, engines: new Map(), log })
  const indexes = createNearestIndexes({ database, layers, changes, log, megabytes: config.NEAREST_INDEX_MB })
  // The first page and its questions go first.
  const later = setTimeout(() => void indexes.start(), 500)
  undo.unshift(async () => {
    clearTimeout(later)
    indexes.stop()
    if (!tiles) await changes.stop()
  })
  if (!tiles) void changes.start()
  core.nearest = indexes
}

function answerWith(core: Core, tiles: TileService | null, state: { stopping: boolean }): Handler {
  const parts = {
    ...(tiles ? { tiles: () => tiles.metrics() } : {}),
    ...(core.nearest ? { nearest: () => core.nearest!.figures() } : {}),
  }
  const metrics = createMetrics(() => core.database, parts, isOneOfSeveral ? metricsOfAll : null)
  const direct = createDirectRoutes(metrics)
  const app = createApp(core, {
    modules,
    authenticate: authenticateFrom(core.database.primary, core.config),
    readiness: { missing: () => missingParts(core.database, tiles, state) },
    metrics,
    direct,
  })
  return (request, response) => {
    // Tiles never reach Express: it costs four times the tile itself on a cache hit (measured).
    if (tiles?.handle(request, response) || direct.handle(request, response)) return
    app(request, response)
  }
}

async function missingParts(
  database: Database,
  tiles: TileService | null,
  state: { stopping: boolean },
): Promise<string[]> {
  const missing: string[] = []
  if (state.stopping) missing.push('stopping')
  if (!(await database.ping(1_000))) missing.push('database')
  else if ((await pendingMigrations(database).catch(() => ['?'])).length) missing.push('migrations')
  if (tiles && !tiles.ready()) missing.push('tiles')
  return missing
}

const answerStarting: Handler = (request, response) => {
  const alive = request.url === '/healthz'
  response.writeHead(alive ? 200 : 503, {
    'Content-Type': 'application/problem+json',
    'Retry-After': '1',
    'Cache-Control': 'no-store',
  })
  response.end(
    JSON.stringify(
      alive
        ? { status: 'ok' }
        : {
            type: '/api/docs#problem-starting',
            title: 'Starting',
            status: 503,
            code: 'starting',
            detail: 'The server is starting; try again in a moment.',
          },
    ),
  )
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}

async function stop(server: Server, state: { stopping: boolean }, undo: (() => Promise<void>)[]): Promise<void> {
  if (state.stopping) return
  state.stopping = true
  const deadline = setTimeout(() => server.closeAllConnections(), drainMs)
  await unwind(undo)
  clearTimeout(deadline)
}

/** The last started ends first, but the port closes before all: what is in flight still has its services. */
async function unwind(undo: (() => Promise<void>)[]): Promise<void> {
  const closing = undo.pop()?.()
  const [tilesAndWorker, database] = [undo.slice(0, -1), undo.slice(-1)]
  for (const step of tilesAndWorker) await step()
  await closing
  for (const step of database) await step()
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
}
