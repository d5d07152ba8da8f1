import type { Claim } from '../../contract/claims.ts'
import { errors } from '../../errors.ts'
import { audit } from '../../http/audit.ts'
import { requireAccess } from '../../http/auth.ts'
import { insertClaim, moveClaim, readClaim } from './claim-queries.ts'
import { type Acting, deciders, type Executing, type Trx } from './context.ts'
import { lockOwners, ownersOf } from './owner-queries.ts'
import { endOwnership, giveOwnership } from './ownership.ts'

/** @throws 404 place-not-found, 409 owner-already, 409 claim-open (by the index: also when two arrive at once). */
export async function claimPlaceBy(
  placeId: number,
  asked: { wants: Claim['wants']; message: string; contact?: string | undefined; proofFileIds: readonly number[] },
  acting: Acting,
): Promise<Claim> {
  const { database, person, now } = acting
  const id = await database.primary.transaction(async (trx) => {
    const owners = await ownersOf(database, trx, placeId)
    if (owners.some(({ personId }) => personId === person.id))
      throw errors.conflict('owner-already', `You keep place ${placeId} already; it is under /manage.`)
    const claim = { ...asked, contact: asked.contact || null, placeId, personId: person.id, now }
    const stored = await insertClaim(database, trx, claim)
    if (stored === undefined) throw errors.notFound('place-not-found', `There is no place ${placeId} to claim.`)
    const { proofFileIds: fileIds } = asked
    if (fileIds.length > 0)
      await acting.bus.tell(trx, 'claim.proofs-given', { claimId: stored, placeId, fileIds, personId: person.id })
    return stored
  })
  return readClaim(database, database.primary, id)
}

/** Who made the claim and the operators of its region see its proofs. @throws 404 claim-not-found, 403 role-missing. */
export async function readProofsBy(id: number, { database, bus, person }: Acting) {
  const claim = await readClaim(database, database.primary, id)
  if (claim.personId !== person.id) requireAccess(person, deciders, claim)
  return { items: (await bus.ask('attached-files', { to: { claimId: id }, person })).flat() }
}

/**
 * An approved claim counts at once, except a take-over of a place that has owners: that is announced, and carried out when
 * nobody objects within the notice. After an objection an operator decides finally. @throws 409 claim-decided, 422 reason-missing.
 */
export function decideClaimBy(id: number, decision: { outcome: 'approve' | 'refuse'; reason: string }, acting: Acting) {
  const { outcome, reason } = decision
  return move(id, acting, async (trx, claim) => {
    requireAccess(acting.person, deciders, claim)
    const by = acting.person.id
    if (outcome === 'refuse') {
      requireState(claim, ['submitted', 'notice', 'objected'])
      if (reason === '')
        throw errors.invalid('reason-missing', 'Say why the claim is refused; the person who asked reads it.')
      await moveClaim(acting.database, trx, id, { state: 'refused', by, reason, now: acting.now })
      await audit(trx, acting, actOf('claim.refused', claim, { reason }))
      return
    }
    requireState(claim, ['submitted', 'objected'])
    if (claim.wants === 'take-over' && claim.state === 'submitted' && claim.owners > 0) {
      await moveClaim(acting.database, trx, id, { state: 'notice', by, reason, startsNotice: true, now: acting.now })
      await audit(trx, acting, actOf('claim.announced', claim, { reason }))
      return
    }
    await carryOut(trx, claim, acting, reason)
  })
}

export function withdrawClaimBy(id: number, acting: Acting): Promise<Claim> {
  return move(id, acting, async (trx, claim) => {
    // Another's claim is none of theirs to know of.
    if (claim.personId !== acting.person.id) throw errors.notFound('claim-not-found', `You have no claim ${id}.`)
    requireState(claim, ['submitted', 'notice', 'objected'])
    await moveClaim(acting.database, trx, id, { state: 'withdrawn', now: acting.now })
  })
}

export function objectToClaimBy(id: number, objection: string, acting: Acting): Promise<Claim> {
  return move(id, acting, async (trx, claim) => {
    requireAccess(acting.person, ['owner', ...deciders], claim)
    requireState(claim, ['notice'])
    await moveClaim(acting.database, trx, id, { state: 'objected', by: acting.person.id, objection, now: acting.now })
    await audit(trx, acting, actOf('claim.objected', claim, { objection }))
  })
}

/** After the notice, by the chore; somebody may have objected or decided since it was found due. */
export function carryOutClaim(id: number, executing: Executing): Promise<void> {
  const { database, now } = executing
  return database.primary.transaction(async (trx) => {
    const claim = await readClaim(database, trx, id, { lock: true })
    if (claim.state !== 'notice' || Date.parse(claim.noticeEndsAt!) > now.getTime()) return
    await carryOut(trx, claim, executing, claim.reason)
  })
}

async function carryOut(trx: Trx, claim: Claim, executing: Executing, reason: string): Promise<void> {
  const { database, person, now } = executing
  await lockOwners(database, trx, claim.placeId)
  if (claim.wants === 'take-over') {
    for (const { personId } of await ownersOf(database, trx, claim.placeId)) {
      if (personId !== claim.personId) await endOwnership(trx, { ...claim, personId }, executing)
    }
  }
  await giveOwnership(trx, claim, executing)
  await moveClaim(database, trx, claim.id, { state: 'approved', by: person?.id ?? null, reason, now })
  await audit(trx, executing, actOf('claim.approved', claim, { wants: claim.wants, reason }))
}

async function move(id: number, acting: Acting, act: (trx: Trx, claim: Claim) => Promise<void>): Promise<Claim> {
  const { database } = acting
  await database.primary.transaction(async (trx) => act(trx, await readClaim(database, trx, id, { lock: true })))
  return readClaim(database, database.primary, id)
}

function requireState({ id, state }: Claim, wanted: readonly Claim['state'][]): void {
  if (wanted.includes(state)) return
  throw errors.conflict('claim-decided', `Claim ${id} is ${state}; it takes one that is ${wanted.join(' or ')}.`)
}

const actOf = (act: string, { id, placeId, personId, regionCode }: Claim, after: object) => ({
  act,
  target: { kind: 'place', id: placeId },
  regionCode,
  after: { claim: id, personId, ...after },
})
