/** Positions of the values from least to greatest, by radix sort of their float32 bits; values must not be negative. */
export function sortByValue(values: Float64Array): Uint32Array {
  const count = values.length
  const bits = new Uint32Array(Float32Array.from(values).buffer)
  let order = new Uint32Array(count)
  let next = new Uint32Array(count)
  for (let i = 0; i < count; i++) order[i] = i
  for (const shift of [0, 11, 22]) {
    const starts = new Uint32Array(2049)
    for (let i = 0; i < count; i++) starts[((bits[i]! >>> shift) & 2047) + 1]!++
    for (let i = 0; i < 2048; i++) starts[i + 1]! += starts[i]!
    for (let i = 0; i < count; i++) {
      const item = order[i]!
      next[starts[(bits[item]! >>> shift) & 2047]!++] = item
    }
    ;[order, next] = [next, order]
  }
  return order
}
