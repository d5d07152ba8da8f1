import { z } from 'zod'

/**
 * A kind of job as data. `attempts` counts the first; `timeoutSeconds` is of one attempt; of one `key` at most one job waits and
 * one runs. In a process quick kinds go two at a time, heavy ones one, and pictures one beside them: a
 * photo must not wait an hour for an import.
 */
export interface JobKind<D extends z.ZodType = z.ZodType> {
  data: D
  lane: 'quick' | 'heavy' | 'pictures'
  attempts: number
  timeoutSeconds: number
  key?(data: z.output<D>): string
}

/** States a kind with the type of its data. */
export const kind = <D extends z.ZodType>(definition: JobKind<D>): JobKind<D> => definition

const ofImport = z.object({ id: z.number().int() })
const importKey = ({ id }: z.output<typeof ofImport>): string => String(id)

/** Every kind of the product. Each has exactly one handler in a module's `jobs`, or the server does not start. */
export const jobKinds = {
  'import-check': kind({ data: ofImport, lane: 'heavy', attempts: 3, timeoutSeconds: 3_600, key: importKey }),
  'import-apply': kind({ data: ofImport, lane: 'heavy', attempts: 5, timeoutSeconds: 3_600, key: importKey }),
  'import-undo': kind({ data: ofImport, lane: 'heavy', attempts: 5, timeoutSeconds: 3_600, key: importKey }),
  /** Sizes of a photo, or of a document's first page. */
  'make-renditions': kind({
    data: z.object({ sha256: z.string() }),
    lane: 'pictures',
    attempts: 3,
    timeoutSeconds: 180,
    key: ({ sha256 }) => sha256,
  }),
  /** Makes a version of a building out of its IFC file: at most 60 s in a process of its own, and what is stored of it. */
  'convert-building': kind({
    data: z.object({ modelId: z.number().int() }),
    lane: 'heavy',
    attempts: 3,
    timeoutSeconds: 180,
    key: ({ modelId }) => String(modelId),
  }),
  /** Gives an owed refund back through its payment provider. */
  'complete-refund': kind({
    data: z.object({ refundId: z.uuid() }),
    lane: 'quick',
    attempts: 20,
    timeoutSeconds: 60,
    key: ({ refundId }) => refundId,
  }),
  /** Undoes what is booked in a closed time, or offers another cell. */
  'apply-closure': kind({
    data: z.object({
      closureId: z.number().int(),
      act: z.enum(['cancel', 'offer']),
      offerHours: z.number().int(),
    }),
    lane: 'quick',
    attempts: 10,
    timeoutSeconds: 300,
    key: ({ closureId }) => String(closureId),
  }),
  /** Offers freed cells of a place to those who wait for them. */
  'promote-waitlist': kind({
    data: z.object({ placeId: z.number().int() }),
    lane: 'quick',
    attempts: 5,
    timeoutSeconds: 60,
    key: ({ placeId }) => String(placeId),
  }),
  /** Sends a person a message of their booking where they left a number or mailbox. */
  'send-booking-message': kind({
    data: z.object({ messageId: z.number().int() }),
    lane: 'quick',
    attempts: 5,
    timeoutSeconds: 30,
    key: ({ messageId }) => String(messageId),
  }),
  /** Compares a provider's bill of one local day with ours. */
  'reconcile-payments': kind({
    data: z.object({ provider: z.string(), day: z.iso.date() }),
    lane: 'quick',
    attempts: 3,
    timeoutSeconds: 300,
    key: ({ provider, day }) => `${provider} ${day}`,
  }),
  /** Computes a run of planning figures. */
  'compute-coverage': kind({
    data: z.object({ runId: z.number().int() }),
    lane: 'heavy',
    attempts: 2,
    timeoutSeconds: 600,
    key: ({ runId }) => String(runId),
  }),
  /** The sandbox payment provider pays later than it was asked. */
  'settle-sandbox-charge': kind({
    data: z.object({ chargeId: z.uuid() }),
    lane: 'quick',
    attempts: 3,
    timeoutSeconds: 60,
    key: ({ chargeId }) => chargeId,
  }),
}

export type JobKindName = keyof typeof jobKinds
export type JobData<K extends JobKindName> = z.output<(typeof jobKinds)[K]['data']>
