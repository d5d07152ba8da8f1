import { signedArea } from '../../../../bim-viewer/ifc/paths/room.ts'
import { testingPlan } from '../../../../bim-viewer/ifc/paths/testing-plan.ts'
import type { Database } from '../../../db/types.ts'
import { type Floors, storeFloors } from './store-floors.ts'

const names: Record<string, [zh: string, use: string]> = {
  hall: ['大厅', 'HALL'],
  lobby: ['门厅', 'LOBBY'],
  room: ['男卫生间', 'TOILET'],
  cupboard: ['储物间', 'STORAGE'],
  gallery: ['二层走廊', 'CIRCULATION'],
  store: ['羽毛球1号场', 'BADMINTON'],
}

/** The two floors of the route tests, where a place stands: turned by 30°, local (0, 0) at the point. */
export function floorsAt(lon: number, lat: number): Floors {
  return {
    placement: { anchor: [0, 0], lon, lat, rotation: 30, scale: 1, elevation: 500 },
    levels: testingPlan.levels.map(({ id, ordinal, elevation }) => ({
      guid: id,
      name: ordinal === 0 ? '一层' : '二层',
      nameZh: null,
      nameEn: null,
      ordinal,
      elevation,
    })),
    spaces: testingPlan.spaces.map(({ id, levelId, footprint }) => ({
      guid: id,
      levelGuid: levelId,
      name: names[id]![0],
      nameZh: null,
      nameEn: null,
      use: names[id]![1],
      height: 3,
      footprint,
      area: footprint.coordinates.reduce(
        (sum, ring, index) =>
          sum + (index === 0 ? 1 : -1) * Math.abs(signedArea(ring.slice(1).map(([x, y]) => [x!, y!] as const))),
        0,
      ),
    })),
    amenities: [
      { guid: 'aed', levelGuid: 'ground', category: 'defibrillator', nameZh: '自动除颤器', nameEn: 'AED', at: [-3, 1] },
    ],
    passages: testingPlan.passages,
    connectors: testingPlan.connectors,
  }
}

export const giveFloors = (database: Database, placeId: number, floors: Floors): Promise<void> =>
  database.primary.transaction((trx) => storeFloors(trx, { placeId, personId: null }, floors))
