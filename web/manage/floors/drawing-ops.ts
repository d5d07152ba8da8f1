import { area, difference, featureCollection, polygon } from '@turf/turf'
import type { FloorDrawing } from '../../../api/contract/drawing.ts'
import { followWalls } from './follow-walls.ts'

/** Acts on a drawing of floors: nothing is changed in place. Positions are WGS84 `[lon, lat]`. */

export type Part = 'rooms' | 'openings' | 'facilities' | 'connectors'
export type Position = [lon: number, lat: number]
export type Thing<P extends Part> = FloorDrawing[P][number]
export interface Picked {
  part: Part
  guid: string
}

const newGuid = (): string => crypto.randomUUID()

export const findThing = <P extends Part>(drawing: FloorDrawing, part: P, guid: string): Thing<P> | undefined =>
  (drawing[part] as Thing<P>[]).find((thing) => thing.guid === guid)

export const changeThing = <P extends Part>(
  drawing: FloorDrawing,
  part: P,
  guid: string,
  change: Partial<Thing<P>>,
): FloorDrawing => ({
  ...drawing,
  [part]: (drawing[part] as Thing<P>[]).map((thing) => (thing.guid === guid ? { ...thing, ...change } : thing)),
})

export const removeThing = (drawing: FloorDrawing, { part, guid }: Picked): FloorDrawing => ({
  ...drawing,
  [part]: (drawing[part] as { guid: string }[]).filter((thing) => thing.guid !== guid),
})

const room = (levelGuid: string, coordinates: Position[][]): Thing<'rooms'> => ({
  guid: newGuid(),
  levelGuid,
  nameZh: null,
  nameEn: null,
  modelName: null,
  use: 'room',
  geometry: { type: 'Polygon', coordinates },
})

export function addRoom(drawing: FloorDrawing, levelGuid: string, coordinates: Position[][]): [FloorDrawing, Picked] {
  const made = room(levelGuid, coordinates)
  return [
    { ...drawing, rooms: [...drawing.rooms, made] },
    { part: 'rooms', guid: made.guid },
  ]
}

/** A wall across a room: the largest piece stays the room, each other is a new one of the same use. */
export function splitRooms(drawing: FloorDrawing, levelGuid: string, line: Position[]): FloorDrawing {
  const rooms = drawing.rooms.flatMap((each) => {
    if (each.levelGuid !== levelGuid) return [each]
    const cut = piecesOf(each.geometry.coordinates, line)
    if (cut.length < 2) return [each]
    const pieces = cut.toSorted((a, b) => area(polygon(b)) - area(polygon(a)))
    return pieces.map((coordinates, index) =>
      index === 0
        ? { ...each, geometry: { type: 'Polygon' as const, coordinates } }
        : { ...room(levelGuid, coordinates), use: each.use },
    )
  })
  return { ...drawing, rooms, openings: drawing.openings.map((each) => ({ ...each, rooms: [] })) }
}

/** Half of what a wall takes away, and how far the line goes on at its ends: a tap on an edge lies beside it by a rounding. */
const halfMetres = 0.0005
const beyondMetres = 0.01

/**
 * Parts of a room beside a line. `cutAlong` of outlines nodes by rounding, which rooms are too small for: a gap of a millimetre is taken
 * out instead, less than what counts as a shared edge.
 */
function piecesOf(rings: Position[][], line: Position[]): Position[][][] {
  const [west, south] = rings[0]![0]!
  const across = 111_320 * Math.cos((south * Math.PI) / 180)
  const along = 110_860
  const local = ([lon, lat]: Position): Position => [(lon - west) * across, (lat - south) * along]
  const knife = line.map(local)
  const slits = knife.slice(1).map((to, index) => polygon([slit(knife[index]!, to)]))
  const rest = difference(featureCollection([polygon(rings.map((ring) => ring.map(local))), ...slits]))
  if (!rest || rest.geometry.type === 'Polygon') return []
  return rest.geometry.coordinates.map((part) =>
    part.map((ring) => ring.map(([x, y]): Position => [west + x! / across, south + y! / along])),
  )
}

