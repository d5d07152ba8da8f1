import { createHash } from 'node:crypto'
import { writeSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { compareVersions, type Version } from './compare-versions.ts'
import type { ConversionMessage, ConversionTask, ConvertedPlan } from './conversion-messages.ts'
import { conversionSteps } from './conversion-steps.ts'
import { amid, type Conversion, convert } from './convert.ts'
import { openModelFile } from './open-model-file.ts'
import { proposePlacement } from './propose-placement.ts'
import { Refusal } from './refusal.ts'

/** The process that one file is converted in: it reads its task, writes files, says how far it is, and ends. */
async function main(): Promise<void> {
  const task = JSON.parse(process.argv[2]!) as ConversionTask
  try {
    const conversion = await convert(await openModelFile(task.input), {
      steps: conversionSteps,
      onProgress: (state, share) => say({ progress: { state, share: Math.round(share * 100) / 100 } }),
    })
    const artifacts = []
    for (const { name, bytes } of conversion.artifacts) artifacts.push(await write(task.folder, name, bytes))
    await writeFile(join(task.folder, 'plan.json'), JSON.stringify(await planOf(conversion, task)))
    say({ done: { artifacts } })
  } catch (error) {
    // Whatever a damaged file makes the wasm or a reader throw, the file is to blame and its owner is told.
    const { code, message } = error instanceof Refusal ? error : new Refusal('damaged', String(error))
    say({ refused: { code, detail: message } })
  }
  process.exit(0)
}

async function write(folder: string, name: string, bytes: Uint8Array) {
  const zipped = gzipSync(bytes, { level: 9 })
  await writeFile(join(folder, name), zipped)
  return { name, bytes: zipped.length, sha256: createHash('sha256').update(zipped).digest('hex') }
}

async function planOf(conversion: Conversion, { previous }: ConversionTask): Promise<ConvertedPlan> {
  const { building, properties, figures } = conversion
  const before: Version | null = previous && {
    building: await readZipped(previous.structure),
    properties: await readZipped(previous.properties),
  }
  return {
    schema: building.schema,
    name: building.name,
    storeys: building.storeys,
    spaces: building.spaces,
    georeference: building.georeference,
    proposal: proposePlacement(building.georeference, amid(building.spaces)),
    figures,
    changes: compareVersions(before, { building, properties }),
  }
}

async function readZipped<T>(path: string): Promise<T> {
  return JSON.parse(gunzipSync(await readFile(path)).toString('utf8')) as T
}

/** At once, and whole: a pipe's own buffer would be lost by the exit. */
function say(message: ConversionMessage): void {
  writeSync(1, `${JSON.stringify(message)}\n`)
}

await main()
