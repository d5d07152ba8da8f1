import { area, feature, featureCollection, intersect } from '@turf/turf'
import type { Polygon } from 'geojson'

export interface KnownLevel {
  id: number
  guid: string
  name: string
  elevation: number
}

export interface KnownSpace {
  id: number
  guid: string
  levelId: number
  name: string
  state: 'current' | 'lost' | 'gone'
  footprint: Polygon | null
  /** Whether a name, photo, capacity, use or court hangs on it. */
  isKept: boolean
}

const sameFloorMetres = 1

/** The known level that each storey is: the same GlobalId, else the same name at nearly the same height. */
export function matchLevels(
  known: readonly KnownLevel[],
  storeys: readonly { guid: string; name: string; elevation: number }[],
): Map<string, number> {
  const found = new Map<string, number>()
  const free = new Set(known)
  const take = (guid: string, level: KnownLevel | undefined) => {
    if (!level) return
    found.set(guid, level.id)
    free.delete(level)
  }
  for (const { guid } of storeys)
    take(
      guid,
      known.find((level) => level.guid === guid),
    )
  for (const { guid, name, elevation } of storeys) {
    if (found.has(guid)) continue
    take(
      guid,
      [...free].find((level) => level.name === name && Math.abs(level.elevation - elevation) <= sameFloorMetres),
    )
  }
  return found
}

/** Of the smaller floor, so much must be shared. */
const leastShared = 0.5

export interface SpaceMatches {
  /** Known space of each new one, by GlobalId. */
  known: Map<string, number>
  /** Current ones that the new version has no more; those that something hangs on are asked about. */
  lost: number[]
  gone: number[]
}

/**
 * Which space of a new version is which one that is known: by GlobalId; else by storey, name and overlap, as exporters that make new ids at each
 * export need it. `levelIds` are the known levels of the new storeys.
 */
export function matchSpaces(
  known: readonly KnownSpace[],
  spaces: readonly { guid: string; storeyGuid: string; name: string; footprint: Polygon }[],
  levelIds: ReadonlyMap<string, number>,
): SpaceMatches {
  const found = new Map<string, number>()
  const free = new Set(known)
  const take = (guid: string, space: KnownSpace | undefined) => {
    if (!space) return
    found.set(guid, space.id)
    free.delete(space)
  }
  const byGuid = new Map(known.map((space) => [space.guid, space]))
  for (const { guid } of spaces) take(guid, byGuid.get(guid))
  for (const { guid, storeyGuid, name, footprint } of spaces) {
    if (found.has(guid)) continue
    const levelId = levelIds.get(storeyGuid)
    const alike = [...free].filter((one) => one.state !== 'gone' && one.levelId === levelId && one.name === name)
    take(
      guid,
      alike.find((one) => one.footprint && sharedPart(one.footprint, footprint) >= leastShared),
    )
  }
  const left = [...free].filter(({ state }) => state === 'current')
  return {
    known: found,
    lost: left.filter(({ isKept }) => isKept).map(({ id }) => id),
    gone: left.filter(({ isKept }) => !isKept).map(({ id }) => id),
  }
}

/** Local metres are taken for degrees so small that the Earth is flat: only the ratio counts. */
function sharedPart(a: Polygon, b: Polygon): number {
  const [one, other] = [shrunk(a), shrunk(b)]
  const shared = intersect(featureCollection([feature(one), feature(other)]))
  return shared ? area(shared) / Math.min(area(one), area(other)) : 0
}

const shrunk = ({ coordinates }: Polygon): Polygon => ({
  type: 'Polygon',
  coordinates: coordinates.map((ring) => ring.map(([x, y]) => [x! * 1e-5, y! * 1e-5])),
})
