import { IFCRELAGGREGATES, IFCUNITASSIGNMENT, type IfcAPI } from 'web-ifc'

/** An open model, and the few questions that reading ways asks of it. */
export interface IfcModel {
  api: IfcAPI
  id: number
  /** Metres in a unit of length of the file. */
  metres: number
}

/** A line of the file, attributes by name; what they are depends on its class. */
// biome-ignore lint/suspicious/noExplicitAny: the reader types no line
export type Line = any

/** Triangles in local metres, z up: nine numbers each. */
export type Triangles = Float64Array

export const lineOf = ({ api, id }: IfcModel, expressId: number): Line => api.GetLine(id, expressId)

export function idsOf({ api, id }: IfcModel, type: number): number[] {
  const found = api.GetLineIDsWithType(id, type, true)
  return Array.from({ length: found.size() }, (_, index) => found.get(index))
}

export const linesOf = (model: IfcModel, type: number): Line[] =>
  idsOf(model, type).map((expressId) => lineOf(model, expressId))

export const textOf = (value: Line): string | null =>
  value?.value === undefined || value?.value === null ? null : String(value.value)

/** Meshes of the elements of these classes by express id. */
export function trianglesOf({ api, id }: IfcModel, types: readonly number[]): Map<number, Triangles> {
  const found = new Map<number, Triangles>()
  api.StreamAllMeshesWithTypes(id, [...types], (mesh) => {
    const parts: number[] = []
    for (let index = 0; index < mesh.geometries.size(); index++) {
      const placed = mesh.geometries.get(index)
      const geometry = api.GetGeometry(id, placed.geometryExpressID)
      const vertices = api.GetVertexArray(geometry.GetVertexData(), geometry.GetVertexDataSize())
      const corners = api.GetIndexArray(geometry.GetIndexData(), geometry.GetIndexDataSize())
      const m = placed.flatTransformation as number[]
      for (const corner of corners) {
        const [x, y, z] = [vertices[6 * corner]!, vertices[6 * corner + 1]!, vertices[6 * corner + 2]!]
        const east = m[0]! * x + m[4]! * y + m[8]! * z + m[12]!
        const up = m[1]! * x + m[5]! * y + m[9]! * z + m[13]!
        const south = m[2]! * x + m[6]! * y + m[10]! * z + m[14]!
        parts.push(east, -south, up)
      }
      // Kept, they stay in memory until the process ends.
      geometry.delete()
    }
    if (parts.length > 0) found.set(mesh.expressID, Float64Array.from(parts))
  })
  return found
}

/** The element that each part belongs to. */
export function wholesOf(model: IfcModel): Map<number, number> {
  const wholes = new Map<number, number>()
  for (const { RelatingObject, RelatedObjects } of linesOf(model, IFCRELAGGREGATES))
    for (const part of RelatedObjects ?? []) wholes.set(part.value, RelatingObject.value)
  return wholes
}

const prefixes: Record<string, number> = { MILLI: 1e-3, CENTI: 1e-2, DECI: 0.1, KILO: 1e3 }

export function lengthUnitOf(model: Omit<IfcModel, 'metres'>): number {
  const whole = { ...model, metres: 1 }
  for (const { Units } of linesOf(whole, IFCUNITASSIGNMENT)) {
    for (const { value } of Units) {
      const unit = lineOf(whole, value)
      if (textOf(unit.UnitType) !== 'LENGTHUNIT') continue
      if (!unit.ConversionFactor) return prefixes[textOf(unit.Prefix) ?? ''] ?? 1
      const factor = lineOf(whole, unit.ConversionFactor.value)
      const base = lineOf(whole, factor.UnitComponent.value)
      return Number(factor.ValueComponent.value) * (prefixes[textOf(base.Prefix) ?? ''] ?? 1)
    }
  }
  return 1
}
