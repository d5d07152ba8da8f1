import { IFCTRANSPORTELEMENT } from 'web-ifc'
import type { Space } from '../converted-building.ts'
import type { Connector, Point } from '../paths/walk-plan.ts'
import { leafOf } from './element-frame.ts'
import { type IfcModel, lineOf, textOf, trianglesOf } from './ifc-model.ts'
import { isLiftShaft } from './lift-shaft.ts'
import type { SpaceFinder } from './space-finder.ts'

/** Without a shaft of its own, a lift is entered from the space that begins this near to its middle. */
const lobbyReach = 2.5
/** A car alone says nothing of how far it goes; what is taller is the whole way. */
const carHeight = 5

/** Lifts: what the model calls one, and shafts that stand above each other over storeys. */
export function readLifts(model: IfcModel, finder: SpaceFinder): Connector[] {
  const shafts = groupShafts(finder.spaces.filter(isLiftShaft), finder)
  const lifts = shafts.filter(({ length }) => length > 1).map(connectorOfShaft)
  const inShafts = new Set(shafts.filter(({ length }) => length > 1).flat())
  for (const [id, triangles] of trianglesOf(model, [IFCTRANSPORTELEMENT])) {
    const line = lineOf(model, id)
    const kind = kindOf(textOf(line.PredefinedType) ?? textOf(line.OperationType))
    if (!kind) continue
    const { x, y, bottom, top } = leafOf(triangles, [1, 0])
    const reaches = top - bottom > carHeight ? { from: bottom - 1, to: top } : { from: -Infinity, to: Infinity }
    const stops = stopsBeside(finder, [x, y], reaches)
    if (stops.length < 2 || stops.some(({ space }) => inShafts.has(space))) continue
    lifts.push({
      id: String(line.GlobalId?.value ?? id),
      kind,
      name: textOf(line.Name),
      stops: stops.map(({ space }) => ({ spaceId: space.guid, at: [x, y] as const, metres: 0 })),
    })
  }
  return lifts
}

function kindOf(type: string | null): 'lift' | 'escalator' | null {
  if (type === 'ESCALATOR') return 'escalator'
  // A walkway moves along its floor, a crane carries nobody.
  return type === 'MOVINGWALKWAY' || type === 'CRANEWAY' ? null : 'lift'
}

function groupShafts(shafts: readonly Space[], finder: SpaceFinder): Space[][] {
  const groups: Space[][] = []
  for (const shaft of [...shafts].sort((a, b) => a.floor - b.floor)) {
    const [x, y] = middleOf(shaft)
    const group = groups.find((others) =>
      others.some((other) => finder.at(x, y, other.floor + 0.3) === other && other.storeyGuid !== shaft.storeyGuid),
    )
    if (group) group.push(shaft)
    else groups.push([shaft])
  }
  return groups
}

const connectorOfShaft = (shaft: readonly Space[]): Connector => ({
  id: `shaft:${shaft[0]!.guid}`,
  kind: 'lift',
  name: shaft[0]!.longName ?? shaft[0]!.name,
  stops: shaft.map((space) => ({ spaceId: space.guid, at: middleOf(space), metres: 0 })),
})

/** On each floor the space that the lift stands in or beside. */
function stopsBeside(finder: SpaceFinder, [x, y]: Point, { from, to }: { from: number; to: number }) {
  const byStorey = new Map<string, { space: Space; distance: number }>()
  for (const floor of new Set(finder.spaces.map((space) => space.floor))) {
    if (floor < from || floor > to) continue
    for (const near of finder.near(x, y, { z: floor, within: 0.01 }, lobbyReach)) {
      const held = byStorey.get(near.space.storeyGuid)
      if (!held || near.distance < held.distance) byStorey.set(near.space.storeyGuid, near)
    }
  }
  return [...byStorey.values()].sort((a, b) => a.space.floor - b.space.floor)
}

function middleOf({ footprint }: Space): Point {
  const ring = footprint.coordinates[0]!.slice(1)
  return [ring.reduce((sum, [x]) => sum + x!, 0) / ring.length, ring.reduce((sum, [, y]) => sum + y!, 0) / ring.length]
}
