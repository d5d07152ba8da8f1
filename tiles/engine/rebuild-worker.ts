import { parentPort } from 'node:worker_threads'
import { type RebuildTask, rebuildTable } from './rebuild.ts'

/** Rebuilds one layer's table beside the serving thread; the arrays of the reply are shared memory, nothing is copied back. */
parentPort!.on('message', (task: RebuildTask) => {
  parentPort!.postMessage(rebuildTable(task))
})
