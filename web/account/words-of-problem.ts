import { ApiProblem } from '../client/problem.ts'
import type { Translate } from '../i18n/translate.ts'

/** What to tell people of a refused call: what happened, and what to do next. */
export const wordsOfProblem = (error: Error, t: Translate): string =>
  (error instanceof ApiProblem ? error.words : null) ?? t('console.noAnswer')
