import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildPages, pagesAreFresh } from '../api/cli/build-pages.mjs'
import type { Bench, Row } from './context.ts'
import { createContext, isMissing } from './create-context.ts'
import { asText, type Recorded, thisMachine, withResults } from './results.ts'

/**
 * `npm run bench [-- NAME… --places=1000000 --seed=1 --models=FOLDER --quick --keep-results]`: runs the benches one after another on one
 * private PostgreSQL, prints their rows and records them in bench/RESULTS.md.
 */

/** In the order in which they run: what loads the machine most comes last. */
const benches: Record<string, () => Promise<{ run: Bench }>> = {
  nearest: () => import('./nearest.ts'),
  search: () => import('./search.ts'),
  indoor: () => import('./indoor.ts'),
  export: () => import('./export.ts'),
  bookings: () => import('./bookings.ts'),
  coverage: () => import('./coverage.ts'),
  import: () => import('./import.ts'),
  models: () => import('./models.ts'),
  tiles: () => import('../tiles/bench/tiles.ts'),
  'first-load': () => import('../web/e2e/first-load.ts'),
  choropleth: () => import('../web/e2e/choropleth-load.ts'),
  screen: () => import('../web/e2e/screen-days.ts'),
  start: () => import('./start.ts'),
  load: () => import('./load.ts'),
}

const root = fileURLToPath(new URL('..', import.meta.url))
const resultsPath = join(root, 'bench/RESULTS.md')
const log = (text: string) => console.error(`  ${text}`)

async function main(args: readonly string[]): Promise<void> {
  const { names, keepResults, ...options } = readOptions(args)
  const { context, stop } = createContext(options, log)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop().finally(() => process.exit(130)))
  }
  const recorded: Recorded[] = []
  try {
    if (!pagesAreFresh(root)) await buildPages(root).done
    for (const name of names) {
      console.error(`── ${name} ──`)
      recorded.push({ bench: name, rows: await runBench(name, () => benches[name]!(), context) })
    }
  } finally {
    await stop()
  }
  const rows = recorded.flatMap((one) => one.rows)
  console.log(`\n${asText(rows)}\n`)
  if (options.quick || keepResults) console.log('Not recorded in bench/RESULTS.md.')
  else record(recorded)
  const missed = rows.filter(({ met }) => met === false).length
  console.log(`${rows.length} figures, ${missed} of them miss their goal`)
}

function readOptions(args: readonly string[]) {
  const value = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1]
  const names = args.filter((arg) => !arg.startsWith('-'))
  const unknown = [
    ...names.filter((name) => !(name in benches)),
    ...args.filter((arg) => arg.startsWith('-') && !/^--(places=\d+|seed=\d+|quick|keep-results|models=.+)$/.test(arg)),
  ]
  if (unknown.length > 0) {
    console.error(
      `${unknown.join(' ')} is not known. Benches: ${Object.keys(benches).join(' ')}; options: --places=N --seed=N --quick --keep-results`,
    )
    process.exit(2)
  }
  return {
    names: names.length > 0 ? names : Object.keys(benches),
    places: Number(value('places') ?? 1_000_000),
    seed: Number(value('seed') ?? 1),
    quick: args.includes('--quick'),
    keepResults: args.includes('--keep-results'),
  }
}

/** What this machine lacks is named in a row; any other fault ends the run. */
async function runBench(
  name: string,
  load: () => Promise<{ run: Bench }>,
  context: Parameters<Bench>[0],
): Promise<Row[]> {
  try {
    return await (await load()).run(context)
  } catch (error) {
    if (!isMissing(error)) throw error
    return [{ group: name, what: 'all', unit: '', value: null, goal: '', met: null, note: error.message }]
  }
}

function record(recorded: readonly Recorded[]): void {
  const committed = existsSync(resultsPath) ? readFileSync(resultsPath, 'utf8') : ''
  writeFileSync(resultsPath, withResults(committed, recorded, thisMachine(), new Date().toISOString().slice(0, 10)))
}

await main(process.argv.slice(2))
