import type { BuildingPlan, RoomPlan, StoreyPlan } from './building-plan.ts'
import { createIfcContext, type IfcContext, type LengthUnit } from './ifc-context.ts'
import { type StepRef, typed, word } from './step-text.ts'
import {
  compoundAngle,
  lengthUnit,
  type MapConversion,
  writeConversionSets,
  writeMapConversion,
} from './write-georeference.ts'
import { type SpaceOptions, writeSpace } from './write-space.ts'
import { writeStorey } from './write-storey.ts'

export interface WriteOptions extends SpaceOptions {
  schema?: 'IFC2X3' | 'IFC4'
  /** Written in the header instead, to see it refused. */
  headerSchema?: string
  unit?: LengthUnit
  /** Degrees, clockwise, that true north lies off the model's y. */
  trueNorth?: number
  siteAt?: { lon: number; lat: number; elevation: number }
  mapConversion?: MapConversion
  conversionSets?: MapConversion
  /** Every second room has the GlobalId of the one before it, as copied rooms have. */
  duplicateGuids?: boolean
  spaces?: boolean
  elements?: boolean
  unterminated?: boolean
}

/** A plan as an IFC file. The same plan and options give the same bytes. */
export function writeBuilding(plan: BuildingPlan, options: WriteOptions = {}): string {
  const { schema = 'IFC4', unit = 'metre', trueNorth = 0 } = options
  const ifc = createIfcContext(unit, plan.name)
  const { add, guid } = ifc
  const north = (trueNorth * Math.PI) / 180
  const context = add(
    'IFCGEOMETRICREPRESENTATIONCONTEXT',
    null,
    'Model',
    word('3'),
    1e-5,
    ifc.axes([0, 0, 0]),
    ifc.direction(Math.sin(north), Math.cos(north)),
  )
  const body = add(
    'IFCGEOMETRICREPRESENTATIONSUBCONTEXT',
    'Body',
    'Model',
    word('*'),
    word('*'),
    word('*'),
    word('*'),
    context,
    null,
    word('.MODEL_VIEW.'),
    null,
  )
  const units = add('IFCUNITASSIGNMENT', [lengthUnit(ifc, unit), ...areaUnits(ifc, unit)])
  const project = add('IFCPROJECT', guid('project'), null, plan.name, null, null, null, null, [context], units)
  const { site, building } = writeSite(ifc, project, plan, options)
  if (options.mapConversion) writeMapConversion(ifc, context, options.mapConversion, ifc.scale)
  if (options.conversionSets) writeConversionSets(ifc, site, options.conversionSets)
  const ground = ifc.placement(null, [0, 0, 0])
  const storeys = plan.storeys.map((storey) => {
    const placement = ifc.placement(ground, [0, 0, storey.elevation])
    const line = add(
      'IFCBUILDINGSTOREY',
      guid(`storey ${storey.name}`),
      null,
      storey.name,
      null,
      null,
      placement,
      null,
      null,
      word('.ELEMENT.'),
      ifc.length(storey.elevation),
    )
    const spaces =
      options.spaces === false ? new Map<string, StepRef>() : writeSpaces(ifc, { storey, placement, body }, options)
    if (spaces.size) ifc.relate('IFCRELAGGREGATES', line, [...spaces.values()])
    if (options.elements !== false) writeStorey(ifc, { storey, line, placement, body, spaces, schema })
    return line
  })
  ifc.relate('IFCRELAGGREGATES', building, storeys)
  return ifc.text({
    schema: options.headerSchema ?? schema,
    name: `${plan.name}.ifc`,
    unterminated: options.unterminated ?? false,
  })
}

function areaUnits({ add }: IfcContext, unit: LengthUnit): StepRef[] {
  const square = add('IFCSIUNIT', word('*'), word('.AREAUNIT.'), null, word('.SQUARE_METRE.'))
  const angle = add('IFCSIUNIT', word('*'), word('.PLANEANGLEUNIT.'), null, word('.RADIAN.'))
  if (unit !== 'foot') return [square, angle]
  const dimensions = add('IFCDIMENSIONALEXPONENTS', ...[2, 0, 0, 0, 0, 0, 0].map((n) => word(String(n))))
  const factor = add('IFCMEASUREWITHUNIT', typed('IFCAREAMEASURE', 0.3048 ** 2), square)
  return [add('IFCCONVERSIONBASEDUNIT', dimensions, word('.AREAUNIT.'), 'SQUARE FOOT', factor), angle]
}

function writeSite(ifc: IfcContext, project: StepRef, plan: BuildingPlan, { siteAt }: WriteOptions) {
  const { add, guid } = ifc
  const site = add(
    'IFCSITE',
    guid('site'),
    null,
    null,
    null,
    null,
    ifc.placement(null, [0, 0, 0]),
    null,
    null,
    word('.ELEMENT.'),
    siteAt ? compoundAngle(siteAt.lat) : null,
    siteAt ? compoundAngle(siteAt.lon) : null,
    siteAt ? ifc.length(siteAt.elevation) : null,
    null,
    null,
  )
  const building = add(
    'IFCBUILDING',
    guid('building'),
    null,
    plan.name,
    null,
    null,
    ifc.placement(null, [0, 0, 0]),
    null,
    null,
    word('.ELEMENT.'),
    null,
    null,
    null,
  )
  ifc.relate('IFCRELAGGREGATES', project, [site])
  ifc.relate('IFCRELAGGREGATES', site, [building])
  return { site, building }
}

/** Rooms by number. */
function writeSpaces(
  ifc: IfcContext,
  at: { storey: StoreyPlan; placement: StepRef; body: StepRef },
  options: WriteOptions,
): Map<string, StepRef> {
  const guidOf = (room: RoomPlan, n: number) => {
    const named = options.duplicateGuids && n % 2 === 1 ? at.storey.rooms[n - 1]! : room
    return ifc.guid(`space ${named.number}`)
  }
  return new Map(
    at.storey.rooms.map((room, n) => [room.number, writeSpace(ifc, { ...at, room, guid: guidOf(room, n) }, options)]),
  )
}
