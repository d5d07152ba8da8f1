import { IFCGEOMETRICREPRESENTATIONCONTEXT, IFCMAPCONVERSION, IFCPROPERTYSET, IFCSITE } from 'web-ifc'
import type { Georeference } from './converted-building.ts'
import {
  type IfcModel,
  type Line,
  lineOrNull,
  linesOf,
  listOf,
  numberOf,
  referred,
  refsOf,
  textOf,
} from './ifc-model.ts'
import { knownCrs } from './known-crs.ts'
import { type Units, unitFactor } from './read-units.ts'

/**
 * What the file says of its place on the map, the best first: IfcMapConversion, its stand-in for IFC2X3 (ePSet_MapConversion), latitude and longitude of
 * the site with true north. Never confirmed: exporters write the site of their template.
 */
export function readGeoreference(model: IfcModel, units: Units): Georeference | null {
  const found = [fromMapConversion(model, units), fromPropertySets(model, units), fromSite(model, units)].filter(
    (one) => one !== null,
  )
  // One in a coordinate system that is not known here leads nowhere; a site that is beside it does.
  return found.find(({ crs }) => crs === null || knownCrs(crs)) ?? found[0] ?? null
}

/** Its values are in MapUnit, which need not be the unit of the model; without one they are in the model's. */
function fromMapConversion(model: IfcModel, units: Units): Georeference | null {
  // IFC2X3 knows no such class.
  const conversion = /^IFC2X/.test(model.schema) ? undefined : linesOf(model, IFCMAPCONVERSION)[0]
  if (!conversion) return null
  const target = referred(model, conversion.TargetCRS)
  const mapUnit = referred(model, target?.MapUnit)
  const metres = mapUnit ? unitFactor(model, mapUnit, 1) : units.metres
  return conversionOf(
    {
      crs: textOf(target?.Name),
      eastings: numberOf(conversion.Eastings),
      northings: numberOf(conversion.Northings),
      height: numberOf(conversion.OrthogonalHeight),
      abscissa: numberOf(conversion.XAxisAbscissa),
      ordinate: numberOf(conversion.XAxisOrdinate),
      scale: numberOf(conversion.Scale),
    },
    { source: 'map-conversion', metres, modelMetres: units.metres },
  )
}

function fromPropertySets(model: IfcModel, units: Units): Georeference | null {
  const sets = new Map<string, Map<string, Line>>()
  for (const set of linesOf(model, IFCPROPERTYSET)) {
    const name = textOf(set.Name)?.toLowerCase() ?? ''
    if (!/^epset_(mapconversion|projectedcrs)$/.test(name)) continue
    const members = refsOf(set.HasProperties).flatMap((id) => lineOrNull(model, id) ?? [])
    sets.set(name, new Map(members.map((member) => [textOf(member.Name)?.toLowerCase() ?? '', member.NominalValue])))
  }
  const conversion = sets.get('epset_mapconversion')
  if (!conversion) return null
  return conversionOf(
    {
      crs: textOf(sets.get('epset_projectedcrs')?.get('name')) ?? textOf(conversion.get('targetcrs')),
      eastings: numberOf(conversion.get('eastings')),
      northings: numberOf(conversion.get('northings')),
      height: numberOf(conversion.get('orthogonalheight')),
      abscissa: numberOf(conversion.get('xaxisabscissa')),
      ordinate: numberOf(conversion.get('xaxisordinate')),
      scale: numberOf(conversion.get('scale')),
    },
    { source: 'property-set', metres: units.metres, modelMetres: units.metres },
  )
}

interface Conversion {
  crs: string | null
  eastings: number | null
  northings: number | null
  height: number | null
  abscissa: number | null
  ordinate: number | null
  scale: number | null
}

interface Reading {
  source: Georeference['source']
  /** Metres of one unit of the map, and of the model. */
  metres: number
  modelMetres: number
}

function conversionOf(given: Conversion, { source, metres, modelMetres }: Reading): Georeference | null {
  const { crs, eastings, northings, height, abscissa, ordinate, scale } = given
  if (!crs || eastings === null || northings === null) return null
  return {
    source,
    crs,
    origin: [eastings * metres, northings * metres],
    elevation: (height ?? 0) * metres,
    rotation: degrees(Math.atan2(ordinate ?? 0, abscissa ?? 1)),
    scale: scaleOf(scale, metres / modelMetres),
  }
}

/** The standard's Scale also turns the model's unit into the map's; many exporters write a plain 1. */
function scaleOf(scale: number | null, unitRatio: number): number {
  if (scale === null || scale <= 0) return 1
  return [scale * unitRatio, scale].find((value) => Math.abs(value - 1) < 0.1) ?? 1
}

function fromSite(model: IfcModel, units: Units): Georeference | null {
  for (const site of linesOf(model, IFCSITE)) {
    const [lat, lon] = [angleOf(site.RefLatitude), angleOf(site.RefLongitude)]
    if (lat === null || lon === null || (lat === 0 && lon === 0)) continue
    return {
      source: 'site',
      crs: null,
      origin: [lon, lat],
      elevation: (numberOf(site.RefElevation) ?? 0) * units.metres,
      rotation: trueNorth(model),
      scale: 1,
    }
  }
  return null
}

/** TrueNorth is where north lies in the model's axes; x turns to east by as much. */
function trueNorth(model: IfcModel): number {
  for (const context of linesOf(model, IFCGEOMETRICREPRESENTATIONCONTEXT)) {
    const north = referred(model, context.TrueNorth)
    const [x, y] = listOf(north?.DirectionRatios).map((ratio) => Number(ratio?.value ?? ratio))
    if (x !== undefined && y !== undefined && Math.hypot(x, y) > 0) return degrees(Math.atan2(x, y))
  }
  return 0
}

/** Degrees, minutes, seconds and millionths of a second. */
function angleOf(attribute: Line): number | null {
  const parts = listOf(attribute).map((part) => Number(part?.value ?? part))
  if (parts.length < 3 || parts.some(Number.isNaN)) return null
  return parts[0]! + parts[1]! / 60 + parts[2]! / 3600 + (parts[3] ?? 0) / 3.6e9
}

const degrees = (radians: number) => Number(((radians * 180) / Math.PI).toFixed(7)) + 0
