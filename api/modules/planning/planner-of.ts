import type { Core } from '../../core.ts'
import { createPlanner, type Planner } from './planner.ts'

const planners = new WeakMap<Core, Planner>()

/** The one planner of a running program: routes and jobs share its memory and its thread. */
export function plannerOf(core: Core): Planner {
  const planner = planners.get(core) ?? createPlanner(core.database, core.config.ROUTER_URL)
  planners.set(core, planner)
  return planner
}
