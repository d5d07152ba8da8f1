import type { Polygon } from 'geojson'
import { nearestInside, roomOf } from '../../../../../bim-viewer/ifc/paths/room.ts'
import type { Connector, Stop } from '../../../../../bim-viewer/ifc/paths/walk-plan.ts'
import { toLocal } from '../../../../../bim-viewer/ifc/placement.ts'
import type { Placement } from '../../../../contract/buildings.ts'
import type { FloorDrawing } from '../../../../contract/drawing.ts'
import type { Drawing, DrawnOpening, DrawnUnit } from '../drawn-floors.ts'
import type { Indoor } from '../read-indoor.ts'
import { drawingOfFloors } from './drawing-of-floors.ts'

/** A stop this far outside of a room still belongs to it: it was tapped, not measured. */
const stopMetres = 0.6
/** To walk for each metre of height: flights with landings, ramps of 1 : 12. */
const walkedForHeight = { stair: 2, escalator: 2, ramp: 12, lift: 0 } as const

/**
 * A drawing in local metres, of the frame that the building has or of one around its rooms. A room that nobody touched keeps the footprint
 * it has, to the last digit, and its heights.
 */
export function localDrawing(drawing: FloorDrawing, present: Indoor | null, location: readonly number[]): Drawing {
  const placement = present?.building.placement ?? placementOf(drawing, location)
  const project = toLocal(placement)
  const before = new Map(present ? drawingOfFloors(present).rooms.map((room) => [room.guid, room]) : [])
  const unitOf = new Map(present?.units.map((unit) => [unit.guid, unit]))
  const ground = present?.levels.find(({ ordinal }) => ordinal === 0)?.elevation ?? 0
  const units = drawing.rooms.map(({ guid, levelGuid, nameZh, nameEn, modelName, use, geometry }): DrawnUnit => {
    const known = unitOf.get(guid)
    const was = before.get(guid)
    const isSame = was && JSON.stringify(was.geometry) === JSON.stringify(geometry)
    const local = (): Polygon => ({
      type: 'Polygon',
      coordinates: geometry.coordinates.map((ring) => ring.map((point) => project(point))),
    })
    return {
      guid,
      levelGuid,
      name: modelName ?? nameZh ?? nameEn ?? '房间',
      nameZh: nameZh || null,
      nameEn: nameEn || null,
      use: use || null,
      footprint: isSame ? known!.footprint : local(),
      ...(known && was?.levelGuid === levelGuid ? { floor: known.floor, height: known.height } : {}),
    }
  })
  const guids = new Set(units.map(({ guid }) => guid))
  return {
    placement,
    levels: drawing.levels.map(({ guid, nameZh, nameEn, ordinal, elevation }) => ({
      guid,
      name: nameZh || nameEn || (ordinal < 0 ? `地下${-ordinal}层` : `${ordinal + 1}层`),
      nameZh: nameZh || null,
      nameEn: nameEn || null,
      ordinal,
      elevation: elevation + ground,
    })),
    units,
    openings: drawing.openings.map(({ guid, levelGuid, kind, name, line, entrance, hasSteps, rooms }): DrawnOpening => {
      const known = rooms.every((room) => guids.has(room)) && (entrance || rooms.length === 2)
      return {
        guid,
        levelGuid,
        kind,
        name: name || null,
        line: [project(line[0]), project(line[1])],
        unitGuids: known ? rooms : [],
        entrance,
        hasSteps,
      }
    }),
    connectors: drawing.connectors.map((connector) => localConnector(connector, drawing, units, project)),
    amenities: drawing.facilities.map(({ guid, levelGuid, category, nameZh, nameEn, at }) => ({
      guid,
      levelGuid,
      category,
      nameZh: nameZh || null,
      nameEn: nameEn || null,
      at: project(at),
    })),
  }
}

/** Its stops that lie in a room, from the lowest. */
function localConnector(
  { guid, kind, name, stops }: FloorDrawing['connectors'][number],
  { levels }: FloorDrawing,
  units: readonly DrawnUnit[],
  project: ReturnType<typeof toLocal>,
): Connector {
  const elevationOf = new Map(levels.map((level) => [level.guid, level.elevation]))
  // Sorting is stable: a ramp inside one floor keeps its direction.
  const upwards = stops
    .filter(({ levelGuid }) => elevationOf.has(levelGuid))
    .sort((a, b) => elevationOf.get(a.levelGuid)! - elevationOf.get(b.levelGuid)!)
  const found = upwards.flatMap((stop, index): Stop[] => {
    const at = project(stop.at)
    const unit = unitAt(units, stop.levelGuid, at)
    if (!unit) return []
    const below = upwards[index - 1]
    const rise = below ? elevationOf.get(stop.levelGuid)! - elevationOf.get(below.levelGuid)! : 0
    return [{ spaceId: unit.guid, at, metres: index === 0 ? 0 : (stop.metres ?? rise * walkedForHeight[kind]) }]
  })
  return { id: guid, kind, name: name || null, stops: found }
}

function unitAt(units: readonly DrawnUnit[], levelGuid: string, [x, y]: readonly [number, number]) {
  const [nearest] = units
    .filter((unit) => unit.levelGuid === levelGuid)
    .map((unit) => ({ unit, distance: nearestInside(roomOf(unit.footprint), x, y).distance }))
    .sort((a, b) => a.distance - b.distance)
  return nearest && nearest.distance <= stopMetres ? nearest.unit : undefined
}

function placementOf({ rooms }: FloorDrawing, location: readonly number[]): Placement {
  const points = rooms.flatMap(({ geometry }) => geometry.coordinates[0]!)
  const middle = (axis: 0 | 1) => {
    const values = points.map((point) => point[axis])
    return points.length === 0 ? location[axis]! : (Math.min(...values) + Math.max(...values)) / 2
  }
  return { anchor: [0, 0], lon: middle(0), lat: middle(1), rotation: 0, scale: 1, elevation: 0 }
}
