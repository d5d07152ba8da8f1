import { Worker } from 'node:worker_threads'
import { type Dictionaries, makeDictionaries } from '../demo/dictionaries.ts'
import { createGenerator, type GeneratorOptions } from '../demo/generate.ts'

/** COPY text of whole lines (UTF-8), with the number of rows in it. */
export interface RowBlock {
  bytes: Uint8Array<ArrayBuffer>
  rows: number
}

export interface RowSource {
  dictionaries: Dictionaries
  blocks(): AsyncIterable<RowBlock>
  close(): Promise<void>
}

const blockRows = 1000
const firstBlockBytes = 1 << 20
/** Blocks made ahead of the database: enough that neither side waits, few enough that memory stays constant. */
const blocksAhead = 40

/** Rows made on this thread: for a registry so small that starting a thread would take longer. */
export function rowsInline(options: GeneratorOptions): RowSource {
  const generator = createGenerator(options)
  return {
    dictionaries: generator.dictionaries,
    async *blocks() {
      yield* gatherBlocks(generator.lines())
    },
    close: async () => {},
  }
}

/**
 * Writes each line into bytes at once: lines kept as text until their block is full outlive the collector's young generation, which took
 * half of the time of making them.
 */
export function* gatherBlocks(lines: Iterable<string>): Generator<RowBlock> {
  let buffer = Buffer.alloc(firstBlockBytes)
  let length = 0
  let rows = 0
  const block = (): RowBlock => ({ bytes: Uint8Array.prototype.slice.call(buffer, 0, length), rows })
  for (const line of lines) {
    if (length + line.length * 3 > buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2 + line.length * 3)
    length += buffer.write(line, length)
    rows++
    if (rows < blockRows) continue
    yield block()
    length = 0
    rows = 0
  }
  if (rows > 0) yield block()
}

/** What the thread is started with; it waits while `taken[0]` lags `blocksAhead` behind what it has sent. */
export interface RowThreadData {
  options: GeneratorOptions
  taken: Int32Array
  blocksAhead: number
}

/**
 * Rows made on a thread of their own while the server takes the ones before: two cores work at once. It begins at once (loading its code
 * takes a second), so `close` it also when the blocks were never asked for.
 */
export function rowsFromThread(options: GeneratorOptions): RowSource {
  const taken = new Int32Array(new SharedArrayBuffer(4))
  const workerData: RowThreadData = { options, taken, blocksAhead }
  const worker = new Worker(new URL('./row-thread.mjs', import.meta.url), { workerData })
  const messages = messagesOf(worker)
  return {
    dictionaries: makeDictionaries(options.seed),
    async *blocks() {
      for await (const block of messages()) {
        Atomics.add(taken, 0, 1)
        Atomics.notify(taken, 0)
        yield block
      }
    },
    close: async () => void (await worker.terminate()),
  }
}

/** Keeps the messages of a thread from now on and gives them in turn until it ends by itself; throws what it threw. */
function messagesOf(worker: Worker): () => AsyncGenerator<RowBlock> {
  const waiting: RowBlock[] = []
  let ended = false
  let failure: Error | undefined
  let wake = () => {}
  worker.on('message', (block: RowBlock) => {
    waiting.push(block)
    wake()
  })
  worker.on('error', (error) => {
    failure = error as Error
  })
  worker.on('exit', () => {
    ended = true
    wake()
  })
  return async function* () {
    for (;;) {
      const block = waiting.shift()
      if (block) yield block
      else if (failure) throw failure
      else if (ended) return
      else
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    }
  }
}
