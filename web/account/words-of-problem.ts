import { ApiProblem } from '../client/problem.ts'
import type { TextKey } from '../i18n/zh-CN.ts'

const known: Record<string, TextKey> = {
  'account-archived': 'problem.archived',
  'address-taken': 'problem.addressTaken',
  'bookings-ahead': 'problem.bookingsAhead',
  'code-refused': 'problem.codeRefused',
  'last-administrator': 'problem.lastAdministrator',
  'message-not-sent': 'problem.notSent',
  'password-in-configuration': 'problem.passwordInConfiguration',
  'person-archived': 'problem.personArchived',
  'place-not-found': 'problem.placeNotFound',
  'region-not-found': 'problem.regionNotFound',
  'request-invalid': 'problem.invalid',
  'role-held': 'problem.roleHeld',
  'role-missing': 'problem.roleMissing',
  'role-scope-invalid': 'problem.roleScope',
  'second-step-refused': 'problem.secondStep',
  'sign-in-again': 'problem.signInAgain',
  'sign-in-failed': 'problem.signInFailed',
  'sign-in-off': 'problem.signInOff',
  'too-many-requests': 'problem.tooMany',
}

/** What to tell people of a refused call about accounts: what happened, and what to do next. */
export const wordsOfProblem = (error: Error): TextKey =>
  (error instanceof ApiProblem ? known[error.code] : undefined) ?? 'console.noAnswer'
