import { Worker } from 'node:worker_threads'
import type { CoverageTasks } from './coverage-tasks.ts'

export interface CoverageClient {
  /** Asks the thread; it is started by the first question. @throws what the task threw, or that the thread ended. */
  ask<K extends keyof CoverageTasks>(
    name: K,
    asked: Parameters<CoverageTasks[K]>[0],
  ): Promise<Awaited<ReturnType<CoverageTasks[K]>>>
  close(): Promise<void>
}

interface Waiting {
  resolve: (answer: never) => void
  reject: (error: Error) => void
}

/** The computing thread from the server's side. It never keeps the process alive by itself, and a new one follows one that fell. */
export function createCoverageClient(): CoverageClient {
  let worker: Worker | null = null
  let numbers = 0
  const waiting = new Map<number, Waiting>()

  const start = (): Worker => {
    const started = new Worker(new URL('./coverage-thread.mjs', import.meta.url))
    const end = (error: Error) => {
      if (worker === started) worker = null
      for (const { reject } of waiting.values()) reject(error)
      waiting.clear()
    }
    started.on('message', ({ number, answer, fault }) => {
      const asker = waiting.get(number)
      waiting.delete(number)
      if (waiting.size === 0) started.unref()
      if (fault) asker?.reject(Object.assign(new Error(fault.message), { stack: fault.stack }))
      else asker?.resolve(answer as never)
    })
    started.once('error', end)
    started.once('exit', (code) => end(new Error(`the coverage thread ended with code ${code}`)))
    return started
  }

  return {
    ask(name, asked) {
      worker ??= start()
      worker.ref()
      const number = ++numbers
      return new Promise((resolve, reject) => {
        waiting.set(number, { resolve: resolve as Waiting['resolve'], reject })
        worker!.postMessage({ number, name, asked })
      })
    },
    async close() {
      await worker?.terminate()
    },
  }
}
