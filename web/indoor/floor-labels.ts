import Feature from 'ol/Feature.js'
import Point from 'ol/geom/Point.js'
import Polygon from 'ol/geom/Polygon.js'
import { fromLonLat } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import type { Level } from './use-indoor.ts'

/** Names of a floor's rooms, each with how much room there is for it. */
export function labelFeatures(
  { units }: Level,
  nameOf: (label: { zh: string; en: string }) => string,
): VectorSource<Feature<Point>> {
  return new VectorSource({
    features: units.features.map(({ geometry, properties: { display, label, area } }) => {
      const [west, south, east, north] = new Polygon(geometry.coordinates)
        .transform('EPSG:4326', 'EPSG:3857')
        .getExtent() as [number, number, number, number]
      return new Feature({
        geometry: new Point(fromLonLat(display)),
        name: nameOf(label),
        area,
        across: Math.min(east - west, (north - south) * 3),
      })
    }),
  })
}
