/** Values of a tile layer as bytes (vector tile specification 2.1, 4.1): field 4 of the layer around one field of the value. */

/** Writes a text as a ready value at `at`; returns the end. `into` must have 10 + 3 × length bytes left. */
export function writeTextValue(into: Buffer, at: number, text: string): number {
  // Most names are short: their length fits one byte and is written before it is known.
  const length = into.write(text, at + 4, 'utf8')
  if (length < 126) {
    into[at] = 0x22
    into[at + 1] = length + 2
    into[at + 2] = 0x0a
    into[at + 3] = length
    return at + 4 + length
  }
  into[at++] = 0x22
  at = writeVarint(into, at, 1 + varintLength(length) + length)
  into[at++] = 0x0a
  at = writeVarint(into, at, length)
  return at + into.write(text, at, 'utf8')
}

/** The same of a text that is bytes already. */
export function writeTextBytes(into: Uint8Array, at: number, bytes: Uint8Array, from: number, to: number): number {
  const length = to - from
  into[at] = 0x22
  at = writeVarint(into, at + 1, 1 + varintLength(length) + length)
  into[at] = 0x0a
  at = writeVarint(into, at + 1, length)
  for (let i = from; i < to; i++) into[at++] = bytes[i]!
  return at
}

export function writeVarint(into: Uint8Array, at: number, value: number): number {
  while (value > 0x7fffffff) {
    into[at++] = (value % 128) | 128
    value = Math.floor(value / 128)
  }
  while (value > 127) {
    into[at++] = (value & 127) | 128
    value >>>= 7
  }
  into[at++] = value
  return at
}

export function varintLength(value: number): number {
  let length = 1
  while (value > 127) {
    value = Math.floor(value / 128)
    length++
  }
  return length
}

/** A whole value message: texts, whole numbers as (signed) integers, other numbers as doubles, booleans. */
export function encodedValue(value: string | number | boolean): Buffer {
  if (typeof value === 'string') {
    const bytes = Buffer.alloc(10 + 3 * value.length + 8)
    return bytes.subarray(0, writeTextValue(bytes, 0, value))
  }
  if (typeof value === 'boolean') return Buffer.from([0x22, 2, 0x38, value ? 1 : 0])
  if (Number.isSafeInteger(value)) {
    const body = Buffer.alloc(12)
    // uint_value, or sint_value (zigzag) below zero.
    body[0] = value < 0 ? 0x30 : 0x28
    const end = writeVarint(body, 1, value < 0 ? -2 * value - 1 : value)
    return Buffer.concat([Buffer.from([0x22, end]), body.subarray(0, end)])
  }
  const body = Buffer.alloc(11)
  body.set([0x22, 9, 0x19])
  body.writeDoubleLE(value, 3)
  return body
}
