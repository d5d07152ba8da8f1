import type { Knex } from 'knex'

/** Channel on which workers hear of new jobs. */
export const jobChannel = 'job'

export interface NewJob {
  kind: string
  data: unknown
  key: string | null
  attempts: number
  afterSeconds: number
}

export interface TakenJob {
  id: number
  kind: string
  data: unknown
  attemptsLeft: number
}

/** @returns the id, or null when one of the same kind and key already waits. */
export async function insertJob(trx: Knex.Transaction, job: NewJob): Promise<number | null> {
  const { rows } = await trx.raw(
    `with added as (
       insert into app.job (kind, data, key, attempts_left, due_at)
       values (:kind, :data::jsonb, :key, :attempts, now() + make_interval(secs => :afterSeconds::float8))
       on conflict (kind, key) where state = 'waiting' and key is not null do nothing
       returning id
     )
     select id, pg_notify('${jobChannel}', '') from added`,
    { ...job, data: JSON.stringify(job.data) },
  )
  return rows[0]?.id ?? null
}

const keyIsFree = `not exists (
  select from app.job as other
  where other.kind = candidate.kind and other.key = candidate.key
    and other.state = 'running' and other.id <> candidate.id)`

/**
 * The next due job of the kinds, leased to the worker: one that waits, or one whose worker let its lease run out. Jobs of a key that
 * runs elsewhere are passed over.
 */
export async function takeJob(
  on: Knex,
  { kinds, worker, leaseSeconds }: { kinds: readonly string[]; worker: string; leaseSeconds: number },
): Promise<TakenJob | null> {
  const { rows } = await on.raw(
    `with next as (
       select id
       from app.job as candidate
       where state in ('waiting', 'running') and due_at <= now() and attempts_left > 0 and kind = any(:kinds)
         and ${keyIsFree}
       order by due_at, id
       limit 1
       for update skip locked
     )
     update app.job
     set state = 'running', worker = :worker, attempts_left = attempts_left - 1,
       started_at = now(), due_at = now() + make_interval(secs => :leaseSeconds::float8)
     from next
     where job.id = next.id
     returning job.id, job.kind, job.data, job.attempts_left as "attemptsLeft"`,
    { kinds: [...kinds], worker, leaseSeconds },
  )
  return rows[0] ?? null
}

/** Jobs whose last worker died in the last attempt. */
export async function failAbandoned(on: Knex): Promise<number> {
  const { rows } = await on.raw(
    `update app.job
     set state = 'failed', finished_at = now(), error = coalesce(error, 'its worker ended in the last attempt')
     where state = 'running' and attempts_left = 0 and due_at <= now()
     returning id`,
  )
  return rows.length
}

/** Milliseconds until the next job of the kinds is due, negative when it is overdue; null when none is left. */
export async function nextDueInMs(on: Knex, kinds: readonly string[]): Promise<number | null> {
  const { rows } = await on.raw(
    `select (extract(epoch from min(due_at) - now()) * 1000)::float8 as "inMs"
     from app.job as candidate
     where state in ('waiting', 'running') and kind = any(:kinds) and ${keyIsFree}`,
    { kinds: [...kinds] },
  )
  return rows[0].inMs
}

/** @returns whether the job is still this worker's. */
export async function extendLease(
  on: Knex,
  { id, worker, leaseSeconds }: { id: number; worker: string; leaseSeconds: number },
): Promise<boolean> {
  const { rows } = await on.raw(
    `update app.job
     set due_at = now() + make_interval(secs => :leaseSeconds::float8)
     where id = :id and worker = :worker and state = 'running'
     returning id`,
    { id, worker, leaseSeconds },
  )
  return rows.length === 1
}

export async function finishJob(on: Knex, id: number, worker: string): Promise<void> {
  await on.raw(
    `update app.job
     set state = 'done', finished_at = now(), error = null
     where id = :id and worker = :worker and state = 'running'`,
    { id, worker },
  )
}

/** It is tried again after the pause, or has failed for good when no attempt is left. */
export async function retryJob(
  on: Knex,
  { id, worker, error, pauseSeconds }: { id: number; worker: string; error: string; pauseSeconds: number },
): Promise<void> {
  await on.raw(
    `update app.job
     set state = case when attempts_left = 0 then 'failed' else 'running' end,
       finished_at = case when attempts_left = 0 then now() end,
       due_at = now() + make_interval(secs => :pauseSeconds::float8),
       worker = null,
       error = :error
     where id = :id and worker = :worker and state = 'running'`,
    { id, worker, error, pauseSeconds },
  )
}

/** Gives a job back untouched: its worker stops, and the attempt does not count. */
export async function giveBack(on: Knex, id: number, worker: string): Promise<void> {
  await on.raw(
    `update app.job
     set due_at = now(), worker = null, attempts_left = attempts_left + 1
     where id = :id and worker = :worker and state = 'running'`,
    { id, worker },
  )
}

/** Forgets what is done after a week and what failed after a quarter. */
export async function pruneJobs(on: Knex): Promise<void> {
  await on.raw(
    `delete from app.job
     where (state = 'done' and finished_at < now() - interval '7 days')
       or (state = 'failed' and finished_at < now() - interval '90 days')`,
  )
}
