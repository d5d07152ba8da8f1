import { type RowTest, rowPasses } from './filter.ts'
import { lowerBound, mortonOfTile, mortonSpan } from './morton.ts'
import type { Table } from './table.ts'

/** Counted cells of one tile: 64 × 64, each a tile of zoom z + 6. */
export const CELLS_SIDE = 64
const CELLS = CELLS_SIDE * CELLS_SIDE
/**
 * Counts by category are given for 8 × 8 cells together: what a map draws as one ring covers about that, and by single cells they would
 * be three quarters of a tile.
 */
export const BLOCKS_SIDE = 8
export const BLOCKS = BLOCKS_SIDE * BLOCKS_SIDE
/** A tile holds its points one by one as long as they are no more than this. */
export const MOST_RAW_POINTS = 2000
/** Kept rows leave slack for changes that take a tile over or under the limit. */
const MOST_KEPT_ROWS = 4096
/** More candidates than this are gathered from the four tiles below, each remembered, so that cost ends growing with the data. */
const MOST_WALKED_ROWS = 32_768
/** Contents of ranges longer than this are remembered: shorter ones are walked as fast as they are looked up. */
const REMEMBERED_FROM_ROWS = 8_192
/** Cells below this zoom would be finer than the Morton key. */
const DEEPEST_ZOOM = 20

/**
 * What lies in a tile at its zoom and passes a filter: its rows while they are few, else its cells. Rows drawn as shapes at the
 * zoom are not in it. Made from the table alone; changes since are added on reading.
 */
export interface TileContent {
  total: number
  rows: Uint32Array | null
  cells: Cells | null
  /** Its rows and those of its buffer, ascending, once they have been asked for. */
  drawn?: Uint32Array
}

/** Cells that are not empty, by ascending number (64 × row + column), and counts by code of the cell facet in blocks of 8 × 8 cells. */
export interface Cells {
  cell: Uint16Array
  points: Uint32Array
  /** Of each block one count a code. */
  blocks: Uint32Array
}

export interface ContentOptions {
  table: Table
  test: RowTest
  filterKey: string
  /** Column whose counts the cells carry, or −1. */
  cellFacet: number
  memory: ContentMemory
}

/** Remembered contents of dense tiles, oldest out first, by filter and tile. */
export interface ContentMemory {
  get(key: string): TileContent | undefined
  set(key: string, content: TileContent): void
}

/** The content of tile z/x/y. */
export function tileContent(options: ContentOptions, z: number, x: number, y: number): TileContent {
  const { table, test } = options
  if (test.none) return EMPTY
  const firstKey = mortonOfTile(z, x, y)
  const from = lowerBound(table.key, firstKey, 0, table.count)
  const to = lowerBound(table.key, firstKey + mortonSpan(z), from, table.count)
  return contentOfRange(options, { z, x, y, from, to })
}

const EMPTY: TileContent = { total: 0, rows: new Uint32Array(0), cells: null }

interface Range {
  z: number
  x: number
  y: number
  from: number
  to: number
}

function contentOfRange(options: ContentOptions, range: Range): TileContent {
  const { table, test, memory } = options
  const { z, x, y, from, to } = range
  if (from === to) return EMPTY
  const key = to - from > REMEMBERED_FROM_ROWS ? `${options.filterKey}|${z}/${x}/${y}` : ''
  const known = key === '' ? undefined : memory.get(key)
  if (known) return known
  const searched = cheapestLists(options, from, to)
  if (searched.candidates <= MOST_WALKED_ROWS || z >= DEEPEST_ZOOM) {
    const walkedContent = fromRows(options, z, walkedRows(options, range, searched))
    if (key !== '') memory.set(key, walkedContent)
    return walkedContent
  }

  const gathered: TileContent[] = []
  let start = from
  const childKeys = mortonSpan(z + 1)
  const firstKey = mortonOfTile(z, x, y)
  for (let quarter = 0; quarter < 4; quarter++) {
    const end = quarter === 3 ? to : lowerBound(table.key, firstKey + (quarter + 1) * childKeys, start, to)
    const child = { z: z + 1, x: 2 * x + (quarter & 1), y: 2 * y + (quarter >> 1), from: start, to: end }
    gathered.push(contentOfRange(options, child))
    start = end
  }
  // What the tiles below draw as shapes is still a point here.
  const late = shapesFromZoom(table, z + 1, from, to).filter((row) => rowPasses(test, row))
  const content = merged(options, z, gathered, Uint32Array.from(late))
  memory.set(key, content)
  return content
}

/** Rows of a range that are drawn as shapes from exactly that zoom on. */
function shapesFromZoom(table: Table, zoom: number, from: number, to: number): number[] {
  const { shapes } = table
  const rows: number[] = []
  if (!shapes) return rows
  const end = shapes.zoomStarts[zoom + 1]!
  for (let i = shapes.zoomStarts[zoom]!; i < end; i++) {
    const row = shapes.row[shapes.byZoom[i]!]!
    if (row >= from && row < to) rows.push(row)
  }
  return rows
}

interface Searched {
  candidates: number
  /** Parts of a column's lists, or null to walk the whole range. */
  lists: { rows: Uint32Array; from: number; to: number }[] | null
}

