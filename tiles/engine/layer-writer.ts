import type { CodedValue, Feature } from './feature.ts'
import type { Schema } from './schema.ts'
import type { Table } from './table.ts'
import { encodedValue, varintLength, writeTextValue, writeVarint } from './text-value.ts'

/** Tile units to the side of a tile, and beyond it on each side. */
export const EXTENT = 4096
export const BUFFER = 64

/**
 * Writes one layer of a vector tile (specification 2.1). Values stand in the order of their first use and each shared one once, so
 * that the bytes depend on the features alone and not on how the engine holds them. Texts of a run of rows are one copy.
 */
export class LayerWriter {
  /** Geometry commands of the feature at hand; reused. */
  geometry = new Uint8Array(4096)
  geometryEnd = 0
  private readonly schema: Schema
  /** Columns that tiles carry. */
  private readonly written: readonly number[]
  private readonly constants: Map<string, Buffer>
  private features = Buffer.allocUnsafeSlow(1 << 18)
  private featuresEnd = 0
  private values = Buffer.allocUnsafeSlow(1 << 16)
  private valuesEnd = 0
  private valueCount = 0
  private indexOfValue = new Map<string | number | boolean, number>()
  /** Tags of the feature at hand. */
  private tags = new Uint8Array(256)
  private tagsEnd = 0
  private table: Table | null = null
  /** Index of a code in this tile, valid when its stamp is of this tile. */
  private codeIndex: Uint32Array[] = []
  private codeStamp: Uint32Array[] = []
  private stamp = 0
  private kind = ''
  private kindIndex = 0
  private kindStamp = 0
  private runFrom = 0
  private runTo = 0

  constructor(schema: Schema) {
    this.schema = schema
    this.written = schema.coded.flatMap((field, column) => (field.inTile ? [column] : []))
    this.constants = new Map()
  }

  begin(table: Table): void {
    if (this.table !== table) {
      this.table = table
      this.codeIndex = table.columns.map((column) => new Uint32Array(column.dictionary.length))
      this.codeStamp = table.columns.map((column) => new Uint32Array(column.dictionary.length))
    }
    this.stamp++
    this.featuresEnd = 0
    this.valuesEnd = 0
    this.valueCount = 0
    this.indexOfValue.clear()
    this.runFrom = 0
    this.runTo = 0
    this.tagsEnd = 0
  }

  /** Tags of a row of the table. */
  rowTags(row: number): void {
    const table = this.table!
    const { coded, texts } = this.schema
    const marks = table.textMarks[row]!
    let at = 0
    if (marks !== 0) {
      this.takeText(table.textStart[row]!, table.textStart[row + 1]!)
      for (let text = 0; text < texts.length; text++) {
        if ((marks & (1 << text)) === 0) continue
        this.tags[at++] = text
        at = writeVarint(this.tags, at, this.valueCount++)
      }
    }
    for (let i = 0; i < this.written.length; i++) {
      const column = this.written[i]!
      const { codes, dictionary } = table.columns[column]!
      const code = codes[row]!
      if (code === 0) continue
      let index = this.codeIndex[column]![code]!
      if (this.codeStamp[column]![code] !== this.stamp) {
        index = this.sharedValue(dictionary[code] as CodedValue)
        this.codeIndex[column]![code] = index
        this.codeStamp[column]![code] = this.stamp
      }
      this.tags[at++] = coded[column]!.key
      at = writeVarint(this.tags, at, index)
    }
    this.tagsEnd = at
  }

  /** Tags of a feature that is not in the table yet. */
  featureTags(feature: Feature): void {
    const { coded, texts } = this.schema
    this.tagsEnd = 0
    this.flushText()
    for (let text = 0; text < texts.length; text++) {
      const value = feature.texts[text]
      if (value === null || value === undefined) continue
      this.room(3 * value.length + 16)
      this.valuesEnd = writeTextValue(this.values, this.valuesEnd, value)
      this.tag(text, this.valueCount++)
    }
    for (let column = 0; column < coded.length; column++) {
      const field = coded[column]!
      const value = feature.values[column]
      if (field.inTile && value !== null && value !== undefined) this.tag(field.key, this.sharedValue(value))
    }
  }

  noTags(): void {
    this.tagsEnd = 0
  }

  tagValue(key: number, value: string | number | boolean): void {
    this.tag(key, this.sharedValue(value))
  }

  /** The one value that all features of a run share, without a look-up for each. */
  kindTag(key: number, kind: string): void {
    if (this.kindStamp !== this.stamp || this.kind !== kind) {
      this.kind = kind
      this.kindIndex = this.sharedValue(kind)
      this.kindStamp = this.stamp
    }
    this.tag(key, this.kindIndex)
  }

  /** A point with the tags at hand; id −1 writes none. */
  point(id: number, x: number, y: number): void {
    const zigzagX = x < 0 ? -2 * x - 1 : 2 * x
    const zigzagY = y < 0 ? -2 * y - 1 : 2 * y
    this.geometry[0] = 9
    this.geometryEnd = writeVarint(this.geometry, writeVarint(this.geometry, 1, zigzagX), zigzagY)
    this.feature(id, 1)
  }

