import type { Core, Module } from '../../core.ts'
import { plannerOf } from './planner-of.ts'
import { planningRoutes } from './routes.ts'
import { computeOrFail, refreshRuns } from './store-run.ts'

/**
 * Planning: who is not served. The shape of it:
 *
 * - Cells of people (an imported grid, the demo's, or an even spread) and places are columns in a thread (`api/spatial/coverage`), which
 *   computes distances, access and kinds; `planner.ts` keeps registry and models true by the layers' change rows.
 * - A run stores parameters, data version and every figure of every region; what few people are behind is hidden before it is stored.
 * - Rows and cells behind a figure come from the very model that made it.
 */
export const planning: Module = {
  name: 'planning',
  routes: planningRoutes,
  jobs: (core) => ({
    'compute-coverage': ({ runId }, { attempt }) =>
      computeOrFail(core.database, plannerOf(core), runId, attempt >= computeAttempts),
  }),
  chores: [
    {
      name: 'refresh-coverage',
      everyMinutes: 1,
      wokenBy: 'layer_change',
      run: async (core: Core) => {
        await refreshRuns(core.database, plannerOf(core))
      },
    },
  ],
}

const computeAttempts = 2
