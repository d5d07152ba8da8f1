import type { ConvertedBuilding } from '../../bim-viewer/ifc/converted-building.ts'

export const groupings = ['storey', 'class', 'space'] as const
export type Grouping = (typeof groupings)[number]

export interface TreeGroup {
  /** GlobalId of the storey or space, or the class; null for what has none. */
  key: string | null
  features: readonly number[]
  /** The second level; empty where there is none. */
  groups: readonly TreeGroup[]
}

/** Elements by storey and class, by class, or by the space that holds them. Storeys from the top down, as one points at them. */
export function treeOf(building: ConvertedBuilding, grouping: Grouping): TreeGroup[] {
  const { elements } = building
  const ids = elements.map((_, id) => id)
  if (grouping === 'class') return grouped(ids, (id) => elements[id]!.ifcClass)
  if (grouping === 'space') {
    const order = new Map(building.spaces.map(({ guid }, index) => [guid, index]))
    const groups = grouped(
      ids.filter((id) => elements[id]!.ifcClass !== 'IfcSpace'),
      (id) => elements[id]!.spaceGuid,
    )
    return sorted(groups, (key) => order.get(key) ?? Number.MAX_SAFE_INTEGER)
  }
  const storeyOfSpace = new Map(building.spaces.map(({ guid, storeyGuid }) => [guid, storeyGuid]))
  const height = new Map(building.storeys.map(({ guid, elevation }) => [guid, elevation]))
  const groups = grouped(ids, (id) => elements[id]!.storeyGuid ?? storeyOfSpace.get(elements[id]!.guid) ?? null)
  return sorted(groups, (key) => -(height.get(key) ?? Number.NEGATIVE_INFINITY)).map((group) => ({
    ...group,
    groups: grouped(group.features, (id) => elements[id]!.ifcClass),
  }))
}

function grouped(ids: readonly number[], keyOf: (id: number) => string | null): TreeGroup[] {
  const found = new Map<string | null, number[]>()
  for (const id of ids) {
    const key = keyOf(id)
    const group = found.get(key)
    if (group) group.push(id)
    else found.set(key, [id])
  }
  const groups = [...found].map(([key, features]) => ({ key, features, groups: [] }))
  return groups.sort((a, b) => compare(a.key, b.key))
}

/** What has no key comes last. */
const compare = (a: string | null, b: string | null): number =>
  a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1

const sorted = (groups: TreeGroup[], rank: (key: string) => number): TreeGroup[] =>
  groups.sort((a, b) =>
    a.key === null || b.key === null ? compare(a.key, b.key) : rank(a.key) - rank(b.key) || compare(a.key, b.key),
  )

/** Elements whose name, class, GlobalId or room has all the words, wherever they stand. */
export function searchElements(
  building: ConvertedBuilding,
  words: string,
  extraWordsOf: (id: number) => string,
): number[] {
  const wanted = words.trim().toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return []
  const spaceByGuid = new Map(building.spaces.map((space) => [space.guid, space]))
  return building.elements.flatMap(({ name, ifcClass, guid }, id) => {
    const space = spaceByGuid.get(guid)
    const text = `${name} ${ifcClass} ${guid} ${space?.name ?? ''} ${space?.longName ?? ''} ${extraWordsOf(id)}`
    const lower = text.toLowerCase()
    return wanted.every((word) => lower.includes(word)) ? [id] : []
  })
}
