import { DataTexture, NearestFilter, RedIntegerFormat, UnsignedByteType } from 'three'

const width = 1024

/** One byte a feature on the graphics card, so that hiding ten thousand elements is one small upload and no rebuilt geometry. */
export class FeatureStates {
  readonly texture: DataTexture
  readonly #bytes: Uint8Array

  constructor(count: number) {
    const rows = Math.max(1, Math.ceil(count / width))
    this.#bytes = new Uint8Array(width * rows)
    this.texture = new DataTexture(this.#bytes, width, rows, RedIntegerFormat, UnsignedByteType)
    this.texture.internalFormat = 'R8UI'
    this.texture.minFilter = NearestFilter
    this.texture.magFilter = NearestFilter
    this.texture.unpackAlignment = 1
    this.texture.needsUpdate = true
  }

  set(bytes: Uint8Array): void {
    this.#bytes.set(bytes)
    this.texture.needsUpdate = true
  }

  of(id: number): number {
    return this.#bytes[id] ?? 0
  }

  dispose(): void {
    this.texture.dispose()
  }
}
