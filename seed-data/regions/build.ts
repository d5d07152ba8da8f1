import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { writeTable } from '../../api/modules/regions/csv.ts'
import { type Boundaries, cleanBoundaries } from './clean-boundaries.ts'
import { compareBoundaries } from './compare-boundaries.ts'
import { fetchPackages } from './fetch-packages.ts'
import { readBoundaries } from './read-boundaries.ts'
import { buildRegionTable, type RegionRow, tableColumns } from './region-table.ts'

/**
 * Makes `counties.geojson`, `regions.csv` and `county-seats.csv` anew from their sources (see ../SOURCES.md).
 * `npm run regions:build -- [--cache FOLDER] [--reference COUNTIES.geojson]`; with a reference, an independent layer of the
 * same counties, it prints how well they agree and fails below a median IoU of 0.95.
 */
const { values: options } = parseArgs({
  options: {
    cache: { type: 'string', default: '.cache/regions' },
    reference: { type: 'string', default: process.env.REGIONS_REFERENCE },
  },
})
const here = import.meta.dirname
const cacheFolder = resolve(options.cache)
mkdirSync(cacheFolder, { recursive: true })

const fetched = fetchPackages(cacheFolder)
const table = buildRegionTable(join(here, 'census-2020.csv'), fetched.codesFile)
const counties = new Map(table.filter((row) => row.level === 'county').map((row) => [row.code, row]))
const source = readBoundaries(fetched.boundariesFolder)
const unknown = source.filter((county) => !counties.has(county.code)).map((county) => county.code)
if (unknown.length > 0 || source.length !== counties.size)
  throw new Error(
    `${source.length} boundaries for ${counties.size} counties; without a county: ${unknown.join(', ') || 'none'}.`,
  )

const boundaries = cleanBoundaries(
  { type: 'FeatureCollection', features: source.map((county) => county.boundary) },
  fetched.mapshaperProgram,
  cacheFolder,
)
writeFileSync(join(here, 'counties.geojson'), geojsonText(boundaries, counties))
writeFileSync(join(here, 'regions.csv'), writeTable(tableColumns, table))
writeFileSync(join(here, 'county-seats.csv'), seatsText())
console.log(`${boundaries.features.length} counties, ${table.length} regions written`)
if (options.reference) report(options.reference)

function geojsonText(layer: Boundaries, names: ReadonlyMap<string, RegionRow>): string {
  const lines = layer.features.map(({ properties: { code }, geometry }) => {
    const { nameZh, nameEn } = names.get(code)!
    return JSON.stringify({ type: 'Feature', properties: { code, nameZh, nameEn }, geometry })
  })
  return `{"type":"FeatureCollection","features":[\n${lines.join(',\n')}\n]}\n`
}

function seatsText(): string {
  const seats = source.flatMap(({ code, seat }) =>
    seat ? [{ code, nameZh: counties.get(code)!.nameZh, lon: seat[0].toFixed(5), lat: seat[1].toFixed(5) }] : [],
  )
  return writeTable(['code', 'nameZh', 'lon', 'lat'], seats)
}

function report(referenceFile: string): void {
  const { medianIou, counties: compared, unmatched } = compareBoundaries(boundaries, referenceFile)
  console.log(`median IoU against the reference: ${medianIou.toFixed(3)} over ${compared.length} counties`)
  if (unmatched.length > 0) console.log(`in one layer only: ${unmatched.join(', ')}`)
  console.log('least alike:')
  for (const { code, iou } of compared.slice(0, 20))
    console.log(`  ${code} ${counties.get(code)?.nameZh} ${iou.toFixed(3)}`)
  if (medianIou < 0.95)
    throw new Error('The median IoU is below 0.95: look at the sources before committing this layer.')
}
