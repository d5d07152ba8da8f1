import type { Module } from '../../core.ts'
import { carryOutAfterNotice } from './after-notice.ts'
import { listenForPersons } from './person-data.ts'
import { ownersRoutes } from './routes.ts'

/** Who keeps a place: claims, several owners, handovers with notice, trust, and the rules of moderation. */
export const owners: Module = {
  name: 'owners',
  routes: ownersRoutes,
  listen: listenForPersons,
  chores: [{ name: 'after-notice', everyMinutes: 10, run: carryOutAfterNotice }],
}
