import { IFCDOOR, IFCOPENINGELEMENT, IFCRELFILLSELEMENT, IFCRELSPACEBOUNDARY } from 'web-ifc'
import type { Space } from '../converted-building.ts'
import type { Passage } from '../paths/walk-plan.ts'
import { frameOf, type Leaf, leafOf, planDirection } from './element-frame.ts'
import { type IfcModel, idsOf, type Line, lineOf, linesOf, type Triangles, textOf, trianglesOf } from './ifc-model.ts'
import type { SpaceFinder } from './space-finder.ts'

/** Where a door's height is not told. */
const usualWidth = 0.9
/** A space named by a boundary is believed when it is this near to the door. */
const boundaryReach = 1.5
/** An outside door leads to the street when the ground is this near to it; higher up it leads to a balcony. */
const groundReach = 1.2
const outsideRay = 12

export interface Storeys {
  /** Elevation of the storey at the ground. */
  ground: number
}

/** Space ids by the express id of their IfcSpace. */
export type SpaceOfLine = ReadonlyMap<number, Space>

/**
 * Doors as passages. Where they lead is told by their place in the plan (both sides are probed) and by space boundaries, together: each
 * alone misses some. A door with a space on one side only is an entrance when nothing but the outside is beyond it.
 */
export function readDoors(
  model: IfcModel,
  finder: SpaceFinder,
  { spaceOfLine, ground }: { spaceOfLine: SpaceOfLine } & Storeys,
): Passage[] {
  const openings = fillingOf(model)
  const bounded = boundariesOf(model, openings, spaceOfLine)
  const meshes = trianglesOf(model, [IFCDOOR])
  const holes = openings.size > 0 ? trianglesOf(model, [IFCOPENINGELEMENT]) : new Map<number, Triangles>()
  return idsOf(model, IFCDOOR).flatMap((id) => {
    const door = lineOf(model, id)
    const leaf = leafOfDoor(model, door, holes.get(openings.get(id) ?? -1) ?? meshes.get(id))
    if (!leaf) return []
    const sides = sidesOf(leaf, finder, bounded.get(id) ?? new Set())
    const [here, there] = sides
    if (!here) return []
    if (!there && !leadsOutside({ model, id, leaf, finder, ground })) return []
    const [dx, dy] = [(leaf.along[0] * leaf.width) / 2, (leaf.along[1] * leaf.width) / 2]
    return [
      {
        id: String(door.GlobalId?.value ?? id),
        kind: 'door' as const,
        name: textOf(door.Name),
        spaceIds: [here.guid, there?.guid ?? null] as const,
        line: [
          [leaf.x - dx, leaf.y - dy],
          [leaf.x + dx, leaf.y + dy],
        ] as const,
      },
    ]
  })
}

/** The opening that each door fills. */
const fillingOf = (model: IfcModel): Map<number, number> =>
  new Map(
    linesOf(model, IFCRELFILLSELEMENT).map(({ RelatedBuildingElement, RelatingOpeningElement }) => [
      RelatedBuildingElement?.value,
      RelatingOpeningElement?.value,
    ]),
  )

/** Spaces that say a door, or the hole that it fills, bounds them. */
function boundariesOf(model: IfcModel, openings: Map<number, number>, spaceOfLine: SpaceOfLine) {
  const doorOfOpening = new Map([...openings].map(([door, opening]) => [opening, door]))
  const bounded = new Map<number, Set<Space>>()
  for (const { RelatedBuildingElement, RelatingSpace } of linesOf(model, IFCRELSPACEBOUNDARY)) {
    const element: number | undefined = RelatedBuildingElement?.value
    const space = spaceOfLine.get(RelatingSpace?.value)
    if (element === undefined || !space) continue
    const door = doorOfOpening.get(element) ?? element
    const spaces = bounded.get(door) ?? new Set()
    bounded.set(door, spaces.add(space))
  }
  return bounded
}

function leafOfDoor(model: IfcModel, door: Line, triangles: Triangles | undefined): Leaf | null {
  const frame = frameOf(model, door.ObjectPlacement?.value)
  const along = planDirection(frame)
  if (!along) return null
  const told = Number(door.OverallWidth?.value ?? 0) * model.metres
  if (triangles) {
    const leaf = leafOf(triangles, along)
    // A leaf that stands open reaches into the room; the door's own width is the truth then.
    return { ...leaf, width: told > 0 ? Math.min(told, leaf.width) : leaf.width }
  }
  const width = told || usualWidth
  const [x, y, bottom] = frame.origin
  return { x: x + (along[0] * width) / 2, y: y + (along[1] * width) / 2, along, width, bottom, top: bottom + 2 }
}

function sidesOf(leaf: Leaf, finder: SpaceFinder, bounded: ReadonlySet<Space>): [Space | null, Space | null] {
  const probed = finder.beside(leaf)
  const found = [...new Set(probed.filter((space) => space !== null))]
  if (found.length < 2) {
    const near = finder.near(leaf.x, leaf.y, { z: leaf.bottom, within: 0.6 }, boundaryReach).map(({ space }) => space)
    found.push(...near.filter((space) => bounded.has(space) && !found.includes(space)))
  }
  // Both probes in one space and nothing else told: a door that stands inside it.
  if (found.length === 1 && probed[0] !== null && probed[0] === probed[1]) return [null, null]
  return [found[0] ?? null, found[1] ?? null]
}

interface OutsideQuestion {
  model: IfcModel
  id: number
  leaf: Leaf
  finder: SpaceFinder
  ground: number
}

function leadsOutside({ model, id, leaf, finder, ground }: OutsideQuestion): boolean {
  if (Math.abs(leaf.bottom - ground) > groundReach) return false
  const said = isExternal(model, id)
  if (said !== null) return said
  return [1, -1].some((side) => {
    for (let reach = 0.25; reach <= outsideRay; reach += 0.25) {
      const x = leaf.x - side * reach * leaf.along[1]
      const y = leaf.y + side * reach * leaf.along[0]
      if (finder.at(x, y, leaf.bottom + 0.3)) return false
    }
    return true
  })
}

/** Pset_DoorCommon.IsExternal; null where it is not told. */
function isExternal(model: IfcModel, id: number): boolean | null {
  const door = model.api.GetLine(model.id, id, false, true, 'IsDefinedBy')
  for (const { value } of door.IsDefinedBy ?? []) {
    const definition = lineOf(model, value)?.RelatingPropertyDefinition?.value
    const set = definition === undefined ? null : lineOf(model, definition)
    for (const property of set?.HasProperties ?? []) {
      const { Name, NominalValue } = lineOf(model, property.value)
      if (textOf(Name) !== 'IsExternal' || NominalValue === undefined || NominalValue === null) continue
      return NominalValue.value === true || NominalValue.value === 'T' || NominalValue.value === 1
    }
  }
  return null
}
