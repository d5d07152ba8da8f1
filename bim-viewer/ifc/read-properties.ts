import { IFCRELDEFINESBYPROPERTIES, IFCRELDEFINESBYTYPE } from 'web-ifc'
import type { BuildingProperties, PropertySet } from './converted-building.ts'
import { type IfcModel, type Line, lineOrNull, linesOf, listOf, refOf, refsOf, textOf } from './ifc-model.ts'

type Value = string | number | boolean | null

/** Property and quantity sets of the elements, each different one once. */
export function readProperties(model: IfcModel, featureIds: ReadonlyMap<number, number>): BuildingProperties {
  const sets: PropertySet[] = []
  const bySame = new Map<string, number>()
  const byLine = new Map<number, number | null>()
  const elements: number[][] = Array.from({ length: featureIds.size }, () => [])

  for (const relation of linesOf(model, IFCRELDEFINESBYPROPERTIES)) {
    const definition = refOf(relation.RelatingPropertyDefinition)
    if (definition) give(refsOf(relation.RelatedObjects), [definition])
  }
  for (const relation of linesOf(model, IFCRELDEFINESBYTYPE)) {
    const type = lineOrNull(model, refOf(relation.RelatingType))
    give(refsOf(relation.RelatedObjects), refsOf(type?.HasPropertySets))
  }
  return { sets, elements }

  function give(objects: readonly number[], definitions: readonly number[]): void {
    const indices = definitions.map(indexOf).filter((index): index is number => index !== null)
    for (const object of objects) {
      const own = elements[featureIds.get(object) ?? -1]
      if (own) own.push(...indices.filter((index) => !own.includes(index)))
    }
  }

  function indexOf(definition: number): number | null {
    const known = byLine.get(definition)
    if (known !== undefined) return known
    const set = readSet(model, lineOrNull(model, definition))
    const index = set ? indexOfSame(set) : null
    byLine.set(definition, index)
    return index
  }

  function indexOfSame(set: PropertySet): number {
    const key = JSON.stringify(set)
    const known = bySame.get(key)
    if (known !== undefined) return known
    bySame.set(key, sets.push(set) - 1)
    return sets.length - 1
  }
}

function readSet(model: IfcModel, line: Line): PropertySet | null {
  if (!line) return null
  const members = [...refsOf(line.HasProperties), ...refsOf(line.Quantities)].flatMap(
    (id) => lineOrNull(model, id) ?? [],
  )
  const values: Record<string, Value> = {}
  for (const member of members) {
    const name = textOf(member.Name)
    if (name) values[name] = readValue(member)
  }
  return Object.keys(values).length ? { name: textOf(line.Name) ?? '', values } : null
}

const quantities = ['LengthValue', 'AreaValue', 'VolumeValue', 'CountValue', 'WeightValue', 'TimeValue', 'NumberValue']

function readValue(member: Line): Value {
  const quantity = quantities.find((name) => member[name] != null)
  if (quantity) return plain(member[quantity])
  if (member.NominalValue !== undefined) return plain(member.NominalValue)
  const several = listOf(member.EnumerationValues ?? member.ListValues)
  return several.length ? several.map((one) => String(plain(one))).join(', ') : null
}

function plain(attribute: Line): Value {
  const value = attribute?.value ?? null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null) {
    return value === 'T' && attribute.type === 3 ? true : value === 'F' && attribute.type === 3 ? false : value
  }
  return JSON.stringify(value)
}
