import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildPages, pagesAreFresh } from './build-pages.mjs'
import { findChromium } from './find-program.ts'
import { findTestPostgres } from './test-postgres.ts'
import {
  addUp,
  type Counts,
  countPlaywright,
  countVitest,
  failedFiles,
  failuresOfPlaywright,
  failuresOfVitest,
  inWords,
  type PlaywrightReport,
  type VitestReport,
  withSecondTry,
} from './test-report.ts'

/**
 * Runs every suite that this machine can run, says what it could not run and why, and ends with one line of counts.
 * Takes file filters (`npm test -- nearest`), `--only=pglite,postgres,browser`, `--require-all` (what cannot run has failed)
 * and `--second-try` (what failed runs again by itself; passed only then, it is named and counts as passed).
 */

interface Suite {
  name: 'pglite' | 'postgres' | 'browser'
  title: string
  run(options: Options): Promise<Outcome>
}

interface Outcome {
  /** Null when it could not run here; `words` then says why. */
  counts: Counts | null
  words: string
  /** A line for each test that failed. */
  failed?: readonly string[]
  /** A line for each test that passed only when it was tried again. */
  unsteady?: readonly string[]
}

type Options = ReturnType<typeof readOptions>

const folder = fileURLToPath(new URL('../..', import.meta.url))
const reports = join(folder, '.cache', 'test-results')
/** Past this a suite hangs. */
const suiteTimeoutMinutes = 20
/** When more files fail than this, it is no chance, and a second run would only cost time. */
const mostTriedAgain = 4

const suites: Suite[] = [
  { name: 'pglite', title: 'embedded database', run: (options) => runVitest('pglite', {}, options) },
  { name: 'postgres', title: 'PostgreSQL', run: runOnPostgres },
  { name: 'browser', title: 'browser', run: runInBrowser },
]

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args)
  // Before everything, as tests that start the program would otherwise find it building them.
  const pages = options.only.includes('browser') ? await preparePages() : null
  if (pages) console.error(pages.message)
  const lines: string[] = []
  const counted: Counts[] = []
  for (const suite of suites.filter(({ name }) => options.only.includes(name))) {
    console.log(`\n── ${suite.title} ──`)
    const startedAt = performance.now()
    const { counts, words, failed = [], unsteady = [] } = await suite.run(options)
    const seconds = Math.round((performance.now() - startedAt) / 1000)
    const notRun: Counts = { passed: 0, failed: options.requireAll ? 1 : 0, skipped: options.requireAll ? 0 : 1 }
    counted.push(counts ?? notRun)
    lines.push(
      `  ${suite.title}: ${counts ? `${inWords(counts)}, ${seconds} s` : 'NOT RUN'}${words ? ` (${words})` : ''}`,
      ...failed.map((line) => `    failed: ${line}`),
      ...unsteady.map((line) => `    passed only when tried again: ${line}`),
    )
  }
  const total = addUp(counted)
  console.log(`\nTests\n${lines.join('\n')}`)
  if (total.passed + total.failed === 0) {
    console.log('  no test was run at all: that counts as a failure')
    total.failed = 1
  }
  console.log(`\n${inWords(total)}`)
  return total.failed > 0 ? 1 : 0
}

function readOptions(args: readonly string[]) {
  const names = suites.map(({ name }) => name)
  const onlyText = args.find((arg) => arg.startsWith('--only='))?.slice('--only='.length)
  const only = onlyText?.split(',') ?? names
  const switches = ['--require-all', '--second-try']
  const unknown = [
    ...only.filter((name) => !(names as string[]).includes(name)).map((name) => `--only=${name}`),
    ...args.filter((arg) => arg.startsWith('-') && !arg.startsWith('--only=') && !switches.includes(arg)),
  ]
  if (unknown.length > 0) {
    console.error(
      `${unknown.join(' ')} is not known. Options: --only=${names.join(',')} ${switches.join(' ')}; then parts of file names.`,
    )
    process.exit(2)
  }
  return {
    only,
    requireAll: args.includes('--require-all'),
    secondTry: args.includes('--second-try'),
    filters: args.filter((arg) => !arg.startsWith('-')),
  }
}

type Engine = 'pglite' | 'postgres'

