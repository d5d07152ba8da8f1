import { parentPort, workerData } from 'node:worker_threads'
import { createGenerator } from '../demo/generate.ts'
import { gatherBlocks, type RowThreadData } from './row-source.ts'

/** Sends all blocks of the chosen rows to the thread that started this one, never more than `blocksAhead` before they are taken. */
export function sendRows(): void {
  const { options, taken, blocksAhead } = workerData as RowThreadData
  let sent = 0
  for (const block of gatherBlocks(createGenerator(options).lines())) {
    for (;;) {
      const seen = Atomics.load(taken, 0)
      if (sent - seen < blocksAhead) break
      Atomics.wait(taken, 0, seen)
    }
    parentPort!.postMessage(block, [block.bytes.buffer])
    sent++
  }
}
