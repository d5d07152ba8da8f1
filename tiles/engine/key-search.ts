import { lowerBoundOfKeys } from './morton.ts'

/** Morton keys of a table in ascending order, and every 64th of them, which stay in the processor's cache while searched. */
export interface KeySearch {
  keys: Float64Array
  samples: Float64Array
}

const STEP = 64

export function keySearch(keys: Float64Array): KeySearch {
  const samples = new Float64Array(Math.ceil(keys.length / STEP))
  for (let i = 0; i < samples.length; i++) samples[i] = keys[i * STEP]!
  return { keys, samples }
}

/** First row whose key is not below `key`; `after` is a row that is known not to be after it. */
export function firstRowFrom({ keys, samples }: KeySearch, key: number, after = 0): number {
  const sample = lowerBoundOfKeys(samples, key, Math.floor(after / STEP), samples.length)
  if (sample === 0) return 0
  return lowerBoundOfKeys(keys, key, (sample - 1) * STEP, Math.min(keys.length, sample * STEP))
}
