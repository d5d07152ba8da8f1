import { Worker } from 'node:worker_threads'
import { postgisBundle } from './postgis-bundle.ts'
import { sessionSettings } from './session.ts'
import { currentLimitMs, limitAfter, type TimeLimit } from './time-limit.ts'
import { firstError, leavesTransactionOpen, queryMessage, sqlTexts, suspendedUnasked } from './wire.ts'

/** The embedded server failed a statement from outside; `code` is the SQLSTATE that a PostgreSQL would have sent. */
export class EngineFault extends Error {
  constructor(
    readonly code: '57014' | '57P02' | '57P01' | 'XX000',
    message: string,
  ) {
    super(message)
  }
}

export interface EngineOptions {
  folder: string
  /** 0 is none. */
  statementTimeoutMs: number
  log: (level: 'info' | 'warn' | 'error', message: string) => void
  /** After the thread was replaced: the session is new. */
  onRestart: () => void
}

/** Tables and functions; rows; then what is quicker or only right after the rows: indexes, constraints, triggers. */
export type DumpSection = 'pre-data' | 'data' | 'post-data'

type Reply = { ready: true } | { id: number; bytes: Uint8Array } | { id: number; failure: string }

/**
 * Keeps the embedded server's thread: one batch at a time, terminated and opened again when a batch goes over its time limit
 * (the server has no cancel; measured: no committed row lost, about 2 s) or when the thread dies.
 */
export class PgliteEngine {
  #thread: Promise<Worker>
  #worker: Worker | undefined
  #queue: Promise<unknown> = Promise.resolve()
  #limit: TimeLimit
  #inTransaction = false
  #nextId = 1
  #closed = false
  #answering = false
  /** Tells the open session that its server is gone. */
  #onLost: () => void = () => {}
  readonly #options: EngineOptions

  constructor(options: EngineOptions) {
    this.#options = options
    this.#limit = { sessionMs: options.statementTimeoutMs }
    this.#thread = this.#start()
    this.#thread.catch(() => {})
  }

  /** Resolves when the data folder is open; rejects with the reason it cannot be. */
  async opened(): Promise<void> {
    await this.#thread
  }

  /** True while a statement runs within its limit: the engine is healthy though it cannot answer another. */
  get answering(): boolean {
    return this.#answering
  }

  /** Sends whole protocol messages and returns the whole answer. Rejects with `EngineFault` only. */
  execute(batch: Buffer): Promise<Buffer> {
    this.#limit = limitAfter(this.#limit, sqlTexts(batch))
    return this.#inTurn(async () => {
      const answer = await this.#ask('batch', { bytes: new Uint8Array(batch) }, currentLimitMs(this.#limit))
      if (suspendedUnasked(batch, answer)) {
        const fault = new EngineFault('XX000', 'a function of the embedded database failed without saying why')
        await this.#replace(await this.#thread, fault)
        throw fault
      }
      this.#inTransaction = leavesTransactionOpen(answer) ?? this.#inTransaction
      if (!this.#inTransaction) this.#limit = { sessionMs: this.#limit.sessionMs }
      return answer
    })
  }

  /** A fresh session for a new connection: nothing prepared, no transaction, default settings, listening on `channels`. */
  async startSession(channels: readonly string[], onLost: () => void): Promise<void> {
    this.#onLost = onLost
    this.#limit = { sessionMs: this.#options.statementTimeoutMs }
    await this.#endTransaction()
    const listens = channels.map((channel) => `listen "${channel.replaceAll('"', '""')}"`)
    const answer = await this.execute(Buffer.concat(['discard all', ...listens].map(queryMessage)))
    const error = firstError(answer)
    if (error) throw new EngineFault('57P02', `the embedded database did not start a session: ${error}`)
  }

  async endSession(): Promise<void> {
    await this.#endTransaction()
  }

  /** pg_dump of a part of one schema as SQL. It speaks on the one session: start a new one afterwards. */
  async dump(schema: string, section: DumpSection): Promise<string> {
    return this.#inTurn(async () => {
      const script = await this.#ask('dump', { schema, section }, 0)
      // It says goodbye inside its transaction, which on a server would end with the connection.
      this.#inTransaction = true
      return script.toString('utf8')
    })
  }

  async close(): Promise<void> {
    if (this.#closed) return
    await this.#inTurn(async () => {
      const worker = await this.#thread.catch(() => undefined)
      if (worker) await this.#ask('close', {}, 30_000).catch(() => {})
      this.#closed = true
      await worker?.terminate()
    })
  }

  async #endTransaction(): Promise<void> {
    if (this.#inTransaction) await this.execute(queryMessage('rollback'))
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(action)
    this.#queue = turn.catch(() => {})
    return turn
  }

  async #ask(command: string, input: object, limitMs: number): Promise<Buffer> {
    if (this.#closed) throw new EngineFault('57P01', 'the embedded database is closed')
    const worker = await this.#thread.catch(() => this.#restart())
    const id = this.#nextId++
    this.#answering = true
    let finish = () => {}
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        const answered = (reply: Reply) => {
          if (!('id' in reply) || reply.id !== id) return
          if ('failure' in reply) reject(new EngineFault('57P02', `the embedded database failed: ${reply.failure}`))
          else resolve(Buffer.from(reply.bytes.buffer, reply.bytes.byteOffset, reply.bytes.byteLength))
        }
        const died = () => reject(new EngineFault('57P02', 'the embedded database stopped during a statement'))
        const timer = limitMs > 0 ? setTimeout(() => reject(overLimit(limitMs)), limitMs) : undefined
        finish = () => {
          clearTimeout(timer)
          worker.off('message', answered)
          worker.off('exit', died)
        }
        worker.on('message', answered)
        worker.on('exit', died)
        worker.postMessage({ id, command, ...input })
      })
    } catch (error) {
      finish()
      await this.#replace(worker, error as Error)
      throw error
    } finally {
      finish()
      this.#answering = false
    }
  }

  async #replace(worker: Worker, reason: Error): Promise<void> {
    this.#options.log('warn', `${reason.message}; opening the embedded database again`)
    this.#onLost = () => {}
    this.#worker = undefined
    await worker.terminate()
    this.#inTransaction = false
    // Not awaited: the caller hears of its failure at once, the next one waits for the new thread.
    this.#restart().then(this.#options.onRestart, () => {})
  }

  #restart(): Promise<Worker> {
    this.#thread = this.#start()
    this.#thread.catch((error) => this.#options.log('error', `the embedded database does not open: ${error.message}`))
    return this.#thread.catch((error) => {
      throw new EngineFault('57P02', error.message)
    })
  }

  async #start(): Promise<Worker> {
    const bundle = await postgisBundle()
    const worker = new Worker(new URL('./pglite-worker.mjs', import.meta.url), {
      workerData: { folder: this.#options.folder, settings: sessionSettings, postgisBundle: bundle },
      execArgv: [],
    })
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve())
      worker.once('error', reject)
      worker.once('exit', () => reject(new Error(`${this.#options.folder} could not be opened`)))
    })
    // Each failure reaches its caller through 'exit'; without a listener an 'error' would end the process.
    worker.on('error', (error) => this.#options.log('error', `embedded database: ${error.message}`))
    worker.once('exit', () => {
      if (this.#answering || this.#closed || this.#worker !== worker) return
      this.#onLost()
      void this.#replace(worker, new Error('the embedded database stopped'))
    })
    this.#worker = worker
    return worker
  }
}

function overLimit(limitMs: number): EngineFault {
  return new EngineFault('57014', `canceling statement due to statement timeout (${limitMs} ms)`)
}
