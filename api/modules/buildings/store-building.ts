import type { Knex } from 'knex'
import type { ConvertedPlan } from '../../../bim-viewer/ifc/conversion-messages.ts'
import { readBuilding } from './building-queries.ts'
import { matchLevels, matchSpaces } from './match-spaces.ts'
import { placeOnMap } from './place-on-map.ts'
import {
  lockBuilding,
  markSpaces,
  putInForce,
  readKnownLevels,
  readKnownSpaces,
  writeLevels,
  writeSpaces,
} from './store-queries.ts'

/**
 * Makes a converted version the building of its place, unless a later one is: levels and spaces keep their ids where they are the same ones, so
 * photos, names and court links stay; spaces that are no more and that something hangs on are lost, which their owner is asked about.
 * @returns whether it is the one in force now
 */
export async function storeBuilding(
  trx: Knex.Transaction,
  model: { id: number; placeId: number; version: number },
  plan: Pick<ConvertedPlan, 'storeys' | 'spaces'>,
): Promise<boolean> {
  const { placeId } = model
  const { currentVersion } = await lockBuilding(trx, placeId)
  if (currentVersion !== null && currentVersion > model.version) return false
  const to = { placeId, modelId: model.id }
  const levelOf = matchLevels(await readKnownLevels(trx, placeId), plan.storeys)
  const matches = matchSpaces(await readKnownSpaces(trx, placeId), plan.spaces, levelOf)
  const levels = plan.storeys.map((storey) => ({ ...storey, id: levelOf.get(storey.guid) ?? null }))
  const levelIds = await writeLevels(trx, to, levels)
  const spaces = plan.spaces.map((space) => ({
    ...space,
    id: matches.known.get(space.guid) ?? null,
    levelId: levelIds.get(space.storeyGuid)!,
  }))
  await writeSpaces(trx, to, spaces)
  await markSpaces(trx, matches.lost, 'lost')
  await markSpaces(trx, matches.gone, 'gone')
  await putInForce(trx, placeId, model.id)
  await placeOnMap(trx, placeId, (await readBuilding(trx, placeId))!.placement)
  return true
}
