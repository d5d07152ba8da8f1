import type { ConversionStep } from './convert.ts'

/** What else is made of every model, in this order; each gives files that are kept beside model.glb under their names. */
export const conversionSteps: readonly ConversionStep[] = []
