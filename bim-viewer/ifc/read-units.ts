import { IFCUNITASSIGNMENT } from 'web-ifc'
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

const prefixes: Readonly<Record<string, number>> = {
  KILO: 1e3,
  HECTO: 1e2,
  DECA: 10,
  DECI: 0.1,
  CENTI: 0.01,
  MILLI: 0.001,
  MICRO: 1e-6,
}

export interface Units {
  /** Metres that one of the file's lengths is. */
  metres: number
  squareMetres: number
  /** Radians of its plane angles. */
  radians: number
}

export function readUnits(model: IfcModel): Units {
  const units = linesOf(model, IFCUNITASSIGNMENT).flatMap((assignment) =>
    refsOf(listOf(assignment.Units)).flatMap((id) => lineOrNull(model, id) ?? []),
  )
  const find = (kind: string) => units.find((unit) => unit.UnitType?.value === kind)
  return {
    metres: unitFactor(model, find('LENGTHUNIT'), 1),
    squareMetres: unitFactor(model, find('AREAUNIT'), 2),
    radians: unitFactor(model, find('PLANEANGLEUNIT'), 0),
  }
}

/** How many SI units one unit is; `dimension` is the power that a prefix counts with. */
export function unitFactor(model: IfcModel, unit: Line | null | undefined, dimension: number): number {
  if (!unit) return 1
  const conversion = referred(model, unit.ConversionFactor)
  if (!conversion) return (prefixes[textOf(unit.Prefix) ?? ''] ?? 1) ** dimension
  const factor = numberOf(conversion.ValueComponent) ?? 1
  return factor * unitFactor(model, referred(model, conversion.UnitComponent), dimension)
}
