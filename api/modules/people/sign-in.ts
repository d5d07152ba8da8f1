import type { Knex } from 'knex'
import { phoneNumber } from '../../contract/session.ts'
import { errors } from '../../errors.ts'
import { sha256 } from '../../http/auth.ts'
import { networkOf } from '../../http/pace.ts'
import { type AccountRow, findAccount, isKnownDevice, personOfAddress, upsertAdministrator } from './account-queries.ts'
import type { Administrator } from './administrator.ts'
import { countAttempt, forgetAttempts } from './attempts.ts'
import { redeemCode } from './codes.ts'
import { deviceToken } from './cookies.ts'
import { type Browser, newcomerName } from './open-session.ts'
import { passwordMatches } from './password.ts'

/**
 * The account that a password opens.
 *
 * Tries are counted by address, by address and account, and by account over all browsers that never signed in to it. So strangers
 * who guess use up their own tries and each other's, never those of a browser that the owner has used; and a code sent to the
 * owner's phone or mailbox opens the account however many guess.
 * @throws 403 sign-in-failed (the same for a wrong password and an unknown account), 403 sign-in-off, 429 too-many-requests.
 */
export async function accountOfPassword(
  primary: Knex,
  administrator: Administrator | null,
  { account, password }: { account: string; password: string },
  browser: Browser,
): Promise<AccountRow> {
  const name = account.trim()
  const known = await findAccount(primary, { name, phone: phoneNumber.safeParse(name).data ?? null })
  // By the account where there is one, so that another way to write its number is no further set of tries.
  const whose = known?.id ?? name.toLowerCase()
  const pair = `password ${whose} from ${networkOf(browser.address)}`
  await countTries(primary, whose, known, browser, pair)
  const isAdministrator = administrator !== null && name === administrator.account
  const right = isAdministrator
    ? await administrator.matches(name, password)
    : await passwordMatches(password, known?.passwordHash ?? null)
  if (!right) {
    throw errors.forbidden('sign-in-failed', 'Account and password do not belong together. Check both and try again.')
  }
  await forgetAttempts(primary, pair)
  return isAdministrator ? upsertAdministrator(primary, administrator.account) : known!
}

async function countTries(
  primary: Knex,
  whose: string,
  known: AccountRow | undefined,
  browser: Browser,
  pair: string,
): Promise<void> {
  await countAttempt(primary, `passwords from ${networkOf(browser.address)}`, { most: 60, perSeconds: 600 })
  const device = deviceToken(browser.cookie)
  if (device && known && (await isKnownDevice(primary, sha256(device), known.id))) {
    await countAttempt(primary, `password of device ${device}`, { most: 10, perSeconds: 300 })
    return
  }
  await countAttempt(primary, pair, { most: 10, perSeconds: 300 })
  await countAttempt(primary, `password ${whose} from strangers`, { most: 100, perSeconds: 3600 })
}

/** The account whose number or mailbox the code proves; a new one makes an account. @throws 403 code-refused. */
export async function accountOfCode(
  primary: Knex,
  proof: { ticket: string; code: string },
  browser: Browser,
): Promise<{ id: string; archived: boolean }> {
  await countAttempt(primary, `code tries from ${networkOf(browser.address)}`, { most: 60, perSeconds: 600 })
  const { channel, address } = await redeemCode(primary, proof)
  return personOfAddress(primary, channel, address, newcomerName())
}
