/**
 * JSON objects of one form (the same keys in the same order, as a statement writes them) as bytes, each key stored once and values
 * that many rows share as a number: a third of the text. Written back byte for byte as they came.
 */
export class PackedTexts {
  /** Of the longest object that was put in, at most. */
  mostBytes = 0
  readonly #chunks: Buffer[] = []
  #end = chunkBytes
  /** `{"id":`, `,"type":`, … of the first object; null until it has come. */
  #keys: string[] | null = null
  #keyBytes: Buffer[] = []
  #shared: (Shared | null)[] = []

  /** Where the object is kept. @throws RangeError for one of 8 MB or more. */
  put(json: string): number {
    this.#keys ??= this.#learn(json)
    const values = this.#keys && valuesOf(json, this.#keys)
    // An object of another form is kept as one value behind no key.
    const start = this.#room(3 * json.length + 8 * (values?.length ?? 1) + 8)
    const chunk = this.#chunks.at(-1)!
    this.mostBytes = Math.max(this.mostBytes, 3 * json.length + 8)
    chunk[this.#end++] = values ? 1 : 0
    if (values) for (let key = 0; key < values.length; key++) this.#putValue(chunk, values[key]!, key)
    else this.#putInline(chunk, json.slice(0, -1))
    return start
  }

  /** Writes the object kept at `start` without its closing brace; the target must have room for `mostBytes`. Returns the new end. */
  write(start: number, target: Uint8Array, to: number): number {
    const chunk = this.#chunks[Math.floor(start / chunkBytes)]!
    let from = start % chunkBytes
    let at = to
    const keyed = chunk[from++] === 1
    const keys = keyed ? this.#keyBytes.length : 1
    for (let key = 0; key < keys; key++) {
      const code = chunk[from]! | (chunk[from + 1]! << 8)
      from += 2
      if (code < inlineFrom) {
        const value = this.#shared[key]!.bytes[code]!
        if (value.length < shortBytes) at = copied(value, 0, value.length, target, at)
        else {
          target.set(value, at)
          at += value.length
        }
      } else {
        if (keyed) at = copied(this.#keyBytes[key]!, 0, this.#keyBytes[key]!.length, target, at)
        const isLong = code === inlineFrom
        const length = isLong ? chunk.readUInt32LE(from) : code - inlineFrom
        if (isLong) from += 4
        at = copied(chunk, from, length, target, at)
        from += length
      }
    }
    return at
  }

  bytes(): number {
    return this.#chunks.length * chunkBytes
  }

  #learn(json: string): string[] | null {
    const names = Object.keys(JSON.parse(json) as object)
    if (names.length === 0) return null
    const keys = names.map((name, n) => `${n === 0 ? '{' : ','}${JSON.stringify(name)}:`)
    this.#keyBytes = keys.map((key) => Buffer.from(key))
    this.#shared = keys.map(() => ({ codeOf: new Map(), bytes: [], asked: 0 }))
    return keys
  }

  #putValue(chunk: Buffer, value: string, key: number): void {
    const shared = this.#shared[key]!
    let code = shared.codeOf.get(value)
    shared.asked++
    if (code === undefined && value.length < 400 && worthSharing(shared)) {
      code = shared.bytes.push(Buffer.from(this.#keys![key]! + value)) - 1
      shared.codeOf.set(value, code)
    }
    if (code === undefined) this.#putInline(chunk, value)
    else this.#end = chunk.writeUInt16LE(code, this.#end)
  }

  /** Short lengths share the two bytes with the codes. */
  #putInline(chunk: Buffer, value: string): void {
    const length = Buffer.byteLength(value)
    if (length > 0 && inlineFrom + length < 65_536) this.#end = chunk.writeUInt16LE(inlineFrom + length, this.#end)
    else this.#end = chunk.writeUInt32LE(length, chunk.writeUInt16LE(inlineFrom, this.#end))
    this.#end += chunk.write(value, this.#end)
  }

  #room(bytes: number): number {
    if (bytes > chunkBytes) throw new RangeError(`a text of up to ${bytes} bytes, at most ${chunkBytes}`)
    if (this.#end + bytes > chunkBytes) {
      this.#chunks.push(Buffer.allocUnsafeSlow(chunkBytes))
      this.#end = 0
    }
    return (this.#chunks.length - 1) * chunkBytes + this.#end
  }
}

interface Shared {
  codeOf: Map<string, number>
  /** Key and value. */
  bytes: Buffer[]
  asked: number
}

const chunkBytes = 8 * 1024 * 1024
const mostShared = 4096
/** Codes from here on say how long a value is that stands in the row itself; this one, that four bytes say it. */
const inlineFrom = 32_768

/** A column whose values are mostly new is not looked up for ever: names would fill the memory that sharing is to save. */
const worthSharing = ({ bytes, asked }: Shared): boolean =>
  bytes.length < mostShared && (bytes.length < 256 || bytes.length * 8 < asked)

/** The text between the keys; null when the object has others. */
function valuesOf(json: string, keys: readonly string[]): string[] | null {
  const values: string[] = []
  if (!json.startsWith(keys[0]!)) return null
  let from = keys[0]!.length
  for (let key = 1; key <= keys.length; key++) {
    // A quote inside a string stands behind a backslash, so that a key's text is nowhere but at a key.
    const end = key < keys.length ? json.indexOf(keys[key]!, from) : json.length - 1
    if (end < 0) return null
    values.push(json.slice(from, end))
    from = end + (keys[key]?.length ?? 0)
  }
  return values
}

const shortBytes = 48

/** A short copy by hand costs less than a call. */
function copied(source: Uint8Array, from: number, length: number, target: Uint8Array, to: number): number {
  if (length >= shortBytes) target.set(source.subarray(from, from + length), to)
  else for (let n = 0; n < length; n++) target[to + n] = source[from + n]!
  return to + length
}
