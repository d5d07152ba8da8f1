import { directions, locate, navigationLinks, nearest } from '../contract/nearest.ts'
import type { Core, Module } from '../core.ts'
import type { Bind } from '../http/handle.ts'
import { answerNearest } from './answer-nearest.ts'
import { findWay } from './directions.ts'
import { answerLocate } from './locate.ts'
import { answerNavigation } from './navigation-links.ts'
import { openClock } from './open-clock.ts'
import { openStates } from './open-states.ts'
import { radiusMemory } from './radius-memory.ts'

/** Nearest ranking, where am I, and being led there: over the layers of all modules. */
export const spatial: Module = { name: 'spatial', routes }

function routes(core: Core, bind: Bind): void {
  const kept = {
    memory: radiusMemory(),
    clockOf: openClock(core.database),
    openAtClockOf: openClock(core.database),
    states: openStates(),
  }
  bind(nearest, (call) => answerNearest(core, kept, call), { direct: true })
  bind(locate, (call) => answerLocate(core, call))
  bind(navigationLinks, (call) => answerNavigation(core, call))
  bind(directions, ({ query: { fromLon, fromLat, toLon, toLat, mode }, signal }) =>
    findWay({ from: [fromLon, fromLat], to: [toLon, toLat], mode }, { routerUrl: core.config.ROUTER_URL, signal }),
  )
}
