import type { Module } from '../../core.ts'
import { grantOwnership } from './on-ownership.ts'
import { deleteEndedSessions } from './queries.ts'
import { peopleRoutes } from './routes.ts'

export const people: Module = {
  name: 'people',
  routes: peopleRoutes,
  listen: grantOwnership,
  chores: [
    { name: 'delete-ended-sessions', everyMinutes: 60, run: ({ database }) => deleteEndedSessions(database.primary) },
  ],
}
