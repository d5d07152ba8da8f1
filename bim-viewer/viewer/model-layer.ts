import { type BufferAttribute, BufferGeometry, type Color, Group, InstancedMesh, Matrix4, Mesh, Vector3 } from 'three'
import { featureMaterial, type SharedUniforms } from './feature-material.ts'
import type { FeatureStates } from './feature-states.ts'
import { isHiddenByte, isXrayByte } from './look.ts'
import type { Triangle } from './snap.ts'
import type { Vec3 } from './vector.ts'

/** One drawn mesh with the features it holds; a shadow of it is drawn while some of them are x-rayed. */
interface Part {
  solid: Mesh
  shadow: Mesh
  features: Uint32Array
  /** Triangles by feature, made when the first is asked for: `starts[k] … starts[k + 1]` in `triangles`. */
  index: { starts: Map<number, [number, number]>; triangles: Uint32Array } | null
}

/** The geometry of one model: meshes whose corners, or instances, say which feature they are. */
export class ModelLayer {
  readonly group = new Group()
  readonly #parts: Part[] = []
  readonly #uniforms: SharedUniforms
  readonly #isPickable: boolean
  #triangleCount = 0

  constructor(uniforms: SharedUniforms, isPickable: boolean) {
    this.#uniforms = uniforms
    this.#isPickable = isPickable
  }

  get triangleCount(): number {
    return this.#triangleCount
  }

  get drawCalls(): number {
    return this.#parts.filter(({ solid }) => solid.visible).length
  }

  /** Adds a mesh of loaded geometry; one without feature ids is left out, since nothing could be said of it. */
  add(mesh: Mesh, appearance: { colour: Color; opacity: number; isBehind?: boolean }): void {
    const geometry = withFeatureIds(mesh)
    if (!geometry) return
    const ids = geometry.getAttribute('featureId') as BufferAttribute
    const look = { isBehind: false, ...appearance, hasNormals: geometry.hasAttribute('normal') }
    const solid = copyOf(mesh, geometry)
    solid.material = featureMaterial(this.#uniforms, { ...look, shadow: false })
    const shadow = copyOf(mesh, geometry)
    shadow.material = featureMaterial(this.#uniforms, { ...look, shadow: true })
    shadow.visible = false
    // See-through parts after solid ones, shadows last.
    solid.renderOrder = appearance.opacity < 1 ? 1 : 0
    shadow.renderOrder = 2
    shadow.layers.set(shadowLayer)
    if (!this.#isPickable) solid.layers.set(shadowLayer)
    const features = new Set<number>()
    for (let at = 0; at < ids.count; at++) features.add(Math.round(ids.getX(at)))
    this.#parts.push({ solid, shadow, features: Uint32Array.from(features), index: null })
    this.group.add(solid, shadow)
    const corners = geometry.index ? geometry.index.count : geometry.getAttribute('position').count
    this.#triangleCount += (corners / 3) * (solid instanceof InstancedMesh ? solid.count : 1)
  }

  /** Meshes of which nothing is shown are not even sent to the card. */
  applyStates(states: FeatureStates): void {
    for (const { solid, shadow, features } of this.#parts) {
      let anySolid = false
      let anyShadow = false
      for (const id of features) {
        const byte = states.of(id)
        if (isHiddenByte(byte)) continue
        if (isXrayByte(byte)) anyShadow = true
        else anySolid = true
      }
      solid.visible = anySolid
      shadow.visible = anyShadow
    }
  }

  /** Triangles of a feature in the scene. */
  trianglesOf(feature: number): Triangle[] {
    return this.#parts.flatMap((part) => (part.features.includes(feature) ? trianglesIn(part, feature) : []))
  }

  dispose(): void {
    for (const { solid, shadow } of this.#parts) {
      solid.geometry.dispose()
      for (const mesh of [solid, shadow]) {
        ;(mesh.material as { dispose(): void }).dispose()
        if (mesh instanceof InstancedMesh) mesh.dispose()
      }
    }
    this.#parts.length = 0
    this.group.removeFromParent()
  }
}

/** The pick pass does not look at this layer, the camera of the picture does. */
export const shadowLayer = 1

/** glTF's `_FEATURE_ID_0` under the name that our shaders use; per corner, or per instance. */
function withFeatureIds(mesh: Mesh): BufferGeometry | null {
  const source = mesh.geometry
  const ids = source.getAttribute('_feature_id_0') ?? source.getAttribute('_FEATURE_ID_0')
  if (!ids) return null
  const geometry = new BufferGeometry()
  geometry.setIndex(source.index)
  for (const name of ['position', 'normal']) {
    const attribute = source.getAttribute(name)
    if (attribute) geometry.setAttribute(name, attribute)
  }
  geometry.setAttribute('featureId', ids)
  return geometry
}

function copyOf(mesh: Mesh, geometry: BufferGeometry): Mesh {
  const copy =
    mesh instanceof InstancedMesh
      ? Object.assign(new InstancedMesh(geometry, undefined, mesh.count), { instanceMatrix: mesh.instanceMatrix })
      : new Mesh(geometry)
  mesh.updateWorldMatrix(true, false)
  copy.matrixAutoUpdate = false
  copy.matrix.copy(mesh.matrixWorld)
  return copy
}

function trianglesIn(part: Part, feature: number): Triangle[] {
  const { solid } = part
  const { geometry } = solid
  const position = geometry.getAttribute('position')
  const corner = (at: number): number => (geometry.index ? geometry.index.getX(at) : at)
  const point = new Vector3()
  const read = (at: number, matrix: Matrix4): Vec3 => {
    point.fromBufferAttribute(position, corner(at)).applyMatrix4(matrix)
    return [point.x, point.y, point.z]
  }
  const triangle = (first: number, matrix: Matrix4): Triangle => [
    read(first, matrix),
    read(first + 1, matrix),
    read(first + 2, matrix),
  ]
  const cornerCount = geometry.index ? geometry.index.count : position.count
  if (solid instanceof InstancedMesh) {
    const ids = geometry.getAttribute('featureId')
    const found: Triangle[] = []
    for (let instance = 0; instance < solid.count; instance++) {
      if (Math.round(ids.getX(instance)) !== feature) continue
      const matrix = new Matrix4()
      solid.getMatrixAt(instance, matrix)
      matrix.premultiply(solid.matrix)
      for (let first = 0; first < cornerCount; first += 3) found.push(triangle(first, matrix))
    }
    return found
  }
  part.index ??= indexOf(geometry, cornerCount)
  const [start, end] = part.index.starts.get(feature) ?? [0, 0]
  return Array.from(part.index.triangles.subarray(start, end), (first) => triangle(first, solid.matrix))
}

/** Triangles sorted by feature: the encoder reorders them for the card, so a feature's own are scattered. */
function indexOf(geometry: BufferGeometry, cornerCount: number): NonNullable<Part['index']> {
  const ids = geometry.getAttribute('featureId')
  const featureOf = (first: number): number => Math.round(ids.getX(geometry.index ? geometry.index.getX(first) : first))
  const counts = new Map<number, number>()
  for (let first = 0; first < cornerCount; first += 3) {
    const feature = featureOf(first)
    counts.set(feature, (counts.get(feature) ?? 0) + 1)
  }
  const starts = new Map<number, [number, number]>()
  let total = 0
  for (const [feature, count] of counts) {
    starts.set(feature, [total, total])
    total += count
  }
  const triangles = new Uint32Array(total)
  for (let first = 0; first < cornerCount; first += 3) {
    const range = starts.get(featureOf(first))!
    triangles[range[1]++] = first
  }
  return { starts, triangles }
}
