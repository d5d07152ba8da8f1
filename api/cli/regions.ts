import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { migrate } from '../db/migrate.ts'
import { openDatabase } from '../db/open.ts'
import { type ImportReport, importRegions } from '../modules/regions/import-regions.ts'
import { loadRegions } from '../modules/regions/load-regions.ts'

const usage = `npm run regions -- import FILE --srs EPSG:4326|EPSG:4490|GCJ-02|BD-09|EPSG:number [options]

Replaces the county boundaries by those of a GeoJSON file and gives every place its county anew. The embedded database must not be
in use: stop the server first.

  --dry-run              do everything, report, take it back
  --repair               take polygons that are not valid as ST_MakeValid repairs them
  --code-field NAME      property that holds the code of six digits (default: code, else adcode)
  --allow-code-changes   let counties appear and disappear
  --source TEXT          origin to keep with the regions (default: the file's name)`

/** Runs the command; the exit code is 1 when the layer was refused or the command is not understood. */
async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      srs: { type: 'string' },
      'dry-run': { type: 'boolean' },
      repair: { type: 'boolean' },
      'code-field': { type: 'string' },
      'allow-code-changes': { type: 'boolean' },
      source: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return console.log(usage)
  const [command, file, ...more] = positionals
  if (command !== 'import' || !file || more.length > 0 || !values.srs) throw new Error(usage)
  const config = readConfig(process.env)
  const text = readFileSync(file, 'utf8')
  const database = await openDatabase({ databaseUrl: config.DATABASE_URL, dataDir: config.DATA_DIR })
  try {
    await migrate(database)
    // The registered layer is what the file is compared with, and names and populations come from it.
    await loadRegions(database)
    const report = await importRegions(database, text, {
      srs: values.srs,
      source: values.source ?? basename(file),
      codeField: values['code-field'],
      repair: values.repair,
      allowCodeChanges: values['allow-code-changes'],
      dryRun: values['dry-run'],
    })
    console.log(summaryOf(report, values['dry-run'] === true))
  } finally {
    await database.close()
  }
}

function summaryOf(report: ImportReport, isDryRun: boolean): string {
  const { counties, higherLevels, shiftMetres, placesMoved, placesOutside } = report
  const lines = [
    `${counties} counties ${isDryRun ? 'would be' : 'were'} replaced; all together they lie ${shiftMetres.toFixed(0)} m from the former ones.`,
    `${placesMoved} places ${isDryRun ? 'would change' : 'changed'} their county; ${placesOutside} lie in none.`,
    ...(higherLevels > 0
      ? [`${higherLevels} provinces and prefectures of the file were not read: they are made from the counties.`]
      : []),
    ...section('New counties', report.added),
    ...section('Counties no longer there', report.removed),
    ...section(
      'Moved counties (intersection over union with the former boundary below 0.9)',
      report.moved.map(
        ({ code, nameZh, iou, areaKm2Before, areaKm2After }) =>
          `${code} ${nameZh}: ${iou.toFixed(3)}, ${areaKm2Before.toFixed(0)} → ${areaKm2After.toFixed(0)} km²`,
      ),
    ),
    ...section(
      'Former labels that lie in another county now',
      report.movedLabels.map(({ code, found }) => `${code}: in ${found ?? 'none'}`),
    ),
    ...section(
      'Repaired',
      report.repaired.map(({ code, reason }) => `${code}: ${reason}`),
    ),
    ...section(
      'Names that differ (the registered ones stay)',
      report.otherNames.map(({ code, registered, inFile }) => `${code} ${registered}: «${inFile}» in the file`),
    ),
  ]
  return lines.join('\n')
}

const section = (title: string, lines: readonly string[]) =>
  lines.length === 0 ? [] : [`${title}: ${lines.length}`, ...lines.map((line) => `  ${line}`)]

try {
  await main()
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
