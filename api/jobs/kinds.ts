import type { z } from 'zod'

/**
 * A kind of job as data. `attempts` counts the first; `timeoutSeconds` is of one attempt; of one `key` at most one job waits and
 * one runs. Heavy kinds (images, documents, imports) go one at a time in a process, quick ones two.
 */
export interface JobKind<D extends z.ZodType = z.ZodType> {
  data: D
  lane: 'quick' | 'heavy'
  attempts: number
  timeoutSeconds: number
  key?(data: z.output<D>): string
}

/** States a kind with the type of its data. */
export const kind = <D extends z.ZodType>(definition: JobKind<D>): JobKind<D> => definition

/** Every kind of the product. Each has exactly one handler in a module's `jobs`, or the server does not start. */
export const jobKinds = {}

export type JobKindName = keyof typeof jobKinds
export type JobData<K extends JobKindName> = z.output<(typeof jobKinds)[K]['data']>
