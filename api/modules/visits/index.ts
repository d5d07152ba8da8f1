import type {} from '../../bus/visits.ts'
import type { Module } from '../../core.ts'
import { forgetCounts } from './count-visits.ts'
import { postDemoCounts } from './demo-counters.ts'
import { countPass } from './on-gate-passed.ts'
import { visitRoutes } from './routes.ts'
import { keptDays } from './rules.ts'

const dayMs = 86_400_000

/**
 * Visits: counters post batches of counts, gates tell of each passage; a count is taken once (device and sequence), and a trigger adds it
 * to the sums of its hour, day and month, from which every figure is read.
 */
export const visits: Module = {
  name: 'visits',
  routes: visitRoutes,
  listen: ({ bus, database }) => bus.on('gate.passed', (trx, pass) => countPass(database, trx, pass)),
  chores: [
    {
      name: 'post-demo-counts',
      everyMinutes: 10,
      run: async ({ config, database, now }) => {
        if (config.SEED === 'demo') await postDemoCounts(database, now())
      },
    },
    {
      name: 'forget-visit-counts',
      everyMinutes: 720,
      run: ({ database, now }) => forgetCounts(database, new Date(now().getTime() - keptDays * dayMs)),
    },
  ],
}
