import { type JobData, type JobKind, type JobKindName, jobKinds } from './kinds.ts'

/** What a handler is told beside the data. */
export interface Running {
  id: number
  /** 1 at the first try. A try may follow one that was cut off anywhere: a handler must bear being run twice. */
  attempt: number
  /** Aborted when the time limit is over, the worker stops, or another worker has taken the job. */
  signal: AbortSignal
}

export type JobHandlers = { [K in JobKindName]?: (data: JobData<K>, running: Running) => Promise<void> }

export interface Handled {
  kind: JobKind
  handle: (data: unknown, running: Running) => Promise<void>
}

/**
 * Kinds with their handlers, gathered from the modules.
 * @throws naming every kind without a handler or with two, and every handler without a kind.
 */
export function gatherHandlers(
  given: readonly object[],
  kinds: Readonly<Record<string, JobKind>> = jobKinds,
): Map<string, Handled> {
  const handlers = new Map<string, Handled>()
  const faults: string[] = []
  for (const [name, handle] of given.flatMap((part) => Object.entries(part))) {
    const kind = kinds[name]
    if (!kind) faults.push(`job kind ${name} is not in api/jobs/kinds.ts`)
    else if (handlers.has(name)) faults.push(`job kind ${name} has two handlers`)
    else handlers.set(name, { kind, handle })
  }
  for (const name of Object.keys(kinds)) if (!handlers.has(name)) faults.push(`job kind ${name} has no handler`)
  if (faults.length) throw new Error(faults.join('; '))
  return handlers
}
