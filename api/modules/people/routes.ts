import { signIn, signOut, whoAmI } from '../../contract/session.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import { rolesOf, sha256 } from '../../http/auth.ts'
import { type Bind, Reply } from '../../http/handle.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { readAdministrator } from './administrator.ts'
import { insertSession, readGrants, replaceCsrf, revokeSession, upsertAdministrator } from './queries.ts'
import { newToken, sessionCookie, sessionToken } from './session-cookie.ts'

/** Sign-in, who am I, sign-out. Attempts are limited by address, so that nobody can lock another person out. */
export function peopleRoutes(core: Core, bind: Bind): void {
  const { primary } = core.database
  const https = core.config.PUBLIC_URL?.startsWith('https:') ?? false
  const administrator = readAdministrator(core.config)
  // Awaited at sign-in; a fault (say, an unwritable folder) is told there instead of as an unhandled rejection.
  administrator.catch(() => {})
  const attempts = rateLimit({ most: 10, perSeconds: 60 })

  bind(signIn, async ({ body, clientAddress }) => {
    attempts(clientAddress)
    const admin = await administrator
    if (!admin) {
      throw errors.forbidden(
        'sign-in-off',
        'No administrator is configured. Set ADMIN_PASSWORD (12 characters or more) and restart.',
      )
    }
    if (!(await admin.matches(body.account, body.password))) {
      throw errors.forbidden('sign-in-failed', 'Account and password do not belong together. Check both and try again.')
    }
    const token = newToken()
    const csrfToken = newToken()
    const hours = core.config.SESSION_HOURS
    const id = await upsertAdministrator(primary, admin.account)
    await insertSession(primary, { tokenHash: sha256(token), personId: id, csrfHash: sha256(csrfToken), hours })
    const grants = await readGrants(primary, id)
    return new Reply(
      { id, account: admin.account, roles: rolesOf({ grants }), grants, csrfToken },
      {
        headers: { 'Set-Cookie': sessionCookie(token, Math.round(hours * 3600), https), 'Cache-Control': 'no-store' },
      },
    )
  })

  bind(whoAmI, async ({ person, header }) => {
    const token = sessionToken(header('cookie'))
    if (!person || !token) return new Reply({ person: null }, { headers: { 'Cache-Control': 'no-store' } })
    const csrfToken = newToken()
    await replaceCsrf(primary, sha256(token), sha256(csrfToken))
    return new Reply(
      {
        person: {
          id: person.id,
          account: person.account,
          roles: rolesOf(person),
          grants: [...person.grants],
          csrfToken,
        },
      },
      { headers: { 'Cache-Control': 'no-store' } },
    )
  })

  bind(signOut, async ({ header }) => {
    const token = sessionToken(header('cookie'))
    if (token) await revokeSession(primary, sha256(token))
    return new Reply(null, { status: 204, headers: { 'Set-Cookie': sessionCookie('', 0, https) } })
  })
}
