import { BLOCKS, blockOf, CELLS_SIDE, cellOf, type TileContent } from './cells.ts'
import type { LayerState } from './encode-layer.ts'
import type { Feature } from './feature.ts'
import { EXTENT } from './layer-writer.ts'

const CELLS = CELLS_SIDE * CELLS_SIDE
const SIDE_UNITS = EXTENT / CELLS_SIDE
const count = new Int32Array(CELLS)

export interface CellsToWrite {
  content: TileContent
  /** Rows of the content that have changed or gone. */
  gone: readonly number[]
  /** Changed features in the tile, points at its zoom. */
  own: readonly Feature[]
}

/**
 * Writes the cells that are not empty, each at its middle, with `point_count`. The first cell of each block of 4 × 4 that holds any
 * carries `categories` of the whole block: «name:count,…», most first, then by name.
 */
export function writeCells(state: LayerState, z: number, cells: CellsToWrite): void {
  const { schema, writer } = state
  const { labels, by } = counted(state, z, cells)
  const kindKey = schema.keys.length - 1
  const order = [...labels.keys()].filter((label) => labels[label] !== '')
  order.sort((a, b) => (labels[a]! < labels[b]! ? -1 : 1))
  const named = new Uint8Array(BLOCKS)
  for (let cell = 0; cell < CELLS; cell++) {
    const points = count[cell]!
    if (points === 0) continue
    writer.noTags()
    writer.kindTag(kindKey, 'cell')
    writer.tagValue(kindKey + 1, points)
    const block = blockOf(cell)
    if (named[block] === 0 && order.length > 0) {
      named[block] = 1
      writer.tagValue(kindKey + 2, shares(by, block * labels.length, labels, order))
    }
    const column = cell % CELLS_SIDE
    writer.point(-1, (column + 0.5) * SIDE_UNITS, ((cell - column) / CELLS_SIDE + 0.5) * SIDE_UNITS)
  }
}

/** Fills `count`; returns the names of the facet's values and their counts by block. */
function counted({ schema, table }: LayerState, z: number, { content, gone, own }: CellsToWrite) {
  const facet = schema.cellFacet < 0 ? null : table.columns[schema.cellFacet]!
  const labels: string[] = facet ? facet.dictionary.map(nameOf) : []
  const labelOf = (feature: Feature): number => {
    const name = nameOf(feature.values[schema.cellFacet])
    const known = labels.indexOf(name)
    return known >= 0 ? known : labels.push(name) - 1
  }
  const ownLabels = facet ? own.map(labelOf) : []
  const by = new Int32Array(BLOCKS * labels.length)
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
  return { labels, by }
}

const nameOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value))

function shares(by: Int32Array, start: number, labels: readonly string[], order: readonly number[]): string {
  const present = order.filter((label) => by[start + label]! > 0)
  // A stable sort keeps names in order where counts are equal.
  present.sort((a, b) => by[start + b]! - by[start + a]!)
  return present.map((label) => `${labels[label]}:${by[start + label]}`).join(',')
}
