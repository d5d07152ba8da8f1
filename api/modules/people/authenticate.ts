import type { Request } from 'express'
import type { Knex } from 'knex'
import type { Config } from '../../config.ts'
import { type Grant, type GrantedRole, mayAct } from '../../contract/access.ts'
import { errors } from '../../errors.ts'
import { type Authenticate, type Person, sha256 } from '../../http/auth.ts'
import { sessionToken } from './cookies.ts'
import { findKey, touchKey } from './key-queries.ts'
import { findSession, type SessionRow, touchSession } from './session-queries.ts'
import { csrfTokenOf } from './tokens.ts'

/** Roles that work for the public bureau: with STAFF_TWO_FACTOR=required they count only after a second factor. */
const staffRoles: readonly GrantedRole[] = ['planner', 'operator', 'administrator']
const touchEveryMs = 60_000

/**
 * Who is calling: by the key of a device, else by the session cookie; nobody when there is none, or it ended. Asked of the primary at
 * each request, so that what is revoked is worthless at once.
 * @throws 401 key-refused for a key that is unknown, ended, or whose maker lost the place: a device must not go on as nobody.
 */
export const authenticateFrom =
  (primary: Knex, config: Pick<Config, 'STAFF_TWO_FACTOR'>): Authenticate =>
  async (request: Request) => {
    const key = /^Bearer (\S{1,200})$/.exec(request.get('authorization') ?? '')?.[1]
    if (key !== undefined) return personOfKey(primary, key)
    const token = sessionToken(request.get('cookie'))
    return token ? authenticateToken(primary, config, token, request.ip) : null
  }

/** Who the session of a token is. */
export async function authenticateToken(
  primary: Knex,
  config: Pick<Config, 'STAFF_TWO_FACTOR'>,
  token: string,
  address = '',
): Promise<Person | null> {
  const session = await findSession(primary, sha256(token))
  if (!session) return null
  if (Date.now() - Date.parse(session.seenAt) > touchEveryMs) await touchSession(primary, session.sessionId, address)
  return personOfSession(session, token, config.STAFF_TWO_FACTOR === 'required')
}

function personOfSession(session: SessionRow, token: string, required: boolean): Person {
  const csrfToken = csrfTokenOf(token)
  const isStaff = session.grants.some(({ role }) => staffRoles.includes(role))
  const withheld = required && isStaff && !session.passedSecondFactor
  return {
    id: session.id,
    account: session.account,
    grants: withheld ? session.grants.filter(({ role }) => !staffRoles.includes(role)) : session.grants,
    csrfHash: sha256(csrfToken),
    session: {
      id: session.sessionId,
      startedAt: new Date(session.startedAt),
      csrfToken,
      secondFactor: withheld ? 'needed' : session.hasSecondFactor ? 'on' : 'off',
    },
  }
}

/** A gate of one place, in its maker's name and for as long as the maker may hand out keys there. */
async function personOfKey(primary: Knex, token: string): Promise<Person> {
  const key = await findKey(primary, sha256(token))
  const mayStill =
    key &&
    mayAct(key.makerGrants, ['owner', 'operator', 'administrator'], {
      placeId: key.placeId,
      regionCode: key.regionCode,
    })
  if (!key || !mayStill) {
    throw errors.keyRefused()
  }
  if (key.seenAt === null || Date.now() - Date.parse(key.seenAt) > touchEveryMs) await touchKey(primary, key.id)
  const grants: Grant[] = [{ role: 'gate', placeId: key.placeId, regionCode: null }]
  return { id: key.makerId, account: key.name, grants, csrfHash: null, via: `key ${key.id}`, isDevice: true }
}
