import type { Feature } from './feature.ts'
import type { LayerWriter } from './layer-writer.ts'
import type { Table } from './table.ts'
import { writeVarint } from './text-value.ts'
import { NO_VALUE, UNSEEN } from './tile-values.ts'

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
  /** The same as a shift of whole numbers, −1 where these would not fit 32 bits. */
  shift: number
}

/** Value of a column in this tile: its index, or none. Of one entry after the other, one number for each column. */
let tags = new Int32Array(8_192)
/** Room for the bytes of features is made for so many of them at once. */
const CHUNK = 512

/**
 * Writes points in one loop: what tiles are made of, and where their time goes. Shared values get the first indices, so that most take
 * one byte; texts follow in the order of the points, so that those of a run of rows are one copy.
 */
export function writePointRows(writer: LayerWriter, points: PointRows): void {
  const { table, entries, arrivals, kindKey, left, top, scale, shift } = points
  const { texts } = writer.schema
  const { values, written, writtenKeys: keys } = writer
  if (entries.length === 0) return
  const kindIndex = kindKey < 0 ? -1 : values.indexOf('place')
  indexColumns(writer, points)
  const { x: xs, y: ys, id: ids, textMarks, textStart } = table
  const width = written.length
  const indices = tags
  // Lengths are written as one byte and are widened in the rare case that they need two.
  const most = 64 + 6 * (texts.length + width)
  let out = writer.features
  let at = writer.featuresEnd
  let tag = 0
  // The run of rows at hand, whose texts are taken in together: text by text it would be a call a feature.
  let runFrom = 0
  let runTo = 0
  let textIndex = values.count
  for (let i = 0; i < entries.length; i++) {
    if (i % CHUNK === 0) {
      writer.featuresEnd = at
      out = writer.room(CHUNK * most)
    }
    const entry = entries[i]!
    const start = at
    let x = 0
    let y = 0
    out[at] = 0x12
    out[at + 2] = 0x08
    at += 3
    let tagsStart = 0
    if (entry < FIRST_ARRIVAL) {
      if (entry !== runTo) {
        values.takeText(textStart[runFrom]!, textStart[runTo]!)
        runFrom = entry
      }
      runTo = entry + 1
      x = xs[entry]! - left
      y = ys[entry]! - top
      let id = ids[entry]!
      if (id > LARGEST_INT32) at = writeVarint(out, at, id)
      else {
        for (; id > 127; id >>>= 7) out[at++] = (id & 127) | 128
        out[at++] = id
      }
      out[at] = 0x12
      tagsStart = at + 2
      at = tagsStart
      const marks = textMarks[entry]!
      for (let text = 0; marks >>> text !== 0; text++) {
        if ((marks & (1 << text)) === 0) continue
        out[at++] = text
        let index = textIndex++
        for (; index > 127; index >>>= 7) out[at++] = (index & 127) | 128
        out[at++] = index
      }
    } else {
      values.takeText(textStart[runFrom]!, textStart[runTo]!)
      runFrom = runTo
      const arrival = arrivals[entry - FIRST_ARRIVAL]!
      x = arrival.x - left
      y = arrival.y - top
      at = writeVarint(out, at, arrival.id)
      out[at] = 0x12
      tagsStart = at + 2
      values.count = textIndex
      at = values.textTags(arrival, out, tagsStart)
      textIndex = values.count
    }
    for (const end = tag + width, first = tag; tag < end; tag++) {
      const index = indices[tag]!
      if (index === NO_VALUE) continue
      out[at++] = keys[tag - first]!
      if (index < 128) out[at++] = index
      else at = writeVarint(out, at, index)
    }
    if (kindIndex >= 0) {
      out[at++] = kindKey
      if (kindIndex < 128) out[at++] = kindIndex
      else at = writeVarint(out, at, kindIndex)
    }
    const tagsLength = at - tagsStart
    if (tagsLength === 0) at -= 2
    else if (tagsLength < 128) out[tagsStart - 1] = tagsLength
    else {
      out.copyWithin(tagsStart + 1, tagsStart, at++)
      writeVarint(out, tagsStart - 1, tagsLength)
    }
    out[at] = 0x18
    out[at + 1] = 1
    out[at + 2] = 0x22
    out[at + 4] = 9
    const geometry = at + 4
    at += 5
    x = shift < 0 ? Math.floor(x * scale) : x >> shift
    y = shift < 0 ? Math.floor(y * scale) : y >> shift
    x = (x << 1) ^ (x >> 31)
    for (; x > 127; x >>>= 7) out[at++] = (x & 127) | 128
    out[at++] = x
    y = (y << 1) ^ (y >> 31)
    for (; y > 127; y >>>= 7) out[at++] = (y & 127) | 128
    out[at++] = y
    out[geometry - 1] = at - geometry
    const length = at - start - 2
    if (length < 128) out[start + 1] = length
    else {
      out.copyWithin(start + 3, start + 2, at++)
      writeVarint(out, start + 1, length)
    }
  }
  values.takeText(textStart[runFrom]!, textStart[runTo]!)
  values.count = textIndex
  writer.featuresEnd = at
}

const LARGEST_INT32 = 0x7fffffff

/** Gives each value that the points share its index in the tile, column by column. */
function indexColumns({ written, values }: LayerWriter, { table, entries, arrivals }: PointRows): void {
  const width = written.length
  if (tags.length < entries.length * width) tags = new Int32Array(2 * entries.length * width)
  const indices = tags
  for (let place = 0; place < width; place++) {
    const column = written[place]!
    const { codes } = table.columns[column]!
    const known = values.indicesOfCodes(column)
    for (let i = 0, tag = place; i < entries.length; i++, tag += width) {
      const entry = entries[i]!
      if (entry < FIRST_ARRIVAL) {
        const code = codes[entry]!
        const index = known[code]!
        indices[tag] = index === UNSEEN ? values.meet(column, code) : index
      } else {
        const value = arrivals[entry - FIRST_ARRIVAL]!.values[column] ?? null
        indices[tag] = value === null ? NO_VALUE : values.indexOf(value)
      }
    }
  }
}
