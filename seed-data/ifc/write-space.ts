import type { Point, RoomPlan, StoreyPlan } from './building-plan.ts'
import type { IfcContext, Vector } from './ifc-context.ts'
import { insetRing } from './inset-ring.ts'
import { integer, type StepRef, typed, word } from './step-text.ts'

export const wallThickness = 0.2

export interface SpaceOptions {
  schema?: 'IFC2X3' | 'IFC4'
  /** Faces of points instead of a drawn-up outline. */
  brepSpaces?: boolean
  /** Names of the area quantities; default NetFloorArea. */
  areaDefinitions?: readonly string[]
  /** Of declared to true area, to see them told apart. */
  areaFactor?: number
  /** False: rooms without any body. */
  spaceBodies?: boolean
}

/** The floor of a room: its ring to the middle of the walls, less half a wall where there is one. */
export function floorOf({ ring, open = [] }: RoomPlan): Point[] {
  return insetRing(
    ring,
    ring.map((_, at) => (open.includes(at) ? 0 : wallThickness / 2)),
  )
}

export function areaOf(ring: readonly Point[]): number {
  return ring.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = ring[(at + 1) % ring.length]!
    return sum + (x * nextY - nextX * y) / 2
  }, 0)
}

interface SpaceToWrite {
  room: RoomPlan
  storey: StoreyPlan
  guid: string
  placement: StepRef
  body: StepRef
}

/** A room with its body, areas and occupancy. */
export function writeSpace(
  ifc: IfcContext,
  { room, storey, guid, placement, body }: SpaceToWrite,
  options: SpaceOptions,
): StepRef {
  const floor = floorOf(room)
  const height = room.height ?? storey.height - 0.3
  const solid = options.brepSpaces ? ifc.brep(prism(floor, height)) : ifc.extrusion(floor, 0, height)
  const kind = options.brepSpaces ? 'Brep' : 'SweptSolid'
  const space = ifc.add(
    'IFCSPACE',
    guid,
    null,
    room.number,
    null,
    room.use,
    ifc.placement(placement, [0, 0, 0]),
    options.spaceBodies === false ? null : ifc.shape(body, [solid], kind),
    room.name,
    word('.ELEMENT.'),
    word('.INTERNAL.'),
    null,
  )
  const perSquareMetre = ifc.scale > 3 && ifc.scale < 4 ? 1 / 0.3048 ** 2 : 1
  const area = areaOf(floor) * perSquareMetre * (options.areaFactor ?? 1)
  const tail = options.schema === 'IFC2X3' ? [] : [null]
  const quantities = (options.areaDefinitions ?? ['NetFloorArea']).map((name) =>
    ifc.add('IFCQUANTITYAREA', name, null, null, area, ...tail),
  )
  quantities.push(ifc.add('IFCQUANTITYLENGTH', 'Height', null, null, ifc.length(height), ...tail))
  ifc.describe(space, 'IFCELEMENTQUANTITY', 'Qto_SpaceBaseQuantities', quantities)
  if (room.capacity !== undefined) {
    ifc.describe(space, 'IFCPROPERTYSET', 'Pset_SpaceOccupancyRequirements', [
      ifc.add(
        'IFCPROPERTYSINGLEVALUE',
        'OccupancyNumber',
        null,
        typed('IFCCOUNTMEASURE', integer(room.capacity)),
        null,
      ),
    ])
  }
  return space
}

/** Faces of an upright body, outwards. */
export function prism(ring: readonly Point[], height: number): Vector[][] {
  const low = ring.map(([x, y]): Vector => [x, y, 0])
  const high = ring.map(([x, y]): Vector => [x, y, height])
  const sides = ring.map((_, at) => {
    const next = (at + 1) % ring.length
    return [low[at]!, low[next]!, high[next]!, high[at]!]
  })
  return [[...low].reverse(), high, ...sides]
}
