import { randomBytes } from 'node:crypto'
import type { Handover } from '../../contract/handovers.ts'
import { errors } from '../../errors.ts'
import { audit } from '../../http/audit.ts'
import { requireAccess, sha256 } from '../../http/auth.ts'
import { type Acting, deciders, type Executing, type Trx } from './context.ts'
import {
  type HandoverRow,
  insertHandover,
  moveHandover,
  readHandover,
  readHandoverByToken,
} from './handover-queries.ts'
import { lockOwners, ownersOf } from './owner-queries.ts'
import { endOwnership, giveOwnership } from './ownership.ts'

/** An offer that nobody took up in this time has lapsed. */
const offerDays = 14

/** @throws 409 handover-open while an own transfer of the place is under way. */
export async function offerHandoverBy(placeId: number, kind: Handover['kind'], acting: Acting) {
  const { database, person, now } = acting
  const token = randomBytes(24).toString('base64url')
  const id = await database.primary.transaction((trx) =>
    insertHandover(database, trx, { placeId, kind, from: person.id, tokenHash: sha256(token), now, days: offerDays }),
  )
  return { ...presentHandover(await readHandover(database, database.primary, id)), token }
}

export const viewHandoverBy = async (token: string, { database }: Acting): Promise<Handover> =>
  presentHandover(await readHandoverByToken(database, database.primary, sha256(token)))

/**
 * An invitation counts at once, a transfer after its notice. The giver must still be an owner.
 * @throws 409 handover-ended, 409 owner-already.
 */
export async function acceptHandoverBy(token: string, acting: Acting): Promise<Handover> {
  const { database, person, now } = acting
  const id = await database.primary.transaction(async (trx) => {
    const offer = await readHandoverByToken(database, trx, sha256(token), { lock: true })
    requireState(offer, ['offered'])
    if (Date.parse(offer.expiresAt) <= now.getTime())
      throw errors.conflict('handover-ended', 'This link has lapsed; ask the owner for a new one.')
    await lockOwners(database, trx, offer.placeId)
    const owners = (await ownersOf(database, trx, offer.placeId)).map(({ personId }) => personId)
    if (!owners.includes(offer.fromPersonId))
      throw errors.conflict(
        'handover-ended',
        `${offer.fromName} owns this place no longer, so the link offers nothing.`,
      )
    if (owners.includes(person.id)) throw errors.conflict('owner-already', 'You keep this place already.')
    if (offer.kind === 'invite') {
      await giveOwnership(trx, { placeId: offer.placeId, personId: person.id }, acting)
      await moveHandover(database, trx, offer.id, { state: 'done', to: person.id, now })
    } else {
      await moveHandover(database, trx, offer.id, { state: 'notice', to: person.id, startsNotice: true, now })
    }
    await audit(
      trx,
      acting,
      actOf(`handover.${offer.kind === 'invite' ? 'done' : 'announced'}`, offer, { to: person.id }),
    )
    return offer.id
  })
  return presentHandover(await readHandover(database, database.primary, id))
}

/** Another owner or an operator objects; the giver stops it instead. */
export function objectToHandoverBy(id: number, objection: string, acting: Acting): Promise<Handover> {
  return move(id, acting, async (trx, row) => {
    requireAccess(acting.person, ['owner', ...deciders], row)
    requireState(row, ['notice'])
    const by = acting.person.id
    await moveHandover(acting.database, trx, id, { state: 'objected', objection, objectedBy: by, now: acting.now })
    await audit(trx, acting, actOf('handover.objected', row, { objection }))
  })
}

export function stopHandoverBy(id: number, reason: string, acting: Acting): Promise<Handover> {
  return move(id, acting, async (trx, row) => {
    if (row.fromPersonId !== acting.person.id) requireAccess(acting.person, deciders, row)
    requireState(row, ['offered', 'notice', 'objected'])
    await moveHandover(acting.database, trx, id, { state: 'stopped', reason, now: acting.now })
    await audit(trx, acting, actOf('handover.stopped', row, { reason }))
  })
}

/** An operator lets it go on although somebody objected. */
export function settleHandoverBy(id: number, reason: string, acting: Acting): Promise<Handover> {
  return move(id, acting, async (trx, row) => {
    requireAccess(acting.person, deciders, row)
    requireState(row, ['objected'])
    await carryOut(trx, row, acting, reason)
  })
}

/** After the notice, by the chore. */
export function carryOutHandover(id: number, executing: Executing): Promise<void> {
  const { database, now } = executing
  return database.primary.transaction(async (trx) => {
    const row = await readHandover(database, trx, id, { lock: true })
    if (row.state !== 'notice' || Date.parse(row.noticeEndsAt!) > now.getTime()) return
    await carryOut(trx, row, executing, row.reason)
  })
}

async function carryOut(trx: Trx, row: HandoverRow, executing: Executing, reason: string): Promise<void> {
  const { database, now } = executing
  const { placeId, regionCode, fromPersonId, toPersonId } = row
  await lockOwners(database, trx, placeId)
  const owners = (await ownersOf(database, trx, placeId)).map(({ personId }) => personId)
  // Who gives away what is no longer theirs gives nothing.
  if (!owners.includes(fromPersonId)) {
    await moveHandover(database, trx, row.id, { state: 'stopped', reason: 'the giver owns it no longer', now })
    return
  }
  await endOwnership(trx, { placeId, personId: fromPersonId, regionCode }, executing)
  await giveOwnership(trx, { placeId, personId: toPersonId! }, executing)
  await moveHandover(database, trx, row.id, { state: 'done', reason, now })
  await audit(trx, executing, actOf('handover.done', row, { to: toPersonId, reason }))
}

async function move(id: number, acting: Acting, act: (trx: Trx, row: HandoverRow) => Promise<void>): Promise<Handover> {
  const { database } = acting
  await database.primary.transaction(async (trx) => act(trx, await readHandover(database, trx, id, { lock: true })))
  return presentHandover(await readHandover(database, database.primary, id))
}

export function presentHandover({ fromPersonId, toPersonId, ...row }: HandoverRow): Handover {
  return row
}

function requireState({ id, state }: Handover, wanted: readonly Handover['state'][]): void {
  if (wanted.includes(state)) return
  throw errors.conflict('handover-ended', `Handover ${id} is ${state}; it takes one that is ${wanted.join(' or ')}.`)
}

const actOf = (act: string, { id, placeId, regionCode, fromPersonId }: HandoverRow, after: object) => ({
  act,
  target: { kind: 'place', id: placeId },
  regionCode,
  after: { handover: id, from: fromPersonId, ...after },
})
