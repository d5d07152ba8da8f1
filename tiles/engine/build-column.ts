import { ByteDictionary } from './byte-dictionary.ts'
import type { CodedValue } from './feature.ts'
import { grown, sharedCodes, sharedUint32 } from './shared-array.ts'
import type { Column, DictionaryValue } from './table.ts'

/** A column with fewer values is not worth a list per value: half the rows of a tile are no shorter to walk than all. */
const LIST_FROM_VALUES = 8

/** Gathers the values of one column, each known by its code. */
export function createColumnBuilder() {
  const dictionary: DictionaryValue[] = [null]
  const codeOfKey = new Map<unknown, number>([[null, 0]])
  let codes = new Uint32Array(1024)
  let count = 0

  const codeOf = (value: CodedValue): number => {
    const key = typeof value === 'object' && value !== null ? `\u001f${value.join('\u001f')}` : value
    let code = codeOfKey.get(key)
    if (code === undefined) {
      code = dictionary.push(value) - 1
      codeOfKey.set(key, code)
    }
    return code
  }
  const appendCode = (code: number) => {
    codes = grown(codes, count + 1)
    codes[count++] = code
  }
  const bytesKnown = new ByteDictionary()
  return {
    codeOf,
    appendCode,
    /** The value that stands as bytes `from`…`to`, read by `decode` when it is new; null where `from` is below 0. */
    appendBytes(bytes: Buffer, from: number, to: number, decode: (value: Buffer) => CodedValue) {
      if (from < 0) appendCode(0)
      else appendCode(bytesKnown.numberOf(bytes, from, to, () => codeOf(decode(bytes.subarray(from, to)))))
    },
    append: (value: CodedValue) => appendCode(codeOf(value)),
    finish(order: Uint32Array, searched: boolean): Column {
      const sorted = sharedCodes(count, dictionary.length)
      for (let row = 0; row < count; row++) sorted[row] = codes[order[row]!]!
      return { codes: sorted, dictionary, lists: searched ? listsOf(sorted, dictionary.length) : null }
    },
  }
}

function listsOf(codes: Column['codes'], values: number): Column['lists'] {
  if (values < LIST_FROM_VALUES) return null
  const starts = sharedUint32(values + 1)
  for (let row = 0; row < codes.length; row++) starts[codes[row]! + 1]!++
  for (let code = 0; code < values; code++) starts[code + 1]! += starts[code]!
  const next = starts.slice()
  const rows = sharedUint32(codes.length)
  for (let row = 0; row < codes.length; row++) rows[next[codes[row]!]!++] = row
  return { rows, starts }
}
