/** Numbers of byte strings: a look-up costs a walk over the bytes and no string is made. */
export class ByteDictionary {
  private slots = new Int32Array(1_024).fill(EMPTY)
  private hashes: number[] = []
  private keys: Uint8Array[] = []
  private numbers: number[] = []

  /** The number of bytes `from`…`to`; `make` gives it when they are new. */
  numberOf(bytes: Uint8Array, from: number, to: number, make: () => number): number {
    let hash = to - from
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
    const mask = this.slots.length - 1
    let slot = (hash ^ (hash >>> 15)) & mask
    for (; this.slots[slot] !== EMPTY; slot = (slot + 1) & mask) {
      const entry = this.slots[slot]!
      if (this.hashes[entry] === hash && isSame(this.keys[entry]!, bytes, from, to)) return this.numbers[entry]!
    }
    const number = make()
    this.slots[slot] = this.keys.push(Uint8Array.from(bytes.subarray(from, to))) - 1
    this.hashes.push(hash)
    this.numbers.push(number)
    if (2 * this.keys.length > this.slots.length) this.grow()
    return number
  }

  private grow(): void {
    this.slots = new Int32Array(4 * this.slots.length).fill(EMPTY)
    const mask = this.slots.length - 1
    for (const [entry, hash] of this.hashes.entries()) {
      let slot = (hash ^ (hash >>> 15)) & mask
      while (this.slots[slot] !== EMPTY) slot = (slot + 1) & mask
      this.slots[slot] = entry
    }
  }
}

const EMPTY = -1

function isSame(key: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (key.length !== to - from) return false
  for (let i = 0; i < key.length; i++) if (key[i] !== bytes[from + i]) return false
  return true
}
