import type { ConvertedBuilding, Space } from '../ifc/converted-building.ts'
import type { Feature } from './look.ts'

/** Elements and spaces of a model by feature id: the place in `elements`, and behind them what is in none. */
export interface Features {
  list: readonly Feature[]
  guids: readonly string[]
  byGuid: ReadonlyMap<string, number>
  spaces: readonly SpaceFeature[]
}

export interface SpaceFeature {
  space: Space
  feature: number
}

export function featuresOf(building: ConvertedBuilding): Features {
  const list: Feature[] = []
  const guids: string[] = []
  const byGuid = new Map<string, number>()
  const put = (guid: string, feature: Feature): number => {
    // A GlobalId that is there twice goes by its first element; both are drawn.
    if (!byGuid.has(guid)) byGuid.set(guid, list.length)
    guids.push(guid)
    return list.push(feature) - 1
  }
  const spaceByGuid = new Map(building.spaces.map((space) => [space.guid, space]))
  for (const { guid, ifcClass, storeyGuid } of building.elements) {
    put(guid, { storeyGuid: storeyGuid ?? spaceByGuid.get(guid)?.storeyGuid ?? null, isSpace: ifcClass === 'IfcSpace' })
  }
  const spaces = building.spaces.map((space) => ({
    space,
    feature: byGuid.get(space.guid) ?? put(space.guid, { storeyGuid: space.storeyGuid, isSpace: true }),
  }))
  return { list, guids, byGuid, spaces }
}
