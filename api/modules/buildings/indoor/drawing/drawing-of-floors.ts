import type { Position } from 'geojson'
import { toMap } from '../../../../../bim-viewer/ifc/placement.ts'
import type { FloorDrawing } from '../../../../contract/drawing.ts'
import type { Indoor } from '../read-indoor.ts'

/** The floors that citizens see, as something to draw on: from a model, an import or an earlier drawing. */
export function drawingOfFloors({ building, levels, units, passages, connectors, amenities }: Indoor): FloorDrawing {
  const project = toMap(building.placement)
  const onMap = (point: Position) => fine(project(point))
  const levelOf = new Map(levels.map(({ id, guid }) => [id, guid]))
  const unitOf = new Map(units.map((unit) => [unit.id, unit]))
  const ground = levels.find(({ ordinal }) => ordinal === 0)?.elevation ?? 0
  return {
    levels: levels.map(({ guid, name, nameZh, nameEn, ordinal, elevation }) => ({
      guid,
      nameZh: nameZh ?? name.slice(0, 120),
      nameEn,
      ordinal,
      elevation: elevation - ground,
      underlay: null,
    })),
    rooms: units.map(({ guid, levelId, name, longName, nameZh, nameEn, use, footprint }) => ({
      guid,
      levelGuid: levelOf.get(levelId)!,
      nameZh,
      nameEn,
      modelName: (longName?.trim() || name).slice(0, 400),
      use,
      geometry: { type: 'Polygon' as const, coordinates: footprint.coordinates.map((ring) => ring.map(onMap)) },
    })),
    openings: passages.flatMap(({ guid, kind, name, spaceId, otherSpaceId, line, hasSteps }) => {
      const [here, there] = [unitOf.get(spaceId), otherSpaceId === null ? null : unitOf.get(otherSpaceId)]
      if (!here) return []
      return [
        {
          guid,
          levelGuid: levelOf.get(here.levelId)!,
          kind,
          name: name?.slice(0, 120) ?? null,
          line: [onMap(line[0]), onMap(line[1])] as [[number, number], [number, number]],
          entrance: otherSpaceId === null,
          hasSteps,
          rooms: [here.guid, ...(there ? [there.guid] : [])],
        },
      ]
    }),
    facilities: amenities.flatMap(({ guid, levelId, category, nameZh, nameEn, at }) => {
      const levelGuid = levelOf.get(levelId)
      return levelGuid ? [{ guid, levelGuid, category, nameZh, nameEn, at: onMap(at.coordinates) }] : []
    }),
    connectors: connectors.map(({ guid, kind, name, stops }) => ({
      guid,
      kind,
      name: name?.slice(0, 120) ?? null,
      stops: (stops ?? []).map(({ levelId, at, metres }) => ({
        levelGuid: levelOf.get(levelId)!,
        at: onMap(at),
        metres,
      })),
    })),
  }
}

/** To a tenth of a millimetre. */
const fine = ([lon, lat]: readonly number[]): [number, number] => [
  Math.round(lon! * 1e9) / 1e9,
  Math.round(lat! * 1e9) / 1e9,
]
