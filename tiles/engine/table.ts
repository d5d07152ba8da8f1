import type { EdgeRows } from './edge-rows.ts'
import type { Scalar } from './feature.ts'

/**
 * A layer's features in Morton order, as arrays on shared memory: one copy serves every thread, and a rebuilt one replaces it whole.
 * Rows are positions in that order; ties stand in the order of ids.
 */
export interface Table {
  count: number
  /** Location in world units. */
  x: Uint32Array
  y: Uint32Array
  key: Float64Array
  id: Uint32Array | Float64Array
  /** Rows in the order of their ids. */
  byId: Uint32Array
  columns: Column[]
  /** All texts of all rows as ready values of a tile layer, one after the other, so that a run of rows is one copy. */
  text: Uint8Array
  textStart: Float64Array | Uint32Array
  /** Which of the text columns a row has: bit i for column i. */
  textMarks: Uint8Array
  /** Rows near the sides of their tile, by zoom. */
  edges: (EdgeRows | null)[]
  shapes: ShapeTable | null
  /** Zoom from which a row is drawn as its shape, 255 for plain points; null in a layer without shapes. */
  shapeZoom: Uint8Array | null
}

/** A column of few values: each row holds a code, `dictionary[code]` is the value; code 0 is no value. */
export interface Column {
  codes: Codes
  dictionary: DictionaryValue[]
  /** Rows of each code in ascending order, and where each code's rows begin; for columns worth searching by. */
  lists: { rows: Uint32Array; starts: Uint32Array } | null
}

export type Codes = Uint8Array | Uint16Array | Uint32Array
export type DictionaryValue = Scalar | readonly string[] | null

/** Of a long line that crosses a tile most vertices are far from it: they are passed over so many at once. */
export const CHUNK_VERTICES = 32

/** Lines, areas and multi-points in the order of their rows. */
export interface ShapeTable {
  count: number
  row: Uint32Array
  kind: Uint8Array
  fromZoom: Uint8Array
  /** First part of each shape, and the end. */
  firstPart: Uint32Array
  /** First vertex of each part, and the end. */
  partStart: Uint32Array
  hole: Uint8Array
  coordinates: Uint32Array
  levels: Uint8Array
  /** minX, minY, maxX, maxY of each `CHUNK_VERTICES` vertices. */
  chunks: Uint32Array
  /** minX, minY, maxX, maxY of each shape. */
  boxes: Float64Array
  /** A flatbush over the boxes; null without shapes. */
  index: SharedArrayBuffer | null
  /** Shapes sorted by fromZoom, and where those of each zoom begin (0…31). */
  byZoom: Uint32Array
  zoomStarts: Uint32Array
}

/** Row of an id, or −1. */
export function rowOfId(table: Table, id: number): number {
  let from = 0
  let to = table.count
  while (from < to) {
    const middle = (from + to) >>> 1
    if (table.id[table.byId[middle]!]! < id) from = middle + 1
    else to = middle
  }
  if (from === table.count) return -1
  const row = table.byId[from]!
  return table.id[row] === id ? row : -1
}

/** Index of the shape of a row, or −1. */
export function shapeOfRow(shapes: ShapeTable, row: number): number {
  let from = 0
  let to = shapes.count
  while (from < to) {
    const middle = (from + to) >>> 1
    if (shapes.row[middle]! < row) from = middle + 1
    else to = middle
  }
  return from < shapes.count && shapes.row[from] === row ? from : -1
}

/** Bytes of shared memory that a table takes. */
export function tableBytes(table: Table): number {
  const arrays: (ArrayBufferView | null | undefined)[] = [
    table.x,
    table.y,
    table.key,
    table.id,
    table.byId,
    table.text,
    table.textStart,
    table.textMarks,
    table.shapeZoom,
    ...table.edges.flatMap((lists) => (lists ? Object.values(lists) : [])),
    ...table.columns.flatMap((column) => [column.codes, column.lists?.rows, column.lists?.starts]),
  ]
  const { shapes } = table
  if (shapes) arrays.push(...Object.values(shapes).filter((value) => ArrayBuffer.isView(value)))
  return arrays.reduce((sum, array) => sum + (array?.byteLength ?? 0), shapes?.index?.byteLength ?? 0)
}
