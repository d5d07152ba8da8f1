import type { PropertySet } from './converted-building.ts'

/** Areas of walls, ceilings and windows of a room are no floor areas. */
const notFloors = /wall|ceiling|window|door|side|wand|decke|fenster|t(?:ü|ue)r|lateral|perimeter|墙|天花|顶棚|门窗/i
const floors = /floor ?area|^area$|bim area|grundfl|(?:netto|brutto|nutz|grund|boden)\w*fl(?:ä|ae)che|面积/i

/**
 * Floor areas that a space declares, each with its definition: NetFloorArea, GrossFloorArea and GSA BIM Area differ by up to a quarter, so none is
 * taken for another. Values are turned into square metres.
 */
export function declaredAreas(
  sets: readonly PropertySet[],
  squareMetres: number,
): { definition: string; area: number }[] {
  const found = new Map<string, number>()
  for (const { values } of sets) {
    for (const [definition, value] of Object.entries(values)) {
      if (typeof value !== 'number' || value <= 0 || notFloors.test(definition) || !floors.test(definition)) continue
      if (!found.has(definition)) found.set(definition, Math.round(value * squareMetres * 1000) / 1000)
    }
  }
  return [...found].map(([definition, area]) => ({ definition, area }))
}

/** Persons that a space is said to be for. */
export function declaredCapacity(sets: readonly PropertySet[]): number | null {
  for (const name of ['OccupancyNumber', 'OccupancyNumberPeak', 'PeakOccupancy', 'Capacity', 'SeatCount']) {
    for (const { values } of sets) {
      const value = Number(values[name] ?? Number.NaN)
      if (Number.isInteger(value) && value > 0) return value
    }
  }
  return null
}
