import {
  type Accessor,
  type Buffer,
  Document,
  type Material,
  type Mesh,
  NodeIO,
  type Node as SceneNode,
} from '@gltf-transform/core'
import { EXTMeshGPUInstancing, EXTMeshoptCompression, KHRMeshQuantization } from '@gltf-transform/extensions'
import { reorder } from '@gltf-transform/functions'
import { MeshoptEncoder } from 'meshoptimizer'
import type { Batch, MergedBatch, RepeatedBatch } from './batch-geometry.ts'
import { decomposed, turned } from './matrices.ts'

const gridSteps = 65_535

/** Batches as a compressed GLB; FORMAT.md has its shape. `features` is the number of feature ids. */
export async function writeGlb(batches: readonly Batch[], features: number): Promise<Uint8Array> {
  await MeshoptEncoder.ready
  const document = new Document()
  const writer = createWriter(document, features)
  for (const batch of batches) {
    if (batch.kind === 'merged') writer.addMerged(batch)
    else writer.addRepeated(batch)
  }
  document.createExtension(KHRMeshQuantization).setRequired(true)
  document
    .createExtension(EXTMeshoptCompression)
    .setRequired(true)
    .setEncoderOptions({ method: EXTMeshoptCompression.EncoderMethod.QUANTIZE })
  await document.transform(reorder({ encoder: MeshoptEncoder, target: 'size', cleanup: false }))
  const io = new NodeIO()
    .registerExtensions([EXTMeshGPUInstancing, EXTMeshoptCompression, KHRMeshQuantization])
    .registerDependencies({ 'meshopt.encoder': MeshoptEncoder })
  return io.writeBinary(document)
}

function createWriter(document: Document, features: number) {
  const buffer = document.createBuffer()
  const scene = document.createScene()
  document.getRoot().setDefaultScene(scene)
  const storeys = new Map<string | null, SceneNode>()
  const materials = new Map<string, Material>()
  const instancing = document.createExtension(EXTMeshGPUInstancing)
  const idArray = (ids: ArrayLike<number>) => (features < 65_536 ? Uint16Array.from(ids) : Float32Array.from(ids))

  function storeyNode(storeyGuid: string | null): SceneNode {
    const known = storeys.get(storeyGuid)
    if (known) return known
    const node = document.createNode(storeyGuid ?? 'none').setExtras({ storeyGuid })
    scene.addChild(node)
    storeys.set(storeyGuid, node)
    return node
  }

  function materialOf(colour: Batch['colour']): Material {
    const key = colour.map((value) => value.toFixed(3)).join()
    const known = materials.get(key)
    if (known) return known
    const material = document
      .createMaterial()
      .setBaseColorFactor([...colour])
      .setMetallicFactor(0)
      .setRoughnessFactor(0.9)
      .setDoubleSided(true)
    if (colour[3] < 0.99) material.setAlphaMode('BLEND')
    materials.set(key, material)
    return material
  }

  function meshOf(batch: Batch, grid: Grid, featureIds: Accessor | null): Mesh {
    const primitive = document
      .createPrimitive()
      .setAttribute('POSITION', vector3(document, buffer, onGrid(batch.positions, grid)))
      .setIndices(scalar(document, buffer, indexArray(batch)))
      .setMaterial(materialOf(batch.colour))
    if (featureIds) primitive.setAttribute('_FEATURE_ID_0', featureIds)
    return document.createMesh().addPrimitive(primitive)
  }

  return {
    addMerged(batch: MergedBatch): void {
      const grid = gridOf(batch.positions)
      const ids = scalar(document, buffer, idArray(batch.featureIds))
      const node = document
        .createNode()
        .setMesh(meshOf(batch, grid, ids))
        .setTranslation(grid.origin)
        .setScale([grid.step, grid.step, grid.step])
      storeyNode(batch.storeyGuid).addChild(node)
    },
    addRepeated(batch: RepeatedBatch): void {
      const grid = gridOf(batch.positions)
      const placed = batch.parts.map(({ matrix }) => decomposed(matrix)!)
      // The grid's own shift and scale happen in the frame of the mesh, before each placing.
      const translations = placed.flatMap(({ translation, rotation, scale }) => {
        const shift = turned(
          grid.origin.map((value, at) => value * scale[at]!),
          rotation,
        )
        return translation.map((value, at) => value + shift[at]!)
      })
      const scales = placed.flatMap(({ scale }) => scale.map((value) => value * grid.step))
      const batchOf = instancing
        .createInstancedMesh()
        .setAttribute('TRANSLATION', vector3(document, buffer, Float32Array.from(translations)))
        .setAttribute('SCALE', vector3(document, buffer, Float32Array.from(scales)))
        .setAttribute(
          'ROTATION',
          vector4(document, buffer, Float32Array.from(placed.flatMap(({ rotation }) => rotation))),
        )
        .setAttribute('_FEATURE_ID_0', scalar(document, buffer, idArray(batch.parts.map(({ featureId }) => featureId))))
      const node = document
        .createNode()
        .setMesh(meshOf(batch, grid, null))
        .setExtension('EXT_mesh_gpu_instancing', batchOf)
      storeyNode(batch.storeyGuid).addChild(node)
    },
  }
}

type Numbers = Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>

const accessor = (
  document: Document,
  buffer: Buffer,
  type: Accessor['getType'] extends () => infer T ? T : never,
  array: Numbers,
) => document.createAccessor().setType(type).setArray(array).setBuffer(buffer)
const scalar = (document: Document, buffer: Buffer, array: Numbers) => accessor(document, buffer, 'SCALAR', array)
const vector3 = (document: Document, buffer: Buffer, array: Numbers) => accessor(document, buffer, 'VEC3', array)
const vector4 = (document: Document, buffer: Buffer, array: Numbers) => accessor(document, buffer, 'VEC4', array)

interface Grid {
  origin: [number, number, number]
  step: number
}

/** The same step each way, so that turned instances stay true. */
function gridOf(positions: Float32Array): Grid {
  const low: [number, number, number] = [Infinity, Infinity, Infinity]
  const high = [-Infinity, -Infinity, -Infinity]
  for (let at = 0; at < positions.length; at++) {
    low[at % 3] = Math.min(low[at % 3]!, positions[at]!)
    high[at % 3] = Math.max(high[at % 3]!, positions[at]!)
  }
  return { origin: low, step: Math.max(1e-6, ...high.map((value, at) => value - low[at]!)) / gridSteps }
}

const onGrid = (positions: Float32Array, { origin, step }: Grid) =>
  Uint16Array.from(positions, (value, at) => Math.round((value - origin[at % 3]!) / step))

function indexArray({ positions, indices }: Batch): Numbers {
  return positions.length / 3 < 65_536 ? Uint16Array.from(indices) : Uint32Array.from(indices)
}
