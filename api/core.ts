import type { Logger } from 'pino'
import type { Bus } from './bus/bus.ts'
import type { Config } from './config.ts'
import type { Database } from './db/types.ts'
import type { FileStore } from './files/store.ts'
import type { Bind } from './http/handle.ts'
import type { JobHandlers } from './jobs/handlers.ts'
import type { Messages } from './messages/message.ts'
import type { Layer } from './spatial/layers.ts'
import type { NearestIndexes } from './spatial/nearest-index/indexes.ts'

/** What a running server has in hand. Handed to a module's routes and listeners; below them pass only what is needed. */
export interface Core {
  config: Config
  database: Database
  bus: Bus
  messages: Messages
  files: FileStore
  layers: ReadonlyMap<string, Layer>
  /** Layers in memory for nearest ranking; undefined where there are none, and the database ranks. */
  nearest?: NearestIndexes | undefined
  log: Logger
  /** The clock; tests fix it. */
  now: () => Date
}

/** A business area as the program sees it; listed in `modules/index.ts`. */
export interface Module {
  name: string
  layers?: readonly Layer[]
  routes?: (core: Core, bind: Bind) => void
  listen?: (core: Core) => void
  chores?: readonly Chore[]
  /** Handlers of its kinds of jobs (`api/jobs/kinds.ts`). */
  jobs?: (core: Core) => JobHandlers
}

/** Upkeep that the worker service does at start and then every so often; safe to run twice and beside requests. */
export interface Chore {
  name: string
  everyMinutes: number
  /** A NOTIFY channel whose news it takes up at once. */
  wokenBy?: string
  run: (core: Core) => Promise<void>
}
