import type { LayerField } from '../../api/spatial/layers.ts'
import type { RowBytes, TableBuilder } from './build-table.ts'
import { partsOfBytes, pointOfBytes } from './ewkb.ts'
import type { CodedValue } from './feature.ts'
import { readFeature } from './read-feature.ts'
import type { Schema } from './schema.ts'
import { shapeOf } from './shape.ts'

/**
 * Reads rows of COPY … (format binary) as `copyOfLayer` asks for them: id, geometry, location, then either region and properties as
 * JSON, or each text and each coded field as a column of its own (numbers as float8, booleans, sets as text joined by `SET_SEPARATOR`).
 */
export interface CopiedRowReader {
  /** @throws Error naming the feature when its geometry cannot be read. */
  take(message: Buffer): void
}

export const SET_SEPARATOR = '\u001f'
const HEADER_START = 0x5047434f
const HEADER_BYTES = 19
const [ID, GEOMETRY, LOCATION, FIRST_FIELD] = [0, 1, 2, 3]

export function copiedRowReader(schema: Schema, builder: TableBuilder, inColumns: boolean): CopiedRowReader {
  const fields = inColumns ? schema.texts.length + schema.coded.length : 2
  const from = new Int32Array(FIRST_FIELD + fields)
  const to = new Int32Array(FIRST_FIELD + fields)
  const row: RowBytes = {
    id: 0,
    x: 0,
    y: 0,
    shape: null,
    bytes: Buffer.alloc(0),
    from: from.subarray(FIRST_FIELD),
    to: to.subarray(FIRST_FIELD),
    decode: schema.coded.map(({ name, kind }) => decoderOf(kind === 'region' ? undefined : schema.layer.fields[name])),
  }
  const hexOf = (bytes: Buffer, field: number) =>
    from[field]! < 0 ? null : bytes.toString('hex', from[field], to[field]).toUpperCase()
  const textOf = (bytes: Buffer, field: number) =>
    from[field]! < 0 ? null : bytes.toString('utf8', from[field], to[field])

  const readJson = (bytes: Buffer) => {
    const properties = textOf(bytes, FIRST_FIELD + 1)
    const feature = readFeature(schema, {
      id: row.id,
      geom: hexOf(bytes, GEOMETRY),
      location: hexOf(bytes, LOCATION),
      region_code: textOf(bytes, FIRST_FIELD),
      properties: properties === null ? null : JSON.parse(properties),
    })
    if (feature) builder.append(feature)
  }
  const readColumns = (bytes: Buffer) => {
    if (from[GEOMETRY]! < 0) return
    const point = pointOfBytes(bytes, from[GEOMETRY]!, to[GEOMETRY]!)
    const parts = point ? null : partsOfBytes(bytes.subarray(from[GEOMETRY], to[GEOMETRY]))
    const given = point ?? (from[LOCATION]! < 0 ? null : pointOfBytes(bytes, from[LOCATION]!, to[LOCATION]!))
    const first = parts?.paths[0]?.coordinates
    const at = given ?? (first ? { x: first[0]!, y: first[1]! } : null)
    if (!at) return
    row.x = at.x
    row.y = at.y
    row.shape = parts ? shapeOf(parts, schema.layer) : null
    row.bytes = bytes
    builder.appendBytes(row)
  }
  return {
    take(bytes) {
      let at = bytes.length >= HEADER_BYTES && bytes.readUInt32BE(0) === HEADER_START ? HEADER_BYTES : 0
      if (at === bytes.length || bytes.readInt16BE(at) < 0) return
      at += 2
      for (let field = 0; field < from.length; field++) {
        const length = bytes.readInt32BE(at)
        at += 4
        from[field] = length < 0 ? -1 : at
        if (length > 0) at += length
        to[field] = at
      }
      row.id = bytes.readInt32BE(from[ID]!) * 2 ** 32 + bytes.readUInt32BE(from[ID]! + 4)
      try {
        if (inColumns) readColumns(bytes)
        else readJson(bytes)
      } catch (error) {
        throw new Error(`feature ${row.id}: ${error instanceof Error ? error.message : String(error)}`)
      }
    },
  }
}

function decoderOf(field: LayerField | undefined): (value: Buffer) => CodedValue {
  switch (field?.type) {
    case 'number':
      return (value) => (Number.isFinite(value.readDoubleBE()) ? value.readDoubleBE() : null)
    case 'boolean':
      return (value) => value[0] === 1
    case 'strings':
      return (value) => (value.length === 0 ? [] : value.toString().split(SET_SEPARATOR))
    default:
      return (value) => value.toString()
  }
}
