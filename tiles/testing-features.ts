import type { Feature } from './engine/feature.ts'
import { type LayerRow, readFeature } from './engine/read-feature.ts'
import type { Schema } from './engine/schema.ts'
import { placeTypes, type TestPlace } from './testing.ts'

/** Features without a database: places as rows of the layer's view would hold them. */

const littleEndian = (type: number, body: Buffer): Buffer => {
  const head = Buffer.alloc(5)
  head[0] = 1
  head.writeUInt32LE(type, 1)
  return Buffer.concat([head, body])
}

const counted = (members: readonly Buffer[]): Buffer => {
  const count = Buffer.alloc(4)
  count.writeUInt32LE(members.length)
  return Buffer.concat([count, ...members])
}

const position = ([x, y]: number[]): Buffer => {
  const bytes = Buffer.alloc(16)
  bytes.writeDoubleLE(x!, 0)
  bytes.writeDoubleLE(y!, 8)
  return bytes
}

const wktTypes: Record<string, number> = { POINT: 1, LINESTRING: 2, POLYGON: 3, MULTILINESTRING: 5, MULTIPOLYGON: 6 }

/** Hex WKB of a text geometry of the kinds that places have. */
export function hexOfWkt(wkt: string): string {
  const [, name, text] = /^([A-Z]+)(.*)$/.exec(wkt)!
  const nested = JSON.parse(
    text!
      .replaceAll('(', '[')
      .replaceAll(')', ']')
      .replaceAll(/(-?[\d.e-]+) (-?[\d.e-]+)/g, '[$1,$2]'),
  ) as number[][][][]
  const type = wktTypes[name!]!
  const path = (points: unknown) => counted((points as number[][]).map(position))
  const polygon = (rings: unknown) => counted((rings as unknown[]).map(path))
  if (type === 1) {
    // With its reference system, as PostGIS writes points.
    const point = position(nested[0] as unknown as number[])
    return `0101000020E6100000${point.toString('hex').toUpperCase()}`
  }
  if (type === 2) return littleEndian(2, path(nested)).toString('hex')
  if (type === 3) return littleEndian(3, polygon(nested)).toString('hex')
  const members = nested.map((member) => littleEndian(type - 3, type === 5 ? path(member) : polygon(member)))
  return littleEndian(type, counted(members)).toString('hex')
}

export function featureOf(schema: Schema, id: number, place: TestPlace): Feature {
  const row: LayerRow = {
    id,
    region_code: id % 3 === 0 ? '510104' : id % 3 === 1 ? '500101' : null,
    geom: hexOfWkt(place.wkt),
    location: null,
    properties: {
      name: place.name,
      nameEn: place.nameEn,
      type: place.type,
      category: placeTypes.find(([code]) => code === place.type)?.[1],
      sports: place.sports,
      status: place.status,
      fee: place.fee,
      rating: place.rating,
      ownership: 'public',
    },
  }
  return readFeature(schema, row)!
}
