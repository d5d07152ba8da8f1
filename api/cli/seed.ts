import { parseArgs } from 'node:util'
import { loadCalendar } from '../../seed-data/load-calendar.ts'
import { loadDemoCourts } from '../../seed-data/load-demo-courts.ts'
import { countPlaces, loadDemo } from '../../seed-data/load-places.ts'
import { loadTypes } from '../../seed-data/load-types.ts'
import type { LoadProgress, LoadReport } from '../../seed-data/loading/phases.ts'
import { removeDemo } from '../../seed-data/remove-demo.ts'
import { readConfig } from '../config.ts'
import { migrate } from '../db/migrate.ts'
import { openDatabase } from '../db/open.ts'
import type { Database } from '../db/types.ts'
import { loadRegions } from '../modules/regions/load-regions.ts'

const usage = `npm run seed -- [options]

Fills the database with regions, place types, calendar and the invented demo registry. With DATABASE_URL that PostgreSQL, else the
embedded database under DATA_DIR, which must not be in use: stop the server first.

  --places N   how many demo places (default 12000; 5000000 is the national scale)
  --seed N     another number makes other places (default 1)
  --empty      no places: regions, types and calendar only
  --replace    remove the demo places that are there first
  --mix        allow demo places beside places that are not demo`

/** Runs the command; the exit code is 1 when it was refused or not understood. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      places: { type: 'string', default: '12000' },
      seed: { type: 'string', default: '1' },
      empty: { type: 'boolean', default: false },
      replace: { type: 'boolean', default: false },
      mix: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return console.log(usage)
  const places = wholeNumber('--places', values.places, 1, 20_000_000)
  const seed = wholeNumber('--seed', values.seed, 0, 2_147_483_647)
  const config = readConfig(process.env)
  const database = await openDatabase({ databaseUrl: config.DATABASE_URL, dataDir: config.DATA_DIR })
  try {
    await migrate(database)
    await loadTypes(database)
    await loadCalendar(database)
    await loadRegions(database)
    await makeRoom(database, values)
    if (values.empty)
      return console.log('Regions, place types and calendar are loaded; the registry holds no demo places.')
    console.log(`Loading ${places.toLocaleString('en')} demo places (seed ${seed}) …`)
    console.log(summaryOf(await loadDemo(database, { places, seed, onProgress: createPrinter(places) })))
    console.log(`${await loadDemoCourts(database)} demo courts can be booked`)
  } finally {
    await database.close()
  }
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < least || value > most)
    throw new Error(`${name} ${text}: expected a whole number from ${least} to ${most}.`)
  return value
}

/** Nothing is removed or mixed unless it was asked for by name. */
async function makeRoom(
  database: Database,
  { empty, replace, mix }: { empty: boolean; replace: boolean; mix: boolean },
): Promise<void> {
  const { demo, others } = await countPlaces(database)
  if (others > 0 && !mix && !empty)
    throw new Error(
      `The registry holds ${others} places that are not demo data. Demo places beside real ones mislead people; if you want that, add --mix.`,
    )
  if (demo > 0 && replace) console.log(`Removed ${await removeDemo(database)} demo places.`)
  else if (demo > 0)
    throw new Error(`The registry holds ${demo} demo places already. Add --replace to remove them first.`)
}

/** A line about every two seconds while rows go in, and one at the end of each phase. */
function createPrinter(places: number): (progress: LoadProgress) => void {
  let printedAt = 0
  return ({ phase, rows, seconds, finished }) => {
    if (!finished && (phase !== 'copy' || seconds - printedAt < 2)) return
    printedAt = finished ? 0 : seconds
    const share = phase === 'copy' ? ` (${Math.floor((100 * rows) / places)} %)` : ''
    const rate =
      phase === 'indexes' ? '' : `, ${Math.round(rows / Math.max(seconds, 0.001)).toLocaleString('en')} a second`
    console.log(`  ${phase}: ${rows.toLocaleString('en')}${share} in ${seconds.toFixed(1)} s${rate}`)
  }
}

function summaryOf({ places, seconds, phases, regionsChecked, regionsCorrected }: LoadReport): string {
  const copy = phases.find(({ phase }) => phase === 'copy')!
  return [
    `${places.toLocaleString('en')} places in ${seconds.toFixed(1)} s, everything included.`,
    `Into the table with the trigger's work: ${Math.round(places / copy.seconds).toLocaleString('en')} a second.`,
    `Counties compared with the boundaries: ${regionsChecked.toLocaleString('en')} places, ${regionsCorrected} corrected.`,
  ].join('\n')
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
