import type { BuildingPlan } from './building-plan.ts'
import { ground, second, third } from './sports-hall-storeys.ts'
import { type WriteOptions, writeBuilding } from './write-building.ts'

/**
 * The demo's sports hall as an IFC file: three storeys, an arena of 2,000 seats, pool, courts, changing rooms, toilets, a stair, a ramp and
 * a lift. It is nobody's building: rooms and figures are made up for the demo.
 */
export function sportsHallIfc(at: WriteOptions = demoPlace): string {
  return writeBuilding(sportsHall(), at)
}

/** UTM zone 48 N (Chengdu), turned by 12°; values in millimetres, which readers must heed. */
const demoPlace: WriteOptions = {
  mapConversion: {
    crs: 'EPSG:32648',
    eastings: 410_330,
    northings: 3_391_980,
    height: 503.2,
    rotation: 12,
    mapUnit: 'millimetre',
  },
  siteAt: { lon: 104.0665, lat: 30.657, elevation: 503.2 },
}

/** Storeys and their rooms; axes: x east 0–132, y north 0–48. Courts of the second floor are open to each other. */
export function sportsHall(): BuildingPlan {
  return { name: '示范体育馆', storeys: [ground(), second(), third()] }
}
