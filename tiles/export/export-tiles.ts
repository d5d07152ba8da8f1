import type { Database } from '../../api/db/types.ts'
import type { Layer } from '../../api/spatial/layers.ts'
import { tileJson } from '../catalogue.ts'
import { createLayerEngine, type LayerEngine } from '../engine/layer-engine.ts'
import { latOfWorldY } from '../engine/mercator.ts'
import { createFeed, type FeedOptions } from '../feed.ts'
import { readTileQuery, type TileQuery } from '../tile-query.ts'
import { type Archive, type ArchiveFigures, createArchive } from './archive.ts'
import { exportMetadata } from './export-metadata.ts'
import { extentOfLayer, regionNamed } from './export-queries.ts'
import { walkTiles } from './hilbert.ts'
import { type Bounds, createTileSet, type TileSet, tileRange } from './tile-set.ts'

export interface ExportOptions {
  database: Database
  /** In the order in which tiles carry them. */
  layers: readonly Layer[]
  /** Six digits; only what lies in it. All regions without it. */
  region?: string | undefined
  /** Further filters as a tile's address has them: `type=stadium&fee=free`. */
  filter?: string | undefined
  minZoom: number
  maxZoom: number
  path: string
  log: FeedOptions['log']
  onProgress?: (progress: ExportProgress) => void
}

export interface ExportProgress {
  zoom: number
  /** Tiles written and looked at in this zoom so far. */
  tiles: number
  looked: number
  bytes: number
  finished: boolean
}

/** What an operator can mend by asking for something else. */
export class ExportFault extends Error {}

/**
 * Writes the tiles of some layers as one PMTiles file: byte for byte what `/tiles/{layers}/{z}/{x}/{y}.mvt?region=…` serves of the
 * data of one moment. Memory: the engine's tables, 24 bytes a tile, and one bit a tile of the box.
 * @throws ExportFault for an unknown region or filter, or when there is nothing to write.
 */
export async function exportTiles(options: ExportOptions): Promise<ArchiveFigures & { dataVersion: number }> {
  const { database, layers, region, path } = options
  const regionName = region ? await nameOfRegion(database, region) : null
  const bounds = await boundsOf(options)
  const engines = new Map(layers.map((layer) => [layer.name, createLayerEngine(layer)]))
  const parts = [...engines.values()]
  const address = [region ? `region=${region}` : '', options.filter ?? ''].filter((part) => part !== '').join('&')
  const query = readTileQuery(address, parts)
  const dataVersion = await load(options, engines)
  const archive = await createArchive(path)
  try {
    await writeZooms(archive, { options, engines: parts, query, bounds })
    if (archive.size() === 0) throw new ExportFault('nothing to write: no feature passes the filter')
    const figures = await archive.finish({
      minZoom: options.minZoom,
      maxZoom: options.maxZoom,
      bounds,
      centerZoom: zoomThatShows(bounds, options),
      metadata: await exportMetadata(database, {
        regionName,
        address,
        dataVersion,
        tileJson: tileJson(parts, '', ''),
      }),
    })
    return { ...figures, dataVersion }
  } finally {
    await archive.discard()
  }
}

async function nameOfRegion(database: Database, code: string): Promise<{ zh: string; en: string }> {
  const [row] = await database.rows<{ name_zh: string; name_en: string }>(database.primary, regionNamed(code))
  if (!row) throw new ExportFault(`region ${code} is not in this registry: see /api/regions for the codes`)
  return { zh: row.name_zh, en: row.name_en }
}

async function boundsOf({ database, layers, region = '' }: ExportOptions): Promise<Bounds> {
  let bounds: Bounds | null = null
  for (const layer of layers) {
    const statement = extentOfLayer(layer, region.replace(/(00)+$/, ''))
    const [row] = await database.rows<Record<'west' | 'south' | 'east' | 'north', number>>(database.primary, statement)
    if (!row) continue
    const { west, south, east, north } = row
    bounds = bounds
      ? [Math.min(bounds[0], west), Math.min(bounds[1], south), Math.max(bounds[2], east), Math.max(bounds[3], north)]
      : [west, south, east, north]
  }
  if (!bounds) throw new ExportFault('nothing to write: these layers have no feature there')
  const edge = latOfWorldY(0)
  return [bounds[0], Math.max(-edge, bounds[1]), bounds[2], Math.min(edge, bounds[3])]
}

