import type { FeatureLike } from 'ol/Feature.js'
import MultiPoint from 'ol/geom/MultiPoint.js'
import type Polygon from 'ol/geom/Polygon.js'
import Circle from 'ol/style/Circle.js'
import Fill from 'ol/style/Fill.js'
import RegularShape from 'ol/style/RegularShape.js'
import Stroke from 'ol/style/Stroke.js'
import Style from 'ol/style/Style.js'
import Text from 'ol/style/Text.js'
import { type Palette, systemFonts } from '../../map/palette.ts'

/** How a floor is drawn while it is being drawn: rooms with their names, doors thick, points with a word; the picked one stands out. */
export function floorThingStyle({ accent, casing, label, halo, labelSoft }: Palette) {
  const words = (text: string, offsetY = 0) =>
    new Text({
      text,
      offsetY,
      overflow: false,
      font: `12px ${systemFonts}`,
      fill: new Fill({ color: label }),
      stroke: new Stroke({ color: halo, width: 3 }),
    })
  const corners = new Style({
    geometry: (feature) => new MultiPoint((feature.getGeometry() as Polygon).getCoordinates().flat()),
    image: new Circle({
      radius: 4.5,
      fill: new Fill({ color: casing }),
      stroke: new Stroke({ color: accent, width: 2 }),
    }),
    zIndex: 4,
  })
  return (feature: FeatureLike): Style[] => {
    const isPicked = feature.get('picked') === true
    const isFaulty = feature.get('faulty') === true
    const colour = isFaulty ? '#c62f2f' : accent
    const text = String(feature.get('label') ?? '')
    if (feature.get('part') === 'rooms') {
      const shape = new Style({
        fill: new Fill({ color: `${colour}${isPicked ? '44' : '1c'}` }),
        stroke: new Stroke({ color: isFaulty ? colour : isPicked ? accent : label, width: isPicked ? 3 : 2 }),
        text: words(text),
        zIndex: isPicked ? 3 : 1,
      })
      return isPicked ? [shape, corners] : [shape]
    }
    if (feature.get('part') === 'openings') {
      return [
        new Style({ stroke: new Stroke({ color: casing, width: isPicked ? 11 : 8 }), zIndex: 5 }),
        new Style({
          stroke: new Stroke({ color: isFaulty ? '#c62f2f' : isPicked ? accent : labelSoft, width: 4 }),
          zIndex: 6,
        }),
      ]
    }
    const isConnector = feature.get('part') === 'connectors'
    const [fill, stroke] = [
      new Fill({ color: isPicked ? casing : colour }),
      new Stroke({ color: isPicked ? colour : casing, width: 3 }),
    ]
    return [
      new Style({
        image: isConnector
          ? new RegularShape({ points: 4, radius: 12, angle: Math.PI / 4, fill, stroke })
          : new Circle({ radius: 8, fill, stroke }),
        text: words(text, 20),
        zIndex: 7,
      }),
    ]
  }
}

/** The floor below, faint: walls are snapped to it. */
export const belowStyle = ({ labelSoft }: Palette) =>
  new Style({ stroke: new Stroke({ color: `${labelSoft}88`, width: 1, lineDash: [4, 4] }) })

export const controlStyle = (feature: FeatureLike): Style =>
  new Style({
    image: new RegularShape({
      points: 4,
      radius: 10,
      radius2: 0,
      stroke: new Stroke({ color: feature.get('pending') ? '#c07a00' : '#c62f2f', width: 3 }),
    }),
    text: new Text({
      text: String(feature.get('number')),
      offsetX: 12,
      offsetY: -10,
      font: `bold 12px ${systemFonts}`,
      fill: new Fill({ color: '#c62f2f' }),
      stroke: new Stroke({ color: '#ffffff', width: 3 }),
    }),
  })
