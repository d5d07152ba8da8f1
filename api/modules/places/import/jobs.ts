import type { Core } from '../../../core.ts'
import type { JobHandlers } from '../../../jobs/handlers.ts'
import { applyImport, undoImport } from './apply-import.ts'
import { checkImport } from './check-import.ts'
import { endStep, readImport } from './imports.ts'

type Step = typeof checkImport

/** The three steps of an import in the background. The last try that fails ends the import with a word for people. */
export function importJobs({ database, log }: Core): JobHandlers {
  const run =
    (step: Step, attempts: number) =>
    async ({ id }: { id: number }, { attempt, signal }: { attempt: number; signal: AbortSignal }): Promise<void> => {
      try {
        await step(database, id, signal)
      } catch (error) {
        if (attempt < attempts || signal.aborted) throw error
        log.error({ err: error, import: id }, 'an import failed')
        const { state } = await readImport(database, database.primary, id, null)
        const back = state === 'checking' ? 'failed' : state === 'applying' ? 'applied' : 'undone'
        const problem =
          'It stopped on the way by a fault of the server; what was done until then is whole. Check it again, or undo it.'
        await endStep(database, database.primary, id, { state: back, problem })
      }
    }
  return { 'import-check': run(checkImport, 3), 'import-apply': run(applyImport, 5), 'import-undo': run(undoImport, 5) }
}
