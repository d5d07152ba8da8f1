import * as contract from '../../contract/account.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import { audit } from '../../http/audit.ts'
import { type Bind, Reply } from '../../http/handle.ts'
import { networkOf } from '../../http/pace.ts'
import { setAddress, setName, setPasswordHash } from './account-queries.ts'
import { countAttempt } from './attempts.ts'
import { redeemCode } from './codes.ts'
import { sessionCookie } from './cookies.ts'
import { hashPassword } from './password.ts'
import { erase, exportPersonData } from './person-data.ts'
import { makeCode, sharedSecret, validSeconds } from './personal-code.ts'
import { profileOf, requireFresh } from './profile.ts'
import { confirmFactor, removeFactor, startFactor } from './second-factor.ts'
import { endSessions, markSecondFactor } from './session-queries.ts'
import { base32, otpAuthAddress } from './totp.ts'

/** What people do with their own account. */
export function accountRoutes({ config, database: { primary }, bus, now }: Core, bind: Bind): void {
  const https = config.PUBLIC_URL?.startsWith('https:') ?? false

  bind(contract.getMe, async ({ person }) => profileOf(primary, person!))
  bind(contract.changeMe, async ({ person, body }) => {
    await setName(primary, person!.id, body.name)
    return profileOf(primary, person!)
  })

  bind(contract.addAddress, async ({ person, body, clientAddress }) => {
    requireFresh(person!, now())
    await countAttempt(primary, `code tries from ${networkOf(clientAddress)}`, { most: 60, perSeconds: 600 })
    const { channel, address } = await redeemCode(primary, body)
    await setAddress(primary, person!.id, channel, address)
    return profileOf(primary, person!)
  })

  bind(contract.setPassword, async ({ person, body }) => {
    requireFresh(person!, now())
    if (person!.account === config.ADMIN_ACCOUNT) {
      throw errors.conflict(
        'password-in-configuration',
        'The password of this account is in the configuration (ADMIN_PASSWORD); change it there.',
      )
    }
    const hash = await hashPassword(body.password)
    await primary.transaction(async (trx) => {
      await setPasswordHash(trx, person!.id, hash)
      await endSessions(trx, person!.id, { except: person!.session?.id ?? null })
    })
    return profileOf(primary, person!)
  })

  bind(contract.startSecondFactor, async ({ person }) => {
    requireFresh(person!, now())
    const secret = await startFactor(primary, person!.id)
    return { secret: base32(secret), address: otpAuthAddress(secret, person!.account, '场馆一张图') }
  })
  bind(contract.confirmSecondFactor, async (call) => {
    const { person, body } = call
    await countAttempt(primary, `second factor of ${person!.id}`, { most: 10, perSeconds: 300 })
    const recoveryCodes = await primary.transaction(async (trx) => {
      const codes = await confirmFactor(trx, person!.id, body.code, now())
      if (person!.session) await markSecondFactor(trx, person!.session.id)
      await audit(trx, call, { act: 'second-factor.set', target: { kind: 'person', id: person!.id } })
      return codes
    })
    return { recoveryCodes }
  })
  bind(contract.removeSecondFactor, async (call) => {
    const { person } = call
    requireFresh(person!, now())
    await primary.transaction(async (trx) => {
      if (!(await removeFactor(trx, person!.id))) return
      await audit(trx, call, { act: 'second-factor.removed', target: { kind: 'person', id: person!.id } })
    })
    return null
  })

  bind(contract.exportMe, async ({ person }) => {
    await countAttempt(primary, `export of ${person!.id}`, { most: 10, perSeconds: 3600 })
    return exportPersonData(primary, bus, person!.id, now())
  })
  bind(contract.eraseMe, async ({ person, clientAddress }) => {
    requireFresh(person!, now())
    await primary.transaction((trx) => erase(trx, bus, { person: person!, clientAddress }, person!.id))
    return new Reply(null, { status: 204, headers: { 'Set-Cookie': sessionCookie('', 0, https) } })
  })

  bind(contract.makePersonalCode, async ({ person }) => {
    await countAttempt(primary, `personal codes of ${person!.id}`, { most: 60, perSeconds: 600 })
    return { token: makeCode(await sharedSecret(primary, 'personal-code'), person!.id, now()), validSeconds }
  })
}
