import type { ShapeTable } from './table.ts'

/** A few tiles' worth at least, and a share of the table's own size. */
const LEAST_BYTES = 1024 * 1024
const BYTES_PER_VERTEX = 4
const ZOOMS = 32

/**
 * Lines of a table as they were drawn whole: what follows the first vertex is the same bytes in every tile of a zoom, since the grids
 * of all tiles of a zoom are one grid. Within a bound of bytes; past it all are forgotten.
 */
export class LineMemory {
  bytes = new Uint8Array(65_536)
  /** Where the line that `find` found stands in `bytes`. */
  from = 0
  to = 0
  private end = 0
  private readonly limit: number
  private readonly parts: number
  /** By zoom: start and end of each part in `bytes`; an end of 0 is not known. */
  private readonly places: (Uint32Array | undefined)[] = new Array(ZOOMS).fill(undefined)

  constructor(shapes: ShapeTable) {
    this.parts = shapes.partStart.length
    this.limit = Math.max(LEAST_BYTES, BYTES_PER_VERTEX * shapes.levels.length)
  }

  find(zoom: number, part: number): boolean {
    const places = this.places[zoom]
    if (places === undefined) return false
    this.from = places[2 * part]!
    this.to = places[2 * part + 1]!
    return this.to !== 0
  }

  /** Keeps `source` from `from` to before `to`, which are not the same. */
  keep(zoom: number, part: number, source: Uint8Array, from: number, to: number): void {
    const length = to - from
    if (this.end + length > this.limit) {
      for (const places of this.places) places?.fill(0)
      this.end = 0
    }
    if (this.end + length > this.bytes.length) {
      const larger = new Uint8Array(2 * this.bytes.length + length)
      larger.set(this.bytes.subarray(0, this.end))
      this.bytes = larger
    }
    this.places[zoom] ??= new Uint32Array(2 * this.parts)
    const places = this.places[zoom]
    this.bytes.set(source.subarray(from, to), this.end)
    places[2 * part] = this.end
    this.end += length
    places[2 * part + 1] = this.end
  }

  size(): number {
    return this.bytes.length + this.places.reduce((sum, places) => sum + (places?.byteLength ?? 0), 0)
  }
}
