import type { Knex } from 'knex'
import { type Placement, polygonOnMap, toMap } from '../../../bim-viewer/ifc/placement.ts'
import { readFootprints, writeOnMap } from './building-queries.ts'

/** Puts every footprint of the place's building where the building stands. */
export async function placeOnMap(trx: Knex.Transaction, placeId: number, placement: Placement | null): Promise<void> {
  const project = placement && toMap(placement)
  const spaces = await readFootprints(trx, placeId)
  await writeOnMap(
    trx,
    spaces.map(({ id, footprint }) => ({ id, geometry: project ? polygonOnMap(footprint, project) : null })),
  )
}
