import type { Module } from '../../core.ts'
import { deleteEndedSessions } from './queries.ts'
import { peopleRoutes } from './routes.ts'

export const people: Module = {
  name: 'people',
  routes: peopleRoutes,
  chores: [
    { name: 'delete-ended-sessions', everyMinutes: 60, run: ({ database }) => deleteEndedSessions(database.primary) },
  ],
}
