import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Refusal } from '../bim-viewer/ifc/refusal.ts'
import { type ConversionOutcome, runConversion } from '../bim-viewer/ifc/run-conversion.ts'
import { damaged } from '../bim-viewer/ifc/testing-damage.ts'
import { buildingIfc } from '../seed-data/ifc/building-ifc.ts'
import { sportsHallIfc } from '../seed-data/ifc/sports-hall.ts'
import { stadiumIfc } from '../seed-data/ifc/stadium.ts'
import { type Bench, type BenchContext, median, type Row, row } from './context.ts'
import type { Framed } from './first-frame/framed.ts'
import { givenModels, nameOf } from './given-models.ts'
import { openFirstFrame } from './measure-first-frame.ts'

/**
 * Conversion of IFC files, each in a process of its own, against @thatopen/fragments in a process of its own in the same run, and how soon a browser shows
 * either: the demo's sports hall and every file of `--models=FOLDER`. Then a model above 1.5 million triangles, damaged files, and many conversions in a row, which must
 * leave this process as it was.
 */
export const run: Bench = async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'venue-atlas-models-'))
  try {
    const hall = join(folder, 'demo hall.ifc')
    await writeFile(hall, sportsHallIfc())
    // First, in a process that has done nothing else: what others have let go would hide what grows.
    const growth = await inARow(folder, context)
    const rows: Row[] = []
    const firstFrame = context.program('chromium') ? await openFirstFrame(folder) : null
    try {
      for (const path of [hall, ...(await givenModels())]) {
        rows.push(...(await compare(path, folder, context)), ...(await framesOf(path, folder, firstFrame, context)))
      }
    } finally {
      await firstFrame?.close()
    }
    return [...rows, ...(await large(folder)), ...(await damagedFiles(folder, context)), growth]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function compare(path: string, folder: string, { log, quick }: BenchContext): Promise<Row[]> {
  const name = nameOf(path)
  const rounds = quick ? 1 : 3
  const own: ConversionOutcome[] = []
  const theirs: Cost[] = []
  for (let round = 0; round < rounds; round++) {
    own.push(await convertOnce(path, join(folder, name)))
    theirs.push(convertByFragments(path, join(folder, `${name}.frag`)))
    log(
      `${name}, round ${round + 1}: ${own.at(-1)!.seconds.toFixed(2)} s, fragments ${theirs.at(-1)!.seconds.toFixed(2)} s`,
    )
  }
  const { plan, artifacts } = own[0]!
  const { trianglesRead, triangles, drawCalls } = plan.figures
  // What fragments holds as well, and the viewer fetches. The graph of ways indoors, which fragments knows nothing of, stays with the server.
  const bytes = bytesOf(artifacts, /^(model.*\.glb|properties\.json|structure\.json)$/)
  const peer = theirs[0]!.bytes
  const note = `${name}, median of ${rounds}`
  return [
    row(
      'models',
      'wall, with the start of the process',
      's',
      two(median(own.map(({ seconds }) => seconds))),
      '≤ 60',
      note,
    ),
    row('models', 'wall of fragments, without it', 's', two(median(theirs.map(({ seconds }) => seconds))), '', note),
    row('models', 'peak memory', 'MB', median(own.map(({ megabytes }) => megabytes)), '≤ 1024', note),
    row(
      'models',
      'peak memory of fragments',
      'MB',
      Math.round(median(theirs.map(({ megabytes }) => megabytes))),
      '',
      note,
    ),
    row('models', 'geometry, gzipped', 'kB', two(bytesOf(artifacts, /\.glb$/) / 1000), '', name),
    row(
      'models',
      'properties and structure, gzipped',
      'kB',
      two(bytesOf(artifacts, /^(properties|structure)\.json$/) / 1000),
      '',
      name,
    ),
    row(
      'models',
      'all against fragments, gzipped',
      '×',
      two(bytes / peer),
      '≤ 1',
      `${name}, fragments ${two(peer / 1000)} kB`,
    ),
    row(
      'models',
      'the same with the graph of ways indoors, which fragments has not',
      '×',
      two(bytesOf(artifacts, /./) / peer),
      '',
      `${name}, ways ${two(bytesOf(artifacts, /^ways\.json$/) / 1000)} kB`,
    ),
    row('models', 'draw calls', '', drawCalls, '', name),
    row('models', 'triangles shown', '', triangles, '', `${name}, ${trianglesRead.toLocaleString('en')} in the file`),
  ]
}

/** Page and model from a server on this machine into an empty cache; ours shows all at once, fragments what has come of it. */
async function framesOf(
  path: string,
  folder: string,
  opened: Awaited<ReturnType<typeof openFirstFrame>> | null,
  { quick, log }: BenchContext,
): Promise<Row[]> {
  const name = nameOf(path)
  const what = 'first frame against that of fragments'
  if (!opened) return [row('models', what, '×', null, '≤ 1', 'no Chromium here')]
  const subject = { ownFolder: join(folder, name), fragments: join(folder, `${name}.frag`) }
  const own: Framed[] = []
  const theirs: Framed[] = []
  for (let round = 0; round <= (quick ? 1 : 7); round++) {
    const pages = round % 2 ? (['own', 'fragments'] as const) : (['fragments', 'own'] as const)
    for (const page of pages) {
      const framed = await opened.framed(page, subject)
      // The first round warms the machine up.
      if (round > 0) (page === 'own' ? own : theirs).push(framed)
    }
  }
  const of = (all: readonly Framed[], figure: keyof Framed) => Math.round(median(all.map((each) => each[figure])))
  log(`${name}: first frame ${of(own, 'first')} ms, fragments ${of(theirs, 'first')} ms`)
  const note = `${name}, median of ${own.length}, 1280 × 800, software GL`
  return [
    row('models', what, '×', two(of(own, 'first') / of(theirs, 'first')), '≤ 1', note),
    row('models', 'first frame', 'ms', of(own, 'first'), '', note),
    row('models', 'all of it', 'ms', of(own, 'whole'), '', `${of(own, 'triangles')} triangles`),
    row('models', 'first frame of fragments', 'ms', of(theirs, 'first'), '', note),
    row('models', 'all of it by fragments', 'ms', of(theirs, 'whole'), '', `${of(theirs, 'triangles')} triangles`),
  ]
}

const bytesOf = (artifacts: ConversionOutcome['artifacts'], ending: RegExp) =>
  artifacts.filter(({ name }) => ending.test(name)).reduce((sum, { bytes }) => sum + bytes, 0)

async function convertOnce(input: string, folder: string): Promise<ConversionOutcome> {
  await mkdir(folder, { recursive: true })
  return runConversion({ input, folder, previous: null })
}

interface Cost {
  seconds: number
  megabytes: number
  bytes: number
}

const worker = fileURLToPath(new URL('./fragments-worker.ts', import.meta.url))

function convertByFragments(path: string, out: string): Cost {
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', worker, path, out], { encoding: 'utf8' })
  const line = stdout.split('\n').find((text) => text.startsWith('{'))
  if (!line) throw new Error(`fragments did not convert ${path}: ${stderr.slice(-400)}`)
  return JSON.parse(line) as Cost
}

/** A model that comes in a file a storey: 48,000 seats. */
async function large(folder: string): Promise<Row[]> {
  const input = join(folder, 'stadium.ifc')
  await writeFile(input, stadiumIfc(24))
  const { plan, seconds, megabytes, artifacts } = await convertOnce(input, join(folder, 'stadium'))
  const note = `stadium, ${plan.figures.trianglesRead.toLocaleString('en')} triangles in the file`
  return [
    row('models', 'wall, large model', 's', two(seconds), '≤ 60', note),
    row('models', 'peak memory, large model', 'MB', megabytes, '≤ 1024', note),
    row('models', 'triangles shown, large model', '', plan.figures.triangles, '≥ 1500000', note),
    row(
      'models',
      'files of geometry, large model',
      '',
      artifacts.filter(({ name }) => /\.glb$/.test(name)).length,
      '≥ 2',
      note,
    ),
  ]
}

/** Each in its process with the program's own limits; what is asked of this one is that it lives. */
async function damagedFiles(folder: string, { quick, log }: BenchContext): Promise<Row[]> {
  const count = quick ? 6 : 48
  const ifc = buildingIfc({ stairs: true, lift: 'element', brepSpaces: true })
  let [longest, most] = [0, 0]
  const outcomes = new Map<string, number>()
  const waiting = Array.from({ length: count }, (_, seed) => seed)
  const work = async () => {
    for (let seed = waiting.pop(); seed !== undefined; seed = waiting.pop()) {
      const own = join(folder, `damaged ${seed}`)
      await mkdir(own)
      await writeFile(join(own, 'in.ifc'), damaged(ifc, seed % 2 ? 'lines' : 'bytes', seed))
      const startedAt = performance.now()
      const outcome = await runConversion({ input: join(own, 'in.ifc'), folder: own, previous: null }).then(
        ({ megabytes }) => {
          most = Math.max(most, megabytes)
          return 'converted'
        },
        (error: unknown) => {
          if (error instanceof Refusal) return error.code
          throw error
        },
      )
      longest = Math.max(longest, (performance.now() - startedAt) / 1000)
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }
  }
  await Promise.all([work(), work()])
  const note = [...outcomes].map(([outcome, times]) => `${times} ${outcome}`).join(', ')
  log(`${count} damaged files: ${note}`)
  return [
    row('models', `longest of ${count} damaged files`, 's', two(longest), '≤ 60', note),
    row('models', 'peak memory of those converted', 'MB', most, '≤ 1024', 'the others are ended at 1024'),
  ]
}

/** Memory of the process that has files converted, before and after. */
async function inARow(folder: string, { quick, log }: BenchContext): Promise<Row> {
  const times = quick ? 5 : 200
  const input = join(folder, 'small.ifc')
  await writeFile(input, buildingIfc({ stairs: true, lift: 'element' }))
  const once = async () => {
    const own = join(folder, 'row')
    await convertOnce(input, own)
    await readFile(join(own, 'model.glb'))
    await rm(own, { recursive: true })
  }
  for (let warm = 0; warm < 3; warm++) await once()
  const before = resident()
  for (let turn = 1; turn <= times; turn++) {
    await once()
    if (turn % 50 === 0) log(`${turn} conversions, ${Math.round(resident())} MB`)
  }
  const grown = Math.max(0, Math.round(resident() - before))
  return row('models', `growth of this process over ${times} conversions`, 'MB', grown, '≤ 50', 'resident memory')
}

function resident(): number {
  globalThis.gc?.()
  return process.memoryUsage().rss / 1_048_576
}

const two = (value: number) => Math.round(value * 100) / 100
