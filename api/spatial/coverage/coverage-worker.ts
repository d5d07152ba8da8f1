import { parentPort } from 'node:worker_threads'
import { createCoverageTasks } from './coverage-tasks.ts'

/** The thread's end: one question after another, each answered under its number. */
const tasks = createCoverageTasks() as Record<string, (asked: unknown) => unknown>

parentPort!.on('message', async ({ number, name, asked }: { number: number; name: string; asked: unknown }) => {
  try {
    parentPort!.postMessage({ number, answer: await tasks[name]!(asked) })
  } catch (error) {
    const { message, stack } = error as Error
    parentPort!.postMessage({ number, fault: { message, stack } })
  }
})
