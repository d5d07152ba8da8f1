import type { Module } from '../../core.ts'
import { deleteOldDevices } from './account-queries.ts'
import { answerGate } from './answer-gate.ts'
import { deleteEndedAttempts } from './attempts.ts'
import { forgetOldAddresses } from './audit-queries.ts'
import { deleteEndedCodes } from './codes.ts'
import { grantOwnership } from './on-ownership.ts'
import { peopleRoutes } from './routes.ts'
import { deleteEndedSessions } from './session-queries.ts'

export const people: Module = {
  name: 'people',
  routes: peopleRoutes,
  listen: (core) => {
    grantOwnership(core)
    answerGate(core.bus)
  },
  chores: [
    {
      name: 'delete-ended-sign-ins',
      everyMinutes: 60,
      async run({ database: { primary } }) {
        await deleteEndedSessions(primary)
        await deleteEndedCodes(primary)
        await deleteEndedAttempts(primary)
        await deleteOldDevices(primary)
        await forgetOldAddresses(primary)
      },
    },
  ],
}