function slit([ax, ay]: Position, [bx, by]: Position): Position[] {
  const length = Math.hypot(bx - ax, by - ay) || 1
  const [ux, uy] = [(bx - ax) / length, (by - ay) / length]
  const at = (x: number, y: number, on: number, side: number): Position => [
    x + ux * on * beyondMetres - uy * side * halfMetres,
    y + uy * on * beyondMetres + ux * side * halfMetres,
  ]
  const start = at(ax, ay, -1, -1)
  return [start, at(bx, by, 1, -1), at(bx, by, 1, 1), at(ax, ay, -1, 1), start]
}

/** Takes a room's ground out of the others of its floor, so that a court drawn into a hall is a room of its own. */
export function cutOut(drawing: FloorDrawing, guid: string): FloorDrawing {
  const own = findThing(drawing, 'rooms', guid)
  if (!own) return drawing
  const rooms = drawing.rooms.map((each) => {
    if (each.guid === guid || each.levelGuid !== own.levelGuid) return each
    const rest = difference(featureCollection([polygon(each.geometry.coordinates), polygon(own.geometry.coordinates)]))
    if (!rest) return each
    const pieces = rest.geometry.type === 'Polygon' ? [rest.geometry.coordinates] : rest.geometry.coordinates
    const [largest] = pieces.toSorted((a, b) => area(polygon(b)) - area(polygon(a)))
    if (area(polygon(each.geometry.coordinates)) - area(polygon(largest!)) < 0.01) return each
    return { ...each, geometry: { type: 'Polygon' as const, coordinates: largest as Position[][] } }
  })
  return { ...drawing, rooms }
}

export function addOpening(
  drawing: FloorDrawing,
  levelGuid: string,
  kind: 'door' | 'opening',
  line: [Position, Position],
): [FloorDrawing, Picked] {
  const made = { guid: newGuid(), levelGuid, kind, name: null, line, entrance: false, hasSteps: false, rooms: [] }
  return [
    { ...drawing, openings: [...drawing.openings, made] },
    { part: 'openings', guid: made.guid },
  ]
}

export function addFacility(drawing: FloorDrawing, levelGuid: string, at: Position): [FloorDrawing, Picked] {
  const made = { guid: newGuid(), levelGuid, category: 'information', nameZh: null, nameEn: null, at }
  return [
    { ...drawing, facilities: [...drawing.facilities, made] },
    { part: 'facilities', guid: made.guid },
  ]
}

/** A shaft: on this floor and the next above, or below where there is none, at the same point. */
export function addConnector(drawing: FloorDrawing, levelGuid: string, at: Position): [FloorDrawing, Picked] {
  const upwards = drawing.levels.toSorted((a, b) => a.ordinal - b.ordinal)
  const index = upwards.findIndex((level) => level.guid === levelGuid)
  const other = upwards[index + 1] ?? upwards[index - 1]
  const stops = [levelGuid, ...(other ? [other.guid] : [])].map((guid) => ({ levelGuid: guid, at, metres: null }))
  const made = { guid: newGuid(), kind: 'stair' as const, name: null, stops }
  return [
    { ...drawing, connectors: [...drawing.connectors, made] },
    { part: 'connectors', guid: made.guid },
  ]
}

/** Lets a connector stop at these floors; a new stop lies over one it has. */
export function setStops(drawing: FloorDrawing, guid: string, levelGuids: readonly string[]): FloorDrawing {
  const own = findThing(drawing, 'connectors', guid)
  if (!own) return drawing
  const at = own.stops[0]?.at
  const stops = levelGuids.flatMap((levelGuid) => {
    const had = own.stops.filter((stop) => stop.levelGuid === levelGuid)
    return had.length > 0 || !at ? had : [{ levelGuid, at, metres: null }]
  })
  // Lengths were of the stops as they followed each other.
  return changeThing(drawing, 'connectors', guid, { stops: stops.map((stop) => ({ ...stop, metres: null })) })
}

