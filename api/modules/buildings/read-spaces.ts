import type { BuildingSpace } from '../../contract/buildings.ts'
import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import type { Person } from '../../http/auth.ts'
import { presentSpace } from './present-building.ts'
import { readSpace, type SpaceRow } from './space-queries.ts'

type Parts = Pick<Core, 'database' | 'bus'>

/** Spaces with their photos as the person may see them: files are asked for them once, whatever their number. */
export async function withPhotos(
  { bus }: Parts,
  rows: readonly SpaceRow[],
  person: Person | null,
): Promise<BuildingSpace[]> {
  const ids = [...new Set(rows.flatMap(({ pins }) => pins.map(({ fileId }) => fileId)))]
  const answers = ids.length ? await bus.ask('attached-files', { to: { fileIds: ids }, person }) : []
  const photos = new Map(answers.flat().map((photo) => [photo.id, photo]))
  return rows.map((row) => presentSpace(row, photos))
}

export async function spaceFor(parts: Parts, placeId: number, id: number, person: Person | null) {
  const [space] = await withPhotos(parts, [await neededSpace(parts, placeId, id)], person)
  return space!
}

/** @throws 404 space-not-found */
export async function neededSpace({ database }: Parts, placeId: number, id: number): Promise<SpaceRow> {
  const row = await readSpace(database.primary, placeId, id)
  if (row) return row
  throw errors.notFound('space-not-found', `The building of place ${placeId} has no space ${id}.`)
}
