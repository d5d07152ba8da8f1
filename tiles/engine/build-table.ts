import { createColumnBuilder } from './build-column.ts'
import { packShapes } from './build-shapes.ts'
import { edgeRows } from './edge-rows.ts'
import type { CodedValue, Feature, Shape } from './feature.ts'
import { mortonKey } from './morton.ts'
import type { Schema } from './schema.ts'
import { shapeView } from './shape-view.ts'
import { grown, sharedFloat64, sharedUint8, sharedUint32 } from './shared-array.ts'
import { mortonOrder } from './sort.ts'
import { shapeOfRow, type Table } from './table.ts'
import { writeTextBytes, writeTextValue } from './text-value.ts'

const LARGEST_UINT32 = 2 ** 32 - 1

export interface TableBuilder {
  append(feature: Feature): void
  /** Takes a feature whose texts and values stand as bytes, as the database sent them. */
  appendBytes(row: RowBytes): void
  /** Takes over a row of another table of the same schema without reading its texts. */
  appendRow(table: Table, row: number): void
  finish(): Table
}

/** Texts and coded values are bytes `from[i]`…`to[i]` of `bytes`, texts first; −1 for none. */
export interface RowBytes {
  id: number
  x: number
  y: number
  shape: Shape | null
  bytes: Buffer
  from: Int32Array
  to: Int32Array
  /** Reads a coded value. */
  decode: ((value: Buffer) => CodedValue)[]
}

/** Gathers features in any order into a table. */
export function createTableBuilder(schema: Schema): TableBuilder {
  let count = 0
  let id = new Float64Array(1024)
  let x = new Uint32Array(1024)
  let y = new Uint32Array(1024)
  let marks = new Uint8Array(1024)
  let textStart = new Float64Array(1024)
  let text = Buffer.allocUnsafeSlow(65_536)
  let textEnd = 0
  const columns = schema.coded.map(() => createColumnBuilder())
  const shapes: { source: number; shape: Shape }[] = []
  const mappings = new Map<Table, Uint32Array[]>()

  const room = () => {
    id = grown(id, count + 1)
    x = grown(x, count + 1)
    y = grown(y, count + 1)
    marks = grown(marks, count + 1)
    textStart = grown(textStart, count + 2)
  }
  const textRoom = (bytes: number) => {
    if (textEnd + bytes <= text.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(text.length * 2, textEnd + bytes))
    text.copy(larger, 0, 0, textEnd)
    text = larger
  }

  return {
    append(feature) {
      room()
      id[count] = feature.id
      x[count] = feature.x
      y[count] = feature.y
      textStart[count] = textEnd
      let mark = 0
      for (let i = 0; i < feature.texts.length; i++) {
        const value = feature.texts[i]
        if (value === null || value === undefined) continue
        textRoom(3 * value.length + 16)
        textEnd = writeTextValue(text, textEnd, value)
        mark |= 1 << i
      }
      marks[count] = mark
      for (let i = 0; i < columns.length; i++) columns[i]!.append(feature.values[i] ?? null)
      if (feature.shape) shapes.push({ source: count, shape: feature.shape })
      count++
    },
    appendBytes({ id: ownId, x: ownX, y: ownY, shape, bytes, from, to, decode }) {
      room()
      id[count] = ownId
      x[count] = ownX
      y[count] = ownY
      textStart[count] = textEnd
      let mark = 0
      const texts = schema.texts.length
      for (let i = 0; i < texts; i++) {
        if (from[i]! < 0) continue
        textRoom(to[i]! - from[i]! + 16)
        textEnd = writeTextBytes(text, textEnd, bytes, from[i]!, to[i]!)
        mark |= 1 << i
      }
      marks[count] = mark
      for (let i = 0; i < columns.length; i++)
        columns[i]!.appendBytes(bytes, from[texts + i]!, to[texts + i]!, decode[i]!)
      if (shape) shapes.push({ source: count, shape })
      count++
    },
    appendRow(table, row) {
      room()
      id[count] = table.id[row]!
      x[count] = table.x[row]!
      y[count] = table.y[row]!
      textStart[count] = textEnd
      marks[count] = table.textMarks[row]!
      const from = table.textStart[row]!
      const to = table.textStart[row + 1]!
      textRoom(to - from)
      text.set(table.text.subarray(from, to), textEnd)
      textEnd += to - from
      let mapping = mappings.get(table)
      if (!mapping) {
        mapping = columns.map((column, i) => Uint32Array.from(table.columns[i]!.dictionary, column.codeOf))
        mappings.set(table, mapping)
      }
      for (let i = 0; i < columns.length; i++) columns[i]!.appendCode(mapping[i]![table.columns[i]!.codes[row]!]!)
      if (table.shapes && table.shapeZoom![row] !== 255)
        shapes.push({ source: count, shape: shapeView(table.shapes, shapeOfRow(table.shapes, row)) })
      count++
    },
    finish() {
      const key = new Float64Array(count)
      for (let i = 0; i < count; i++) key[i] = mortonKey(x[i]!, y[i]!)
      const order = mortonOrder(key, id, count)
      let largestId = 0
      for (let i = 0; i < count; i++) if (id[i]! > largestId) largestId = id[i]!
      textStart[count] = textEnd
      const table: Table = {
        count,
        x: sharedUint32(count),
        y: sharedUint32(count),
        key: sharedFloat64(count),
        id: largestId > LARGEST_UINT32 ? sharedFloat64(count) : sharedUint32(count),
        byId: sharedUint32(count),
        columns: columns.map((column, i) => column.finish(order, schema.coded[i]!.filter)),
        text: sharedUint8(textEnd),
        textStart: textEnd > LARGEST_UINT32 ? sharedFloat64(count + 1) : sharedUint32(count + 1),
        textMarks: sharedUint8(count),
        edges: [],
        shapes: null,
        shapeZoom: null,
      }
      let end = 0
      for (let row = 0; row < count; row++) {
        const source = order[row]!
        table.x[row] = x[source]!
        table.y[row] = y[source]!
        table.key[row] = key[source]!
        table.id[row] = id[source]!
        table.textMarks[row] = marks[source]!
        table.textStart[row] = end
        const from = textStart[source]!
        const to = textStart[source + 1]!
        // A short copy by hand costs less than a call.
        for (let at = from; at < to; at++) table.text[end++] = text[at]!
      }
      table.textStart[count] = end
      table.edges = edgeRows(table, schema.layer.maxZoom)
      sortById(table, id, order)
      if (shapes.length > 0) packShapes(table, shapes, order)
      return table
    },
  }
}

/** Rows by id. A table's own order is mostly that of the ids, and so is what the database sends. */
function sortById({ byId, count }: Table, ids: Float64Array, order: Uint32Array): void {
  let ascending = true
  for (let i = 1; i < count && ascending; i++) ascending = ids[i - 1]! < ids[i]!
  const sources = ascending ? null : mortonOrder(ids, ids, count)
  const rowOf = new Uint32Array(count)
  for (let row = 0; row < count; row++) rowOf[order[row]!] = row
  for (let i = 0; i < count; i++) byId[i] = rowOf[sources ? sources[i]! : i]!
}
