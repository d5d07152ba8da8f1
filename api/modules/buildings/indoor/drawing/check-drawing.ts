import { feature, featureCollection, intersect } from '@turf/turf'
import type { Polygon } from 'geojson'
import { polygonArea } from '../../../../../bim-viewer/ifc/rings.ts'
import type { DrawingFault, FloorDrawing } from '../../../../contract/drawing.ts'
import { type Drawing, joinedBy } from '../drawn-floors.ts'

const leastArea = 0.2
/** What two careful taps on one edge differ by is no overlap. */
const leastOverlap = 0.05
const farMetres = 2_000

interface Checked {
  drawing: FloorDrawing
  local: Drawing
  /** Reason by room in order, null where it can be stored. */
  invalid: readonly (string | null)[]
  /** Metres from the place's point to the local frame. */
  farFromPlace: (point: readonly [number, number]) => number
}

/** What is to be mended in a drawing before it can be published, and what would be left out of it. */
export function checkDrawing(checked: Checked): DrawingFault[] {
  return [...levelFaults(checked), ...roomFaults(checked), ...wayFaults(checked)]
}

const fault = (
  rule: DrawingFault['rule'],
  guid: string | null,
  detail: string,
  more: Partial<Pick<DrawingFault, 'other' | 'blocks'>> = {},
): DrawingFault => ({ rule, guid, detail, other: null, blocks: true, ...more })

function levelFaults({ drawing: { levels, rooms, openings, facilities, connectors } }: Checked): DrawingFault[] {
  const known = new Set(levels.map(({ guid }) => guid))
  const ordinals = levels.map(({ ordinal }) => ordinal)
  const placed = [...rooms, ...openings, ...facilities]
  const stray = [
    ...placed.filter(({ levelGuid }) => !known.has(levelGuid)),
    ...connectors.filter(({ stops }) => stops.some(({ levelGuid }) => !known.has(levelGuid))),
  ]
  const twice = [levels, rooms, openings, facilities, connectors].flatMap((things: readonly { guid: string }[]) =>
    repeated(things.map(({ guid }) => guid)),
  )
  return [
    ...(rooms.length === 0 ? [fault('no-rooms', null, 'There is no room yet.')] : []),
    ...levels
      .filter(({ ordinal }, index) => ordinals.indexOf(ordinal) !== index)
      .map(({ guid, ordinal }) => fault('level-twice', guid, `Ordinal ${ordinal} is used twice.`)),
    ...stray.map(({ guid }) => fault('level-unknown', guid, 'It is on a floor that is not in the drawing.')),
    ...twice.map((guid) => fault('guid-twice', guid, `${guid} names two things.`)),
  ]
}

const repeated = (names: readonly string[]): string[] => names.filter((name, index) => names.indexOf(name) !== index)

function roomFaults({ local: { units }, invalid, farFromPlace }: Checked): DrawingFault[] {
  const each = units.flatMap(({ guid, footprint }, index): DrawingFault[] => {
    const reason = invalid[index]
    if (reason) return [fault('room-invalid', guid, reason)]
    const area = polygonArea(footprint.coordinates)
    if (area < leastArea) return [fault('room-too-small', guid, `${area.toFixed(2)} m²`)]
    const metres = farFromPlace(footprint.coordinates[0]![0] as [number, number])
    return metres > farMetres ? [fault('far-from-place', guid, `${Math.round(metres)} m`)] : []
  })
  const faulty = new Set(each.map(({ guid }) => guid))
  const sound = units.filter(({ guid }) => !faulty.has(guid)).map((unit) => ({ ...unit, box: boxOf(unit.footprint) }))
  const overlaps = sound.flatMap((a, index) =>
    sound.slice(index + 1).flatMap((b) => {
      if (a.levelGuid !== b.levelGuid || !boxesMeet(a.box, b.box)) return []
      const shared = sharedArea(a.footprint, b.footprint)
      // Models stack spaces on half storeys: what was not drawn over each other at one height is none.
      if (shared < leastOverlap || Math.abs((a.floor ?? 0) - (b.floor ?? 0)) > 1) return []
      return [fault('rooms-overlap', a.guid, `${shared.toFixed(2)} m²`, { other: b.guid })]
    }),
  )
  return [...each, ...overlaps]
}

function wayFaults({ drawing, local }: Checked): DrawingFault[] {
  const ordinalOf = new Map(local.levels.map(({ guid, ordinal }) => [guid, ordinal]))
  const openings = local.openings.flatMap((opening): DrawingFault[] => {
    const joined = joinedBy(opening, local.units).length
    const leadsOut = opening.entrance || ordinalOf.get(opening.levelGuid) === 0
    if (joined === 2 || (joined === 1 && leadsOut)) return []
    return [fault('opening-joins-nothing', opening.guid, `It touches ${joined} rooms.`, { blocks: false })]
  })
  const connectors = local.connectors.flatMap(({ id, stops }, index): DrawingFault[] => {
    const drawn = drawing.connectors[index]!.stops.length
    if (drawn < 2) return [fault('connector-one-stop', id, `${drawn} stops`)]
    if (stops.length === drawn) return []
    return [fault('connector-outside', id, `${drawn - stops.length} of ${drawn} stops lie in no room.`)]
  })
  return [...openings, ...connectors]
}

function sharedArea(a: Polygon, b: Polygon): number {
  try {
    const shared = intersect(featureCollection([feature(a), feature(b)]))?.geometry
    if (!shared) return 0
    const parts = shared.type === 'Polygon' ? [shared.coordinates] : shared.coordinates
    return parts.reduce((sum, rings) => sum + polygonArea(rings), 0)
  } catch {
    // The sweep gives up on some slivers: then they share none that counts.
    return 0
  }
}

type Box = readonly [number, number, number, number]

function boxOf({ coordinates }: Polygon): Box {
  const [xs, ys] = [coordinates[0]!.map(([x]) => x!), coordinates[0]!.map(([, y]) => y!)]
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

const boxesMeet = (a: Box, b: Box) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
