import { MeshoptDecoder } from 'meshoptimizer/decoder'
import { Box3, Color, Mesh, type MeshStandardMaterial, type Object3D } from 'three'
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js'
import type { ModelLayer } from './model-layer.ts'

/**
 * Reads a GLB into a layer and tells the bounds of each storey's node. Its bytes come with it: images, buffers and decoder are never
 * fetched. @throws when it is not one.
 */
export async function addGeometry(layer: ModelLayer, glb: ArrayBuffer, bounds: Map<string, Box3>): Promise<void> {
  const loader = new GLTFLoader()
  loader.setMeshoptDecoder(MeshoptDecoder)
  const { scene } = await loader.parseAsync(glb, '')
  scene.updateMatrixWorld(true)
  scene.traverse((object: Object3D) => {
    if (!(object instanceof Mesh)) return
    const material = object.material as MeshStandardMaterial
    layer.add(object, { colour: material.color ?? new Color(0.8, 0.8, 0.8), opacity: material.opacity ?? 1 })
    material.dispose()
    const storeyGuid = storeyOf(object)
    const box = bounds.get(storeyGuid) ?? new Box3()
    bounds.set(storeyGuid, box.expandByObject(object))
  })
}

function storeyOf(object: Object3D): string {
  for (let node: Object3D | null = object; node; node = node.parent) {
    const guid: unknown = node.userData.storeyGuid
    if (typeof guid === 'string') return guid
  }
  return ''
}

/** Bytes of an address, told as they come. @throws Error with the status when it is refused; AbortError. */
export async function download(
  url: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<ArrayBuffer> {
  const response = await fetch(url, { signal })
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  if (!response.body) return response.arrayBuffer()
  const chunks: Uint8Array[] = []
  let size = 0
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read()
    if (done) break
    chunks.push(value)
    size += value.length
    onBytes(value.length)
  }
  const all = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all.buffer
}