/** All layers as of one moment; returns the data version of that moment. */
async function load({ database, log }: ExportOptions, engines: ReadonlyMap<string, LayerEngine>): Promise<number> {
  const feed = createFeed({ database, engines, log })
  try {
    await feed.start()
    return feed.version()
  } finally {
    await feed.stop()
  }
}

interface Writing {
  options: ExportOptions
  engines: readonly LayerEngine[]
  query: TileQuery
  bounds: Bounds
}

/** Tiles that are encoded while those before are compressed on other threads. */
const BATCH = 64

async function writeZooms(archive: Archive, writing: Writing): Promise<void> {
  const { minZoom, maxZoom, onProgress } = writing.options
  const mayHold = emptyBranches(writing)
  let pending = Promise.resolve()
  for (let zoom = minZoom; zoom <= maxZoom; zoom++) {
    const progress: ExportProgress = { zoom, tiles: 0, looked: 0, bytes: 0, finished: false }
    let batch: { id: number; bytes: Buffer }[] = []
    const flush = async () => {
      await pending
      pending = archive.add(batch)
      // Its failure is told where it is awaited.
      pending.catch(() => {})
      batch = []
      progress.bytes = archive.size()
      onProgress?.({ ...progress })
    }
    const filled = mayHold.beginZoom(zoom)
    for (const { id, x, y } of walkTiles(zoom, mayHold.test)) {
      progress.looked++
      const bytes = encodeTile(writing, zoom, x, y)
      if (bytes) {
        filled.add(x, y)
        progress.tiles++
        batch.push({ id, bytes })
      }
      if (batch.length === BATCH || progress.looked % 20_000 === 0) await flush()
    }
    await flush()
    await pending
    onProgress?.({ ...progress, bytes: archive.size(), finished: true })
  }
}

/** The layers one after the other, as the tile service answers them. */
function encodeTile({ engines, query }: Writing, z: number, x: number, y: number): Buffer | null {
  const parts: Buffer[] = []
  for (const [index, engine] of engines.entries()) {
    const { minZoom, maxZoom } = engine.schema.layer
    if (z < minZoom || z > maxZoom) continue
    const part = engine.encode({ z, x, y, filter: query.filters[index]! })
    if (part) parts.push(part)
  }
  return parts.length > 1 ? Buffer.concat(parts) : (parts[0] ?? null)
}

/**
 * Which branches of the tile tree may hold anything: below a tile that is empty together with its eight neighbours nothing comes (a line
 * or area that is still a point stands nearer than a tile to where it will be drawn, and so does whatever a buffer will show). Before
 * the zoom from which each layer shows all its features, and at the first zoom written, only the box decides.
 */
function emptyBranches({ options: { minZoom, maxZoom }, engines, bounds }: Writing) {
  const complete = Math.max(
    minZoom,
    ...engines.map(({ schema }) => Math.max(schema.layer.minZoom, ...Object.values(schema.zoomOfValue))),
  )
  const filled: (TileSet | undefined)[] = []
  const ranges = Array.from({ length: maxZoom + 1 }, (_, zoom) => tileRange(bounds, zoom))
  return {
    /** The set to put the filled tiles of a zoom into. */
    beginZoom(zoom: number): TileSet {
      const set = createTileSet(bounds, zoom)
      filled[zoom] = set
      return set
    },
    test(z: number, x: number, y: number): boolean {
      const { fromX, toX, fromY, toY } = ranges[z]!
      if (x < fromX || x > toX || y < fromY || y > toY) return false
      return z <= complete || filled[z - 1]!.hasNear(x >> 1, y >> 1)
    },
  }
}

/** The zoom at which the box is about two tiles wide. */
function zoomThatShows([west, , east]: Bounds, { minZoom, maxZoom }: ExportOptions): number {
  const zoom = Math.floor(Math.log2((2 * 360) / Math.max(east - west, 1e-6)))
  return Math.max(minZoom, Math.min(maxZoom, zoom))
}
