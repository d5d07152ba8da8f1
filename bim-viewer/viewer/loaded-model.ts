import { Box3, type Color, Group, Vector3 } from 'three'
import type { ConvertedBuilding } from '../ifc/converted-building.ts'
import { makeUniforms, type Palette, type SharedUniforms } from './feature-material.ts'
import { FeatureStates } from './feature-states.ts'
import { type Features, featuresOf, type SpaceFeature } from './features.ts'
import { addGeometry, download } from './load-geometry.ts'
import { type Difference, type Look, stateBytes } from './look.ts'
import { ModelLayer } from './model-layer.ts'
import type { Triangle } from './snap.ts'
import { colourOfUse, spaceMesh } from './space-mesh.ts'
import type { Vec3 } from './vector.ts'

/** A file of geometry: of one storey, or of the whole building. */
export interface GeometrySource {
  storeyGuid: string | null
  url: string
}

/** One version of a building with its geometry and the state of each feature. */
export class LoadedModel {
  readonly building: ConvertedBuilding
  readonly features: Features
  readonly group = new Group()
  readonly states: FeatureStates
  readonly uniforms: SharedUniforms
  readonly bounds = new Box3()
  readonly #storeyBounds = new Map<string, Box3>()
  readonly #elements: ModelLayer
  readonly #spaces: ModelLayer

  constructor(building: ConvertedBuilding, palette: Palette, { isPickable } = { isPickable: true }) {
    this.building = building
    this.features = featuresOf(building)
    this.states = new FeatureStates(this.features.list.length)
    this.uniforms = makeUniforms(this.states.texture, palette)
    this.#elements = new ModelLayer(this.uniforms, isPickable)
    this.#spaces = new ModelLayer(this.uniforms, isPickable)
    this.group.add(this.#elements.group, this.#spaces.group)
    this.#addSpaces()
  }

  get boundsCentre(): Vec3 {
    const { x, y, z } = this.bounds.getCenter(new Vector3())
    return [x, y, z]
  }

  get triangleCount(): number {
    return this.#elements.triangleCount
  }

  get drawCalls(): number {
    return this.#elements.drawCalls
  }

  /** Loads each file in the given order; `onPart` after each, so that the first storey is seen while the others come. */
  async load(
    sources: readonly GeometrySource[],
    signal: AbortSignal,
    onBytes: (bytes: number) => void,
    onPart: () => void,
  ): Promise<void> {
    for (const { url } of sources) {
      const glb = await download(url, signal, onBytes)
      await addGeometry(this.#elements, glb, this.#storeyBounds)
      signal.throwIfAborted()
      for (const box of this.#storeyBounds.values()) this.bounds.union(box)
      onPart()
    }
  }

  apply(look: Look, differences: ReadonlyMap<number, Difference> | null): void {
    this.states.set(stateBytes(this.features.list, look, differences))
    this.#elements.applyStates(this.states)
    this.#spaces.applyStates(this.states)
  }

  trianglesOf(feature: number): Triangle[] {
    return [...this.#elements.trianglesOf(feature), ...this.#spaces.trianglesOf(feature)]
  }

  boundsOf(features: Iterable<number>): Box3 {
    const box = new Box3()
    const point = new Vector3()
    for (const feature of features) {
      for (const triangle of this.trianglesOf(feature)) {
        for (const corner of triangle) box.expandByPoint(point.set(...corner))
      }
    }
    return box
  }

  boundsOfStorey(storeyGuid: string): Box3 {
    const ids = this.features.spaces.filter(({ space }) => space.storeyGuid === storeyGuid)
    const spaces = this.boundsOf(ids.map(({ feature }) => feature))
    return spaces.union(this.#storeyBounds.get(storeyGuid) ?? new Box3())
  }

  dispose(): void {
    this.#elements.dispose()
    this.#spaces.dispose()
    this.states.dispose()
    this.group.removeFromParent()
  }

  /** One mesh a storey and colour: spaces of one kind are drawn at once. */
  #addSpaces(): void {
    const groups = new Map<string, { colour: Color; spaces: SpaceFeature[] }>()
    for (const each of this.features.spaces) {
      const colour = colourOfUse(`${each.space.use ?? ''} ${each.space.longName ?? each.space.name}`)
      const key = `${each.space.storeyGuid} ${colour.getHexString()}`
      const group = groups.get(key) ?? { colour, spaces: [] }
      group.spaces.push(each)
      groups.set(key, group)
    }
    for (const { colour, spaces } of groups.values()) {
      this.#spaces.add(spaceMesh(spaces), { colour, opacity: 0.32, isBehind: true })
    }
    this.bounds.union(this.boundsOf(this.features.spaces.map(({ feature }) => feature)))
  }
}
