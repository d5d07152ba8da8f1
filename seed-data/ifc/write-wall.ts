import type { Colour, DoorPlan, Point } from './building-plan.ts'
import type { IfcContext } from './ifc-context.ts'
import type { WallPlan } from './plan-walls.ts'
import { type StepRef, word } from './step-text.ts'
import { wallThickness } from './write-space.ts'
import type { StoreyToWrite } from './write-storey.ts'

const wallColour: Colour = [0.93, 0.92, 0.89]
const doorColour: Colour = [0.55, 0.36, 0.2]
const half = wallThickness / 2

/** A wall with the openings and doors in it. @returns what the storey contains of it */
export function writeWall(ifc: IfcContext, to: StoreyToWrite, wall: WallPlan, n: number): StepRef[] {
  const { storey, placement, body } = to
  const { along, line, from, to: end } = wall
  const ring: Point[] =
    along === 'x'
      ? [
          [from - half, line - half],
          [end + half, line - half],
          [end + half, line + half],
          [from - half, line + half],
        ]
      : [
          [line - half, from - half],
          [line + half, from - half],
          [line + half, end + half],
          [line - half, end + half],
        ]
  const solid = ifc.extrusion(ring, 0, storey.height - 0.3)
  ifc.paint(solid, wallColour)
  const at = ifc.placement(placement, [0, 0, 0])
  const guid = ifc.guid(`wall ${storey.name} ${n}`)
  const shape = ifc.shape(body, [solid], 'SweptSolid')
  const element = ifc.add(
    'IFCWALL',
    guid,
    null,
    `墙 ${n + 1}`,
    null,
    null,
    at,
    shape,
    null,
    ...(to.schema === 'IFC2X3' ? [] : [word('.SOLIDWALL.')]),
  )
  return [element, ...wall.doors.map((door) => writeDoor(ifc, to, door, element))]
}

function writeDoor(ifc: IfcContext, to: StoreyToWrite, door: DoorPlan, wall: StepRef): StepRef {
  const { storey, placement, body, spaces, schema } = to
  const { width, height = 2.1, along, at, name } = door
  const words = `${storey.name} ${name} ${at.join()}`
  // Its corner at the start of the opening, x along the wall, as authoring programs place it.
  const corner = along === 'x' ? ([at[0] - width / 2, at[1], 0] as const) : ([at[0], at[1] - width / 2, 0] as const)
  const place = ifc.placement(placement, corner, along === 'x' ? 0 : 90)
  const cut = ifc.extrusion(
    [
      [0, -half - 0.05],
      [width, -half - 0.05],
      [width, half + 0.05],
      [0, half + 0.05],
    ],
    0,
    height,
  )
  const tail = schema === 'IFC2X3' ? [] : [word('.OPENING.')]
  const opening = ifc.add(
    'IFCOPENINGELEMENT',
    ifc.guid(`opening ${words}`),
    null,
    name,
    null,
    null,
    place,
    ifc.shape(body, [cut], 'SweptSolid'),
    null,
    ...tail,
  )
  ifc.relate('IFCRELVOIDSELEMENT', wall, opening)
  const leaf = ifc.extrusion(
    [
      [0, -0.03],
      [width, -0.03],
      [width, 0.03],
      [0, 0.03],
    ],
    0,
    height,
  )
  ifc.paint(leaf, doorColour)
  const more =
    schema === 'IFC2X3'
      ? []
      : [word('.DOOR.'), word(width > 1.4 ? '.DOUBLE_DOOR_SINGLE_SWING.' : '.SINGLE_SWING_LEFT.'), null]
  const element = ifc.add(
    'IFCDOOR',
    ifc.guid(`door ${words}`),
    null,
    name,
    null,
    null,
    place,
    ifc.shape(body, [leaf], 'SweptSolid'),
    null,
    ifc.length(height),
    ifc.length(width),
    ...more,
  )
  ifc.relate('IFCRELFILLSELEMENT', opening, element)
  for (const room of door.bounds ?? []) {
    const space = spaces.get(room)
    if (space) ifc.relate('IFCRELSPACEBOUNDARY', space, element, null, word('.PHYSICAL.'), word('.INTERNAL.'))
  }
  return element
}
