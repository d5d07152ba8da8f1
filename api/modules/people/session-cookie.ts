import { randomBytes } from 'node:crypto'
import type { Request } from 'express'
import type { Knex } from 'knex'
import { type Authenticate, sha256 } from '../../http/auth.ts'
import { findSession } from './queries.ts'

export const newToken = (): string => randomBytes(32).toString('base64url')

/** The session token of a request's cookie, if it looks like one. */
export function sessionToken(cookieHeader: string | undefined): string | null {
  return /(?:^|;\s*)(?:__Host-)?session=([\w-]{43})(?:;|$)/.exec(cookieHeader ?? '')?.[1] ?? null
}

/** Set-Cookie for a new session; `__Host-` and Secure when people reach the site by https. */
export function sessionCookie(token: string, maxAgeSeconds: number, https: boolean): string {
  const name = https ? '__Host-session' : 'session'
  return `${name}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${https ? '; Secure' : ''}`
}

/** Answers who is calling from the session cookie; nobody when there is none, or it ended. */
export const authenticateBySession =
  (primary: Knex): Authenticate =>
  async (request: Request) => {
    const token = sessionToken(request.get('cookie'))
    if (!token) return null
    return (await findSession(primary, sha256(token))) ?? null
  }
