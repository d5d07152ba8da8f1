import { randomInt } from 'node:crypto'
import type { Knex } from 'knex'
import { errors } from '../../errors.ts'
import { sha256 } from '../../http/auth.ts'
import { Reply } from '../../http/handle.ts'
import { type AccountRow, noteDevice } from './account-queries.ts'
import { deviceCookie, deviceToken, sessionCookie } from './cookies.ts'
import { hasSecondFactor, openSecondStep } from './second-factor.ts'
import { insertSession, type SignedInBy } from './session-queries.ts'
import { newToken } from './tokens.ts'

/** What a request says of the browser that signs in. */
export interface Browser {
  cookie: string | undefined
  agent: string
  address: string
}

export interface SessionSettings {
  primary: Knex
  hours: number
  https: boolean
}

export interface Opened {
  token: string
  cookies: string[]
}

/**
 * The first step was passed: a session, or the ticket of the second step when an app is set up.
 * @throws 403 account-archived.
 */
export async function passFirstStep(
  { id, archived }: Pick<AccountRow, 'id' | 'archived'>,
  signedInBy: SignedInBy,
  browser: Browser,
  settings: SessionSettings,
): Promise<Opened | { secondStep: string }> {
  if (archived) {
    throw errors.forbidden('account-archived', 'This account is archived. An administrator can take it back into use.')
  }
  if (await hasSecondFactor(settings.primary, id)) {
    return { secondStep: await openSecondStep(settings.primary, id, signedInBy) }
  }
  return openSession({ personId: id, signedInBy, secondFactor: false }, browser, settings)
}

/** A session with its cookie, and the browser remembered as one that this person uses. */
export async function openSession(
  who: { personId: string; signedInBy: SignedInBy; secondFactor: boolean },
  browser: Browser,
  { primary, hours, https }: SessionSettings,
): Promise<Opened> {
  const token = newToken()
  const device = deviceToken(browser.cookie) ?? newToken()
  await primary.transaction(async (trx) => {
    await insertSession(trx, {
      ...who,
      tokenHash: sha256(token),
      hours,
      address: browser.address,
      agent: browser.agent,
    })
    await noteDevice(trx, sha256(device), who.personId)
  })
  return { token, cookies: [sessionCookie(token, Math.round(hours * 3600), https), deviceCookie(device, https)] }
}

export const secondStepReply = (secondStep: string) =>
  new Reply({ secondStep }, { status: 202, headers: { 'Cache-Control': 'no-store' } })

/** A name for those who gave none yet: it tells nothing of their number. */
export const newcomerName = (): string => `用户${randomInt(100_000, 1_000_000)}`
