import { Worker } from 'node:worker_threads'
import type { TileRequest } from './encode-layer.ts'
import type { Feature } from './feature.ts'
import type { Schema } from './schema.ts'
import type { Table } from './table.ts'

/** Hears what a layer's engine serves from now on, and each change, in order. */
export interface EngineFollower {
  replaced(schema: Schema, table: Table): void
  changed(layer: string, changes: ReadonlyMap<number, Feature | null>): void
}

export interface EncodedPart {
  layer: string
  request: TileRequest
}

/** Threads that encode tiles on one shared copy of the tables. */
export interface EncoderPool extends EngineFollower {
  /** The tile of the parts as they are now, null when it is empty. Rejects when its thread ends or finds a fault. */
  encode(parts: EncodedPart[]): Promise<{ bytes: Buffer | null; seconds: number }>
  close(): Promise<void>
}

export type EncoderMessage =
  | { kind: 'table'; schema: Schema; table: Table }
  | { kind: 'changes'; layer: string; changes: ReadonlyMap<number, Feature | null> }
  | { kind: 'encode'; number: number; parts: EncodedPart[] }

export interface EncodedReply {
  number: number
  bytes: Uint8Array | null
  seconds: number
  fault?: string
}

interface Thread {
  worker: Worker
  waiting: Map<number, { resolve: (reply: EncodedReply) => void; reject: (error: Error) => void }>
}

export function createEncoderPool(size: number, onLost: (error: unknown) => void): EncoderPool {
  const threads = new Set<Thread>()
  let next = 0
  let closed = false
  for (let i = 0; i < size; i++) threads.add(startThread())

  function startThread(): Thread {
    const worker = new Worker(new URL('./encoder-thread.mjs', import.meta.url))
    worker.unref()
    const thread: Thread = { worker, waiting: new Map() }
    worker.on('message', (reply: EncodedReply) => {
      const waiter = thread.waiting.get(reply.number)
      thread.waiting.delete(reply.number)
      if (reply.fault === undefined) waiter?.resolve(reply)
      else waiter?.reject(new Error(reply.fault))
    })
    // A lost thread is not begun again, as it would lack the tables: the others go on, and without any the serving thread encodes.
    const lost = (error: unknown) => {
      if (!threads.delete(thread)) return
      for (const { reject } of thread.waiting.values()) reject(new Error('the encoder thread ended'))
      if (!closed) onLost(error)
    }
    worker.once('error', lost)
    worker.once('exit', (code) => lost(new Error(`an encoder thread ended with code ${code}`)))
    return thread
  }

  const tell = (message: EncoderMessage) => {
    for (const { worker } of threads) worker.postMessage(message)
  }
  return {
    replaced: (schema, table) => tell({ kind: 'table', schema, table }),
    changed: (layer, changes) => tell({ kind: 'changes', layer, changes }),
    async encode(parts) {
      let idlest: Thread | undefined
      for (const thread of threads) if (!idlest || thread.waiting.size < idlest.waiting.size) idlest = thread
      if (!idlest) throw new Error('there is no encoder thread')
      const { worker, waiting } = idlest
      const number = ++next
      const { bytes, seconds } = await new Promise<EncodedReply>((resolve, reject) => {
        waiting.set(number, { resolve, reject })
        worker.postMessage({ kind: 'encode', number, parts } satisfies EncoderMessage)
      })
      return { bytes: bytes && Buffer.from(bytes.buffer), seconds }
    },
    async close() {
      closed = true
      await Promise.all([...threads].map(({ worker }) => worker.terminate()))
    },
  }
}
