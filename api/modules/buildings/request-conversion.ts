import type { Core } from '../../core.ts'
import { errors } from '../../errors.ts'
import { addJob } from '../../jobs/add-job.ts'
import { insertModel, type ModelRow, readModel, readModelFile, readModels } from './model-queries.ts'

export const isAtWork = ({ state }: Pick<ModelRow, 'state'>): boolean => state !== 'ready' && state !== 'refused'

/** An .ifczip is an archive; what is in it is known once it is unpacked, in the conversion's process. */
const modelTypes = ['application/x-step', 'application/zip']

/**
 * Makes an uploaded file the next version of the place's building: a row and a job, which exist together or not at all.
 * @throws 404 file-not-found, 422 model-not-ifc, 409 model-at-work.
 */
export async function requestConversion(
  { database, bus }: Pick<Core, 'database' | 'bus'>,
  { placeId, fileId, personId }: { placeId: number; fileId: number; personId: string },
): Promise<ModelRow> {
  const id = await database.primary.transaction(async (trx) => {
    const file = await readModelFile(trx, placeId, fileId)
    if (!file) {
      throw errors.notFound('file-not-found', `Place ${placeId} has no building model ${fileId}; upload it first.`)
    }
    if (!modelTypes.includes(file.mediaType)) {
      throw errors.invalid(
        'model-not-ifc',
        `«${file.name}» is no IFC file; save the model as IFC (.ifc or .ifczip) and upload that.`,
      )
    }
    const { sha256, name } = file
    const model = await insertModel(trx, { placeId, fileId, sha256, name, requestedBy: personId })
    // Behind the lock of the building that the insertion took.
    if ((await readModels(trx, placeId)).some((other) => other.id !== model.id && isAtWork(other))) {
      throw errors.conflict('model-at-work', 'Another version is being read; wait until it is done.')
    }
    const { bytes, mediaType } = file
    await bus.tell(trx, 'content.kept', { holder: `building-model:${model.id}`, sha256, bytes, mediaType })
    await addJob(trx, 'convert-building', { modelId: model.id })
    return model.id
  })
  return (await readModel(database.primary, id))!
}
