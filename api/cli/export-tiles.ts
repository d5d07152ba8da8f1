import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { FilterFault } from '../../tiles/engine/filter.ts'
import { ExportFault, type ExportProgress, exportTiles } from '../../tiles/export/export-tiles.ts'
import { readConfig } from '../config.ts'
import { DataFolderInUse } from '../db/data-folder-lock.ts'
import { pendingMigrations } from '../db/migrate.ts'
import { openDatabase } from '../db/open.ts'
import type { Database } from '../db/types.ts'
import { modules } from '../modules/index.ts'
import { type Layer, layerRegistry } from '../spatial/layers.ts'

const usage = `npm run tiles:export -- --out=FILE.pmtiles [options]

Writes the map's tiles as one PMTiles file (version 3), to be hosted as a static file and read by MapLibre, OpenLayers, GDAL or QGIS.
Tiles are byte for byte those that the server answers under /tiles. With DATABASE_URL of that PostgreSQL, also while servers run on
it; else of the embedded database under DATA_DIR, which must not be in use: stop the server first.

  --out=FILE       the file to write
  --region=CODE    only what lies in that province, prefecture or county (six digits); all without it
  --layers=A,B     layers as /tiles lists them (default: all)
  --zooms=0-16     zooms to write (default: all that the layers have)
  --filter=QUERY   as in a tile's address: --filter='type=stadium,natatorium&fee=free'
  --replace        write over FILE when it is there

A layer ends at its own last zoom (regions at 14): for viewers that draw beyond it, write each layer to a file of its own.
Example: npm run tiles:export -- --region=510100 --layers=places --out=chengdu.pmtiles`

interface Asked {
  out: string
  replace: boolean
  region: string | undefined
  filter: string | undefined
  layers: Layer[]
  zooms: { minZoom: number; maxZoom: number }
}

async function main(args: readonly string[]): Promise<void> {
  const asked = readArguments(args)
  if (!asked) return console.log(usage)
  if (existsSync(asked.out) && !asked.replace) throw new ExportFault(`${asked.out} is there already: add --replace`)
  mkdirSync(dirname(asked.out), { recursive: true })
  const { DATABASE_URL: databaseUrl, DATA_DIR: dataDir } = readConfig(process.env)
  if (!databaseUrl && !existsSync(resolve(dataDir, 'pglite', 'PG_VERSION')))
    throw new ExportFault(`${resolve(dataDir)} holds no embedded database; is DATA_DIR right?`)
  const database = await openDatabase({ databaseUrl, dataDir, statementTimeoutMs: 0 })
  try {
    await write(database, asked)
  } finally {
    await database.close()
  }
}

function readArguments(args: readonly string[]): Asked | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      out: { type: 'string' },
      region: { type: 'string' },
      layers: { type: 'string' },
      zooms: { type: 'string' },
      filter: { type: 'string' },
      replace: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return null
  if (!values.out) throw new ExportFault('--out=FILE.pmtiles is missing; --help shows all options')
  if (values.region !== undefined && !/^[1-9]\d{5}$/.test(values.region))
    throw new ExportFault(`--region=${values.region}: expected the six digits of an adcode, such as 510100 for Chengdu`)
  const layers = layersNamed(values.layers)
  const { out, region, filter, replace } = values
  return { out: resolve(out), region, filter, replace, layers, zooms: zoomsOf(values.zooms, layers) }
}

function layersNamed(names: string | undefined): Layer[] {
  const registry = layerRegistry(modules.flatMap((module) => module.layers ?? []))
  const wanted = names === undefined ? [...registry.keys()] : [...new Set(names.split(','))]
  return wanted.map((name) => {
    const layer = registry.get(name)
    if (layer) return layer
    throw new ExportFault(`--layers: there is no layer «${name}»; layers are ${[...registry.keys()].join(', ')}`)
  })
}

function zoomsOf(text: string | undefined, layers: readonly Layer[]): Asked['zooms'] {
  const least = Math.min(...layers.map((layer) => layer.minZoom))
  const most = Math.max(...layers.map((layer) => layer.maxZoom))
  if (text === undefined) return { minZoom: least, maxZoom: most }
  const [, from, to = from] = /^(\d{1,2})(?:-(\d{1,2}))?$/.exec(text) ?? []
  const [minZoom, maxZoom] = [Number(from), Number(to)]
  if (from === undefined || minZoom > maxZoom || minZoom < least || maxZoom > most)
    throw new ExportFault(`--zooms=${text}: expected a zoom or a range inside ${least}-${most}, such as ${least}-12`)
  return { minZoom, maxZoom }
}

async function write(database: Database, { out, layers, region, filter, zooms }: Asked): Promise<void> {
  const missing = await pendingMigrations(database)
  if (missing.length > 0)
    throw new ExportFault(`the database lacks ${missing.join(', ')}: start the server once, it brings it up to date`)
  const started = performance.now()
  const log = {
    info: ({ layer, features }: { layer?: unknown; features?: unknown }) =>
      layer && console.log(`  ${layer}: ${Number(features).toLocaleString('en')} features in the registry`),
    warn: (details: object, message: string) => console.error(`  ${message}: ${JSON.stringify(details)}`),
  }
  const options = { database, layers, region, filter, ...zooms, path: out, log, onProgress: createPrinter() }
  const figures = await exportTiles(options)
  const seconds = (performance.now() - started) / 1000
  console.log(
    `${out}: ${figures.tiles.toLocaleString('en')} tiles (${figures.contents.toLocaleString('en')} different), ${megabytes(statSync(out).size)}, ` +
      `data version ${figures.dataVersion}, ${seconds.toFixed(1)} s`,
  )
}

/** A line at the end of each zoom and every two seconds within one. */
function createPrinter(): (progress: ExportProgress) => void {
  let printedAt = performance.now()
  return ({ zoom, tiles, looked, bytes, finished }) => {
    if (!finished && performance.now() - printedAt < 2_000) return
    printedAt = performance.now()
    const counts = `${tiles.toLocaleString('en')} tiles of ${looked.toLocaleString('en')} looked at`
    console.log(`  zoom ${String(zoom).padStart(2)}: ${counts}, ${megabytes(bytes)} so far`)
  }
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

function explain(error: unknown): string {
  const { code } = error as { code?: string }
  const known = [ExportFault, FilterFault, DataFolderInUse].some((kind) => error instanceof kind)
  if (known || code?.startsWith('ERR_PARSE_ARGS')) return (error as Error).message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(explain(error))
    process.exitCode = 1
  })
}
