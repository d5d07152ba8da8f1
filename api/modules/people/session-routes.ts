import * as contract from '../../contract/session.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import { type Person, rolesOf, sha256 } from '../../http/auth.ts'
import { type Bind, type Call, Reply } from '../../http/handle.ts'
import { networkOf } from '../../http/pace.ts'
import { isThisHost } from '../../http/this-host.ts'
import { readAdministrator } from './administrator.ts'
import { countAttempt } from './attempts.ts'
import { authenticateToken } from './authenticate.ts'
import { againAfterSeconds, codeMinutes, sendCodeTo } from './codes.ts'
import { sessionCookie, sessionToken } from './cookies.ts'
import { type Browser, type Opened, openSession, passFirstStep, secondStepReply } from './open-session.ts'
import { passSecondStep } from './second-factor.ts'
import { endSessions, listSessionsOf, revokeSession } from './session-queries.ts'
import { accountOfCode, accountOfPassword } from './sign-in.ts'

const noStore = { 'Cache-Control': 'no-store' }

/** Signing in and out, and one's own sessions. */
export function sessionRoutes(core: Core, bind: Bind): void {
  const { config, messages, now } = core
  const { primary } = core.database
  const https = config.PUBLIC_URL?.startsWith('https:') ?? false
  const settings = { primary, hours: config.SESSION_HOURS, https }
  const administrator = readAdministrator(config)
  // Awaited at sign-in; a fault (say, an unwritable folder) is told there instead of as an unhandled rejection.
  administrator.catch(() => {})

  /** The reply of a sign-in that is done: who they are now, by the same reading as the gate's. */
  const signedIn = async (opened: Opened) => {
    const person = await authenticateToken(primary, config, opened.token)
    return new Reply(presentSelf(person!), { headers: { ...noStore, 'Set-Cookie': opened.cookies } })
  }

  bind(contract.signInWays, async () => ({
    password: true as const,
    phone: messages.channels.has('phone'),
    email: messages.channels.has('email'),
    oidc: config.OIDC_ISSUER ? config.OIDC_NAME : null,
    shown: messages.shown() !== null,
  }))

  bind(contract.sendCode, async ({ body, clientAddress }) => {
    const [channel, to] = 'phone' in body ? (['phone', body.phone] as const) : (['email', body.email] as const)
    const ticket = await sendCodeTo(primary, messages, { channel, to, language: body.language, clientAddress })
    return { ticket, validSeconds: codeMinutes * 60, againAfterSeconds }
  })

  bind(contract.signIn, async (call) => {
    const { body } = call
    const browser = browserOf(call)
    if ('secondStep' in body) {
      await countAttempt(primary, `second steps from ${networkOf(browser.address)}`, { most: 30, perSeconds: 600 })
      const passed = await passSecondStep(primary, body, now())
      return signedIn(await openSession({ ...passed, secondFactor: true }, browser, settings))
    }
    const outcome =
      'ticket' in body
        ? await passFirstStep(await accountOfCode(primary, body, browser), 'code', browser, settings)
        : await passFirstStep(
            await accountOfPassword(primary, await administrator, body, browser),
            'password',
            browser,
            settings,
          )
    return 'secondStep' in outcome ? secondStepReply(outcome.secondStep) : signedIn(outcome)
  })

  bind(
    contract.whoAmI,
    async ({ person }) => new Reply({ person: person ? presentSelf(person) : null }, { headers: noStore }),
  )

  bind(contract.signOut, async ({ header }) => {
    const token = sessionToken(header('cookie'))
    if (token) await revokeSession(primary, sha256(token))
    return new Reply(null, { status: 204, headers: { 'Set-Cookie': sessionCookie('', 0, https) } })
  })

  bind(contract.listSessions, async ({ person }) => {
    const items = await listSessionsOf(primary, person!.id)
    return { items: items.map((item) => ({ ...item, isThis: item.id === person!.session?.id })) }
  })
  bind(contract.endSession, async ({ person, params }) => {
    const ended = await endSessions(primary, person!.id, { only: params.id })
    if (ended === 0) throw errors.notFound('session-not-found', 'You have no such session (any more).')
    return null
  })
  bind(contract.endOtherSessions, async ({ person }) => ({
    ended: await endSessions(primary, person!.id, { except: person!.session?.id ?? null }),
  }))

  bind(contract.developmentMessages, async ({ clientAddress, header }) => {
    const shown = messages.shown()
    // Whoever reads a code can be its owner: only somebody at this very machine may.
    if (!shown || !isThisHost(clientAddress, header)) {
      throw errors.notFound('address-unknown', 'Messages are shown in development only, and to this host only.')
    }
    return new Reply({ items: shown }, { headers: noStore })
  })
}

/** What a person is told of themselves. */
export function presentSelf({ id, account, grants, session, ...person }: Person) {
  return {
    id,
    account,
    roles: person.isDevice ? rolesOf({ grants }).filter((role) => role !== 'citizen') : rolesOf({ grants }),
    grants: [...grants],
    csrfToken: session?.csrfToken ?? '',
    secondFactor: session?.secondFactor ?? ('off' as const),
  }
}

// biome-ignore lint/suspicious/noExplicitAny: a call of any route carries these
export const browserOf = ({ header, clientAddress }: Pick<Call<any>, 'header' | 'clientAddress'>): Browser => ({
  cookie: header('cookie'),
  agent: header('user-agent') ?? '',
  address: clientAddress,
})
