/** A column of values that many rows share: each row holds a code, `values[code]` is the value, `counts[code]` how many rows were given it. */
export class CodedColumn<Value> {
  codes: Uint8Array | Uint16Array | Uint32Array = new Uint8Array(1024)
  readonly values: Value[] = []
  readonly counts: number[] = []
  readonly #codeOfKey = new Map<string, number>()
  readonly #read: (key: string) => Value
  #keyLength = 0

  /** @param read makes the value of a key once. */
  constructor(read: (key: string) => Value) {
    this.#read = read
  }

  set(row: number, key: string): void {
    let code = this.#codeOfKey.get(key)
    if (code === undefined) {
      code = this.values.push(this.#read(key)) - 1
      this.counts.push(0)
      this.#codeOfKey.set(key, code)
      this.#keyLength += key.length
      if (code === 256 || code === 65_536) this.#widen(code)
    }
    if (row >= this.codes.length) this.codes = grown(this.codes, row + 1)
    this.codes[row] = code
    this.counts[code]!++
  }

  value(row: number): Value {
    return this.values[this.codes[row]!]!
  }

  /** Which codes pass; null when no row has one that does. */
  allowed(test: (value: Value) => boolean): Uint8Array | null {
    const marks = new Uint8Array(this.values.length)
    let some = false
    for (let code = 0; code < marks.length; code++) {
      if (this.counts[code] === 0 || !test(this.values[code]!)) continue
      marks[code] = 1
      some = true
    }
    return some ? marks : null
  }

  /** Memory of the codes, and roughly that of the values. */
  bytes(): number {
    return this.codes.byteLength + 4 * this.#keyLength + 100 * this.values.length
  }

  #widen(code: number): void {
    const wider = code === 256 ? new Uint16Array(this.codes.length) : new Uint32Array(this.codes.length)
    wider.set(this.codes)
    this.codes = wider
  }
}

type Growable = Uint8Array | Uint16Array | Uint32Array | Int8Array | Int32Array | Float64Array

/** `array` with room for `length`: itself, or a copy half as large again. */
export function grown<A extends Growable>(array: A, length: number): A {
  if (length <= array.length) return array
  const larger = new (array.constructor as new (size: number) => A)(Math.max(length, Math.ceil(array.length * 1.5)))
  larger.set(array as never)
  return larger
}
