/**
 * Who may do what where: asked by the server's gate and by pages in the same words, so that a page never offers what the
 * server refuses.
 */

/** `public` is said, never forgotten; `citizen` is every signed-in person; the others are granted. */
export const roles = [
  'public',
  'citizen',
  'owner',
  'organiser',
  'expert',
  'gate',
  'planner',
  'operator',
  'administrator',
] as const
export type Role = (typeof roles)[number]

/** Roles that an account gets by a grant. */
export const grantedRoles = ['owner', 'organiser', 'expert', 'gate', 'planner', 'operator', 'administrator'] as const
export type GrantedRole = (typeof grantedRoles)[number]

/** A role and where it counts: one place, one region with all below it, or (both null) everywhere. */
export interface Grant {
  role: GrantedRole
  placeId: number | null
  regionCode: string | null
}

/** What an act touches. A place comes with the code of its county, so that grants on regions cover it. */
export interface Target {
  placeId?: number | null
  regionCode?: string | null
}

/**
 * Whether somebody with these grants may act in one of the roles on the target; without a target, whether anywhere at all.
 * Administrators may act wherever one of the granted roles may.
 */
export function mayAct(grants: readonly Grant[], wanted: readonly Role[], target?: Target): boolean {
  if (wanted.includes('public') || wanted.includes('citizen')) return true
  return grants.some((held) => wanted.includes(held.role) && (target === undefined || covers(held, target)))
}

function covers({ placeId, regionCode }: Grant, target: Target): boolean {
  if (placeId !== null) return placeId === target.placeId
  if (regionCode !== null) return target.regionCode != null && isWithin(target.regionCode, regionCode)
  return true
}

/** Roles that operators give inside their region; the others are given by administrators only. */
const givenByOperators: readonly GrantedRole[] = ['owner', 'organiser', 'expert', 'gate']

/** Whether somebody with these grants may give or take the role there. */
export function mayGive(grants: readonly Grant[], role: GrantedRole, target: Target): boolean {
  return mayAct(grants, givenByOperators.includes(role) ? ['operator', 'administrator'] : ['administrator'], target)
}

/** Whether a region is the other or lies in it, by GB/T 2260: 510000 holds 5101xx, 510100 holds 510107. */
export const isWithin = (code: string, outer: string): boolean => code.startsWith(outer.replace(/(?:00)+$/, ''))
