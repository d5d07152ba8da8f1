import { IFCSPACE } from 'web-ifc'
import type { BuildingProperties, Space, Storey } from './converted-building.ts'
import { declaredAreas, declaredCapacity } from './declared-areas.ts'
import { footprintOf, type Triangles } from './footprint.ts'
import { type IfcModel, type Line, textOf } from './ifc-model.ts'
import { localMeshes } from './local-meshes.ts'
import type { ReadStructure } from './read-structure.ts'
import type { Units } from './read-units.ts'
import { withoutOverlaps } from './resolve-overlaps.ts'
import { polygonArea } from './rings.ts'

/**
 * Spaces with a floor, without overlaps. They are asked for by type: streaming everything leaves spaces out.
 * A space in no storey belongs to the one that its floor is nearest to.
 */
export function readSpaces(
  model: IfcModel,
  { structure, properties, units }: { structure: ReadStructure; properties: BuildingProperties; units: Units },
): Space[] {
  const meshes = localMeshes(model, [IFCSPACE])
  const found = structure.spaces.flatMap(({ expressId, line, guid, storeyGuid }) => {
    const footprint = footprintOf(meshes.get(expressId) ?? ([] as Triangles[]))
    const storey = storeyGuid ?? (footprint && nearestStorey(structure.storeys, footprint.floor))
    if (!footprint || !storey) return []
    const own = properties.elements[structure.featureIds.get(expressId)!]!.map((index) => properties.sets[index]!)
    return [
      {
        guid,
        storeyGuid: storey,
        name: textOf(line.Name) ?? '',
        longName: textOf(line.LongName),
        use: usageOf(line),
        floor: millimetres(footprint.floor),
        height: millimetres(footprint.height),
        footprint: footprint.polygon,
        declaredAreas: declaredAreas(own, units.squareMetres),
        capacity: declaredCapacity(own),
      },
    ]
  })
  return withoutOverlaps(found).map((space) => ({
    ...space,
    area: millimetres(polygonArea(space.footprint.coordinates)),
  }))
}

/** As written; what only says that it is a space says nothing. */
function usageOf(line: Line): string | null {
  const predefined = textOf(line.PredefinedType)
  const told =
    predefined && !/^(?:INTERNAL|EXTERNAL|NOTDEFINED|USERDEFINED|SPACE)$/.test(predefined) ? predefined : null
  return textOf(line.ObjectType) ?? told
}

function nearestStorey(storeys: readonly Storey[], floor: number): string | null {
  const sorted = [...storeys].sort((a, b) => Math.abs(a.elevation - floor) - Math.abs(b.elevation - floor))
  return sorted[0]?.guid ?? null
}

const millimetres = (value: number) => Math.round(value * 1000) / 1000
