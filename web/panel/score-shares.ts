import type { RankedPlace } from '../client/queries.ts'

type Parts = RankedPlace['scoreParts']
export type PartName = keyof Parts

/** Parts that can raise this ranking at all, the weightiest first; `share` is what the place got of each, 0…1. */
export function scoreShares(parts: Parts, weights: Parts, most = 4): { part: PartName; share: number }[] {
  return (Object.keys(weights) as PartName[])
    .filter((part) => weights[part] > 0)
    .sort((a, b) => weights[b] - weights[a])
    .slice(0, most)
    .map((part) => ({ part, share: Math.min(1, Math.max(0, parts[part] / weights[part])) }))
}
