import * as contract from '../../contract/buildings.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import type { Bind } from '../../http/handle.ts'
import { Reply } from '../../http/handle.ts'
import { neededSpace, spaceFor, withPhotos } from './read-spaces.ts'
import {
  attachPhoto,
  countLost,
  detachPhoto,
  endLostSpace,
  giveToSpace,
  isCourtOf,
  readSpaces,
  updateSpace,
} from './space-queries.ts'

export function spaceRoutes(core: Core, bind: Bind): void {
  const { primary } = core.database

  bind(contract.changeSpace, async ({ params, body, ifMatch, person }) => {
    await neededSpace(core, params.id, params.space)
    if (body.courtId != null && !(await isCourtOf(primary, params.id, body.courtId))) {
      throw errors.invalid('court-unknown', `Place ${params.id} has no court ${body.courtId} that can be booked.`)
    }
    const written = await primary.transaction((trx) =>
      updateSpace(trx, { id: params.space, version: ifMatch, change: body }),
    )
    if (!written) throw errors.stale('space-changed', 'The space has changed meanwhile; load it again.')
    return changedSpace(params, person)
  })

  bind(contract.addSpacePhoto, async ({ params, body, person }) => {
    await neededSpace(core, params.id, params.space)
    const photo = { placeId: params.id, spaceId: params.space, fileId: body.fileId, pin: body.pin }
    if (!(await primary.transaction((trx) => attachPhoto(trx, photo)))) throw photoMissing(body.fileId)
    return changedSpace(params, person)
  })

  bind(contract.removeSpacePhoto, async ({ params, person }) => {
    await neededSpace(core, params.id, params.space)
    if (!(await primary.transaction((trx) => detachPhoto(trx, params.space, params.file)))) {
      throw photoMissing(params.file)
    }
    return changedSpace(params, person)
  })

  bind(contract.lostSpaces, async ({ params, person }) => ({
    items: await withPhotos(core, await readSpaces(primary, params.id, 'lost'), person),
  }))

  bind(contract.resolveLostSpace, async ({ params, body: { outcome } }) => {
    await primary.transaction(async (trx) => {
      if (outcome.is === 'now') {
        const spaces = await readSpaces(trx, params.id, 'current')
        if (!spaces.some(({ id }) => id === outcome.spaceId)) throw spaceMissing(outcome.spaceId)
        await giveToSpace(trx, params.space, outcome.spaceId)
      }
      // After it, so that a stranger's space gives nothing: the whole is taken back.
      if (!(await endLostSpace(trx, params.id, params.space))) throw spaceMissing(params.space)
    })
    return { lostSpaces: await countLost(primary, params.id) }
  })

  async function changedSpace(params: { id: number; space: number }, person: Parameters<typeof spaceFor>[3]) {
    const space = await spaceFor(core, params.id, params.space, person)
    return new Reply(space, { etag: String(space.version) })
  }
}

const spaceMissing = (id: number) => errors.notFound('space-not-found', `The building has no such space ${id}.`)
const photoMissing = (id: number) => errors.notFound('file-not-found', `The place has no photo ${id} for this.`)
