import type { Item } from './build-tree.ts'
import { CodedColumn, grown } from './coded-column.ts'
import { geocentric } from './ellipsoid.ts'
import { hoursKey, hoursOfKey } from './hours.ts'
import type { FeatureRow } from './index-queries.ts'
import { PackedTexts } from './packed-texts.ts'
import { readGeometry, type Shape } from './shape.ts'

const DEAD = 1
const STEP_FREE = 2

/**
 * The features of a layer in columns: what filters and ranking ask for, and the rest of a reply as bytes. A changed feature is a new row and
 * its old one dead, so that what is read at the same time stays as it was.
 */
export class RowStore {
  count = 0
  dead = 0
  id = new Float64Array(1024)
  lon = new Float64Array(1024)
  lat = new Float64Array(1024)
  ratingCount = new Uint32Array(1024)
  priceLevel = new Int8Array(1024)
  readonly type = new CodedColumn(String)
  readonly status = new CodedColumn(String)
  readonly fee = new CodedColumn(String)
  readonly region = new CodedColumn(String)
  readonly sports = new CodedColumn((key): readonly string[] => key.split(','))
  /** Null where there is none. */
  readonly rating = new CodedColumn((key) => (key === '' ? null : Number(key)))
  readonly hours = new CodedColumn(hoursOfKey)
  readonly texts = new PackedTexts()
  #flags = new Uint8Array(1024)
  #textStart = new Float64Array(1024)
  /** Number of its shape, −1 for a point. */
  #shape = new Int32Array(1024)
  readonly #shapes: (Shape | null)[] = []
  #shapeBytes = 0
  /** Open addressing by id: row + 1, 0 where nothing is. */
  #slots = new Uint32Array(4096)

  /** @param tail what every body ends with and is not kept. Returns the row, or −1 for a feature without geometry. */
  put(feature: FeatureRow, tail: string): number {
    const geometry = feature.geom === null ? null : readGeometry(feature.geom)
    this.remove(feature.id)
    if (!geometry) return -1
    const row = this.count++
    this.#grow()
    this.id[row] = feature.id
    ;[this.lon[row], this.lat[row]] = Array.isArray(geometry) ? geometry : [geometry.lon, geometry.lat]
    this.#shape[row] = Array.isArray(geometry) ? -1 : this.#keep(geometry)
    this.ratingCount[row] = feature.rating_count
    this.priceLevel[row] = feature.price_level ?? -1
    this.type.set(row, feature.type ?? '')
    this.status.set(row, feature.status ?? '')
    this.fee.set(row, feature.fee ?? '')
    this.region.set(row, feature.region_code ?? '')
    this.sports.set(row, feature.sports ?? '')
    this.rating.set(row, feature.rating === null ? '' : String(feature.rating))
    this.hours.set(row, hoursKey(feature.open_days, feature.exceptional))
    this.#flags[row] = feature.step_free ? STEP_FREE : 0
    const body = tail === '' ? feature.body : `${feature.body.slice(0, -tail.length)}}`
    this.#textStart[row] = this.texts.put(body)
    this.#slots[this.#slotOf(feature.id)] = row + 1
    return row
  }

  remove(id: number): void {
    const row = this.rowOf(id)
    if (row < 0 || this.isDead(row)) return
    this.#flags[row]! |= DEAD
    this.dead++
    for (const column of [this.type, this.status, this.fee, this.region, this.sports, this.rating, this.hours])
      column.counts[column.codes[row]!]!--
  }

  /** Row of an id, dead or not; −1 when it never was here. */
  rowOf(id: number): number {
    return this.#slots[this.#slotOf(id)]! - 1
  }

  isDead(row: number): boolean {
    return (this.#flags[row]! & DEAD) !== 0
  }

  isStepFree(row: number): boolean {
    return (this.#flags[row]! & STEP_FREE) !== 0
  }

  shapeOf(row: number): Shape | null {
    const shape = this.#shape[row]!
    return shape < 0 ? null : this.#shapes[shape]!
  }

  /** Writes the feature's JSON without its closing brace; returns the new end. */
  writeText(row: number, target: Uint8Array, at: number): number {
    return this.texts.write(this.#textStart[row]!, target, at)
  }

  item(row: number): Item {
    const shape = this.shapeOf(row)
    const [lon, lat] = [this.lon[row]!, this.lat[row]!]
    const [x, y, z] = shape ? shape.centre : geocentric(lon, lat)
    return { row, x, y, z, radius: shape?.radiusMetres ?? 0, lon, lat }
  }

  *living(): Generator<Item> {
    const end = this.count
    for (let row = 0; row < end; row++) if (!this.isDead(row)) yield this.item(row)
  }

  /** Bits of region, type and sports: 32 each, which codes share. */
  marks = (row: number): [number, number, number] => [
    bitOf(this.region.codes[row]!),
    bitOf(this.type.codes[row]!),
    bitOf(this.sports.codes[row]!),
  ]

  /** Gives back the room that arrays grew ahead. */
  trim(): void {
    const end = this.count + 1024
    this.id = this.id.slice(0, end)
    this.lon = this.lon.slice(0, end)
    this.lat = this.lat.slice(0, end)
    this.ratingCount = this.ratingCount.slice(0, end)
    this.priceLevel = this.priceLevel.slice(0, end)
    this.#flags = this.#flags.slice(0, end)
    this.#textStart = this.#textStart.slice(0, end)
    this.#shape = this.#shape.slice(0, end)
    for (const column of [this.type, this.status, this.fee, this.region, this.sports, this.rating, this.hours])
      column.codes = column.codes.slice(0, end)
  }

  bytes(): number {
    const arrays = [this.id, this.lon, this.lat, this.ratingCount, this.priceLevel, this.#flags, this.#textStart]
    const columns = [this.type, this.status, this.fee, this.region, this.sports, this.rating, this.hours, this.texts]
    return (
      [...arrays, this.#shape, this.#slots].reduce((sum, array) => sum + array.byteLength, this.#shapeBytes) +
      columns.reduce((sum, column) => sum + column.bytes(), 0)
    )
  }

  #keep(shape: Shape): number {
    this.#shapeBytes += shape.coordinates.byteLength + 400
    return this.#shapes.push(shape) - 1
  }

  #grow(): void {
    this.id = grown(this.id, this.count)
    this.lon = grown(this.lon, this.count)
    this.lat = grown(this.lat, this.count)
    this.ratingCount = grown(this.ratingCount, this.count)
    this.priceLevel = grown(this.priceLevel, this.count)
    this.#flags = grown(this.#flags, this.count)
    this.#textStart = grown(this.#textStart, this.count)
    this.#shape = grown(this.#shape, this.count)
    if (2 * this.count <= this.#slots.length) return
    this.#slots = new Uint32Array(2 * this.#slots.length)
    // Later rows of an id come after earlier ones and take their place.
    for (let row = 0; row + 1 < this.count; row++) this.#slots[this.#slotOf(this.id[row]!)] = row + 1
  }

  #slotOf(id: number): number {
    const last = this.#slots.length - 1
    let slot = (Math.imul(id % 4_294_967_296, 0x9e3779b1) >>> 7) & last
    while (this.#slots[slot] !== 0 && this.id[this.#slots[slot]! - 1] !== id) slot = (slot + 1) & last
    return slot
  }
}

/** Bit of a code in a word of marks. */
export const bitOf = (code: number): number => 1 << (code & 31)
