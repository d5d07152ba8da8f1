import type { FeatureLike } from 'ol/Feature.js'
import type Geometry from 'ol/geom/Geometry.js'
import LineString from 'ol/geom/LineString.js'
import MultiLineString from 'ol/geom/MultiLineString.js'
import MultiPoint from 'ol/geom/MultiPoint.js'
import MultiPolygon from 'ol/geom/MultiPolygon.js'
import Polygon from 'ol/geom/Polygon.js'
import Circle from 'ol/style/Circle.js'
import Fill from 'ol/style/Fill.js'
import Stroke from 'ol/style/Stroke.js'
import Style from 'ol/style/Style.js'
import Text from 'ol/style/Text.js'
import { type Palette, systemFonts } from '../../map/palette.ts'

/** How the editor draws: the own shape with its corners, neighbours faint, crossings red, the picked corner ringed. */

export const shapeStyle = ({ accent, casing }: Palette) => [
  new Style({ stroke: new Stroke({ color: casing, width: 7 }) }),
  new Style({
    fill: new Fill({ color: `${accent}33` }),
    stroke: new Stroke({ color: accent, width: 3 }),
    image: new Circle({
      radius: 9,
      fill: new Fill({ color: accent }),
      stroke: new Stroke({ color: casing, width: 3 }),
    }),
  }),
  new Style({
    geometry: (feature) => cornersOf(feature),
    image: new Circle({
      radius: 4.5,
      fill: new Fill({ color: casing }),
      stroke: new Stroke({ color: accent, width: 2 }),
    }),
  }),
]

export function neighbourStyle({ labelSoft, halo }: Palette) {
  const shape = new Style({
    fill: new Fill({ color: `${labelSoft}1c` }),
    stroke: new Stroke({ color: `${labelSoft}99`, width: 1.5 }),
    image: new Circle({ radius: 5, fill: new Fill({ color: `${labelSoft}99` }) }),
  })
  return (feature: FeatureLike): Style[] => [
    shape,
    new Style({
      text: new Text({
        text: String(feature.get('name') ?? ''),
        font: `12px ${systemFonts}`,
        offsetY: 14,
        fill: new Fill({ color: labelSoft }),
        stroke: new Stroke({ color: halo, width: 3 }),
      }),
    }),
  ]
}

export const crossingStyle = new Style({
  image: new Circle({
    radius: 9,
    stroke: new Stroke({ color: '#c62f2f', width: 3 }),
    fill: new Fill({ color: '#c62f2f33' }),
  }),
})

export const pickedStyle = ({ accent }: Palette) =>
  new Style({ image: new Circle({ radius: 10, stroke: new Stroke({ color: accent, width: 3 }) }) })

function cornersOf(feature: FeatureLike): MultiPoint | undefined {
  const geometry = feature.getGeometry() as Geometry
  if (geometry instanceof LineString) return new MultiPoint(geometry.getCoordinates())
  if (geometry instanceof MultiLineString || geometry instanceof Polygon)
    return new MultiPoint(geometry.getCoordinates().flat())
  if (geometry instanceof MultiPolygon) return new MultiPoint(geometry.getCoordinates().flat(2))
  return undefined
}
