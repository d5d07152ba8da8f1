/** Shorter bodies cost the collector nothing worth keeping them for. */
const KEPT_FROM_BYTES = 4_096
/** Sizes of memory between one power of two and the next: at most a fifth of it is not used. */
const STEPS = 4

/**
 * Memory of encoded bodies, used again. Left to the collector, tens of thousands of bytes a tile make it run whole several times a second
 * (measured: a quarter of the time of encoding, and the longest waits).
 */
export class BodyPool {
  /** Free memory by size. */
  readonly #free = new Map<number, ArrayBuffer[]>()
  readonly #own = new WeakSet<ArrayBufferLike>()
  readonly #mostFreeBytes: number
  #freeBytes = 0

  constructor(mostFreeBytes: number) {
    this.#mostFreeBytes = mostFreeBytes
  }

  /** A buffer with any content. */
  take(bytes: number): Buffer {
    if (bytes < KEPT_FROM_BYTES) return Buffer.allocUnsafe(bytes)
    const size = sizeFor(bytes)
    let memory = this.#free.get(size)?.pop()
    if (memory) this.#freeBytes -= size
    else {
      memory = new ArrayBuffer(size)
      this.#own.add(memory)
    }
    return Buffer.from(memory, 0, bytes)
  }

  /** Takes a buffer back that nobody reads any more. One that is not of this pool is left to the collector. */
  give({ buffer }: Buffer): void {
    if (!this.#own.has(buffer) || this.#freeBytes + buffer.byteLength > this.#mostFreeBytes) return
    const free = this.#free.get(buffer.byteLength)
    if (free) free.push(buffer as ArrayBuffer)
    else this.#free.set(buffer.byteLength, [buffer as ArrayBuffer])
    this.#freeBytes += buffer.byteLength
  }
}

function sizeFor(bytes: number): number {
  const step = 2 ** Math.max(0, Math.floor(Math.log2(bytes - 1)) - Math.log2(STEPS))
  return Math.ceil(bytes / step) * step
}
