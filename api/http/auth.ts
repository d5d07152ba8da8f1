import { createHash, timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'
import { type Grant, mayAct, type Role, type Target } from '../contract/access.ts'
import type { Route } from '../contract/route.ts'
import { errors } from '../errors.ts'

/** Who is calling. The people module answers it from a session; tests may answer it from nothing. */
export interface Person {
  id: string
  /** What the history of a record calls them. */
  account: string
  grants: readonly Grant[]
  /** SHA-256 of the session's CSRF token; null for callers that send no cookie (API keys). */
  csrfHash: Buffer | null
  /** The sign-in that speaks; unset for API keys. */
  session?: { id: string; startedAt: Date; csrfToken: string; secondFactor: 'off' | 'on' | 'needed' }
  /** An API key: it has its granted role and nothing that every person may do. */
  isDevice?: boolean
  /** `key <id>` when an API key speaks for them; unset for a session. */
  via?: string
}

export type Authenticate = (request: Request) => Promise<Person | null>

/** The county of a place; null when it has none or there is no such place (the action then says so). */
export type RegionOfPlace = (placeId: number) => Promise<string | null>

export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

export const rolesOf = ({ grants }: Pick<Person, 'grants'>): Role[] => [
  'citizen',
  ...new Set(grants.map(({ role }) => role)),
]

const reading = new Set(['get', 'head', 'options'])

/** The one gate of every contract route. @throws 401 not-signed-in, 403 role-missing, 403 csrf-failed. */
export function checkAccess(route: Route, person: Person | null, request: Request, target?: Target): void {
  if (!route.roles.includes('public')) requireAccess(person, route.roles, target)
  if (person?.csrfHash && !reading.has(route.method) && !route.roles.includes('public'))
    checkCsrf(person.csrfHash, request)
}

/**
 * For targets that only the action knows: a draft's place, a file's place, a place id in the body.
 * @throws 401 not-signed-in, 403 role-missing.
 */
export function requireAccess(
  person: Person | null,
  wanted: readonly Role[],
  target?: Target,
): asserts person is Person {
  if (!person) throw errors.notSignedIn()
  if (mayAct(person.grants, person.isDevice ? wanted.filter((role) => role !== 'citizen') : wanted, target)) return
  if (person.session?.secondFactor === 'needed') {
    throw errors.forbidden(
      'role-missing',
      'Roles of staff count here once a second factor is set up: do that on the page /me.',
    )
  }
  const words = wanted.join(', ')
  throw errors.forbidden(
    'role-missing',
    mayAct(person.grants, wanted)
      ? `Your role does not cover this place or region; it takes one of ${words} there. An operator of the region or an administrator can give it.`
      : `This needs one of the roles ${words}; an administrator can give it.`,
  )
}

/** What a route's path parameters say it touches; undefined where the route names no target. */
export async function targetOf(
  { target }: Route,
  params: Record<string, string | undefined>,
  regionOfPlace: RegionOfPlace,
): Promise<Target | undefined> {
  if (!target) return undefined
  if ('region' in target) return { regionCode: params[target.region] ?? null }
  const placeId = Number(params[target.place])
  if (!Number.isSafeInteger(placeId)) return { placeId: null }
  return { placeId, regionCode: await regionOfPlace(placeId) }
}

function checkCsrf(expected: Buffer, request: Request): void {
  const given = sha256(request.get('x-csrf-token') ?? '')
  if (!timingSafeEqual(given, expected)) {
    throw errors.forbidden('csrf-failed', 'Send the csrfToken of GET /api/session in the header X-CSRF-Token.')
  }
}
