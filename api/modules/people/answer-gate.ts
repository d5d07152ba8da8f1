import type { Bus } from '../../bus/bus.ts'
import type { PersonalCodeAnswer } from '../../bus/gate.ts'
import { ProblemError } from '../../errors.ts'
import { takeCode } from './check-personal-code.ts'

/** A gate's scan of a personal code: a code that is no good is an answer, so that the scan is written down. */
export function answerGate(bus: Bus): void {
  bus.answer('personal-code-check', async ({ trx, at, ...check }): Promise<PersonalCodeAnswer> => {
    try {
      return { person: (await takeCode(trx, check, at)).person }
    } catch (error) {
      const code = error instanceof ProblemError ? error.code : null
      if (code === 'code-invalid' || code === 'code-expired' || code === 'code-used') return { refused: code }
      throw error
    }
  })
}
