import type { Knex } from 'knex'
import { errors } from '../../errors.ts'
import type { Person } from '../../http/auth.ts'
import { readPerson } from './people-queries.ts'

/** The signed-in person's own profile, nothing masked. */
export async function profileOf(on: Knex, { id, session }: Person) {
  const row = (await readPerson(on, id))!
  return {
    id: row.id,
    name: row.name,
    account: row.account,
    phone: row.phone,
    email: row.email,
    hasPassword: row.hasPassword,
    secondFactor: session?.secondFactor ?? 'off',
    createdAt: row.createdAt,
    grants: row.grants.map(({ id, role, placeId, placeName, regionCode, regionName, grantedAt }) => ({
      id,
      role,
      placeId,
      placeName,
      regionCode,
      regionName,
      grantedAt,
    })),
  }
}

const freshMinutes = 15

/**
 * What cannot be undone, and what opens the account to others, needs a sign-in of the last quarter of an hour: a phone left on a
 * table is not enough.
 * @throws 403 sign-in-again.
 */
export function requireFresh({ session }: Person, now: Date): void {
  if (session && now.getTime() - session.startedAt.getTime() < freshMinutes * 60_000) return
  throw errors.forbidden(
    'sign-in-again',
    `This needs a sign-in within the last ${freshMinutes} minutes. Sign out, sign in again, and repeat it; nothing was changed.`,
  )
}
