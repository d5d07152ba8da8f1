import type { Target } from '../../contract/access.ts'
import { errors } from '../../errors.ts'
import { audit } from '../../http/audit.ts'
import type { Acting, Executing, Trx } from './context.ts'
import { lockOwners, ownersOf, setTrust } from './owner-queries.ts'
import '../../bus/ownership.ts'

type Whose = { placeId: number; personId: string } & Target

export async function giveOwnership(trx: Trx, { placeId, personId }: Whose, { bus, person }: Executing): Promise<void> {
  await bus.tell(trx, 'ownership.given', { placeId, personId, by: person?.id ?? null })
}

export async function endOwnership(trx: Trx, whose: Whose, executing: Executing): Promise<void> {
  const { placeId, personId, regionCode } = whose
  const { bus, database, person } = executing
  await setTrust(database, trx, { placeId, personId, by: personId, trusted: false })
  await bus.tell(trx, 'ownership.ended', { placeId, personId, by: person?.id ?? null })
  await audit(trx, executing, {
    act: 'owner.ended',
    target: { kind: 'place', id: placeId },
    regionCode: regionCode ?? null,
    before: { personId },
  })
}

/** Leaves or is taken from a place. @throws 404 owner-not-found. */
export async function endOwnershipBy(placeId: number, personId: string, acting: Acting, reason = ''): Promise<void> {
  const { database } = acting
  await database.primary.transaction(async (trx) => {
    const regionCode = await requireOwner(trx, { placeId, personId }, acting)
    await endOwnership(trx, { placeId, personId, regionCode }, acting)
    if (reason) {
      await audit(trx, acting, {
        act: 'owner.removed',
        target: { kind: 'place', id: placeId },
        regionCode,
        after: { personId, reason },
      })
    }
  })
}

/** @throws 404 owner-not-found. */
export async function trustOwnerBy(placeId: number, personId: string, trusted: boolean, acting: Acting): Promise<void> {
  const { database } = acting
  await database.primary.transaction(async (trx) => {
    const regionCode = await requireOwner(trx, { placeId, personId }, acting)
    await setTrust(database, trx, { placeId, personId, by: acting.person.id, trusted })
    await audit(trx, acting, {
      act: trusted ? 'owner.trusted' : 'owner.distrusted',
      target: { kind: 'place', id: placeId },
      regionCode,
      after: { personId },
    })
  })
}

async function requireOwner(
  trx: Trx,
  { placeId, personId }: { placeId: number; personId: string },
  { database }: Acting,
): Promise<string | null> {
  const place = await lockOwners(database, trx, placeId)
  const owners = await ownersOf(database, trx, placeId)
  if (!place || !owners.some((owner) => owner.personId === personId)) {
    throw errors.notFound(
      'owner-not-found',
      `That person does not own place ${placeId}; GET /api/places/${placeId}/owners.`,
    )
  }
  return place.regionCode
}
