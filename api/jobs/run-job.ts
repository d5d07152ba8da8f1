import type { Logger } from 'pino'
import type { Database } from '../db/types.ts'
import type { Handled } from './handlers.ts'
import { extendLease, finishJob, giveBack, retryJob, type TakenJob } from './queries.ts'

export interface RunOptions {
  database: Database
  handlers: ReadonlyMap<string, Handled>
  log: Logger
  leaseSeconds: number
  /** The handler is told to come to an end. */
  stopping: AbortSignal
  /** It is waited for no longer. */
  overdue: AbortSignal
  worker: string
}

const firstPauseSeconds = 2
const longestPauseSeconds = 300

/** Runs one taken job to its end: done, tried again later, failed, or given back because the worker stops. */
export async function runJob(job: TakenJob, options: RunOptions): Promise<void> {
  const { database, handlers, stopping, overdue, worker } = options
  const { kind, handle } = handlers.get(job.kind)!
  const attempt = Math.max(1, kind.attempts - job.attemptsLeft)
  const lost = new AbortController()
  const stopLease = keepLease(job, options, lost)
  const limit = AbortSignal.timeout(kind.timeoutSeconds * 1000)
  const signal = AbortSignal.any([stopping, limit, lost.signal])
  try {
    const work = async () => handle(kind.data.parse(job.data), { id: job.id, attempt, signal })
    await Promise.race([work(), rejection(AbortSignal.any([limit, lost.signal, overdue]))])
    await finishJob(database.primary, job.id, worker)
  } catch (error) {
    if (stopping.aborted) await giveBack(database.primary, job.id, worker)
    else await tryLater(job, attempt, limit.aborted ? `took longer than ${kind.timeoutSeconds} s` : error, options)
  } finally {
    stopLease()
  }
}

async function tryLater(job: TakenJob, attempt: number, reason: unknown, options: RunOptions): Promise<void> {
  const { database, log, worker } = options
  const error = reason instanceof Error ? reason.message : String(reason)
  log[job.attemptsLeft ? 'warn' : 'error']({ err: reason, job: job.id, kind: job.kind, attempt }, 'job failed')
  const pauseSeconds = Math.min(longestPauseSeconds, firstPauseSeconds * 2 ** (attempt - 1))
  await retryJob(database.primary, { id: job.id, worker, error: error.slice(0, 2000), pauseSeconds })
}

/** Says every third of a lease that this worker still lives; ends the job when it has been taken by another. */
function keepLease(job: TakenJob, { database, leaseSeconds, worker }: RunOptions, lost: AbortController): () => void {
  const beat = () =>
    extendLease(database.primary, { id: job.id, worker, leaseSeconds }).then(
      (mine) => mine || lost.abort(new Error('the job was taken by another worker')),
      // The database is away for a moment: the next beat tries again.
      () => {},
    )
  const timer = setInterval(beat, (leaseSeconds * 1000) / 3)
  return () => clearInterval(timer)
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
