import type { IfcContext, LengthUnit } from './ifc-context.ts'
import { integer, type StepRef, word } from './step-text.ts'

export interface MapConversion {
  /** `EPSG:32648` */
  crs: string
  /** Metres; written in `mapUnit`. */
  eastings: number
  northings: number
  height: number
  /** Degrees, counter-clockwise, from local x to east. */
  rotation: number
  scale?: number
  mapUnit?: LengthUnit
}

export const siNames: Readonly<Record<'metre' | 'millimetre', string | null>> = { metre: null, millimetre: '.MILLI.' }

export function lengthUnit({ add }: IfcContext, unit: LengthUnit): StepRef {
  if (unit !== 'foot') {
    const prefix = siNames[unit]
    return add('IFCSIUNIT', word('*'), word('.LENGTHUNIT.'), prefix ? word(prefix) : null, word('.METRE.'))
  }
  const metre = add('IFCSIUNIT', word('*'), word('.LENGTHUNIT.'), null, word('.METRE.'))
  const dimensions = add('IFCDIMENSIONALEXPONENTS', ...[1, 0, 0, 0, 0, 0, 0].map(integer))
  const factor = add('IFCMEASUREWITHUNIT', word('IFCLENGTHMEASURE(0.3048)'), metre)
  return add('IFCCONVERSIONBASEDUNIT', dimensions, word('.LENGTHUNIT.'), 'FOOT', factor)
}

/** As IFC4 says it. Values are in the map's unit, which need not be the model's. */
export function writeMapConversion(ifc: IfcContext, context: StepRef, given: MapConversion, modelScale: number): void {
  const { mapUnit = 'metre', crs, rotation, scale = 1 } = given
  const perMetre = { metre: 1, millimetre: 1000, foot: 1 / 0.3048 }[mapUnit]
  const target = ifc.add('IFCPROJECTEDCRS', crs, null, null, null, null, null, lengthUnit(ifc, mapUnit))
  const turn = (rotation * Math.PI) / 180
  ifc.add(
    'IFCMAPCONVERSION',
    context,
    target,
    given.eastings * perMetre,
    given.northings * perMetre,
    given.height * perMetre,
    Math.cos(turn),
    Math.sin(turn),
    // From the model's unit to the map's.
    (scale * perMetre) / modelScale,
  )
}

/** As exporters of IFC2X3 say it: property sets on the site. */
export function writeConversionSets(ifc: IfcContext, site: StepRef, given: MapConversion): void {
  const turn = (given.rotation * Math.PI) / 180
  ifc.describe(site, 'IFCPROPERTYSET', 'ePSet_MapConversion', [
    ifc.property('Eastings', 'IFCLENGTHMEASURE', given.eastings * ifc.scale),
    ifc.property('Northings', 'IFCLENGTHMEASURE', given.northings * ifc.scale),
    ifc.property('OrthogonalHeight', 'IFCLENGTHMEASURE', given.height * ifc.scale),
    ifc.property('XAxisAbscissa', 'IFCREAL', Math.cos(turn)),
    ifc.property('XAxisOrdinate', 'IFCREAL', Math.sin(turn)),
    ifc.property('Scale', 'IFCREAL', given.scale ?? 1),
  ])
  ifc.describe(site, 'IFCPROPERTYSET', 'ePSet_ProjectedCRS', [ifc.property('Name', 'IFCLABEL', given.crs)])
}

/** Degrees, minutes, seconds and millionths of a second, as IfcSite has them. */
export function compoundAngle(degrees: number): { word: string }[] {
  const sign = Math.sign(degrees)
  let rest = Math.round(Math.abs(degrees) * 3_600_000_000)
  const parts = [3_600_000_000, 60_000_000, 1_000_000, 1].map((size) => {
    const part = Math.floor(rest / size)
    rest -= part * size
    return part * sign
  })
  return parts.map((part) => integer(part === 0 ? 0 : part))
}
