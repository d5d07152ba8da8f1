import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Database } from '../db/types.ts'
import { createBells } from './bells.ts'
import type { Handled } from './handlers.ts'
import { failAbandoned, jobChannel, nextDueInMs, takeJob } from './queries.ts'
import { type RunOptions, runJob } from './run-job.ts'

export interface WorkOptions {
  database: Database
  handlers: ReadonlyMap<string, Handled>
  log: Logger
  /** A worker that dies is missed after this. */
  leaseSeconds?: number
  /** Longest time without a look at the queue, should a wake-up be lost. */
  pollMs?: number
}

const loopsOf = { quick: 2, heavy: 1, pictures: 1 } as const

/**
 * Takes jobs until stopped: woken by NOTIFY and when the next is due, so that an idle queue costs the database a few questions a minute.
 * `stop` takes no more, tells the running ones by their signal, waits up to `graceMs` and gives back what has not ended.
 */
export async function work(options: WorkOptions): Promise<{ stop: (graceMs?: number) => Promise<void> }> {
  const { database, handlers, log, leaseSeconds = 30, pollMs = 15_000 } = options
  const stopping = new AbortController()
  const overdue = new AbortController()
  const bells = createBells()
  const running: RunOptions = {
    database,
    handlers,
    log,
    leaseSeconds,
    stopping: stopping.signal,
    overdue: overdue.signal,
    worker: '',
  }
  const unlisten = await database.listen(jobChannel, () => bells.ring())
  const loops = Object.entries(loopsOf).flatMap(([lane, count]) => {
    const kinds = [...handlers].filter(([, { kind }]) => kind.lane === lane).map(([name]) => name)
    return Array.from({ length: kinds.length ? count : 0 }, () => loop(kinds))
  })

  async function loop(kinds: readonly string[]): Promise<void> {
    const worker = randomUUID()
    while (!stopping.signal.aborted) {
      const bell = bells.listen()
      try {
        const job = await takeJob(database.primary, { kinds, worker, leaseSeconds })
        if (job) await runJob(job, { ...running, worker })
        else await bell.orAfter(await pauseMs(kinds))
      } catch (error) {
        // Another took a job of the same key in the same moment (23505), or the database is away: nothing is lost.
        if ((error as { code?: string }).code !== '23505') log.warn({ err: error }, 'the job queue did not answer')
        await bell.orAfter(1_000)
      } finally {
        bell.leave()
      }
    }
  }

  async function pauseMs(kinds: readonly string[]): Promise<number> {
    const abandoned = await failAbandoned(database.primary)
    if (abandoned) log.error({ jobs: abandoned }, 'jobs failed: their worker ended in the last attempt')
    return Math.min(pollMs, Math.max(50, (await nextDueInMs(database.primary, kinds)) ?? pollMs))
  }

  return {
    async stop(graceMs = 8_000) {
      stopping.abort(new Error('the worker stops'))
      bells.ring()
      const timer = setTimeout(() => overdue.abort(new Error('the worker has stopped')), graceMs)
      await Promise.all(loops)
      clearTimeout(timer)
      await unlisten()
    },
  }
}
