import type { ConversionStep } from './convert.ts'
import { waysStep } from './passages/ways-step.ts'

/** What else is made of every model, in this order; each gives files that are kept beside model.glb under their names. */
export const conversionSteps: readonly ConversionStep[] = [waysStep]
