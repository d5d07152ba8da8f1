import cluster, { type Worker } from 'node:cluster'
import { setTimeout as pause } from 'node:timers/promises'
import { AggregatorRegistry } from 'prom-client'

/**
 * Several processes of this program on one port (`PROCESSES`), for machines with cores to spare: each is a whole server with its own engine
 * and connections, and new connections are handed to them in turn. What they share is the database alone, as processes on several
 * machines do.
 */

type FromProcess = { kind: 'ready' } | { kind: 'metrics' }
type ToProcess = { kind: 'stop' } | { kind: 'metrics'; text: string }

const restartAfterMs = 1_000
const metricsWithinMs = 6_000

/** Whether this process is one of several, and whether it is the first of them, which speaks for all. */
export const isOneOfSeveral = cluster.isWorker
export const isFirst = !cluster.isWorker || cluster.worker?.id === 1

/**
 * Starts the processes and begins again those that die. The first starts alone, so that an empty database is filled once, and so that
 * what keeps it from starting is told once.
 * @returns the exit code when all have stopped after SIGINT or SIGTERM, or that of a first process that could not start.
 */
export async function superviseProcesses(count: number, say: (text: string) => void): Promise<number> {
  let isStopping = false
  const stopAll = (signal: string) => {
    if (isStopping) process.exit(130)
    isStopping = true
    say(`\n${signal}: finishing requests and closing the database…\n`)
    for (const worker of Object.values(cluster.workers ?? {})) tell(worker, { kind: 'stop' })
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopAll(signal))
  const metrics = new AggregatorRegistry()
  cluster.on('message', (worker, message: FromProcess) => {
    if (message.kind !== 'metrics') return
    void metrics
      .clusterMetrics()
      .catch(() => '')
      .then((text) => tell(worker, { kind: 'metrics', text }))
  })

  const first = cluster.fork()
  const failed = await Promise.race([ready(first), ended(first)])
  if (failed !== null) return failed
  const keep = async (running: Worker): Promise<void> => {
    for (let worker = running; ; ) {
      const code = await ended(worker)
      if (isStopping) return
      say(`A process ended with code ${code}; another takes its place.\n`)
      await pause(restartAfterMs)
      if (isStopping) return
      worker = cluster.fork()
    }
  }
  const others = Array.from({ length: count - 1 }, () => (isStopping ? null : cluster.fork()))
  await Promise.all([first, ...others].map((worker) => worker && keep(worker)))
  return 0
}

/** In one of several processes: tells that it serves; `stop` is called when all shall stop, or when nobody supervises any more. */
export function serveUnderSupervision(stop: (reason: string) => void): void {
  if (!process.send) return
  // Ctrl-C reaches every process of the terminal; the supervisor says when to stop.
  process.on('SIGINT', () => {})
  process.once('disconnect', () => stop('the supervisor is gone'))
  process.on('message', (message: ToProcess) => {
    if (message.kind === 'stop') stop('stop')
  })
  process.send({ kind: 'ready' } satisfies FromProcess)
}

/**
 * The metrics of all processes together, in Prometheus text.
 * @throws when they do not all answer within seconds.
 */
export function metricsOfAll(): Promise<string> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      clearTimeout(timer)
      process.off('message', listen)
      end()
    }
    const listen = (message: ToProcess) => {
      if (message.kind !== 'metrics') return
      settle(() => (message.text ? resolve(message.text) : reject(new Error('a process gives no metrics'))))
    }
    const timer = setTimeout(() => settle(() => reject(new Error('no metrics in time'))), metricsWithinMs)
    process.on('message', listen)
    process.send!({ kind: 'metrics' } satisfies FromProcess)
  })
}

const ready = (worker: Worker): Promise<null> =>
  new Promise((resolve) => {
    worker.on('message', (message: FromProcess) => {
      if (message.kind === 'ready') resolve(null)
    })
  })

const ended = (worker: Worker): Promise<number> =>
  new Promise((resolve) => worker.once('exit', (code, signal) => resolve(signal ? 1 : code)))

/** A process that has just died hears nothing, which its end tells better. */
function tell(worker: Worker | undefined, message: ToProcess): void {
  if (worker?.isConnected()) worker.send(message, () => {})
}
