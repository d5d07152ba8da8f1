import { Worker } from 'node:worker_threads'
import type { RebuildTask } from './rebuild.ts'
import type { Table } from './table.ts'

export interface Rebuilder {
  rebuild(task: RebuildTask): Promise<Table>
  close(): Promise<void>
}

/** Runs rebuilds in a worker thread of its own, one task a worker: a rebuild is rare and its memory is then given back at once. */
export function createRebuilder(): Rebuilder {
  const running = new Set<Worker>()
  return {
    rebuild(task) {
      return new Promise((resolve, reject) => {
        const worker = new Worker(new URL('./rebuild-thread.mjs', import.meta.url))
        running.add(worker)
        const end = () => {
          running.delete(worker)
          void worker.terminate()
        }
        worker.once('message', (table: Table) => {
          end()
          resolve(table)
        })
        worker.once('error', (error) => {
          end()
          reject(error)
        })
        worker.once('exit', (code) => {
          running.delete(worker)
          reject(new Error(`the rebuild thread ended with code ${code}`))
        })
        worker.postMessage(task)
      })
    },
    async close() {
      await Promise.all([...running].map((worker) => worker.terminate()))
    },
  }
}
