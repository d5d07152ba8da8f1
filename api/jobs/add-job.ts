import type { Knex } from 'knex'
import { type JobData, type JobKind, type JobKindName, jobKinds } from './kinds.ts'
import { insertJob } from './queries.ts'

/**
 * Adds a job in the caller's transaction: it exists when that commits and not otherwise, and a worker is woken at the commit.
 * @returns its id, or null when one of the same kind and key already waits.
 * @throws ZodError when the data is not what the kind takes.
 */
export function addJob<K extends JobKindName>(
  trx: Knex.Transaction,
  name: K,
  data: JobData<K>,
  afterSeconds = 0,
): Promise<number | null> {
  return addJobOf(trx, { name, kind: jobKinds[name] }, data, afterSeconds)
}

/** The same for a kind that need not be in the product's table. */
export function addJobOf(
  trx: Knex.Transaction,
  { name, kind }: { name: string; kind: JobKind },
  data: unknown,
  afterSeconds = 0,
): Promise<number | null> {
  const parsed = kind.data.parse(data)
  const key = kind.key?.(parsed) ?? null
  return insertJob(trx, { kind: name, data: parsed, key, attempts: kind.attempts, afterSeconds })
}