  /** A feature of the tags and the geometry at hand; `type` is 1 point, 2 line, 3 polygon. */
  feature(id: number, type: number): void {
    const { tagsEnd, geometryEnd } = this
    const length =
      (id < 0 ? 0 : 1 + varintLength(id)) +
      (tagsEnd > 0 ? 1 + varintLength(tagsEnd) + tagsEnd : 0) +
      3 +
      varintLength(geometryEnd) +
      geometryEnd
    if (this.featuresEnd + length + 12 > this.features.length) {
      const larger = Buffer.allocUnsafeSlow(2 * this.features.length + length)
      this.features.copy(larger, 0, 0, this.featuresEnd)
      this.features = larger
    }
    const out = this.features
    let at = this.featuresEnd
    out[at++] = 0x12
    at = writeVarint(out, at, length)
    if (id >= 0) {
      out[at++] = 0x08
      at = writeVarint(out, at, id)
    }
    if (tagsEnd > 0) {
      out[at++] = 0x12
      at = writeVarint(out, at, tagsEnd)
      for (let i = 0; i < tagsEnd; i++) out[at++] = this.tags[i]!
    }
    out[at++] = 0x18
    out[at++] = type
    out[at++] = 0x22
    at = writeVarint(out, at, geometryEnd)
    if (geometryEnd < 64) for (let i = 0; i < geometryEnd; i++) out[at++] = this.geometry[i]!
    else {
      out.set(this.geometry.subarray(0, geometryEnd), at)
      at += geometryEnd
    }
    this.featuresEnd = at
  }

  /** The layer as a field of a tile; null when nothing was written. */
  finish(name: string, keys: readonly string[]): Buffer | null {
    if (this.featuresEnd === 0) return null
    this.flushText()
    const head = this.constant(`name ${name}`, () => headOf(name))
    const keyBytes = this.constant(`keys ${keys.join()}`, () => Buffer.concat(keys.map(keyField)))
    const length = head.length + this.featuresEnd + keyBytes.length + this.valuesEnd + 3
    const layer = Buffer.allocUnsafe(1 + varintLength(length) + length)
    layer[0] = 0x1a
    let at = writeVarint(layer, 1, length)
    at += head.copy(layer, at)
    at += this.features.copy(layer, at, 0, this.featuresEnd)
    at += keyBytes.copy(layer, at)
    at += this.values.copy(layer, at, 0, this.valuesEnd)
    layer[at++] = 0x28
    writeVarint(layer, at, EXTENT)
    return layer
  }

  private tag(key: number, index: number): void {
    this.tags[this.tagsEnd++] = key
    this.tagsEnd = writeVarint(this.tags, this.tagsEnd, index)
  }

  private sharedValue(coded: CodedValue): number {
    const value = typeof coded === 'object' ? (coded ?? []).join(',') : coded
    let index = this.indexOfValue.get(value)
    if (index === undefined) {
      index = this.valueCount++
      this.indexOfValue.set(value, index)
      this.flushText()
      const bytes = this.constant(`${typeof value} ${value}`, () => encodedValue(value))
      this.room(bytes.length)
      this.valuesEnd += bytes.copy(this.values, this.valuesEnd)
    }
    return index
  }

  /** Text bytes of the table, kept back while they go on where the last ones ended. */
  private takeText(from: number, to: number): void {
    if (from !== this.runTo) {
      this.flushText()
      this.runFrom = from
    }
    this.runTo = to
  }

  private flushText(): void {
    const { runFrom, runTo } = this
    const length = runTo - runFrom
    if (length === 0) return
    this.room(length)
    const { text } = this.table!
    if (length < 96) for (let i = runFrom; i < runTo; i++) this.values[this.valuesEnd++] = text[i]!
    else {
      this.values.set(text.subarray(runFrom, runTo), this.valuesEnd)
      this.valuesEnd += length
    }
    this.runFrom = runTo
  }

  private room(bytes: number): void {
    if (this.valuesEnd + bytes <= this.values.length) return
    const larger = Buffer.allocUnsafeSlow(2 * this.values.length + bytes)
    this.values.copy(larger, 0, 0, this.valuesEnd)
    this.values = larger
  }

  private constant(key: string, make: () => Buffer): Buffer {
    let bytes = this.constants.get(key)
    if (!bytes) {
      // Counts of cells pass through here too: bounded, because there is no end of numbers.
      if (this.constants.size > 20_000) this.constants.clear()
      bytes = make()
      this.constants.set(key, bytes)
    }
    return bytes
  }
}

function headOf(name: string): Buffer {
  const text = Buffer.from(name)
  return Buffer.concat([Buffer.from([0x78, 2, 0x0a, text.length]), text])
}

function keyField(key: string): Buffer {
  const text = Buffer.from(key)
  return Buffer.concat([Buffer.from([0x1a, text.length]), text])
}
