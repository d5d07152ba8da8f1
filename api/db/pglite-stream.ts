import { Duplex } from 'node:stream'
import { EngineFault, type PgliteEngine } from './pglite-engine.ts'
import { fatalError, greeting, isSimpleRollback, readStartup, rolledBack, takeBatch } from './wire.ts'

const reported = {
  server_encoding: 'UTF8',
  client_encoding: 'UTF8',
  DateStyle: 'ISO, YMD',
  TimeZone: 'UTC',
  integer_datetimes: 'on',
  standard_conforming_strings: 'on',
}

/**
 * A socket as the `pg` driver sees it, with the embedded server at its other end: types, errors and `returning` are then the
 * server's own. Messages are collected up to one that the server answers and sent as one batch.
 */
export class PgliteStream extends Duplex {
  #pending = Buffer.alloc(0)
  #started = false
  /** Why the session is gone; the connection then only waits to be given up by its pool. */
  #lost: EngineFault | undefined
  readonly #engine: PgliteEngine
  readonly #channels: () => readonly string[]

  constructor(engine: PgliteEngine, channels: () => readonly string[]) {
    super({ allowHalfOpen: false })
    this.#engine = engine
    this.#channels = channels
  }

  /** As of net.Socket, which the driver expects. */
  connect(): this {
    process.nextTick(() => this.emit('connect'))
    return this
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#receive([chunk]).then(() => done(), done)
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#receive(chunks.map(({ chunk }) => chunk)).then(() => done(), done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.#started || this.#lost) {
      done(error)
      return
    }
    this.#started = false
    // The session ends for the server too: a transaction left open would hold its locks until the next connection.
    this.#engine.endSession().then(
      () => done(error),
      () => done(error),
    )
  }

  async #receive(chunks: Buffer[]): Promise<void> {
    this.#pending = Buffer.concat([this.#pending, ...chunks])
    try {
      if (!this.#started && !(await this.#startUp())) return
      const { ready, rest, ends } = takeBatch(this.#pending)
      this.#pending = Buffer.from(rest)
      if (ready.length > 0) this.push(await this.#answer(ready))
      if (ends) this.push(null)
    } catch (error) {
      this.#lost = error instanceof EngineFault ? error : new EngineFault('57P02', (error as Error).message)
      this.push(fatalError(this.#lost.code, this.#lost.message))
    }
  }

  async #answer(batch: Buffer): Promise<Buffer> {
    if (!this.#lost) return this.#engine.execute(batch)
    // The transaction is as rolled back as can be. Were this refused, its caller would hear of the refusal and not of the time limit before it.
    if (isSimpleRollback(batch)) return rolledBack()
    throw this.#lost
  }

  async #startUp(): Promise<boolean> {
    const startup = readStartup(this.#pending)
    if (startup.kind === 'incomplete') return false
    this.#pending = this.#pending.subarray(startup.length)
    if (startup.kind === 'encryption') {
      this.push(Buffer.from('N'))
      return this.#startUp()
    }
    await this.#engine.startSession(this.#channels(), () => this.#lose())
    this.#started = true
    this.push(greeting(reported, process.pid))
    return true
  }

  /** The server was replaced between two statements: as when a PostgreSQL closes an idle connection. */
  #lose(): void {
    this.#started = false
    this.destroy()
  }
}
