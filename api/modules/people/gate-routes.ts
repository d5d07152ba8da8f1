import * as contract from '../../contract/gates.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import { audit } from '../../http/audit.ts'
import { sha256 } from '../../http/auth.ts'
import { type Bind, Reply } from '../../http/handle.ts'
import { checkCodeAt } from './check-personal-code.ts'
import { placeRegion } from './grant-queries.ts'
import { insertKey, listKeysOf, revokeKeyOf } from './key-queries.ts'
import { newToken } from './tokens.ts'

const mostKeys = 50

/** Keys of a place's devices, and the personal codes checked there. */
export function gateRoutes({ database: { primary }, now }: Core, bind: Bind): void {
  bind(contract.listKeys, async ({ params }) => ({ items: await listKeysOf(primary, params.id) }))

  bind(contract.makeKey, async (call) => {
    const { params, body, person } = call
    const key = `vak_${newToken()}`
    const made = await primary.transaction(async (trx) => {
      const place = await placeRegion(trx, params.id)
      if (!place) throw errors.notFound('place-not-found', `There is no place ${params.id}.`)
      if ((await listKeysOf(trx, params.id)).length >= mostKeys) {
        throw errors.conflict(
          'too-many-keys',
          `A place has at most ${mostKeys} keys; end those of devices that are gone.`,
        )
      }
      const stored = await insertKey(trx, {
        makerId: person!.id,
        placeId: params.id,
        name: body.name,
        days: body.days,
        tokenHash: sha256(key),
      })
      await audit(trx, call, {
        act: 'key.made',
        target: { kind: 'place', id: params.id },
        regionCode: place.regionCode,
        after: { keyId: stored.id, name: stored.name, expiresAt: stored.expiresAt },
      })
      return stored
    })
    return new Reply({ ...made, key }, { headers: { 'Cache-Control': 'no-store' } })
  })

  bind(contract.revokeKey, async (call) => {
    const { id, keyId } = call.params
    await primary.transaction(async (trx) => {
      const revoked = await revokeKeyOf(trx, id, keyId)
      if (!revoked) throw errors.notFound('key-not-found', `Place ${id} has no key ${keyId} (any more).`)
      await audit(trx, call, {
        act: 'key.ended',
        target: { kind: 'place', id },
        regionCode: (await placeRegion(trx, id))?.regionCode ?? null,
        before: { keyId, name: revoked.name },
      })
    })
    return null
  })

  bind(contract.checkPersonalCode, async ({ params, body, person }) =>
    checkCodeAt(primary, { token: body.token, placeId: params.id, checkedBy: person!.id }, now()),
  )
}
