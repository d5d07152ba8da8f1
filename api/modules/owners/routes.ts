import * as claimRoutes from '../../contract/claims.ts'
import * as handoverRoutes from '../../contract/handovers.ts'
import * as contract from '../../contract/owners.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import type { Bind, Call } from '../../http/handle.ts'
import { idCursor } from '../../http/id-cursor.ts'
import { rateLimit } from '../../http/rate-limit.ts'
import { patternOf, regionScope } from '../../http/region-scope.ts'
import { type ClaimFilter, readClaims } from './claim-queries.ts'
import { claimPlaceBy, decideClaimBy, objectToClaimBy, readProofsBy, withdrawClaimBy } from './claims.ts'
import { type Acting, deciders } from './context.ts'
import { readHandovers, readWaitingHandovers } from './handover-queries.ts'
import {
  acceptHandoverBy,
  objectToHandoverBy,
  offerHandoverBy,
  presentHandover,
  settleHandoverBy,
  stopHandoverBy,
  viewHandoverBy,
} from './handovers.ts'
import { listRules, setRuleBy } from './moderation-rules.ts'
import { countsIn, ownersOf, placesOf } from './owner-queries.ts'
import { endOwnershipBy, trustOwnerBy } from './ownership.ts'

export function ownersRoutes({ database, bus, now }: Core, bind: Bind): void {
  // biome-ignore lint/suspicious/noExplicitAny: a call of any route carries these
  const acting = ({ person, clientAddress }: Pick<Call<any>, 'person' | 'clientAddress'>): Acting => ({
    database,
    bus,
    person: person!,
    clientAddress,
    now: now(),
  })
  const allowClaim = rateLimit({ most: 10, perSeconds: 3600 })
  const allowLink = rateLimit({ most: 30, perSeconds: 60 })

  bind(claimRoutes.claimPlace, async (call) => {
    allowClaim(call.person!.id)
    return claimPlaceBy(call.params.id, call.body, acting(call))
  })
  bind(claimRoutes.listClaims, async ({ query, person }) => {
    const rows = await readClaims(database, database.primary, {
      ...whoseClaims(query.whose, person!),
      region: query.region ? patternOf(query.region) : null,
      afterId: idCursor(query.cursor),
      limit: query.limit + 1,
    })
    const items = rows.slice(0, query.limit)
    return { items, nextCursor: rows.length > query.limit ? String(items.at(-1)!.id) : null }
  })
  bind(claimRoutes.claimProofs, async (call) => readProofsBy(call.params.id, acting(call)))
  bind(claimRoutes.decideClaim, async (call) => decideClaimBy(call.params.id, call.body, acting(call)))
  bind(claimRoutes.withdrawClaim, async (call) => withdrawClaimBy(call.params.id, acting(call)))
  bind(claimRoutes.objectToClaim, async (call) => objectToClaimBy(call.params.id, call.body.reason, acting(call)))

  bind(handoverRoutes.offerHandover, async (call) => offerHandoverBy(call.params.id, call.body.kind, acting(call)))
  bind(handoverRoutes.listHandovers, async ({ params }) => ({
    items: (await readHandovers(database, database.primary, params.id)).map(presentHandover),
  }))
  bind(handoverRoutes.waitingHandovers, async ({ query, person }) => {
    const scope = {
      regions: regionScope(person!.grants, deciders),
      region: query.region ? patternOf(query.region) : null,
    }
    return { items: (await readWaitingHandovers(database, database.primary, scope)).map(presentHandover) }
  })
  bind(handoverRoutes.viewHandover, async (call) => {
    allowLink(call.clientAddress)
    return viewHandoverBy(call.body.token, acting(call))
  })
  bind(handoverRoutes.acceptHandover, async (call) => {
    allowLink(call.clientAddress)
    return acceptHandoverBy(call.body.token, acting(call))
  })
  bind(handoverRoutes.objectToHandover, async (call) =>
    objectToHandoverBy(call.params.id, call.body.reason, acting(call)),
  )
  bind(handoverRoutes.stopHandover, async (call) => stopHandoverBy(call.params.id, call.body.reason, acting(call)))
  bind(handoverRoutes.settleHandover, async (call) => settleHandoverBy(call.params.id, call.body.reason, acting(call)))

  bind(contract.myPlaces, async ({ person }) => ({
    items: await placesOf(database, database.primary, person!.id, now()),
  }))
  bind(contract.listOwners, async ({ params }) => ({ items: await ownersOf(database, database.primary, params.id) }))
  bind(contract.leavePlace, async (call) => {
    await endOwnershipBy(call.params.id, call.person!.id, acting(call))
    return null
  })
  bind(contract.removeOwner, async (call) => {
    await endOwnershipBy(call.params.id, call.params.person, acting(call), call.body.reason)
    return null
  })
  bind(contract.trustOwner, async (call) => {
    await trustOwnerBy(call.params.id, call.params.person, call.body.trusted, acting(call))
    return null
  })

  bind(contract.listModerationRules, async () => ({ items: await listRules({ database }) }))
  bind(contract.setModerationRule, async (call) => {
    await setRuleBy(call.body, acting(call))
    return null
  })
  bind(contract.moderationCounts, async ({ person }) =>
    countsIn(database, database.primary, regionScope(person!.grants, deciders), now()),
  )
}

/** @throws 403 role-missing when the queue is asked for by somebody who decides nothing. */
function whoseClaims(
  whose: 'mine' | 'on-my-places' | 'queue',
  { id, grants }: Acting['person'],
): Pick<ClaimFilter, 'personId' | 'places' | 'regions' | 'states'> {
  if (whose === 'mine') return { personId: id, places: null, regions: null, states: null }
  if (whose === 'on-my-places') {
    const places = grants.flatMap(({ role, placeId }) => (role === 'owner' && placeId !== null ? [placeId] : []))
    return { personId: null, places, regions: null, states: ['notice', 'objected'] }
  }
  const regions = regionScope(grants, deciders)
  if (regions?.length === 0) {
    throw errors.forbidden(
      'role-missing',
      'This needs one of the roles operator, administrator; an administrator can give it.',
    )
  }
  return { personId: null, places: null, regions, states: ['submitted', 'notice', 'objected'] }
}
