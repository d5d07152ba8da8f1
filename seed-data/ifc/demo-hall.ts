import proj4 from 'proj4'
import { sportsHallIfc } from './sports-hall.ts'

const utm48 = '+proj=utm +zone=48 +datum=WGS84 +units=m +no_defs'
/** Amid the hall, in its own metres. */
const middle = [66, 24] as const
const rotation = 12
const height = 503

/** The demo's sports hall, saying of itself that its middle stands at this point (WGS84) and that it is turned by 12°. */
export function demoHallIfc(lon: number, lat: number): string {
  const [east, north] = proj4('EPSG:4326', utm48, [lon, lat]) as [number, number]
  const turn = (rotation * Math.PI) / 180
  return sportsHallIfc({
    mapConversion: {
      crs: 'EPSG:32648',
      eastings: east - middle[0] * Math.cos(turn) + middle[1] * Math.sin(turn),
      northings: north - middle[0] * Math.sin(turn) - middle[1] * Math.cos(turn),
      height,
      rotation,
      // Not the model's unit, as it happens: readers must heed MapUnit.
      mapUnit: 'millimetre',
    },
    siteAt: { lon, lat, elevation: height },
  })
}
