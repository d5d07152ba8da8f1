import type { SectionPlane } from './section.ts'
import type { Vec3 } from './vector.ts'

/** What the reader has made of the model: everything that a saved viewpoint brings back, the camera apart. */
export interface Look {
  mode: Mode
  /** The storey shown alone. */
  storeyGuid: string | null
  hidden: ReadonlySet<number>
  /** Shown alone when not null. */
  isolated: ReadonlySet<number> | null
  /** Drawn as a shadow that nothing catches on. */
  xray: ReadonlySet<number>
  selected: ReadonlySet<number>
  spaces: boolean
  planes: readonly SectionPlane[]
  box: { min: Vec3; max: Vec3 } | null
}

export const modes = ['orbit', 'plan', 'walk'] as const
export type Mode = (typeof modes)[number]

export const plainLook: Look = {
  mode: 'orbit',
  storeyGuid: null,
  hidden: new Set(),
  isolated: null,
  xray: new Set(),
  selected: new Set(),
  spaces: false,
  planes: [],
  box: null,
}

/** What the drawing needs to know of an element, by feature id. */
export interface Feature {
  storeyGuid: string | null
  isSpace: boolean
}

export type Difference = 'added' | 'changed' | 'removed'

/** One byte a feature, read by the shaders: three bits of tint, then hidden, then x-ray. */
export const stateBits = { tint: 7, hidden: 8, xray: 16 } as const
export const tints = { none: 0, selected: 1, added: 2, changed: 3, removed: 4 } as const

export function isShown(feature: Feature, id: number, look: Look): boolean {
  if (feature.isSpace && !look.spaces) return false
  if (look.storeyGuid !== null && feature.storeyGuid !== look.storeyGuid) return false
  if (look.isolated !== null && !look.isolated.has(id)) return false
  return !look.hidden.has(id)
}

/** The state byte of each feature. */
export function stateBytes(
  features: readonly Feature[],
  look: Look,
  differences: ReadonlyMap<number, Difference> | null,
): Uint8Array {
  const bytes = new Uint8Array(features.length)
  features.forEach((feature, id) => {
    const difference = differences?.get(id)
    let byte: number = tints.none
    if (look.selected.has(id)) byte = tints.selected
    else if (difference) byte = tints[difference]
    if (!isShown(feature, id, look)) byte |= stateBits.hidden
    // While two versions are compared, what is the same stands back.
    if (look.xray.has(id) || (differences && !difference && !look.selected.has(id))) byte |= stateBits.xray
    bytes[id] = byte
  })
  return bytes
}

export const isHiddenByte = (byte: number): boolean => (byte & stateBits.hidden) !== 0
export const isXrayByte = (byte: number): boolean => (byte & stateBits.xray) !== 0
