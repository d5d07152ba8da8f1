import { type Look, modes } from './look.ts'
import type { SectionPlane } from './section.ts'
import type { Vec3 } from './vector.ts'

export interface CameraPose {
  position: Vec3
  target: Vec3
  /** Metres from lower to upper rim of the picture for a parallel view; null is perspective. */
  height: number | null
}

export interface Viewpoint {
  camera: CameraPose
  look: Look
}

/**
 * A viewpoint as text for a link: binary, then base64 for addresses. Numbers keep all their bits, so that the picture comes back exactly; sets of
 * features are gaps and runs, because what is hidden is mostly whole storeys. The storey goes by its place in the list of storeys.
 */
export function encodeViewpoint({ camera, look }: Viewpoint, storeyGuids: readonly string[]): string {
  const writer = new Writer()
  writer.byte(formatVersion)
  writer.byte(modes.indexOf(look.mode) | (look.spaces ? 4 : 0) | (look.box ? 8 : 0) | (look.isolated ? 16 : 0))
  writer.varint(look.storeyGuid === null ? 0 : storeyGuids.indexOf(look.storeyGuid) + 1)
  writer.vector(camera.position)
  writer.vector(camera.target)
  writer.float(camera.height ?? Number.NaN)
  writer.varint(look.planes.length)
  for (const { normal, offset } of look.planes) {
    writer.vector(normal)
    writer.float(offset)
  }
  if (look.box) {
    writer.vector(look.box.min)
    writer.vector(look.box.max)
  }
  writer.set(look.hidden)
  writer.set(look.xray)
  writer.set(look.selected)
  if (look.isolated) writer.set(look.isolated)
  return writer.text()
}

/** Null when the text is not a viewpoint of this model: cut off, of another format, or beyond its elements. */
export function decodeViewpoint(text: string, storeyGuids: readonly string[], featureCount: number): Viewpoint | null {
  try {
    return read(new Reader(text), storeyGuids, featureCount)
  } catch {
    return null
  }
}

const formatVersion = 1
const mostPlanes = 12

function read(reader: Reader, storeyGuids: readonly string[], featureCount: number): Viewpoint {
  if (reader.byte() !== formatVersion) throw new RangeError('another format')
  const flags = reader.byte()
  const mode = modes[flags & 3]
  if (!mode) throw new RangeError('unknown mode')
  const storey = reader.varint()
  const storeyGuid = storey === 0 ? null : storeyGuids[storey - 1]
  if (storeyGuid === undefined) throw new RangeError('unknown storey')
  const position = reader.vector()
  const target = reader.vector()
  const height = reader.float()
  const planeCount = reader.varint()
  if (planeCount > mostPlanes) throw new RangeError('too many planes')
  const planes: SectionPlane[] = []
  for (let at = 0; at < planeCount; at++) planes.push({ normal: reader.vector(), offset: reader.finite() })
  const box = flags & 8 ? { min: reader.vector(), max: reader.vector() } : null
  const hidden = reader.set(featureCount)
  const xray = reader.set(featureCount)
  const selected = reader.set(featureCount)
  const isolated = flags & 16 ? reader.set(featureCount) : null
  return {
    camera: { position, target, height: Number.isNaN(height) ? null : height },
    look: { mode, storeyGuid, hidden, isolated, xray, selected, spaces: (flags & 4) !== 0, planes, box },
  }
}

class Writer {
  readonly #bytes: number[] = []

  byte(value: number): void {
    this.#bytes.push(value & 255)
  }

  varint(value: number): void {
    let rest = value
    while (rest >= 128) {
      this.byte((rest & 127) | 128)
      rest = Math.floor(rest / 128)
    }
    this.byte(rest)
  }

  float(value: number): void {
    this.#bytes.push(...new Uint8Array(new Float64Array([value]).buffer))
  }

  vector(vector: Vec3): void {
    for (const part of vector) this.float(part)
  }

  set(ids: ReadonlySet<number>): void {
    const runs: [number, number][] = []
    for (const id of [...ids].sort((a, b) => a - b)) {
      const last = runs.at(-1)
      if (last && last[0] + last[1] === id) last[1]++
      else runs.push([id, 1])
    }
    this.varint(runs.length)
    let end = 0
    for (const [start, count] of runs) {
      this.varint(start - end)
      this.varint(count)
      end = start + count
    }
  }

  text(): string {
    let binary = ''
    for (const byte of this.#bytes) binary += String.fromCharCode(byte)
    return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
  }
}

class Reader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(text: string) {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    this.#bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0))
  }

  byte(): number {
    const byte = this.#bytes[this.#at++]
    if (byte === undefined) throw new RangeError('cut off')
    return byte
  }

  varint(): number {
    let value = 0
    for (let factor = 1; factor < 2 ** 35; factor *= 128) {
      const byte = this.byte()
      value += (byte & 127) * factor
      if (byte < 128) return value
    }
    throw new RangeError('not a number')
  }

  float(): number {
    const bytes = Uint8Array.from({ length: 8 }, () => this.byte())
    return new Float64Array(bytes.buffer)[0]!
  }

  finite(): number {
    const value = this.float()
    if (!Number.isFinite(value)) throw new RangeError('not finite')
    return value
  }

  vector(): Vec3 {
    return [this.finite(), this.finite(), this.finite()]
  }

  set(featureCount: number): Set<number> {
    const ids = new Set<number>()
    let end = 0
    for (let runs = this.varint(); runs > 0; runs--) {
      const start = end + this.varint()
      end = start + this.varint()
      if (end > featureCount) throw new RangeError('beyond the model')
      for (let id = start; id < end; id++) ids.add(id)
    }
    return ids
  }
}
