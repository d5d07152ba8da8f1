import { type Rule, warning } from './doubt.ts'

/** Where a place lies, against its regions, address and neighbours. */
export const positionDoubts: readonly Rule[] = [
  function farFromRegions(_, { regionCode }) {
    return (
      regionCode === null &&
      warning(
        'far-from-regions',
        'geometry',
        '位置距已登记的区县超过2公里',
        'The place lies more than 2 km from every county of the registry',
      )
    )
  },
  function outsideChina(_, { location: [lon, lat] }) {
    const [west, south, east, north] = chinaExtent
    return (
      (lon < west || lon > east || lat < south || lat > north) &&
      warning(
        'outside-china',
        'geometry',
        `坐标[${lon}, ${lat}]在中国范围之外，经纬度是否颠倒？`,
        `[${lon}, ${lat}] lies outside China; are longitude and latitude exchanged?`,
      )
    )
  },
  function shiftedTwin(_, { neighbours }) {
    return (
      neighbours?.shiftedTwinId != null &&
      warning(
        'likely-gcj02',
        'geometry',
        `若坐标为GCJ-02，则与同名场所 #${neighbours.shiftedTwinId} 重合：坐标系可能选错`,
        `Taken as GCJ-02 the place would fall on #${neighbours.shiftedTwinId} of the same name: the datum may be wrong`,
      )
    )
  },
  function duplicate(_, { neighbours }) {
    return (
      neighbours?.duplicateId != null &&
      warning(
        'possible-duplicate',
        'nameZh',
        `100米内已有同名场所 #${neighbours.duplicateId}`,
        `A place of the same name, #${neighbours.duplicateId}, lies within 100 m`,
      )
    )
  },
  function otherCounty(_, { neighbours }) {
    if (!neighbours?.countyInAddress) return null
    return neighbours.countyFitsGcj02
      ? warning(
          'likely-gcj02',
          'geometry',
          `地址在${neighbours.countyInAddress}，坐标若为GCJ-02才落在该区县：坐标系可能选错`,
          `The address is in ${neighbours.countyInAddress}, where the coordinates lie only if they are GCJ-02: the datum may be wrong`,
        )
      : warning(
          'address-elsewhere',
          'addressZh',
          `地址在${neighbours.countyInAddress}，坐标却在别的区县`,
          `The address is in ${neighbours.countyInAddress}, the coordinates lie in another county`,
        )
  },
]

/** West, south, east, north in degrees. */
const chinaExtent = [73, 3, 136, 54.5] as const
