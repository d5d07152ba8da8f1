import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { buildingIfc } from '../../seed-data/ifc/building-ifc.ts'
import { convert } from './convert.ts'
import { openModelFile } from './open-model-file.ts'
import { Refusal } from './refusal.ts'
import { type ConversionLimits, runConversion, usualLimits } from './run-conversion.ts'
import { damaged, randomFrom } from './testing-damage.ts'

let folder: string
let files = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'venue-atlas-conversion-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const codeOf = (bytes: Uint8Array | string): Promise<string> =>
  convert(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes).then(
    () => 'converted',
    (error) => (error instanceof Refusal ? error.code : String(error)),
  )

test('a file that is cut off anywhere is refused: 20 of 20 random places', async () => {
  const whole = new TextEncoder().encode(buildingIfc({ stairs: true }))
  const random = randomFrom(20)
  for (let cut = 0; cut < 20; cut++) {
    expect(['incomplete', 'not-ifc']).toContain(
      await codeOf(whole.subarray(0, Math.floor(random() * (whole.length - 2)))),
    )
  }
})

test('what is no building says why in a code', async () => {
  expect(await codeOf('%PDF-1.7')).toBe('not-ifc')
  expect(await codeOf(buildingIfc({ headerSchema: 'AUTOMOTIVE_DESIGN' }))).toBe('not-ifc')
  expect(await codeOf(buildingIfc({ headerSchema: 'IFC5_ALPHA' }))).toBe('schema-unknown')
  expect(await codeOf(buildingIfc({ unterminated: true }))).toBe('incomplete')
  expect(await codeOf(buildingIfc({ spaces: false, elements: false }))).toBe('no-geometry')
  expect(await codeOf(buildingIfc({ spaceBodies: false, elements: false }))).toBe('no-geometry')
})

test('an archive is read as the model in it, and what is none or harmful is refused', async () => {
  const ifc = buildingIfc()
  const zipped = async (...files: [name: string, content: string][]) => inProcess(await zipOf(files), usualLimits)
  expect(await zipped(['体育馆.ifc', ifc], ['__MACOSX/._体育馆.ifc', 'x'], ['readme.txt', 'x'])).toBe('converted')
  const whole = await zipOf([['hall.ifc', ifc]])
  const named = (name: string) => Buffer.from(whole.toString('latin1').replaceAll('hall.ifc', name), 'latin1')
  const refused: [outcome: string, file: Uint8Array][] = [
    ['converted', named('hall.tmp')],
    ['damaged', named('../x.ifc')],
    ['damaged', whole.subarray(0, whole.length - 40)],
    [
      'several-models',
      await zipOf([
        ['a.ifc', ifc],
        ['b/c.IFC', ifc],
      ]),
    ],
    [
      'not-ifc',
      await zipOf([
        ['plan.pdf', '%PDF-1.7'],
        ['readme.txt', 'x'],
      ]),
    ],
    ['not-ifc', await zipOf([['inner.ifczip', whole.toString('latin1')]])],
    ['too-large', await zipOf([['zeros.ifc', '\0'.repeat(60_000_000)]])],
    ['too-large', sayingSize(whole, 400_000_000)],
    ['damaged', sayingSize(whole, 1_000)],
  ]
  for (const [outcome, file] of refused) expect(await refusalOf(file)).toBe(outcome)
})

test('limits of time and memory end the process, and so does whoever asked for it', async () => {
  const ifc = buildingIfc()
  expect(await inProcess(ifc, { ...usualLimits, seconds: 0.2 })).toBe('took-too-long')
  expect(await inProcess(ifc, { ...usualLimits, megabytes: 60 })).toBe('took-too-much')
  await expect(inProcess(ifc, usualLimits, AbortSignal.timeout(100))).resolves.toMatch(/TimeoutError|aborted/)
})

/** `npm run bench -- models` runs all 48 of them; here a part, for the sake of everybody's waiting. */
const damagedFiles = Number(process.env.DAMAGED_FILES ?? 20)

/** Some damage makes the wasm go round for ever; the usual minute would be this suite's. */
const shortLimits: ConversionLimits = { ...usualLimits, seconds: 5 }

// It asks no database, so one engine's run of the suite is enough for half a minute of work.
test.skipIf(process.env.TEST_ENGINE === 'postgres')(
  'damaged files: each is converted or refused in its process, within its time and 1 GiB, and this one lives',
  async () => {
    const ifc = buildingIfc({ stairs: true, lift: 'element', brepSpaces: true })
    const outcomes: string[] = []
    const waiting = Array.from({ length: damagedFiles }, (_, seed) => damaged(ifc, seed % 2 ? 'lines' : 'bytes', seed))
    const work = async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) outcomes.push(await inProcess(next, shortLimits))
    }
    await Promise.all([work(), work(), work()])
    expect(outcomes).toHaveLength(damagedFiles)
    for (const outcome of outcomes)
      expect(['converted', 'damaged', 'no-geometry', 'incomplete', 'took-too-long']).toContain(outcome)
    expect(outcomes).toContain('converted')
    expect(await inProcess(ifc, usualLimits)).toBe('converted')
  },
  180_000,
)

/** @returns `converted`, the code of a refusal, or the name of what else ended it; nothing is left running. */
async function inProcess(ifc: string | Uint8Array, limits: ConversionLimits, signal?: AbortSignal): Promise<string> {
  const own = join(folder, String(files++))
  await mkdir(own)
  await writeFile(join(own, 'in.ifc'), ifc)
  const task = { input: join(own, 'in.ifc'), folder: own, previous: null }
  try {
    const { megabytes } = await runConversion(task, { limits, ...(signal ? { signal } : {}) })
    expect(megabytes).toBeLessThan(limits.megabytes)
    expect(await readdir(own)).toContain('model.glb')
    return 'converted'
  } catch (error) {
    return error instanceof Refusal ? error.code : String((error as Error).name)
  }
}

/** What becomes of a file without a process of its own. */
async function refusalOf(file: Uint8Array): Promise<string> {
  const path = join(folder, String(files++))
  await writeFile(path, file)
  return openModelFile(path).then(codeOf, (error) => (error as Refusal).code)
}

function zipOf(entries: readonly [name: string, content: string][]): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of entries) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  return buffer(zip.outputStream)
}

/** The same archive, whose directory lies about the size of its first file. */
function sayingSize(zip: Buffer, bytes: number): Buffer {
  const lying = Buffer.from(zip)
  lying.writeUInt32LE(bytes, lying.indexOf('PK\x01\x02', 0, 'latin1') + 24)
  return lying
}
