import { createHash, timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'
import type { Role, Route } from '../contract/route.ts'
import { errors } from '../errors.ts'

/** Who is calling. The people module answers it from a session; tests may answer it from nothing. */
export interface Person {
  account: string
  roles: readonly Role[]
  /** SHA-256 of the session's CSRF token; null for callers that send no cookie (API keys, later). */
  csrfHash: Buffer | null
}

export type Authenticate = (request: Request) => Promise<Person | null>

export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

const reading = new Set(['get', 'head', 'options'])

/** The one gate of every contract route. @throws 401 not-signed-in, 403 role-missing, 403 csrf-failed. */
export function checkAccess(route: Route, person: Person | null, request: Request): void {
  if (!route.roles.includes('public')) {
    if (!person) throw errors.notSignedIn()
    if (!route.roles.some((role) => person.roles.includes(role))) {
      throw errors.forbidden(
        'role-missing',
        `This needs one of the roles ${route.roles.join(', ')}; an administrator can give it.`,
      )
    }
  }
  if (person?.csrfHash && !reading.has(route.method) && !route.roles.includes('public'))
    checkCsrf(person.csrfHash, request)
}

function checkCsrf(expected: Buffer, request: Request): void {
  const given = sha256(request.get('x-csrf-token') ?? '')
  if (!timingSafeEqual(given, expected)) {
    throw errors.forbidden('csrf-failed', 'Send the csrfToken of GET /api/session in the header X-CSRF-Token.')
  }
}
