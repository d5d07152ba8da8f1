import type { Colour, FlightPlan, Point, StoreyPlan } from './building-plan.ts'
import { chairMesh } from './chair.ts'
import type { IfcContext, Vector } from './ifc-context.ts'
import { wallsOf } from './plan-walls.ts'
import { integer, type StepRef, word } from './step-text.ts'
import { writeWall } from './write-wall.ts'

const slabColour: Colour = [0.72, 0.71, 0.68]
const stairColour: Colour = [0.62, 0.6, 0.57]
const liftColour: Colour = [0.55, 0.62, 0.68]
const seatColour: Colour = [0.13, 0.35, 0.62]

export interface StoreyToWrite {
  storey: StoreyPlan
  line: StepRef
  placement: StepRef
  body: StepRef
  /** Rooms by number. */
  spaces: ReadonlyMap<string, StepRef>
  schema: 'IFC2X3' | 'IFC4'
}

/** Everything of a storey but its rooms. */
export function writeStorey(ifc: IfcContext, to: StoreyToWrite): void {
  const { storey, line } = to
  const contained: StepRef[] = [
    ...wallsOf(storey.rooms, storey.doors).flatMap((wall, n) => writeWall(ifc, to, wall, n)),
    ...storey.slabs.map(({ ring, name }) =>
      writeBlock(ifc, to, { name, ifcClass: 'IFCSLAB', ring, bottom: -0.3, height: 0.3, colour: slabColour }),
    ),
    ...storey.blocks.map((block) => writeBlock(ifc, to, block)),
    ...storey.flights.map((flight) => writeFlight(ifc, to, flight)),
    ...storey.lifts.map((lift) => writeLift(ifc, to, lift)),
  ]
  if (contained.length) ifc.relate('IFCRELCONTAINEDINSPATIALSTRUCTURE', contained, line)
  writeSeats(ifc, to)
}

function writeBlock(
  ifc: IfcContext,
  { storey, placement, body }: StoreyToWrite,
  block: StoreyPlan['blocks'][number],
): StepRef {
  const solid = ifc.extrusion(block.ring, block.bottom, block.height)
  ifc.paint(solid, block.colour)
  const guid = ifc.guid(`block ${storey.name} ${block.name}`)
  const at = ifc.placement(placement, [0, 0, 0])
  const more = {
    IFCSLAB: [word('.FLOOR.')],
    IFCROOF: [word('.FLAT_ROOF.')],
    IFCBUILDINGELEMENTPROXY: [null],
    IFCCOLUMN: [null],
    IFCFURNITURE: [null],
  }
  return ifc.add(
    block.ifcClass,
    guid,
    null,
    block.name,
    null,
    null,
    at,
    ifc.shape(body, [solid], 'SweptSolid'),
    null,
    ...more[block.ifcClass],
  )
}

/** A stair or ramp is a whole with one run as its part, as authoring programs write it. */
function writeFlight(ifc: IfcContext, { storey, placement, body, schema }: StoreyToWrite, flight: FlightPlan): StepRef {
  const solid = ifc.brep(flight.steps ? stepFaces(flight) : rampFaces(flight))
  ifc.paint(solid, stairColour)
  const at = ifc.placement(placement, [0, 0, 0])
  const name = `${storey.name} ${flight.name}`
  const [whole, run] = flight.kind === 'stair' ? ['IFCSTAIR', 'IFCSTAIRFLIGHT'] : ['IFCRAMP', 'IFCRAMPFLIGHT']
  const container = ifc.add(
    whole,
    ifc.guid(`whole ${name}`),
    null,
    flight.name,
    null,
    null,
    at,
    null,
    null,
    word(flight.kind === 'stair' ? '.STRAIGHT_RUN_STAIR.' : '.STRAIGHT_RUN_RAMP.'),
  )
  const shape = ifc.shape(body, [solid], 'Brep')
  const head = [ifc.guid(`run ${name}`), null, flight.name, null, null, at, shape, null] as const
  const kind = schema === 'IFC2X3' ? [] : [word('.STRAIGHT.')]
  const counts = flight.kind === 'stair' ? [integer(flight.steps), integer(flight.steps), null, null] : []
  const part = ifc.add(run, ...head, ...counts, ...kind)
  ifc.relate('IFCRELAGGREGATES', container, [part])
  return container
}