const storeyMetres = 4

export function addLevel(
  drawing: FloorDrawing,
  where: 'above' | 'below',
  nameOf: (ordinal: number) => Named,
): FloorDrawing {
  const ordinals = drawing.levels.map(({ ordinal }) => ordinal)
  const edge = where === 'above' ? Math.max(-1, ...ordinals) : Math.min(0, ...ordinals)
  const ordinal = where === 'above' ? edge + 1 : edge - 1
  const beside = drawing.levels.find((level) => level.ordinal === edge)
  const elevation = beside
    ? beside.elevation + (where === 'above' ? storeyMetres : -storeyMetres)
    : ordinal * storeyMetres
  const made = { guid: newGuid(), ...nameOf(ordinal), ordinal, elevation, underlay: null }
  return { ...drawing, levels: [...drawing.levels, made] }
}

interface Named {
  nameZh: string
  nameEn: string
}

export const changeLevel = (
  drawing: FloorDrawing,
  guid: string,
  change: Partial<FloorDrawing['levels'][number]>,
): FloorDrawing => ({
  ...drawing,
  levels: drawing.levels.map((level) => (level.guid === guid ? { ...level, ...change } : level)),
})

/** With all that is on it. */
export const removeLevel = (drawing: FloorDrawing, guid: string): FloorDrawing => {
  const elsewhere = ({ levelGuid }: { levelGuid: string }) => levelGuid !== guid
  return {
    levels: drawing.levels.filter((level) => level.guid !== guid),
    rooms: drawing.rooms.filter(elsewhere),
    openings: drawing.openings.filter(elsewhere),
    facilities: drawing.facilities.filter(elsewhere),
    connectors: drawing.connectors
      .map((connector) => ({ ...connector, stops: connector.stops.filter(elsewhere) }))
      .filter(({ stops }) => stops.length > 0),
  }
}

/** Takes over what was bent on the map. Doors follow their walls; one that moved is joined anew, a stop that moved is measured anew. */
export function moveThings(
  drawing: FloorDrawing,
  levelGuid: string,
  moved: readonly (Picked & { coordinates: unknown })[],
): FloorDrawing {
  const next = moved.reduce((now, { part, guid, coordinates }) => {
    if (part === 'rooms')
      return changeThing(now, part, guid, { geometry: { type: 'Polygon', coordinates: coordinates as Position[][] } })
    if (part === 'openings')
      return changeThing(now, part, guid, { line: coordinates as [Position, Position], rooms: [] })
    if (part === 'facilities') return changeThing(now, part, guid, { at: coordinates as Position })
    const stops = findThing(now, 'connectors', guid)?.stops ?? []
    return changeThing(now, 'connectors', guid, {
      stops: stops.map((stop) =>
        stop.levelGuid === levelGuid ? { ...stop, at: coordinates as Position, metres: null } : stop,
      ),
    })
  }, drawing)
  return moved.some(({ part }) => part === 'rooms') ? withDoorsInWalls(next, drawing, levelGuid) : next
}

function withDoorsInWalls(next: FloorDrawing, before: FloorDrawing, levelGuid: string): FloorDrawing {
  const isHere = (thing: { levelGuid: string }) => thing.levelGuid === levelGuid
  const followed = followWalls(next.openings.filter(isHere), before.rooms.filter(isHere), next.rooms.filter(isHere))
  const byGuid = new Map(followed.map((opening) => [opening.guid, opening]))
  return { ...next, openings: next.openings.map((opening) => byGuid.get(opening.guid) ?? opening) }
}

export const areaOf = ({ geometry }: Thing<'rooms'>): number => area(polygon(geometry.coordinates))
