import { discRadius } from './ring.ts'

/**
 * From the features of tiles to what is drawn: pins and counted discs. Works on a square grid of pixels that is the same
 * for every tile of a zoom, so a disc does not change while the map is panned.
 */

/** What this needs of a decoded tile feature; coordinates in EPSG:3857 metres. */
export interface TileFeature {
  getId(): string | number | undefined
  getType(): string
  getExtent(): number[]
  getFlatCoordinates(): number[]
  getProperties(): Record<string, unknown>
}

export interface Share {
  category: string
  count: number
}

export interface Mark {
  /** Stable while the same thing is meant: `p7` for a place, `c12/x/y` for a grid square. */
  key: string
  x: number
  y: number
  count: number
  /** Parts of the count by category, largest first. */
  shares: Share[]
  /** Bounds of what it stands for, in metres; a tap on a disc zooms to them. */
  extent: [number, number, number, number]
  place: MarkPlace | null
}

export interface MarkPlace {
  id: number
  nameZh: string
  nameEn: string | null
  type: string
  category: string
  status: string
  fee: string
  /** Rank shown on the pin, 1 first. */
  rank?: number
}

interface Square {
  count: number
  sumX: number
  sumY: number
  shares: Map<string, number>
  extent: [number, number, number, number]
  place: MarkPlace | null
  /** Exact position of the only place. */
  at: [number, number]
}

export interface Grid {
  /** Zoom of the view in half steps, part of the marks' keys. */
  zoom: number
  /** Zoom of the tiles, which their blocks of cells are cut by. */
  tileZoom: number
  /** Side of a square in metres. */
  squareMetres: number
  /** Metres of a screen pixel, to know which marks would cover each other. */
  pixelMetres: number
}

/**
 * @param tiles decoded features by tile; a line or area cut by tiles comes several times under one id and counts once
 * @param without ids that are left out
 * @returns one mark for each non-empty square, biggest count first
 */
export function gatherMarks(
  tiles: Iterable<readonly TileFeature[]>,
  grid: Grid,
  without: ReadonlySet<number> = new Set(),
): Mark[] {
  const squares = new Map<string, Square>()
  const seen = new Set(without)
  for (const features of tiles) {
    const blocks = blocksOf(features, grid.tileZoom)
    for (const feature of features) {
      const properties = feature.getProperties()
      if (properties.point_count !== undefined) {
        addCell(squares, grid, feature, properties, blocks)
      } else {
        const id = Number(feature.getId())
        if (!Number.isFinite(id) || seen.has(id)) continue
        seen.add(id)
        addPlace(squares, grid, feature, properties, id)
      }
    }
  }
  const marks = [...squares].map(([key, square]) => toMark(key, square, grid))
  return mergeCrowded(
    marks.sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1)),
    grid.pixelMetres,
  )
}

/** Half of a pin's width, and how much of two marks may overlap before they become one. */
const pinRadius = 14
const overlapAllowed = 0.86

/** Joins marks that would cover each other to the larger one, which keeps its place. `marks` come largest first. */
function mergeCrowded(marks: readonly Mark[], pixelMetres: number): Mark[] {
  const kept: Mark[] = []
  for (const mark of marks) {
    const host = kept.find((other) => {
      const apart = (radiusOf(mark) + radiusOf(other)) * overlapAllowed * pixelMetres
      return Math.abs(other.x - mark.x) < apart && Math.hypot(other.x - mark.x, other.y - mark.y) < apart
    })
    if (host) absorb(host, mark)
    else kept.push(mark)
  }
  return kept
}

const radiusOf = (mark: Mark): number => (mark.place ? pinRadius : discRadius(mark.count))

function absorb(host: Mark, mark: Mark): void {
  // A pin that takes in another is a disc from now on, and is named as one.
  if (host.place) host.key = `d${host.key}`
  host.place = null
  host.count += mark.count
  const shares = new Map(host.shares.map(({ category, count }) => [category, count]))
  for (const { category, count } of mark.shares) shares.set(category, (shares.get(category) ?? 0) + count)
  host.shares = [...shares].map(([category, count]) => ({ category, count })).sort((a, b) => b.count - a.count)
  host.extent = [
    Math.min(host.extent[0], mark.extent[0]),
    Math.min(host.extent[1], mark.extent[1]),
    Math.max(host.extent[2], mark.extent[2]),
    Math.max(host.extent[3], mark.extent[3]),
  ]
}

