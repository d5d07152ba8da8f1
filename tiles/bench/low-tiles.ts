import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { type Row, row } from '../../bench/context.ts'
import { travelling } from './against-nginx.ts'

/** All tiles of zoom 6 with places. */
export const lowTiles = [
  '6/49/25',
  '6/50/25',
  '6/51/25',
  '6/49/26',
  '6/50/26',
  '6/51/26',
  '6/49/27',
  '6/50/27',
  '6/51/27',
]

/** The largest of the tiles of zoom 6 as it travels, and how many of its cells are filled. */
export async function largestLowTile(url: string, what: string): Promise<Row[]> {
  const paths = lowTiles.map((tile) => `${url}/tiles/bench-points/${tile}.mvt`)
  const note = `${cellsOf(await Promise.all(paths.map(bytesOf)))} cells of 4,096`
  const largest = async (coding: 'gzip' | 'br') => {
    const bodies = await Promise.all(paths.map((path) => travelling(path, coding)))
    return Math.max(...bodies.map(({ body }) => body.length)) / 1000
  }
  return [
    row('tiles', `${what}, gzipped`, 'kB', await largest('gzip'), '≤ 15', note),
    row('tiles', `${what} by brotli`, 'kB', await largest('br'), ''),
  ]
}

/** Cells of the fullest of some tiles. */
const cellsOf = (bodies: readonly Buffer[]): number =>
  Math.max(...bodies.map((body) => new VectorTile(new PbfReader(body)).layers['bench-points']?.length ?? 0))

export async function bytesOf(url: string): Promise<Buffer> {
  const reply = await fetch(url, { headers: { 'accept-encoding': 'identity' } })
  return Buffer.from(await reply.arrayBuffer())
}
