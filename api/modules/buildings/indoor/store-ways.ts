import { json } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Knex } from 'knex'
import { type WaysArtifact, waysName } from '../../../../bim-viewer/ifc/passages/ways-step.ts'
import { unpackGraph } from '../../../../bim-viewer/ifc/paths/walk-graph.ts'
import type { FileStore } from '../../../files/store.ts'
import { removeWalk, storeWalk } from './store-walk.ts'

/** What a conversion made of a model's ways; null where they could not be read. */
export async function fetchWays(
  files: FileStore,
  artifacts: readonly { name: string; sha256: string }[],
): Promise<WaysArtifact | null> {
  const made = artifacts.find(({ name }) => name === waysName)
  if (!made) return null
  const unzipped = createGunzip()
  const [ways] = await Promise.all([json(unzipped), pipeline(await files.read(made.sha256), unzipped)])
  return ways as WaysArtifact
}

/** Puts a version's ways in the room of those before, with its spaces. A version that is not in force has none. */
export async function storeWays(
  trx: Knex.Transaction,
  { id, placeId }: { id: number; placeId: number },
  ways: WaysArtifact | null,
): Promise<void> {
  const { rows } = await trx.raw('select from app.building where place_id = :placeId and model_id = :id', {
    id,
    placeId,
  })
  if (rows.length === 0) return
  if (ways) await storeWalk(trx, placeId, { plan: ways.plan, graph: unpackGraph(Buffer.from(ways.graph, 'base64')) })
  else await removeWalk(trx, placeId)
}
