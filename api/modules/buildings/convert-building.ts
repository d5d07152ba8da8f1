import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { OnProgress } from '../../../bim-viewer/ifc/convert.ts'
import { Refusal } from '../../../bim-viewer/ifc/refusal.ts'
import { type ConversionOutcome, runConversion } from '../../../bim-viewer/ifc/run-conversion.ts'
import '../../bus/buildings.ts'
import type { Core } from '../../core.ts'
import type { Running } from '../../jobs/handlers.ts'
import { fetchWays, storeWays } from './indoor/store-ways.ts'
import {
  insertArtifact,
  type ModelRow,
  readArtifact,
  readModel,
  readVersionBefore,
  writeProgress,
  writeReady,
  writeRefusal,
} from './model-queries.ts'
import { isAtWork } from './request-conversion.ts'
import { storeBuilding } from './store-building.ts'

type Parts = Pick<Core, 'database' | 'files' | 'bus' | 'log'>

const mediaTypes: Readonly<Record<string, string>> = { glb: 'model/gltf-binary', json: 'application/json' }

/**
 * Converts a version in a process of its own and stores what it was made into. Cut off anywhere it can be begun again: until the last
 * transaction nothing of it is seen. A refusal is an answer and no fault of the job.
 */
export async function convertBuilding(
  parts: Parts,
  { modelId }: { modelId: number },
  { signal }: Pick<Running, 'signal'>,
): Promise<void> {
  const { primary } = parts.database
  const model = await readModel(primary, modelId)
  if (!model || !isAtWork(model)) return
  const folder = join(parts.files.incoming, `conversion-${modelId}-${process.pid}`)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  try {
    const progress = sayingProgress(parts, modelId)
    const input = await fetchContent(parts, model.sourceSha256, join(folder, 'source.ifc'))
    const previous = await fetchPrevious(parts, model, folder)
    const task = { input, folder, previous }
    const outcome = await runConversion(task, { signal, onProgress: progress.say })
    await progress.said()
    await store(parts, model, outcome)
    parts.log.info({ model: modelId, seconds: outcome.seconds, megabytes: outcome.megabytes }, 'building converted')
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await writeRefusal(primary, modelId, error.code, error.message)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** At most every half second, and never two at once. */
function sayingProgress({ database, log }: Parts, modelId: number): { say: OnProgress; said: () => Promise<void> } {
  let [saidAt, last] = [0, '']
  let saying = Promise.resolve()
  return {
    say(state, share) {
      if (state === last && performance.now() - saidAt < 500) return
      saidAt = performance.now()
      last = state
      saying = saying
        .then(() => writeProgress(database.primary, modelId, state, share))
        .catch((error) => log.warn({ err: error, model: modelId }, 'progress of a building was not written'))
    },
    said: () => saying,
  }
}

async function fetchContent({ files }: Parts, sha256: string, path: string): Promise<string> {
  await pipeline(await files.read(sha256), createWriteStream(path))
  return path
}

/** What the version before was made into, to tell what has changed. */
async function fetchPrevious(parts: Parts, model: ModelRow, folder: string) {
  const { primary } = parts.database
  const before = await readVersionBefore(primary, model)
  if (!before) return null
  const fetch = async (name: string) => {
    const kept = await readArtifact(primary, { placeId: model.placeId, version: before.version, name })
    return kept ? fetchContent(parts, kept.sha256, join(folder, `previous-${name}`)) : null
  }
  const [structure, properties] = [await fetch('structure.json'), await fetch('properties.json')]
  return structure && properties ? { structure, properties } : null
}

async function store({ database, files, bus }: Parts, model: ModelRow, outcome: ConversionOutcome): Promise<void> {
  const { plan, artifacts, seconds, megabytes } = outcome
  // Content first: a row never refers to what is not there.
  for (const { path, sha256 } of artifacts) await files.keep(path, sha256)
  const ways = await fetchWays(files, artifacts)
  await database.primary.transaction(async (trx) => {
    const against = await readVersionBefore(trx, model)
    const { schema, name, georeference, proposal } = plan
    const figures = { ...plan.figures, seconds: Math.round(seconds * 100) / 100, megabytes }
    const changes = { against: against?.version ?? null, ...plan.changes }
    const finished = { id: model.id, schema, name, georeference, proposal, figures, changes }
    if (!(await writeReady(trx, finished))) return
    for (const { name, sha256, bytes } of artifacts) {
      const mediaType = mediaTypes[name.split('.').at(-1)!]!
      await bus.tell(trx, 'content.kept', { holder: `building-model:${model.id}`, sha256, bytes, mediaType })
      await insertArtifact(trx, { modelId: model.id, name, sha256, bytes })
    }
    if (!(await storeBuilding(trx, model, plan))) return
    await storeWays(trx, model, ways)
    await bus.tell(trx, 'building.ready', { placeId: model.placeId, modelId: model.id, version: model.version })
  })
}
