import { IFCRELAGGREGATES } from 'web-ifc'
import { type IfcModel as AnyModel, type Line, lineOrNull, linesOf as linesOfClass } from '../ifc-model.ts'
import { localMeshes } from '../local-meshes.ts'

/** An open model with what reading ways needs beside its lines. */
export interface IfcModel extends AnyModel {
  /** Metres in a unit of length of the file. */
  metres: number
}

export { textOf } from '../ifc-model.ts'
export type { Line }

/** Triangles in local metres, z up: nine numbers each. */
export type Triangles = Float64Array

/** A line that cannot be read has no attributes. */
export const lineOf = (model: IfcModel, expressId: number): Line => lineOrNull(model, expressId) ?? {}

export const idsOf = (model: IfcModel, type: number): number[] => model.ids(type, true)

export const linesOf = (model: IfcModel, type: number): Line[] => linesOfClass(model, type, true)

/** Meshes of the elements of these classes by express id. */
export function trianglesOf(model: IfcModel, types: readonly number[]): Map<number, Triangles> {
  const found = new Map<number, Triangles>()
  for (const [expressId, parts] of localMeshes(model, [...types])) {
    const all = parts.flatMap(({ points, corners }) =>
      [...corners].flatMap((corner) => [points[3 * corner]!, points[3 * corner + 1]!, points[3 * corner + 2]!]),
    )
    if (all.length > 0) found.set(expressId, Float64Array.from(all))
  }
  return found
}

/** The element that each part belongs to. */
export function wholesOf(model: IfcModel): Map<number, number> {
  const wholes = new Map<number, number>()
  for (const { RelatingObject, RelatedObjects } of linesOf(model, IFCRELAGGREGATES))
    for (const part of RelatedObjects ?? []) wholes.set(part.value, RelatingObject?.value)
  return wholes
}
