import type { Grant, Role } from '../contract/access.ts'

/**
 * Patterns of the region codes in which somebody may act in one of these roles, for SQL `like any`; null is everywhere. Grants on
 * single places do not count here.
 */
export function regionScope(grants: readonly Grant[], roles: readonly Role[]): string[] | null {
  const held = grants.filter(({ role, placeId }) => roles.includes(role) && placeId === null)
  if (held.some(({ regionCode }) => regionCode === null)) return null
  return held.map(({ regionCode }) => patternOf(regionCode!))
}

export const patternOf = (regionCode: string): string => `${regionCode.replace(/(?:00)+$/, '')}%`
