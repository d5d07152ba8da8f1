import type { Triangles } from './footprint.ts'
import type { IfcModel } from './ifc-model.ts'

/** Meshes of classes by express id, in local metres with z up (web-ifc gives y up). */
export function localMeshes(model: IfcModel, types: number[]): Map<number, Triangles[]> {
  const { api, id } = model
  const meshes = new Map<number, Triangles[]>()
  api.StreamAllMeshesWithTypes(id, types, (mesh) => {
    const parts: Triangles[] = []
    for (let at = 0; at < mesh.geometries.size(); at++) {
      const placed = mesh.geometries.get(at)
      const geometry = api.GetGeometry(id, placed.geometryExpressID)
      const vertices = api.GetVertexArray(geometry.GetVertexData(), geometry.GetVertexDataSize())
      const corners = api.GetIndexArray(geometry.GetIndexData(), geometry.GetIndexDataSize())
      parts.push({ points: zUp(vertices, placed.flatTransformation), corners: Uint32Array.from(corners) })
      // Without it the wasm keeps every mesh: 1,740 MB against 305 MB on a real model.
      geometry.delete()
    }
    meshes.set(mesh.expressID, parts)
  })
  return meshes
}

/** Vertices are position and normal, six numbers each. */
function zUp(vertices: Float32Array, m: readonly number[]): Float64Array {
  const points = new Float64Array(vertices.length / 2)
  for (let from = 0, to = 0; from < vertices.length; from += 6, to += 3) {
    const [x, y, z] = [vertices[from]!, vertices[from + 1]!, vertices[from + 2]!]
    points[to] = m[0]! * x + m[4]! * y + m[8]! * z + m[12]!
    points[to + 1] = -(m[2]! * x + m[6]! * y + m[10]! * z + m[14]!)
    points[to + 2] = m[1]! * x + m[5]! * y + m[9]! * z + m[13]!
  }
  return points
}
