import type { Feature } from './feature.ts'
import type { LayerWriter } from './layer-writer.ts'
import type { Table } from './table.ts'
import { writeVarint } from './text-value.ts'

/** Entries from this number on are arrivals: 0 is the first. Rows are below it. */
export const FIRST_ARRIVAL = 2 ** 30

export interface PointRows {
  table: Table
  /** Rows and arrivals in the order of the tile. */
  entries: Uint32Array
  arrivals: readonly Feature[]
  /** Key of the kind, −1 for none. */
  kindKey: number
  /** World units of the tile's corner, and tile units to one of them. */
  left: number
  top: number
  scale: number
}

/** Value of a column in this tile: its index, or none. Of one entry after the other, one number for each column. */
let tags = new Int32Array(8_192)
const NONE = -1

/**
 * Writes points in one loop: what tiles are made of, and where their time goes. Shared values get the first indices, so that most take
 * one byte; texts follow in the order of the points, so that those of a run of rows are one copy.
 */
export function writePointRows(writer: LayerWriter, points: PointRows): void {
  const { table, entries, arrivals, kindKey, left, top, scale } = points
  if (entries.length === 0) return
  const { texts } = writer.schema
  const { values, written, writtenKeys: keys } = writer
  const kindIndex = kindKey < 0 ? -1 : values.indexOf('place')
  indexColumns(writer, points)
  const { x: xs, y: ys, id: ids, textMarks, textStart } = table
  const width = written.length
  // Lengths are written as one byte and are widened in the rare case that they need two.
  const most = 64 + 6 * (texts.length + width)
  let out = writer.features
  let at = writer.featuresEnd
  let tag = 0
  for (let i = 0; i < entries.length; i++) {
    if (at + most > out.length) {
      writer.featuresEnd = at
      out = writer.room(most)
    }
    const entry = entries[i]!
    const arrival = entry < FIRST_ARRIVAL ? null : arrivals[entry - FIRST_ARRIVAL]!
    const start = at
    out[at] = 0x12
    out[at + 2] = 0x08
    at = writeVarint(out, at + 3, arrival === null ? ids[entry]! : arrival.id)
    out[at] = 0x12
    const tagsStart = at + 2
    at = tagsStart
    if (arrival === null) {
      const marks = textMarks[entry]!
      if (marks !== 0) {
        values.takeText(textStart[entry]!, textStart[entry + 1]!)
        for (let text = 0; text < texts.length; text++) {
          if ((marks & (1 << text)) === 0) continue
          out[at++] = text
          at = writeVarint(out, at, values.count++)
        }
      }
    } else at = values.textTags(arrival, out, at)
    for (let column = 0; column < width; column++) {
      const index = tags[tag++]!
      if (index === NONE) continue
      out[at++] = keys[column]!
      if (index < 128) out[at++] = index
      else at = writeVarint(out, at, index)
    }
    if (kindIndex >= 0) {
      out[at++] = kindKey
      at = writeVarint(out, at, kindIndex)
    }
    const tagsLength = at - tagsStart
    if (tagsLength === 0) at -= 2
    else if (tagsLength < 128) out[tagsStart - 1] = tagsLength
    else {
      out.copyWithin(tagsStart + 1, tagsStart, at++)
      writeVarint(out, tagsStart - 1, tagsLength)
    }
    const x = Math.floor(((arrival === null ? xs[entry]! : arrival.x) - left) * scale)
    const y = Math.floor(((arrival === null ? ys[entry]! : arrival.y) - top) * scale)
    out[at] = 0x18
    out[at + 1] = 1
    out[at + 2] = 0x22
    out[at + 4] = 9
    const geometry = at + 4
    at = writeVarint(out, writeVarint(out, at + 5, (x << 1) ^ (x >> 31)), (y << 1) ^ (y >> 31))
    out[geometry - 1] = at - geometry
    const length = at - start - 2
    if (length < 128) out[start + 1] = length
    else {
      out.copyWithin(start + 3, start + 2, at++)
      writeVarint(out, start + 1, length)
    }
  }
  writer.featuresEnd = at
}

/** Gives each value that the points share its index in the tile, column by column. */
function indexColumns({ written, values }: LayerWriter, { table, entries, arrivals }: PointRows): void {
  const width = written.length
  if (tags.length < entries.length * width) tags = new Int32Array(2 * entries.length * width)
  for (const [place, column] of written.entries()) {
    const { codes } = table.columns[column]!
    for (let i = 0, tag = place; i < entries.length; i++, tag += width) {
      const entry = entries[i]!
      if (entry >= FIRST_ARRIVAL) {
        const value = arrivals[entry - FIRST_ARRIVAL]!.values[column] ?? null
        tags[tag] = value === null ? NONE : values.indexOf(value)
      } else {
        const code = codes[entry]!
        tags[tag] = code === 0 ? NONE : values.indexOfCode(column, code)
      }
    }
  }
}