function cheapestLists({ table, test }: ContentOptions, from: number, to: number): Searched {
  let best: Searched = { candidates: to - from, lists: null }
  for (const { column, allowed } of test.tests) {
    const lists = table.columns[column]!.lists
    if (!lists) continue
    const parts: NonNullable<Searched['lists']> = []
    let candidates = 0
    for (let code = 0; code < allowed.length && candidates < best.candidates; code++) {
      if (allowed[code] === 0) continue
      const first = lowerBound(lists.rows, from, lists.starts[code]!, lists.starts[code + 1]!)
      const end = lowerBound(lists.rows, to, first, lists.starts[code + 1]!)
      candidates += end - first
      if (end > first) parts.push({ rows: lists.rows, from: first, to: end })
    }
    // Many short lists have to be sorted together: they count double.
    if (candidates * (parts.length > 1 ? 2 : 1) < best.candidates) best = { candidates, lists: parts }
  }
  return best
}

let walked = new Uint32Array(MOST_WALKED_ROWS)

function walkedRows({ table, test }: ContentOptions, range: Range, searched: Searched): Uint32Array {
  if (walked.length < searched.candidates) walked = new Uint32Array(searched.candidates)
  const zooms = table.shapeZoom
  let count = 0
  const take = (row: number) => {
    if ((zooms === null || zooms[row]! > range.z) && rowPasses(test, row)) walked[count++] = row
  }
  if (!searched.lists) {
    for (let row = range.from; row < range.to; row++) take(row)
    return walked.subarray(0, count)
  }
  for (const { rows, from, to } of searched.lists) for (let i = from; i < to; i++) take(rows[i]!)
  const found = walked.subarray(0, count)
  if (searched.lists.length > 1) found.sort()
  return found
}

function fromRows(options: ContentOptions, z: number, rows: Uint32Array): TileContent {
  if (rows.length <= MOST_KEPT_ROWS) return { total: rows.length, rows: rows.slice(), cells: null }
  clearScratch(options)
  addRows(options, z, rows)
  return { total: rows.length, rows: null, cells: packedScratch(options) }
}

function merged(options: ContentOptions, z: number, parts: TileContent[], late: Uint32Array): TileContent {
  const total = parts.reduce((sum, part) => sum + part.total, late.length)
  if (total <= MOST_KEPT_ROWS) {
    const rows = new Uint32Array(total)
    let end = 0
    for (const part of parts) {
      rows.set(part.rows!, end)
      end += part.total
    }
    rows.set(late, end)
    return { total, rows: late.length > 0 ? rows.sort() : rows, cells: null }
  }
  clearScratch(options)
  for (const [quarter, part] of parts.entries()) {
    if (part.rows) addRows(options, z, part.rows)
    else addCells(options, part.cells!, quarter)
  }
  addRows(options, z, late)
  return { total, rows: null, cells: packedScratch(options) }
}

const points = new Uint32Array(CELLS)
let blocks = new Uint32Array(BLOCKS)

const facetSize = ({ table, cellFacet }: ContentOptions) =>
  cellFacet < 0 ? 0 : table.columns[cellFacet]!.dictionary.length

function clearScratch(options: ContentOptions): void {
  const size = BLOCKS * facetSize(options)
  if (blocks.length < size) blocks = new Uint32Array(size)
  points.fill(0)
  blocks.fill(0, 0, size)
}

function addRows(options: ContentOptions, z: number, rows: Uint32Array): void {
  const { table, cellFacet } = options
  const codes = cellFacet < 0 ? null : table.columns[cellFacet]!.codes
  const size = facetSize(options)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    const cell = cellOf(z, table.x[row]!, table.y[row]!)
    points[cell]!++
    if (codes) blocks[blockOf(cell) * size + codes[row]!]!++
  }
}

/** Number of the cell of its tile at zoom z in which a world position lies. */
export function cellOf(z: number, x: number, y: number): number {
  const shift = 32 - z - 6
  return ((y >>> shift) & 63) * CELLS_SIDE + ((x >>> shift) & 63)
}

/** Block of a cell: eight cells wide and high. */
export function blockOf(cell: number): number {
  return (cell >> 9) * BLOCKS_SIDE + ((cell & 63) >> 3)
}

/** Four cells, and four blocks, of a tile below make one of these. */
function addCells(options: ContentOptions, cells: Cells, quarter: number): void {
  const column = (quarter & 1) * (CELLS_SIDE / 2)
  const line = (quarter >> 1) * (CELLS_SIDE / 2)
  for (let i = 0; i < cells.cell.length; i++) {
    const below = cells.cell[i]!
    points[(line + (below >> 7)) * CELLS_SIDE + column + ((below & 63) >> 1)]! += cells.points[i]!
  }
  const size = facetSize(options)
  for (let block = 0; block < BLOCKS && size > 0; block++) {
    const above = ((line >> 3) + (block >> 4)) * BLOCKS_SIDE + (column >> 3) + ((block & 7) >> 1)
    for (let code = 0; code < size; code++) blocks[above * size + code]! += cells.blocks[block * size + code]!
  }
}

function packedScratch(options: ContentOptions): Cells {
  let filled = 0
  for (let cell = 0; cell < CELLS; cell++) if (points[cell] !== 0) filled++
  const packed: Cells = {
    cell: new Uint16Array(filled),
    points: new Uint32Array(filled),
    blocks: blocks.slice(0, BLOCKS * facetSize(options)),
  }
  let at = 0
  for (let cell = 0; cell < CELLS; cell++) {
    if (points[cell] === 0) continue
    packed.cell[at] = cell
    packed.points[at++] = points[cell]!
  }
  return packed
}
