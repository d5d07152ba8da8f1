import type { CodedValue, Feature, Scalar } from './feature.ts'
import type { Table } from './table.ts'
import { encodedValue, writeTextValue, writeVarint } from './text-value.ts'

/** Values known by number at once; counts of cells and pins pass through here too, and there is no end of numbers. */
const MOST_KNOWN = 20_000
const UNKNOWN = -1
/** Index of a code that has not been met in the tile. */
export const UNSEEN = -2
/** Index of code 0. */
export const NO_VALUE = -1

/**
 * The values of one tile layer. Each shared value stands once, in the order of first use, whichever column or change it comes from;
 * each text of a feature has a value of its own, and those of a run of rows are one copy.
 */
export class TileValues {
  /** Values so far: the index of the next one. */
  count = 0
  private bytes = new Uint8Array(1 << 16)
  private end = 0
  private table: Table | null = null
  private numberOf = new Map<Scalar, number>()
  private encoded: Uint8Array[] = []
  /** Index in this tile of the value of each number, valid when its stamp is of this tile. */
  private indices = new Uint32Array(1_024)
  private stamps = new Uint32Array(1_024)
  private stamp = 0
  /** Numbers of the table's codes by column. */
  private codeNumbers: Int32Array[] = []
  /** Indices of the codes met in a tile by column, and which these are. */
  private codeIndices: { indices: Int32Array; met: number[] }[] = []
  private runFrom = 0
  private runTo = 0

  begin(table: Table): void {
    const full = this.numberOf.size > MOST_KNOWN
    if (full) {
      this.numberOf.clear()
      this.encoded = []
      this.stamps.fill(0)
    }
    if (full || this.table !== table) {
      this.table = table
      this.codeNumbers = table.columns.map(({ dictionary }) => new Int32Array(dictionary.length).fill(UNKNOWN))
      this.codeIndices = table.columns.map(({ dictionary }) => ({
        indices: new Int32Array(dictionary.length).fill(UNSEEN).fill(NO_VALUE, 0, 1),
        met: [],
      }))
    }
    this.stamp++
    this.count = 0
    this.end = 0
    this.runFrom = 0
    this.runTo = 0
  }

  /** Index of a value that features share. */
  indexOf(value: CodedValue): number {
    return this.indexOfNumber(this.known(value))
  }

  /** Index of the value of a column's code in the table. */
  indexOfCode(column: number, code: number): number {
    const numbers = this.codeNumbers[column]!
    if (numbers[code] === UNKNOWN)
      numbers[code] = this.known(this.table!.columns[column]!.dictionary[code] as CodedValue)
    return this.indexOfNumber(numbers[code]!)
  }

  /** Indices by code of a column, `UNSEEN` but for 0, which is no value; those looked up by `meet` are filled in. */
  indicesOfCodes(column: number): Int32Array {
    const { indices, met } = this.codeIndices[column]!
    for (let i = 0; i < met.length; i++) indices[met[i]!] = UNSEEN
    met.length = 0
    return indices
  }

  meet(column: number, code: number): number {
    const { indices, met } = this.codeIndices[column]!
    met.push(code)
    indices[code] = this.indexOfCode(column, code)
    return indices[code]!
  }

  /** Takes the texts of a row, or of rows one after the other, that begin and end there in the table; each is a value, in order. */
  takeText(from: number, to: number): void {
    if (from !== this.runTo) {
      this.flushText()
      this.runFrom = from
    }
    this.runTo = to
  }

  /** Writes the tags of a changed feature's texts at `at` and takes the texts in; returns the end. */
  textTags({ texts }: Feature, into: Uint8Array, at: number): number {
    this.flushText()
    for (let text = 0; text < texts.length; text++) {
      const value = texts[text]
      if (value === null || value === undefined) continue
      this.room(3 * value.length + 16)
      const bytes = Buffer.from(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length)
      this.end = writeTextValue(bytes, this.end, value)
      into[at++] = text
      at = writeVarint(into, at, this.count++)
    }
    return at
  }

  /** The fields of the layer, valid until the next tile. */
  finish(): Uint8Array {
    this.flushText()
    return this.bytes.subarray(0, this.end)
  }

  private known(coded: CodedValue): number {
    const value = typeof coded === 'object' ? (coded ?? []).join(',') : coded
    let number = this.numberOf.get(value)
    if (number === undefined) {
      number = this.encoded.push(encodedValue(value)) - 1
      this.numberOf.set(value, number)
      if (number === this.stamps.length) {
        this.stamps = doubled(this.stamps)
        this.indices = doubled(this.indices)
      }
    }
    return number
  }

  private indexOfNumber(number: number): number {
    if (this.stamps[number] !== this.stamp) {
      this.stamps[number] = this.stamp
      this.indices[number] = this.count++
      this.flushText()
      this.copy(this.encoded[number]!, 0, this.encoded[number]!.length)
    }
    return this.indices[number]!
  }

  /** Texts are kept back while they go on where the last ones ended. */
  private flushText(): void {
    if (this.runTo > this.runFrom) this.copy(this.table!.text, this.runFrom, this.runTo)
    this.runFrom = this.runTo
  }

  private copy(source: Uint8Array, from: number, to: number): void {
    this.room(to - from)
    const { bytes } = this
    // A short copy by hand costs less than a call.
    if (to - from < 96) {
      let { end } = this
      for (let i = from; i < to; i++) bytes[end++] = source[i]!
    } else bytes.set(source.subarray(from, to), this.end)
    this.end += to - from
  }

  private room(length: number): void {
    if (this.end + length <= this.bytes.length) return
    const larger = new Uint8Array(2 * this.bytes.length + length)
    larger.set(this.bytes.subarray(0, this.end))
    this.bytes = larger
  }
}

function doubled(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * array.length)
  larger.set(array)
  return larger
}
