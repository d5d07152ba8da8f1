import { IFCFEATUREELEMENT } from 'web-ifc'
import { hashNumbers } from './hash-numbers.ts'
import type { IfcModel } from './ifc-model.ts'

/** A mesh as web-ifc gives it: y up, in its own frame. */
export interface Geometry {
  /** xyz after xyz; normals are left out: what is flat is shaded flat. */
  positions: Float32Array
  indices: Uint32Array
  hash: number
}

export interface Part {
  featureId: number
  geometry: number
  /** Linear red, green, blue, and opacity. */
  colour: readonly [number, number, number, number]
  /** Column by column. */
  matrix: readonly number[]
}

export interface ReadGeometry {
  geometries: ReadonlyMap<number, Geometry>
  parts: readonly Part[]
  triangles: number
}

/** Everything that has a body, but spaces and openings. Each geometry is taken out of the wasm once and deleted there. */
export function readGeometry(
  model: IfcModel,
  featureIds: ReadonlyMap<number, number>,
  onProgress: (share: number) => void,
): ReadGeometry {
  const { api, id } = model
  const geometries = new Map<number, Geometry>()
  const parts: Part[] = []
  const holes = new Set(model.ids(IFCFEATUREELEMENT, true))
  let triangles = 0
  api.StreamAllMeshes(id, (mesh, index, total) => {
    if (index % 500 === 0) onProgress(index / Math.max(1, total))
    const featureId = featureIds.get(mesh.expressID)
    if (featureId === undefined || holes.has(mesh.expressID)) return
    for (let at = 0; at < mesh.geometries.size(); at++) {
      const { geometryExpressID: geometry, color, flatTransformation } = mesh.geometries.get(at)
      if (!geometries.has(geometry)) geometries.set(geometry, takeGeometry(model, geometry))
      const { indices } = geometries.get(geometry)!
      if (indices.length === 0 || flatTransformation.some((value) => !Number.isFinite(value))) continue
      triangles += indices.length / 3
      const colour = [linear(color.x), linear(color.y), linear(color.z), color.w] as const
      parts.push({ featureId, geometry, colour, matrix: [...flatTransformation] })
    }
  })
  return { geometries, parts, triangles }
}

function takeGeometry({ api, id }: IfcModel, expressId: number): Geometry {
  const geometry = api.GetGeometry(id, expressId)
  try {
    const vertices = api.GetVertexArray(geometry.GetVertexData(), geometry.GetVertexDataSize())
    const indices = Uint32Array.from(api.GetIndexArray(geometry.GetIndexData(), geometry.GetIndexDataSize()))
    const positions = new Float32Array(vertices.length / 2)
    for (let from = 0, to = 0; from < vertices.length; from += 6, to += 3) {
      positions.set(vertices.subarray(from, from + 3), to)
    }
    const isWhole = positions.every(Number.isFinite) && indices.every((corner) => corner * 3 < positions.length)
    return isWhole ? { positions, indices, hash: hashNumbers(positions, 1000) } : nothing
  } finally {
    geometry.delete()
  }
}

const nothing: Geometry = { positions: new Float32Array(0), indices: new Uint32Array(0), hash: 0 }

/** IFC's colours are sRGB, glTF's are linear. */
const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
