import type { Module } from '../../../core.ts'
import { indoorRoutes } from './routes.ts'

/** Floors of buildings as maps, and the ways on them; of the buildings module, with routes of its own. */
export const indoor: Module = { name: 'indoor', routes: indoorRoutes }
