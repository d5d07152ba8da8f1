import type { Grant } from '../../../contract/access.ts'

/** Where the rows of somebody's import may lie: by the grants that let them write places. Kept with the check. */
export interface Scope {
  everywhere: boolean
  /** Beginnings of region codes. */
  regions: string[]
  places: number[]
}

export function scopeOf(grants: readonly Grant[]): Scope {
  const writing = grants.filter(({ role }) => role === 'operator' || role === 'administrator' || role === 'owner')
  return {
    everywhere: writing.some(
      ({ role, placeId, regionCode }) => role !== 'owner' && placeId === null && regionCode === null,
    ),
    regions: [
      ...new Set(
        writing.flatMap(({ role, regionCode }) =>
          role !== 'owner' && regionCode ? [regionCode.replace(/(?:00)+$/, '')] : [],
        ),
      ),
    ].sort(),
    places: [...new Set(writing.flatMap(({ placeId }) => (placeId === null ? [] : [placeId])))].sort((a, b) => a - b),
  }
}
