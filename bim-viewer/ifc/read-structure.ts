import {
  IFCBUILDING,
  IFCBUILDINGSTOREY,
  IFCELEMENT,
  IFCFEATUREELEMENT,
  IFCPROJECT,
  IFCRELAGGREGATES,
  IFCRELCONTAINEDINSPATIALSTRUCTURE,
  IFCRELFILLSELEMENT,
  IFCRELVOIDSELEMENT,
  IFCSPACE,
} from 'web-ifc'
import type { Storey } from './converted-building.ts'
import { type IfcModel, type Line, linesOf, numberOf, refOf, refsOf, textOf } from './ifc-model.ts'
import { ordinalsOf } from './storey-ordinals.ts'

export interface ElementLine {
  expressId: number
  guid: string
  ifcClass: string
  name: string
  storeyGuid: string | null
  spaceGuid: string | null
}

export interface ReadStructure {
  name: string | null
  storeys: Storey[]
  /** Elements and spaces; the index is the feature id. */
  elements: ElementLine[]
  featureIds: ReadonlyMap<number, number>
  spaces: readonly { expressId: number; line: Line; guid: string; storeyGuid: string | null }[]
  guidOfStorey: ReadonlyMap<number, string>
}

/** Who is whose part, by express ids and GlobalIds. Geometry comes later. */
export function readStructure(model: IfcModel, metres: number): ReadStructure {
  const parents = readParents(model)
  const guids = uniqueGuids()
  const storeyLines = linesOf(model, IFCBUILDINGSTOREY)
  const guidOfStorey = new Map<number, string>(storeyLines.map((line) => [line.expressID, guids(line)]))
  const spaceLines = linesOf(model, IFCSPACE)
  const guidOfSpace = new Map<number, string>(spaceLines.map((line) => [line.expressID, guids(line)]))
  const above = (expressId: number, found: ReadonlyMap<number, string>) => nearestAbove(expressId, parents, found)
  const described = (line: Line, guid: string): ElementLine => ({
    expressId: line.expressID,
    guid,
    ifcClass: model.className(line.expressID),
    name: textOf(line.LongName) ?? textOf(line.Name) ?? '',
    storeyGuid: above(line.expressID, guidOfStorey),
    spaceGuid: guidOfSpace.get(line.expressID) ?? above(line.expressID, guidOfSpace),
  })
  // Openings are holes and not things.
  const holes = new Set(model.ids(IFCFEATUREELEMENT, true))
  const elementLines = linesOf(model, IFCELEMENT, true).filter((line) => !holes.has(line.expressID))
  const elements = [
    ...elementLines.map((line) => described(line, guids(line))),
    ...spaceLines.map((line) => described(line, guidOfSpace.get(line.expressID)!)),
  ]
  return {
    name: textOf(linesOf(model, IFCBUILDING)[0]?.Name) ?? textOf(linesOf(model, IFCPROJECT)[0]?.Name),
    storeys: readStoreys(
      storeyLines,
      guidOfStorey,
      metres,
      new Set(spaceLines.map((line) => above(line.expressID, guidOfStorey))),
    ),
    elements,
    featureIds: new Map(elements.map(({ expressId }, at) => [expressId, at])),
    spaces: spaceLines.map((line) => ({
      expressId: line.expressID,
      line,
      guid: guidOfSpace.get(line.expressID)!,
      storeyGuid: above(line.expressID, guidOfStorey),
    })),
    guidOfStorey,
  }
}

function readStoreys(
  lines: readonly Line[],
  guidOf: ReadonlyMap<number, string>,
  metres: number,
  withSpaces: ReadonlySet<string | null>,
): Storey[] {
  const storeys = lines
    .map((line, at) => ({
      guid: guidOf.get(line.expressID)!,
      name: textOf(line.Name) ?? textOf(line.LongName) ?? String(at + 1),
      elevation: (numberOf(line.Elevation) ?? 0) * metres,
    }))
    .sort((a, b) => a.elevation - b.elevation)
  const ordinals = ordinalsOf(storeys.map(({ elevation, guid }) => ({ elevation, hasSpaces: withSpaces.has(guid) })))
  return storeys.map((storey, at) => ({ ...storey, ordinal: ordinals[at]! }))
}

/** Parts to wholes, contained to containers, doors by their opening to the wall that it is cut into. */
function readParents(model: IfcModel): Map<number, number> {
  const parents = new Map<number, number>()
  const note = (child: number | null, parent: number | null) =>
    child && parent && !parents.has(child) && parents.set(child, parent)
  for (const relation of linesOf(model, IFCRELCONTAINEDINSPATIALSTRUCTURE)) {
    for (const child of refsOf(relation.RelatedElements)) note(child, refOf(relation.RelatingStructure))
  }
  for (const relation of linesOf(model, IFCRELAGGREGATES)) {
    for (const child of refsOf(relation.RelatedObjects)) note(child, refOf(relation.RelatingObject))
  }
  for (const relation of linesOf(model, IFCRELVOIDSELEMENT)) {
    note(refOf(relation.RelatedOpeningElement), refOf(relation.RelatingBuildingElement))
  }
  for (const relation of linesOf(model, IFCRELFILLSELEMENT)) {
    note(refOf(relation.RelatedBuildingElement), refOf(relation.RelatingOpeningElement))
  }
  return parents
}

/** Damaged files can hold circles, so the way up has an end. */
function nearestAbove(
  from: number,
  parents: ReadonlyMap<number, number>,
  found: ReadonlyMap<number, string>,
): string | null {
  let at = parents.get(from)
  for (let steps = 0; at !== undefined && steps < 30; steps++) {
    const guid = found.get(at)
    if (guid) return guid
    at = parents.get(at)
  }
  return null
}

/** Copied rooms keep the GlobalId of their model: the second has `~2` behind it, so that each can be named. */
function uniqueGuids(): (line: Line) => string {
  const seen = new Map<string, number>()
  return (line) => {
    const given = textOf(line.GlobalId)?.slice(0, 40) ?? `line-${line.expressID}`
    const times = (seen.get(given) ?? 0) + 1
    seen.set(given, times)
    return times === 1 ? given : `${given}~${times}`
  }
}
