import type { Feature } from './feature.ts'
import type { Schema } from './schema.ts'
import type { Table } from './table.ts'
import { varintLength, writeVarint } from './text-value.ts'
import { TileValues } from './tile-values.ts'

/** Tile units to the side of a tile, and beyond it on each side. */
export const EXTENT = 4096
export const BUFFER = 64

/**
 * Writes one layer of a vector tile (specification 2.1). The bytes depend on the features alone and not on how the engine holds them:
 * values stand in the order of their first use.
 */
export class LayerWriter {
  readonly schema: Schema
  /** Columns that tiles carry. */
  readonly written: readonly number[]
  /** Their keys in tiles. */
  readonly writtenKeys: Uint8Array
  readonly values = new TileValues()
  /** Geometry commands of the feature at hand; reused. */
  geometry = new Uint8Array(4096)
  geometryEnd = 0
  features: Uint8Array = new Uint8Array(1 << 18)
  featuresEnd = 0
  private readonly allocate: (bytes: number) => Buffer
  private readonly constants = new Map<string, Uint8Array>()
  /** Tags of the feature at hand. */
  private tags = new Uint8Array(256)
  private tagsEnd = 0
  private table: Table | null = null

  /** `allocate` gives the memory of what is finished. */
  constructor(schema: Schema, allocate: (bytes: number) => Buffer = Buffer.allocUnsafe) {
    this.schema = schema
    this.allocate = allocate
    this.written = schema.coded.flatMap((field, column) => (field.inTile ? [column] : []))
    this.writtenKeys = Uint8Array.from(this.written, (column) => schema.coded[column]!.key)
  }

  begin(table: Table): void {
    this.table = table
    this.values.begin(table)
    this.featuresEnd = 0
    this.tagsEnd = 0
  }

  /** Tags of a row of the table. */
  rowTags(row: number): void {
    const table = this.table!
    const { coded, texts } = this.schema
    const marks = table.textMarks[row]!
    this.tagsEnd = 0
    if (marks !== 0) {
      this.values.takeText(table.textStart[row]!, table.textStart[row + 1]!)
      for (let text = 0; text < texts.length; text++)
        if ((marks & (1 << text)) !== 0) this.tag(text, this.values.count++)
    }
    for (let i = 0; i < this.written.length; i++) {
      const column = this.written[i]!
      const code = table.columns[column]!.codes[row]!
      if (code !== 0) this.tag(coded[column]!.key, this.values.indexOfCode(column, code))
    }
  }

  /** Tags of a feature that is not in the table yet. */
  featureTags(feature: Feature): void {
    const { coded } = this.schema
    this.tagsEnd = this.values.textTags(feature, this.tags, 0)
    for (let i = 0; i < this.written.length; i++) {
      const column = this.written[i]!
      const value = feature.values[column]
      if (value !== null && value !== undefined) this.tag(coded[column]!.key, this.values.indexOf(value))
    }
  }

  noTags(): void {
    this.tagsEnd = 0
  }

  tagValue(key: number, value: string | number | boolean): void {
    this.tag(key, this.values.indexOf(value))
  }

  /** A point with the tags at hand. */
  point(id: number, x: number, y: number): void {
    this.geometry[0] = 9
    this.geometryEnd = writeVarint(this.geometry, 1, (x << 1) ^ (x >> 31))
    this.geometryEnd = writeVarint(this.geometry, this.geometryEnd, (y << 1) ^ (y >> 31))
    this.feature(id, 1)
  }

  /** A feature of the tags and the geometry at hand; `type` is 1 point, 2 line, 3 polygon. */
  feature(id: number, type: number): void {
    const { tagsEnd, geometryEnd } = this
    const tagsLength = tagsEnd > 0 ? 1 + varintLength(tagsEnd) + tagsEnd : 0
    const length = 1 + varintLength(id) + tagsLength + 3 + varintLength(geometryEnd) + geometryEnd
    const out = this.room(length + 12)
    let at = this.featuresEnd
    out[at++] = 0x12
    at = writeVarint(out, at, length)
    out[at++] = 0x08
    at = writeVarint(out, at, id)
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

  /** `features` with room for so many bytes more. */
  room(bytes: number): Uint8Array {
    if (this.featuresEnd + bytes <= this.features.length) return this.features
    const larger = new Uint8Array(2 * this.features.length + bytes)
    larger.set(this.features.subarray(0, this.featuresEnd))
    this.features = larger
    return larger
  }

  /** The layer as a field of a tile; null when nothing was written. */
  finish(name: string, keys: readonly string[]): Buffer | null {
    if (this.featuresEnd === 0) return null
    const values = this.values.finish()
    const head = this.constant(name, () => headOf(name))
    const keyBytes = this.constant(`${name} ${keys.length}`, () => Buffer.concat(keys.map(keyField)))
    const length = head.length + this.featuresEnd + keyBytes.length + values.length + 3
    const layer = this.allocate(1 + varintLength(length) + length)
    layer[0] = 0x1a
    let at = writeVarint(layer, 1, length)
    layer.set(head, at)
    at += head.length
    layer.set(this.features.subarray(0, this.featuresEnd), at)
    at += this.featuresEnd
    layer.set(keyBytes, at)
    at += keyBytes.length
    layer.set(values, at)
    at += values.length
    layer[at++] = 0x28
    writeVarint(layer, at, EXTENT)
    return layer
  }

  private tag(key: number, index: number): void {
    this.tags[this.tagsEnd++] = key
    this.tagsEnd = writeVarint(this.tags, this.tagsEnd, index)
  }

  private constant(key: string, make: () => Uint8Array): Uint8Array {
    let bytes = this.constants.get(key)
    if (!bytes) {
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
