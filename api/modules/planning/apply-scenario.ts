import type { ScenarioChange } from '../../contract/planning-scenarios.ts'
import type { RegionTree } from './region-tree.ts'
import type { PlannedPlace, Registry } from './registry.ts'

/** Where the counties of added and moved places are found; the change's position in the list is the key. */
export type CountiesOfChanges = ReadonlyMap<number, number>

/** Added places have ids below zero: −1 for the first change of the list. */
export const addedId = (position: number): number => -1 - position

/**
 * The registry as a scenario would have it; the given one is not touched. Changes apply in their order, and one of a place that is not
 * there (any more) changes nothing.
 */
export function applyScenario(
  registry: Registry,
  changes: readonly ScenarioChange[],
  counties: CountiesOfChanges,
): Map<number, PlannedPlace> {
  const places = new Map(registry)
  for (const [position, change] of changes.entries()) {
    if (change.kind === 'growth') continue
    if (change.kind === 'add') {
      // Its record has opened meanwhile and counts by itself.
      if (change.placeId !== null && registry.get(change.placeId)?.status === 'open') continue
      places.set(addedId(position), addedPlace(change, position, counties.get(position) ?? -1))
      continue
    }
    const place = places.get(change.placeId)
    if (!place) continue
    if (change.kind === 'close') places.delete(place.id)
    else places.set(place.id, changedPlace(place, change, counties.get(position) ?? -1))
  }
  return places
}

type Added = Extract<ScenarioChange, { kind: 'add' }>
type Changed = Extract<ScenarioChange, { kind: 'move' | 'enlarge' | 'terms' }>

function addedPlace({ nameZh, type, lon, lat, areaM2, fee }: Added, position: number, county: number): PlannedPlace {
  return {
    id: addedId(position),
    nameZh,
    type,
    sports: [],
    isIndoor: true,
    isOutdoor: true,
    fee,
    ownership: 'public',
    status: 'open',
    areaM2,
    areaRule: 'record',
    builtYear: null,
    county,
    location: [lon, lat],
    points: [lon, lat],
    trails: [],
  }
}

function changedPlace(place: PlannedPlace, change: Changed, county: number): PlannedPlace {
  switch (change.kind) {
    case 'enlarge':
      return { ...place, areaM2: change.areaM2, areaRule: 'record' }
    case 'terms':
      return { ...place, fee: change.fee ?? place.fee, hoursFactor: (place.hoursFactor ?? 1) * change.hoursFactor }
    case 'move': {
      const [dLon, dLat] = [change.lon - place.location[0], change.lat - place.location[1]]
      return {
        ...place,
        location: [change.lon, change.lat],
        points: place.points.map((degree, i) => degree + (i % 2 === 0 ? dLon : dLat)),
        county,
        trails: place.trails.length > 0 && county >= 0 ? [{ county, metres: trailMetres(place) }] : [],
      }
    }
  }
}

const trailMetres = ({ trails }: PlannedPlace): number => trails.reduce((sum, { metres }) => sum + metres, 0)

/** What the people of each county are multiplied with; a later change of the same county comes on top. */
export function growthFactors(changes: readonly ScenarioChange[], tree: RegionTree): number[] {
  const factors = tree.counties.map(() => 1)
  for (const change of changes) {
    const group = change.kind === 'growth' ? tree.groupOf.get(change.region) : undefined
    if (change.kind !== 'growth' || group === undefined) continue
    for (const [county, groups] of tree.groupsOf.entries())
      if (groups.includes(group)) factors[county]! *= change.factor
  }
  return factors
}
