import { fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { cellToLatLng, isValidCell } from 'h3-js'
import proj4 from 'proj4'
import { convertPosition, type Datum, datums } from '../datum.ts'
import { decodeText } from '../formats/decode-text.ts'
import type { GeoTiffRead } from './read-geotiff.ts'

/** A file that is no population grid; `message` is for the person who sent it. */
export class PopulationUnreadable extends Error {
  override name = 'PopulationUnreadable'
}

export interface Points {
  lon: number[]
  lat: number[]
  people: number[]
}

export interface PopulationFile {
  path: string
  format: 'geotiff' | 'csv' | 'h3'
  /** WGS84, CGCS2000, GCJ-02, BD-09 or EPSG:n. */
  system: string
  /** proj4 text of an EPSG system. */
  definition: string | null
}

const mostCells = 3_000_000
const mostSeconds = 120

/** The system that a GeoTIFF says it is in, `EPSG:3857`; null when it does not say. */
export async function systemOfGeoTiff(path: string): Promise<string | null> {
  return (await readApart(path, 'system')).system
}

/** Cells with people in WGS84, one point at each centre. @throws PopulationUnreadable. */
export async function readPopulation(file: PopulationFile): Promise<Points> {
  const toWgs84 = converter(file)
  if (file.format === 'geotiff') return readRaster(file.path, toWgs84)
  return readTable(await readFile(file.path), file.format, toWgs84)
}

type Convert = (x: number, y: number) => readonly number[]

function converter({ system, definition }: PopulationFile): Convert {
  const datum = datums.find((name) => name === system) as Datum | undefined
  if (datum === 'WGS84' || datum === 'CGCS2000') return (x, y) => [x, y]
  if (datum) return (x, y) => convertPosition([x, y], datum, 'WGS84')
  const projection = proj4(definition!, 'WGS84')
  return (x, y) => projection.forward([x, y])
}

/**
 * The raster is read by a process of its own with bounded memory and time: the library cannot live in a thread, and a file from outside
 * may be anything.
 */
async function readApart(
  path: string,
  wanted: 'system' | 'pixels',
): Promise<Exclude<GeoTiffRead, { unreadable: string }>> {
  const child = fork(fileURLToPath(new URL('./geotiff-thread.mjs', import.meta.url)), [path, wanted], {
    serialization: 'advanced',
    execArgv: ['--max-old-space-size=3000'],
    stdio: 'ignore',
    timeout: mostSeconds * 1000,
    killSignal: 'SIGKILL',
  })
  const outcome = await new Promise<GeoTiffRead>((resolve) => {
    child.once('message', (message) => resolve(message as GeoTiffRead))
    child.once('error', () => resolve({ unreadable: 'The file is no GeoTIFF that can be read.' }))
    child.once('exit', () => resolve({ unreadable: 'The GeoTIFF is too large, or not whole.' }))
  })
  if ('unreadable' in outcome) throw new PopulationUnreadable(outcome.unreadable)
  return outcome
}

async function readRaster(path: string, toWgs84: Convert): Promise<Points> {
  const { x, y, people } = await readApart(path, 'pixels')
  const points: Points = { lon: [], lat: [], people: [] }
  for (let i = 0; i < x.length; i++) add(points, toWgs84(x[i]!, y[i]!), people[i]!)
  return points
}

function add(points: Points, [lon, lat]: readonly number[], people: number): void {
  if (points.lon.length >= mostCells)
    throw new PopulationUnreadable(`More than ${mostCells} cells have people; cut the grid.`)
  points.lon.push(lon!)
  points.lat.push(lat!)
  points.people.push(people)
}

const names = {
  lon: ['lon', 'lng', 'long', 'longitude', 'x', '经度'],
  lat: ['lat', 'latitude', 'y', '纬度'],
  people: ['people', 'pop', 'population', 'persons', 'value', '人口', '人口数'],
  cell: ['h3', 'cell', 'h3_index', 'h3index', 'hex', 'hexagon'],
}

/** Columns by their usual names; a line that is not three plain fields is named with its number. */
function readTable(bytes: Buffer, format: 'csv' | 'h3', toWgs84: Convert): Points {
  const { text } = decodeText(bytes, null)
  const lines = text.split(/\r?\n/)
  const heading = lines[0] ?? ''
  const delimiter = [',', '\t', ';'].find((mark) => heading.includes(mark)) ?? ','
  const split = (line: string) => line.split(delimiter).map((field) => field.trim().replace(/^"(.*)"$/, '$1'))
  const columns = split(heading.replace(/^\ufeff/, '').toLowerCase())
  const columnOf = (kind: keyof typeof names): number => {
    const at = columns.findIndex((column) => names[kind].includes(column))
    if (at >= 0) return at
    throw new PopulationUnreadable(
      `No column is named ${names[kind].join(', ')}; the heading is «${heading.slice(0, 200)}».`,
    )
  }
  const people = columnOf('people')
  const place = format === 'h3' ? [columnOf('cell')] : [columnOf('lon'), columnOf('lat')]
  const points: Points = { lon: [], lat: [], people: [] }
  for (let number = 1; number < lines.length; number++) {
    if (lines[number]!.trim() === '') continue
    const fields = split(lines[number]!)
    const count = Number(fields[people])
    const where =
      format === 'h3' ? centreOf(fields[place[0]!] ?? '') : [Number(fields[place[0]!]), Number(fields[place[1]!])]
    if (fields[people] === '' || !(count >= 0) || !where || !where.every(Number.isFinite)) {
      throw new PopulationUnreadable(
        `Line ${number + 1} «${lines[number]!.slice(0, 100)}» has no position or no number of people.`,
      )
    }
    if (count > 0) add(points, format === 'h3' ? where : toWgs84(where[0]!, where[1]!), count)
  }
  return points
}

function centreOf(cell: string): number[] | null {
  if (!isValidCell(cell)) return null
  const [lat, lon] = cellToLatLng(cell)
  return [lon, lat]
}
