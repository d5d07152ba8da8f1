/** Typed arrays on shared memory, and one that grows while rows arrive. */

export const sharedUint8 = (length: number) => new Uint8Array(new SharedArrayBuffer(length))
export const sharedUint16 = (length: number) => new Uint16Array(new SharedArrayBuffer(2 * length))
export const sharedUint32 = (length: number) => new Uint32Array(new SharedArrayBuffer(4 * length))
export const sharedFloat64 = (length: number) => new Float64Array(new SharedArrayBuffer(8 * length))

/** The narrowest whole-number array that holds `most`. */
export function sharedCodes(length: number, most: number) {
  return most < 256 ? sharedUint8(length) : most < 65_536 ? sharedUint16(length) : sharedUint32(length)
}

type Growable = Uint8Array | Uint32Array | Float64Array

/** `array` with room for `length`: itself or a copy of at least double the size. */
export function grown<A extends Growable>(array: A, length: number): A {
  if (length <= array.length) return array
  const larger = new (array.constructor as new (size: number) => A)(Math.max(length, array.length * 2, 1024))
  larger.set(array)
  return larger
}