async function runVitest(engine: Engine, env: Record<string, string>, options: Options): Promise<Outcome> {
  const first = await vitestOnce(engine, env, options.filters)
  const again = first.report && options.secondTry ? failedFiles(first.report) : []
  if (!first.report || again.length === 0 || again.length > mostTriedAgain) return outcomeOf(first)
  console.log(`\n── ${again.length} failed, tried again ──`)
  const second = await vitestOnce(engine, env, again)
  if (!second.report) return outcomeOf(first)
  const last = outcomeOf({ report: withSecondTry(first.report, second.report), code: second.code })
  const unsteady = failuresOfVitest(first.report, folder).filter((line) => !last.failed.includes(line))
  return { ...last, unsteady }
}

function outcomeOf({ report, code }: { report: VitestReport | null; code: number }) {
  return { counts: countVitest(report, code), words: '', failed: report ? failuresOfVitest(report, folder) : [] }
}

async function vitestOnce(engine: Engine, env: Record<string, string>, filters: readonly string[]) {
  const path = reportFor(engine)
  const code = await runNode(
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${path}`,
      ...(filters.length > 0 ? ['--passWithNoTests', ...filters] : []),
    ],
    { ...env, TEST_ENGINE: engine },
  )
  return { report: readReport<VitestReport>(path), code }
}

async function runOnPostgres(options: Options): Promise<Outcome> {
  const server = await findTestPostgres()
  if ('missing' in server) return { counts: null, words: server.missing }
  try {
    return { ...(await runVitest('postgres', { TEST_POSTGRES_URL: server.url }, options)), words: server.version }
  } finally {
    await server.stop()
  }
}

async function runInBrowser({ filters, secondTry }: Options): Promise<Outcome> {
  const chromium = findChromium()
  if (!chromium) {
    const given = process.env.CHROMIUM_PATH
    return {
      counts: null,
      words: given
        ? `CHROMIUM_PATH is ${given}, and there is no such program`
        : 'no Chromium was found; on Debian: apt-get install chromium, or set CHROMIUM_PATH',
    }
  }
  if (!pagesAreFresh(folder)) {
    return { counts: { passed: 0, failed: 1, skipped: 0 }, words: 'the pages could not be built; see above' }
  }
  const path = reportFor('browser')
  const config = join('web', 'e2e', 'playwright.config.ts')
  const code = await runNode(
    [
      'node_modules/@playwright/test/cli.js',
      'test',
      `--config=${config}`,
      '--reporter=list,json',
      `--retries=${secondTry ? 1 : 0}`,
      ...(filters.length > 0 ? ['--pass-with-no-tests', ...filters] : []),
    ],
    { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: path },
  )
  const report = readReport<PlaywrightReport>(path)
  return { counts: countPlaywright(report, code), words: '', ...(report ? failuresOfPlaywright(report) : {}) }
}

/** What went wrong; null when web/dist is up to date. */
async function preparePages(): Promise<Error | null> {
  if (pagesAreFresh(folder)) return null
  console.log('Building the pages …')
  return buildPages(folder).done.then(
    () => null,
    (error: Error) => error,
  )
}

/** Runs Node on `args` and returns its exit code; one that hangs is stopped with everything that it started. */
function runNode(args: readonly string[], env: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: 'inherit',
      detached: true,
    })
    const stopAll = (signal: NodeJS.Signals) => {
      try {
        process.kill(-child.pid!, signal)
      } catch {
        // It has ended meanwhile.
      }
    }
    const timer = setTimeout(() => {
      console.error(`This suite was stopped after ${suiteTimeoutMinutes} minutes.`)
      stopAll('SIGKILL')
    }, suiteTimeoutMinutes * 60_000)
    // Both runners clear up after SIGINT; SIGTERM would end them at once.
    const hear = () => {
      interrupted = true
      stopAll('SIGINT')
    }
    process.on('SIGINT', hear).on('SIGTERM', hear)
    child.once('close', (code) => {
      clearTimeout(timer)
      process.off('SIGINT', hear).off('SIGTERM', hear)
      if (interrupted) process.exit(130)
      resolve(code ?? 1)
    })
  })
}

let interrupted = false

function reportFor(suite: string): string {
  mkdirSync(reports, { recursive: true })
  const path = join(reports, `${suite}.json`)
  rmSync(path, { force: true })
  return path
}

function readReport<Report>(path: string): Report | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report
  } catch {
    return null
  }
}

process.exit(await main(process.argv.slice(2)))
