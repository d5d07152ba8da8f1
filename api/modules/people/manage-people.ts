import type { Knex } from 'knex'
import type { z } from 'zod'
import { mayGive } from '../../contract/access.ts'
import type { giveRole } from '../../contract/people.ts'
import { errors } from '../../errors.ts'
import { audit } from '../../http/audit.ts'
import type { Person } from '../../http/auth.ts'
import { countOtherAdministrators, insertGrant, placeRegion, regionExists, revokeGrant } from './grant-queries.ts'
import { revokeKeysMadeBy } from './key-queries.ts'
import { lockPerson, type PersonRow, setArchived } from './people-queries.ts'
import { targetOfGrant } from './present-person.ts'
import { endSessions } from './session-queries.ts'

/** Who asks, from where. */
export interface Asker {
  person: Person
  clientAddress: string
}

type Wanted = z.output<NonNullable<(typeof giveRole)['body']>>

/** @throws 403 role-missing-there, 409 role-held, 409 person-archived, 422 role-scope-invalid, 404 … */
export async function giveRoleTo(trx: Knex.Transaction, asker: Asker, personId: string, wanted: Wanted): Promise<void> {
  const regionCode = await regionOf(trx, wanted)
  if (!mayGive(asker.person.grants, wanted.role, { placeId: wanted.placeId, regionCode })) throw notYoursToGive()
  const person = await lockOr404(trx, personId)
  if (person.archivedAt) {
    throw errors.conflict('person-archived', 'This account is archived; take it back into use before giving it a role.')
  }
  const grantId = await insertGrant(trx, { ...wanted, personId, by: asker.person.id })
  if (grantId === null) throw errors.conflict('role-held', 'They hold this role there already.')
  await audit(trx, asker, {
    act: 'role.given',
    target: { kind: 'person', id: personId },
    regionCode,
    after: wanted,
  })
}

/** @throws 404 grant-not-found, 403, 409 last-administrator. */
export async function takeRoleFrom(
  trx: Knex.Transaction,
  asker: Asker,
  personId: string,
  grantId: number,
): Promise<void> {
  const person = await lockOr404(trx, personId)
  const grant = person.grants.find(({ id }) => id === grantId)
  if (!grant) throw errors.notFound('grant-not-found', 'They do not hold that role (any more); read the person again.')
  if (!mayGive(asker.person.grants, grant.role, targetOfGrant(grant))) throw notYoursToGive()
  if (grant.role === 'administrator') await keepOneAdministrator(trx, personId)
  await revokeGrant(trx, grantId)
  await audit(trx, asker, {
    act: 'role.taken',
    target: { kind: 'person', id: personId },
    regionCode: grant.within,
    before: { role: grant.role, placeId: grant.placeId, regionCode: grant.regionCode },
  })
}

/** Sessions and keys end in the same transaction: the next request of any of them is nobody's. */
export async function archive(trx: Knex.Transaction, asker: Asker, personId: string, reason: string): Promise<void> {
  const person = await lockOr404(trx, personId)
  if (person.archivedAt) return
  await keepOneAdministrator(trx, personId)
  await setArchived(trx, personId, reason)
  const sessions = await endSessions(trx, personId)
  const keys = await revokeKeysMadeBy(trx, personId)
  await audit(trx, asker, {
    act: 'person.archived',
    target: { kind: 'person', id: personId },
    after: { reason, sessionsEnded: sessions, keysEnded: keys },
  })
}

/** @throws 409 person-erased: what was erased cannot come back. */
export async function unarchive(trx: Knex.Transaction, asker: Asker, personId: string): Promise<void> {
  const person = await lockOr404(trx, personId)
  if (person.erasedAt)
    throw errors.conflict('person-erased', 'This account was erased; they make a new one by signing in.')
  if (!person.archivedAt) return
  await setArchived(trx, personId, null)
  await audit(trx, asker, { act: 'person.unarchived', target: { kind: 'person', id: personId } })
}

export async function endAllSessions(trx: Knex.Transaction, asker: Asker, personId: string): Promise<void> {
  await lockOr404(trx, personId)
  const ended = await endSessions(trx, personId)
  await audit(trx, asker, { act: 'sessions.ended', target: { kind: 'person', id: personId }, after: { ended } })
}

/** @throws 404 person-not-found. */
export async function lockOr404(trx: Knex.Transaction, personId: string): Promise<PersonRow> {
  const person = await lockPerson(trx, personId)
  if (!person) throw personNotFound()
  return person
}

export const personNotFound = () =>
  errors.notFound('person-not-found', 'There is no such person, or none that you may see; GET /api/people finds them.')

/** @throws 409 last-administrator when nobody else could administer. */
export async function keepOneAdministrator(trx: Knex.Transaction, personId: string): Promise<void> {
  const { rows } = await trx.raw(
    `select exists (
       select from app.role_grant where person_id = :personId and role = 'administrator' and revoked_at is null) as is`,
    { personId },
  )
  if (!rows[0].is || (await countOtherAdministrators(trx, personId)) > 0) return
  throw errors.conflict('last-administrator', 'This is the last administrator; make somebody else one first.')
}

const notYoursToGive = () =>
  errors.forbidden(
    'role-missing',
    'This role there is not yours to give or take: operators do so for owner, organiser, expert and gate inside their region, administrators for the rest.',
  )

/** The region that the wanted role reaches. @throws 422 role-scope-invalid, 404 place-not-found, 404 region-not-found. */
async function regionOf(trx: Knex, { role, placeId, regionCode }: Wanted): Promise<string | null> {
  const scopeFault = scopeFaultOf(role, placeId, regionCode)
  if (scopeFault) throw errors.invalid('role-scope-invalid', scopeFault)
  if (placeId !== null) {
    const place = await placeRegion(trx, placeId)
    if (!place) throw errors.notFound('place-not-found', `There is no place ${placeId}.`)
    return place.regionCode
  }
  if (regionCode !== null && !(await regionExists(trx, regionCode))) {
    throw errors.notFound('region-not-found', `There is no region ${regionCode}; GET /api/regions lists them.`)
  }
  return regionCode
}

function scopeFaultOf(role: Wanted['role'], placeId: number | null, regionCode: string | null): string | null {
  if (placeId !== null && regionCode !== null)
    return 'A role counts on a place or in a region, not both: send one of them.'
  if ((role === 'owner' || role === 'gate') && placeId === null) return `The role ${role} is of a place: send placeId.`
  if (['planner', 'operator', 'administrator'].includes(role) && placeId !== null) {
    return `The role ${role} is of a region or of everything, not of one place: send regionCode, or neither.`
  }
  return null
}
