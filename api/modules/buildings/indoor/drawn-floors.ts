import type { Polygon } from 'geojson'
import { openPlanPassages } from '../../../../bim-viewer/ifc/paths/open-plan.ts'
import { nearestInside, pulledIn, roomOf, signedArea } from '../../../../bim-viewer/ifc/paths/room.ts'
import type { Connector, Passage, Point } from '../../../../bim-viewer/ifc/paths/walk-plan.ts'
import type { Placement } from '../../../contract/buildings.ts'
import { categoryOf } from './space-category.ts'
import type { FloorAmenity, FloorLevel, Floors } from './store-floors.ts'

/** A plan without a model: rooms as polygons, doors as lines on or between their edges. In local metres. */
export interface Drawing {
  placement: Placement
  levels: readonly FloorLevel[]
  units: readonly DrawnUnit[]
  openings: readonly DrawnOpening[]
  connectors: readonly Connector[]
  amenities: readonly FloorAmenity[]
}

export interface DrawnUnit {
  guid: string
  levelGuid: string
  name: string
  nameZh: string | null
  nameEn: string | null
  use: string | null
  footprint: Polygon
  /** Where it is not as high, or its floor not as low, as a drawing has it: a model knew. */
  floor?: number
  height?: number
}

export interface DrawnOpening {
  guid: string
  levelGuid: string
  kind: Passage['kind']
  name: string | null
  line: readonly [Point, Point]
  /** Rooms that the plan itself says it joins. */
  unitGuids: readonly string[]
  /** Whether the plan calls it a way out. */
  entrance: boolean
  hasSteps?: boolean
}

/** A room begins at most this far from the door that leads to it: the wall is between. */
const wallMetres = 0.5
const usualHeight = 3

/** Finds which rooms each door joins; rooms that one walks in, side by side without a door, are open to each other. */
export function drawnFloors({ placement, levels, units, openings, connectors, amenities }: Drawing): Floors {
  const levelOf = new Map(levels.map((level) => [level.guid, level]))
  const passages = openings.flatMap((opening): Passage[] => {
    const [here, there] = joinedBy(opening, units)
    if (!here) return []
    const isEntrance = opening.entrance || levelOf.get(opening.levelGuid)?.ordinal === 0
    if (!there && !isEntrance) return []
    const { guid: id, kind, name, line, hasSteps = false } = opening
    return [{ id, kind: there ? kind : 'door', name, spaceIds: [here, there ?? null], line, hasSteps }]
  })
  const linked = new Set(passages.map(({ spaceIds }) => [...spaceIds].sort().join()))
  const walked = units
    .filter(({ use, name }) => ['corridor', 'entrance'].includes(categoryOf([use, name])))
    .map(({ guid, levelGuid, footprint, floor }) => ({
      id: guid,
      levelId: levelGuid,
      floor: floor ?? levelOf.get(levelGuid)?.elevation ?? 0,
      footprint,
    }))
  const open = openPlanPassages(walked, () => false).filter(({ spaceIds }) => !linked.has([...spaceIds].sort().join()))
  return {
    placement,
    levels,
    spaces: units.map((unit) => ({ height: usualHeight, ...unit, area: areaOf(unit.footprint) })),
    amenities,
    passages: [...passages, ...open],
    connectors,
  }
}

/** Rooms on both sides, at most two; one where it leads outdoors or into nothing. */
export function joinedBy({ levelGuid, line, unitGuids }: DrawnOpening, units: readonly DrawnUnit[]): string[] {
  if (unitGuids.length > 0) return [...unitGuids]
  const [x, y] = [(line[0][0] + line[1][0]) / 2, (line[0][1] + line[1][1]) / 2]
  return units
    .filter((unit) => unit.levelGuid === levelGuid)
    .map(({ guid, footprint }) => ({ guid, distance: nearestInside(roomOf(footprint), x, y).distance }))
    .filter(({ distance }) => distance <= wallMetres)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 2)
    .map(({ guid }) => guid)
}

const areaOf = ({ coordinates }: Polygon): number =>
  coordinates.reduce((sum, ring, index) => {
    const area = Math.abs(signedArea(ring.slice(1).map(([x, y]) => [x!, y!] as const)))
    return sum + (index === 0 ? area : -area)
  }, 0)

/** A point well inside: the middle, taken in where that lies outside. */
export function displayOf(footprint: Polygon): [number, number] {
  const ring = footprint.coordinates[0]!.slice(1)
  const middle = (axis: 0 | 1) => ring.reduce((sum, point) => sum + point[axis]!, 0) / ring.length
  const room = roomOf(footprint)
  const near = nearestInside(room, middle(0), middle(1))
  const { x, y } = near.distance === 0 ? near : pulledIn(room, near.x, near.y, 0.5)
  return [x, y]
}
