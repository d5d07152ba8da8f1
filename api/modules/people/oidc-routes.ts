import { finishOidc, startOidc } from '../../contract/session.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import { type Bind, Reply } from '../../http/handle.ts'
import { networkOf } from '../../http/pace.ts'
import { personOfIdentity } from './account-queries.ts'
import { countAttempt } from './attempts.ts'
import { oidcCookie, oidcCookieValue } from './cookies.ts'
import { beginOidc, finishOidcWith, oidcSettings } from './oidc.ts'
import { newcomerName, passFirstStep } from './open-session.ts'
import { browserOf } from './session-routes.ts'

/** Sign-in by another site. Both routes answer with 303: the browser itself follows them. */
export function oidcRoutes({ config, database: { primary } }: Core, bind: Bind): void {
  const settings = oidcSettings(config)
  const https = config.PUBLIC_URL?.startsWith('https:') ?? false
  const perAddress = { most: 30, perSeconds: 600 }
  const off = () => errors.notFound('oidc-off', 'No other site is configured for signing in here (OIDC_ISSUER).')
  const goTo = (address: string, cookies: string[]) =>
    new Reply(null, { status: 303, headers: { Location: address, 'Set-Cookie': cookies, 'Cache-Control': 'no-store' } })

  bind(startOidc, async ({ query, clientAddress }) => {
    if (!settings) throw off()
    await countAttempt(primary, `oidc from ${networkOf(clientAddress)}`, perAddress)
    const { address, kept } = await beginOidc(settings, query.returnTo)
    return goTo(address, [oidcCookie(kept, https)])
  })

  bind(finishOidc, async (call) => {
    if (!settings) throw off()
    await countAttempt(primary, `oidc from ${call.clientAddress}`, perAddress)
    const kept = oidcCookieValue(call.header('cookie'))
    const { issuer, subject, name, returnTo } = await finishOidcWith(settings, call.query, kept)
    const person = await primary.transaction((trx) =>
      personOfIdentity(trx, { issuer, subject, name: name ?? newcomerName() }),
    )
    const outcome = await passFirstStep(person, 'oidc', browserOf(call), {
      primary,
      hours: config.SESSION_HOURS,
      https,
    })
    const forget = oidcCookie('', https)
    // Behind the #, so that the ticket reaches neither logs nor other sites.
    if ('secondStep' in outcome) return goTo(`${returnTo}#second-step=${outcome.secondStep}`, [forget])
    return goTo(returnTo, [forget, ...outcome.cookies])
  })
}
