import type { FloorDrawing } from '../../../api/contract/drawing.ts'
import type { ShownThing } from './floor-map.ts'

interface Words {
  language: string
  word(use: string): string
  faulty: ReadonlySet<string | null>
}

/** What is on one floor, with the words that the map shows. */
export function thingsOf(drawing: FloorDrawing, levelGuid: string, { language, word, faulty }: Words): ShownThing[] {
  const isHere = (thing: { levelGuid: string }) => thing.levelGuid === levelGuid
  const named = ({ nameZh, nameEn }: { nameZh: string | null; nameEn: string | null }) =>
    (language === 'en' ? nameEn || nameZh : nameZh || nameEn) ?? ''
  return [
    ...drawing.rooms.filter(isHere).map(
      (room): ShownThing => ({
        part: 'rooms',
        guid: room.guid,
        geometry: room.geometry,
        label: named(room) || room.modelName || word(room.use ?? 'room'),
        faulty: faulty.has(room.guid),
      }),
    ),
    ...drawing.openings.filter(isHere).map(
      ({ guid, line }): ShownThing => ({
        part: 'openings',
        guid,
        geometry: { type: 'LineString', coordinates: line },
        label: '',
        faulty: faulty.has(guid),
      }),
    ),
    ...drawing.facilities.filter(isHere).map(
      (facility): ShownThing => ({
        part: 'facilities',
        guid: facility.guid,
        geometry: { type: 'Point', coordinates: facility.at },
        label: named(facility) || word(facility.category),
        faulty: faulty.has(facility.guid),
      }),
    ),
    ...drawing.connectors.flatMap(({ guid, kind, name, stops }) =>
      stops.filter(isHere).map(
        ({ at }): ShownThing => ({
          part: 'connectors',
          guid,
          geometry: { type: 'Point', coordinates: at },
          label: name || word(kind === 'lift' ? 'elevator' : kind),
          faulty: faulty.has(guid),
        }),
      ),
    ),
  ]
}
