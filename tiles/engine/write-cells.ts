import { BLOCKS, blockOf, CELLS_SIDE, cellOf, type TileContent } from './cells.ts'
import type { LayerState } from './encode-layer.ts'
import type { Feature } from './feature.ts'
import { EXTENT, type LayerWriter } from './layer-writer.ts'
import { writeVarint } from './text-value.ts'

const CELLS = CELLS_SIDE * CELLS_SIDE
const SIDE_UNITS = EXTENT / CELLS_SIDE
const count = new Int32Array(CELLS)
let by = new Int32Array(BLOCKS)

export interface CellsToWrite {
  content: TileContent
  /** Rows of the content that have changed or gone. */
  gone: readonly number[]
  /** Changed features in the tile, points at its zoom. */
  own: readonly Feature[]
}

/**
 * Writes the cells that are not empty, each at its middle, with `point_count`. The fullest cell of each block (the first of equals)
 * carries `categories` of the whole block: «name:count,…», most first, then by name.
 */
export function writeCells(state: LayerState, z: number, cells: CellsToWrite): void {
  const { schema, writer } = state
  const labels = counted(state, z, cells)
  const kindKey = schema.keys.length - 1
  const order = [...labels.keys()].filter((label) => labels[label] !== '')
  order.sort((a, b) => (labels[a]! < labels[b]! ? -1 : 1))
  const kind = writer.values.indexOf('cell')
  const fullest = fullestCells()
  const ends = chained(writer)
  const shared = writer.values.count
  for (let index = kind + 1; index < shared; index++) {
    // The chain is a ring, and its end is what is known.
    const end = ends[index]!
    let cell = end
    do {
      cell = next[cell]!
      const block = blockOf(cell)
      const named = fullest[block] === cell && order.length > 0
      const categories = named ? writer.values.indexOf(shares(block * labels.length, labels, order)) : -1
      writeCell(writer, cell, { kindKey, kind, points: index, categories })
    } while (cell !== end)
  }
}

/** The cell after a cell of the same count; after the last of them comes the first. */
const next = new Uint16Array(CELLS)
const lastOfIndex = new Uint16Array(CELLS + 2)

/**
 * Chains the cells of equal counts, so that they stand together in the tile, least counts first: a compressor then sees only the places change
 * from one to the next, and the values rise. Gives each count its index; returns the last cell of each index.
 */
function chained({ values }: LayerWriter): Uint16Array {
  const first = values.count
  for (const points of distinctCounts()) values.indexOf(points)
  lastOfIndex.fill(NO_CELL, first, values.count)
  for (let cell = 0; cell < CELLS; cell++) {
    if (count[cell] === 0) continue
    const index = values.indexOf(count[cell]!)
    const last = lastOfIndex[index]!
    if (last === NO_CELL) next[cell] = cell
    else {
      next[cell] = next[last]!
      next[last] = cell
    }
    lastOfIndex[index] = cell
  }
  return lastOfIndex
}

const NO_CELL = 0xffff
/** Counts below this are known to have been seen; larger ones may stand in the list twice. */
const MARKED = 65_536
const marks = new Uint8Array(MARKED)
const distinct = new Uint32Array(CELLS)

/** The counts that there are, ascending. */
function distinctCounts(): Uint32Array {
  let found = 0
  for (let cell = 0; cell < CELLS; cell++) {
    const points = count[cell]!
    if (points === 0 || (points < MARKED && marks[points] === 1)) continue
    if (points < MARKED) marks[points] = 1
    distinct[found++] = points
  }
  for (let i = 0; i < found; i++) if (distinct[i]! < MARKED) marks[distinct[i]!] = 0
  return distinct.subarray(0, found).sort()
}

/** The fullest cell of each block: there its disc stands nearest to what it counts. */
function fullestCells(): Int32Array {
  const fullest = new Int32Array(BLOCKS).fill(-1)
  for (let cell = 0; cell < CELLS; cell++) {
    const block = blockOf(cell)
    if (count[cell]! > (fullest[block]! < 0 ? 0 : count[fullest[block]!]!)) fullest[block] = cell
  }
  return fullest
}

/** Longest feature of a cell: three tags of six bytes, two coordinates of two. */
const LONGEST = 40

/** The feature without id; all its lengths fit one byte. */
function writeCell(
  writer: LayerWriter,
  cell: number,
  tags: { kindKey: number; kind: number; points: number; categories: number },
): void {
  const out = writer.room(LONGEST)
  const start = writer.featuresEnd
  let at = start + 4
  out[at++] = tags.kindKey
  at = writeVarint(out, at, tags.kind)
  out[at++] = tags.kindKey + 1
  at = writeVarint(out, at, tags.points)
  if (tags.categories >= 0) {
    out[at++] = tags.kindKey + 2
    at = writeVarint(out, at, tags.categories)
  }
  out[start + 2] = 0x12
  out[start + 3] = at - start - 4
  out[at++] = 0x18
  out[at++] = 1
  out[at++] = 0x22
  const geometry = at + 1
  out[geometry] = 9
  const column = cell % CELLS_SIDE
  at = writeVarint(out, geometry + 1, (2 * column + 1) * SIDE_UNITS)
  at = writeVarint(out, at, (2 * ((cell - column) / CELLS_SIDE) + 1) * SIDE_UNITS)
  out[geometry - 1] = at - geometry
  out[start] = 0x12
  out[start + 1] = at - start - 2
  writer.featuresEnd = at
}

/** Fills `count` and `by` (counts of the facet's values by block); returns the names of the values. */
function counted({ schema, table }: LayerState, z: number, { content, gone, own }: CellsToWrite): string[] {
  const facet = schema.cellFacet < 0 ? null : table.columns[schema.cellFacet]!
  const labels: string[] = facet ? facet.dictionary.map(nameOf) : []
  const labelOf = (feature: Feature): number => {
    const name = nameOf(feature.values[schema.cellFacet])
    const known = labels.indexOf(name)
    return known >= 0 ? known : labels.push(name) - 1
  }
  const ownLabels = facet ? own.map(labelOf) : []
  const size = BLOCKS * labels.length
  if (by.length < size) by = new Int32Array(size)
  else by.fill(0, 0, size)
  count.fill(0)
  const add = (at: { x: number; y: number }, label: number, sign: 1 | -1) => {
    const cell = cellOf(z, at.x, at.y)
    count[cell]! += sign
    if (facet) by[blockOf(cell) * labels.length + label]! += sign
  }
  const addRow = (row: number, sign: 1 | -1) =>
    add({ x: table.x[row]!, y: table.y[row]! }, facet ? facet.codes[row]! : 0, sign)

  if (content.cells) {
    const { cell, points, blocks } = content.cells
    for (let i = 0; i < cell.length; i++) count[cell[i]!] = points[i]!
    const codes = facet?.dictionary.length ?? 0
    for (let block = 0; block < BLOCKS; block++)
      for (let code = 0; code < codes; code++) by[block * labels.length + code] = blocks[block * codes + code]!
  } else for (const row of content.rows!) addRow(row, 1)
  for (const row of gone) addRow(row, -1)
  for (const [i, feature] of own.entries()) add(feature, ownLabels[i] ?? 0, 1)
  return labels
}

const nameOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value))

function shares(start: number, labels: readonly string[], order: readonly number[]): string {
  const present = order.filter((label) => by[start + label]! > 0)
  // A stable sort keeps names in order where counts are equal.
  present.sort((a, b) => by[start + b]! - by[start + a]!)
  let text = ''
  for (const label of present) text += `${text === '' ? '' : ','}${labels[label]}:${by[start + label]}`
  return text
}
