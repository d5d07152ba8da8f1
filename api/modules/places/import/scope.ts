import type { Grant } from '../../../contract/access.ts'

/** Where the rows of somebody's import may lie: by the grants that let them write places. Kept with the check. */
export interface Scope {
  everywhere: boolean
  /** Beginnings of region codes. */
  regions: string[]
  places: number[]
}

/** SQL: whether the scope of the import (alias i) covers a region code. */
const coversSql = (region: string) => `coalesce((i.scope ->> 'everywhere')::boolean or exists (
  select from jsonb_array_elements_text(i.scope -> 'regions') as stems (stem) where starts_with(${region}, stem)), false)`

/**
 * SQL: what may be decided of a possible duplicate (alias r) of a place (alias p) or of another row: a new place must lie within the
 * scope, and so must the place that it is said to be. Another row of the file is no place yet.
 */
export const decisionsSql = `case when r.outcome = 'duplicate' then array_remove(array[
    'skip',
    case when p.id is not null and (i.scope -> 'places' @> to_jsonb(p.id) or ${coversSql('p.region_code')} and ${coversSql('r.region_code')}) then 'same' end,
    case when ${coversSql('r.region_code')} then 'new' end], null) else '{}' end`

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