function squareAt(squares: Map<string, Square>, grid: Grid, x: number, y: number): Square {
  const key = `${Math.floor(x / grid.squareMetres)}/${Math.floor(y / grid.squareMetres)}`
  let square = squares.get(key)
  if (!square) {
    square = {
      count: 0,
      sumX: 0,
      sumY: 0,
      shares: new Map(),
      extent: [Infinity, Infinity, -Infinity, -Infinity],
      place: null,
      at: [x, y],
    }
    squares.set(key, square)
  }
  return square
}

/** Places of a block of 8 × 8 cells: tiles tell categories by the block (on its fullest cell), counts by the cell. */
interface Block {
  count: number
  shares: Share[]
}

const worldMetres = 2 * Math.PI * 6378137

const blockKey = (x: number, y: number, tileZoom: number): string => {
  const side = worldMetres / 2 ** (tileZoom + 3)
  return `${Math.floor(x / side)}/${Math.floor(y / side)}`
}

function blocksOf(features: readonly TileFeature[], tileZoom: number): Map<string, Block> {
  const blocks = new Map<string, Block>()
  for (const feature of features) {
    const { point_count, categories } = feature.getProperties()
    if (point_count === undefined) continue
    const [x, y] = feature.getFlatCoordinates() as [number, number]
    const key = blockKey(x, y, tileZoom)
    const block = blocks.get(key) ?? { count: 0, shares: [] }
    block.count += Number(point_count)
    block.shares.push(...readShares(String(categories ?? '')))
    blocks.set(key, block)
  }
  return blocks
}

/** A cell has the mix of its block, so that each disc has a ring wherever the squares cut the blocks. */
function addCell(
  squares: Map<string, Square>,
  grid: Grid,
  feature: TileFeature,
  properties: Record<string, unknown>,
  blocks: ReadonlyMap<string, Block>,
): void {
  const [x, y] = feature.getFlatCoordinates() as [number, number]
  const count = Number(properties.point_count)
  const square = squareAt(squares, grid, x, y)
  widen(square, x, y, count)
  const block = blocks.get(blockKey(x, y, grid.tileZoom))
  if (!block) return
  for (const { category, count: part } of block.shares) addShare(square, category, (part * count) / block.count)
}

function addPlace(
  squares: Map<string, Square>,
  grid: Grid,
  feature: TileFeature,
  properties: Record<string, unknown>,
  id: number,
): void {
  const [west, south, east, north] = feature.getExtent() as [number, number, number, number]
  const x = (west + east) / 2
  const y = (south + north) / 2
  const place: MarkPlace = {
    id,
    nameZh: String(properties.name ?? ''),
    nameEn: properties.nameEn ? String(properties.nameEn) : null,
    type: String(properties.type ?? ''),
    category: String(properties.category ?? ''),
    status: String(properties.status ?? 'open'),
    fee: String(properties.fee ?? 'unknown'),
  }
  const square = squareAt(squares, grid, x, y)
  widen(square, x, y, 1)
  addShare(square, place.category, 1)
  square.place = square.count === 1 ? place : null
  square.at = [x, y]
}

function widen(square: Square, x: number, y: number, count: number): void {
  square.count += count
  square.sumX += x * count
  square.sumY += y * count
  const extent = square.extent
  extent[0] = Math.min(extent[0], x)
  extent[1] = Math.min(extent[1], y)
  extent[2] = Math.max(extent[2], x)
  extent[3] = Math.max(extent[3], y)
}

const addShare = (square: Square, category: string, count: number): void => {
  square.shares.set(category, (square.shares.get(category) ?? 0) + count)
}

function toMark(key: string, square: Square, grid: Grid): Mark {
  const single = square.count === 1 && square.place !== null
  const [x, y] = single ? square.at : [square.sumX / square.count, square.sumY / square.count]
  return {
    key: single ? `p${square.place!.id}` : `c${grid.zoom}/${key}`,
    x,
    y,
    count: square.count,
    shares: [...square.shares].map(([category, count]) => ({ category, count })).sort((a, b) => b.count - a.count),
    extent: square.extent,
    place: single ? square.place : null,
  }
}

/** `gym:12,park:3` → parts. */
export function readShares(text: string): Share[] {
  return text.split(',').flatMap((part) => {
    const [category, count] = part.split(':')
    return category && Number(count) > 0 ? [{ category, count: Number(count) }] : []
  })
}

/** Side of a square in nominal pixels: wide while there are crowds, narrow where each place should stand alone. */
export function squarePixels(zoom: number): number {
  if (zoom < 9) return 76
  if (zoom < 13) return 56
  if (zoom < 15) return 40
  if (zoom < 17) return 24
  return 12
}
