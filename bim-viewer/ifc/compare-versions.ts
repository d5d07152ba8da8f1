import type { BuildingElement, BuildingProperties, ConvertedBuilding } from './converted-building.ts'

export interface ChangedElement {
  guid: string
  ifcClass: string
  name: string
  storeyGuid: string | null
}

export type Difference = 'name' | 'class' | 'storey' | 'space' | 'shape' | 'properties'

export interface VersionChanges {
  added: ChangedElement[]
  removed: ChangedElement[]
  changed: (ChangedElement & { what: Difference[] })[]
}

export interface Version {
  building: Pick<ConvertedBuilding, 'elements'>
  properties: BuildingProperties
}

/** What a version added, took away and changed, by GlobalId; against nothing there is nothing to tell. */
export function compareVersions(before: Version | null, after: Version): VersionChanges {
  if (!before) return { added: [], removed: [], changed: [] }
  const [old, young] = [byGuid(before), byGuid(after)]
  const changed = [...young].flatMap(([guid, { element, properties }]) => {
    const was = old.get(guid)
    const what = was ? differences(was, { element, properties }) : []
    return what.length ? [{ ...told(element), what }] : []
  })
  return {
    added: [...young].filter(([guid]) => !old.has(guid)).map(([, { element }]) => told(element)),
    removed: [...old].filter(([guid]) => !young.has(guid)).map(([, { element }]) => told(element)),
    changed,
  }
}

interface Described {
  element: BuildingElement
  properties: string
}

function byGuid({ building, properties }: Version): Map<string, Described> {
  const texts = properties.sets.map((set) => JSON.stringify(set))
  return new Map(
    building.elements.map((element, at) => {
      const own = (properties.elements[at] ?? []).map((index) => texts[index]!)
      return [element.guid, { element, properties: own.sort().join('\n') }]
    }),
  )
}

function differences(was: Described, is: Described): Difference[] {
  const compared: [Difference, unknown, unknown][] = [
    ['name', was.element.name, is.element.name],
    ['class', was.element.ifcClass, is.element.ifcClass],
    ['storey', was.element.storeyGuid, is.element.storeyGuid],
    ['space', was.element.spaceGuid, is.element.spaceGuid],
    ['shape', was.element.shape, is.element.shape],
    ['properties', was.properties, is.properties],
  ]
  return compared.filter(([, before, after]) => before !== after).map(([what]) => what)
}

const told = ({ guid, ifcClass, name, storeyGuid }: BuildingElement): ChangedElement => ({
  guid,
  ifcClass,
  name,
  storeyGuid,
})
