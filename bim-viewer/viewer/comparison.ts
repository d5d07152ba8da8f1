import type { ConvertedBuilding } from '../ifc/converted-building.ts'
import type { Palette, SharedUniforms } from './feature-material.ts'
import { type GeometrySource, LoadedModel } from './loaded-model.ts'
import { type Difference, plainLook } from './look.ts'
import type { Stage } from './stage.ts'

/** Another version of the building and what differs, by GlobalId. */
export interface OtherVersion {
  building: ConvertedBuilding
  geometry: readonly GeometrySource[]
  added: readonly string[]
  changed: readonly string[]
  removed: readonly string[]
}

/** The other version beside the shown one: of it only what is no more there is drawn, and nothing of it can be picked. */
export class Comparison {
  readonly differences: ReadonlyMap<number, Difference>
  readonly #model: LoadedModel
  readonly #loading = new AbortController()
  readonly #other: OtherVersion
  readonly #stage: Stage

  constructor(shown: LoadedModel, other: OtherVersion, stage: Stage, palette: Palette) {
    this.differences = differencesOf(shown, other)
    this.#other = other
    this.#stage = stage
    this.#model = new LoadedModel(other.building, palette, { isPickable: false })
    stage.add(this.#model.group)
  }

  get uniforms(): SharedUniforms {
    return this.#model.uniforms
  }

  /** @throws when the geometry cannot be had. */
  async load(): Promise<void> {
    const removed = new Set(this.#other.removed.flatMap((guid) => this.#model.features.byGuid.get(guid) ?? []))
    const differences = new Map([...removed].map((feature) => [feature, 'removed' as const]))
    const show = (): void => {
      this.#model.apply({ ...plainLook, isolated: removed, spaces: true }, differences)
      this.#stage.invalidate()
    }
    show()
    if (removed.size > 0) await this.#model.load(this.#other.geometry, this.#loading.signal, () => {}, show)
  }

  dispose(): void {
    this.#loading.abort()
    this.#model.dispose()
  }
}

function differencesOf(model: LoadedModel, { added, changed }: OtherVersion): Map<number, Difference> {
  const differences = new Map<number, Difference>()
  const put = (guids: readonly string[], difference: Difference): void => {
    for (const guid of guids) {
      const feature = model.features.byGuid.get(guid)
      if (feature !== undefined) differences.set(feature, difference)
    }
  }
  put(changed, 'changed')
  put(added, 'added')
  return differences
}