/** Solid below its treads: the side is one outline, drawn across. */
function stepFaces(flight: FlightPlan): Vector[][] {
  const rise = (flight.to[2] - flight.from[2]) / flight.steps
  const outline: [number, number][] = [[0, 0]]
  for (let step = 0; step < flight.steps; step++) {
    outline.push([step / flight.steps, rise * (step + 1)], [(step + 1) / flight.steps, rise * (step + 1)])
  }
  outline.push([1, rise * (flight.steps - 1)], [1 / flight.steps, 0])
  return acrossFaces(flight, outline)
}

function rampFaces(flight: FlightPlan): Vector[][] {
  const rise = flight.to[2] - flight.from[2]
  return acrossFaces(flight, [
    [0, 0],
    [1, rise],
    [1, rise - 0.25],
    [0.02, -0.2],
  ])
}

function acrossFaces({ from, to, width }: FlightPlan, outline: readonly [number, number][]): Vector[][] {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1])
  const [dx, dy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length]
  const place =
    (side: number) =>
    ([along, z]: readonly [number, number]): Vector => [
      round(from[0] + dx * along * length - dy * side),
      round(from[1] + dy * along * length + dx * side),
      round(from[2] + z),
    ]
  const [left, right] = [outline.map(place(width / 2)), outline.map(place(-width / 2))]
  const bands = outline.map((_, at) => {
    const next = (at + 1) % outline.length
    return [left[at]!, left[next]!, right[next]!, right[at]!]
  })
  return [[...left].reverse(), right, ...bands]
}

const round = (value: number) => Number(value.toFixed(6))

function writeLift(
  ifc: IfcContext,
  { storey, placement, body, schema }: StoreyToWrite,
  lift: StoreyPlan['lifts'][number],
): StepRef {
  const [[x0, y0], [x1, y1]] = [lift.low, lift.high]
  const ring: Point[] = [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ]
  const solid = ifc.extrusion(ring, 0, lift.height)
  ifc.paint(solid, liftColour)
  const at = ifc.placement(placement, [0, 0, 0])
  const tail = schema === 'IFC2X3' ? [word('.ELEVATOR.'), null, null] : [word('.ELEVATOR.')]
  return ifc.add(
    'IFCTRANSPORTELEMENT',
    ifc.guid(`lift ${storey.name} ${lift.name}`),
    null,
    lift.name,
    null,
    null,
    at,
    ifc.shape(body, [solid], 'SweptSolid'),
    null,
    ...tail,
  )
}

/** One chair drawn once and shown at every seat. */
function writeSeats(ifc: IfcContext, { storey, placement, body, spaces, line }: StoreyToWrite): void {
  if (storey.seats.length === 0) return
  const { points, triangles } = chairMesh()
  const mesh = ifc.triangles(points, triangles)
  ifc.paint(mesh, seatColour)
  const drawn = ifc.add('IFCSHAPEREPRESENTATION', body, 'Body', 'Tessellation', [mesh])
  const map = ifc.add('IFCREPRESENTATIONMAP', ifc.axes([0, 0, 0]), drawn)
  const unturned = ifc.add('IFCCARTESIANTRANSFORMATIONOPERATOR3D', null, null, ifc.point(0, 0, 0), 1, null)
  const byRoom = new Map<string, StepRef[]>()
  for (const seat of storey.seats) {
    const shape = ifc.shape(body, [ifc.add('IFCMAPPEDITEM', map, unturned)], 'MappedRepresentation')
    const at = ifc.placement(placement, seat.at, seat.turn)
    const chair = ifc.add(
      'IFCFURNITURE',
      ifc.guid(`seat ${seat.name}`),
      null,
      seat.name,
      null,
      null,
      at,
      shape,
      null,
      word('.CHAIR.'),
    )
    byRoom.set(seat.room, [...(byRoom.get(seat.room) ?? []), chair])
  }
  for (const [room, chairs] of byRoom) {
    ifc.relate('IFCRELCONTAINEDINSPATIALSTRUCTURE', chairs, spaces.get(room) ?? line)
  }
}
