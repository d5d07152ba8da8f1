import type { Knex } from 'knex'
import type { Log } from './pool.ts'
import { parsePosition, type ReplicaState, usableReplicas } from './replica-rules.ts'

const pollMs = 250

export interface Replicas {
  /** A replica that has replayed `atLeast`, or undefined: then the primary answers. */
  reader(atLeast?: string): Knex | undefined
  /** Tells of a failed read on `on`; true when `on` is a replica and the read is to be tried on the primary. */
  reportFault(on: Knex, error: unknown, unavailable: boolean): boolean
  close(): Promise<void>
}

interface Replica extends ReplicaState {
  pool: Knex
  polling: boolean
}

/** Watches how far each replica has replayed. What a poll found stays true while it ages: replay only goes forward. */
export function openReplicas(pools: readonly Knex[], log: Log): Replicas {
  const replicas: Replica[] = pools.map((pool) => ({ pool, polling: false, replayed: undefined }))
  let turn = 0

  async function poll(replica: Replica): Promise<void> {
    if (replica.polling) return
    replica.polling = true
    try {
      const { rows } = await replica.pool.raw(
        'select pg_is_in_recovery() as follows, pg_last_wal_replay_lsn()::text as replayed',
      )
      // A server that no longer follows (promoted, or the address is the primary's own) may hold another history.
      setState(replica, rows[0].follows ? parsePosition(rows[0].replayed) : undefined)
    } catch {
      setState(replica, undefined)
    } finally {
      replica.polling = false
    }
  }

  function setState(replica: Replica, replayed: bigint | undefined): void {
    if ((replica.replayed === undefined) !== (replayed === undefined)) {
      log(
        replayed === undefined ? 'warn' : 'info',
        `replica ${replicas.indexOf(replica) + 1} is ${replayed === undefined ? 'not usable' : 'in use'}`,
      )
    }
    replica.replayed = replayed
  }

  const pollAll = () => void Promise.all(replicas.map(poll))
  const timer = replicas.length > 0 ? setInterval(pollAll, pollMs).unref() : undefined
  if (timer) pollAll()

  return {
    reader(atLeast) {
      if (replicas.length === 0) return undefined
      const usable = usableReplicas(replicas, atLeast)
      turn = (turn + 1) % Number.MAX_SAFE_INTEGER
      return usable[turn % Math.max(1, usable.length)]?.pool
    },
    reportFault(on, error, unavailable) {
      const replica = replicas.find(({ pool }) => pool === on)
      if (!replica) return false
      if (unavailable) setState(replica, undefined)
      return unavailable || (error as { code?: string }).code === '40001'
    },
    async close() {
      clearInterval(timer)
      await Promise.all(replicas.map(({ pool }) => pool.destroy()))
    },
  }
}
