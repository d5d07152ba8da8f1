import { asArray } from 'ol/color.js'
import type { FeatureLike } from 'ol/Feature.js'
import type RenderFeature from 'ol/render/Feature.js'
import Circle from 'ol/style/Circle.js'
import Fill from 'ol/style/Fill.js'
import Stroke from 'ol/style/Stroke.js'
import Style from 'ol/style/Style.js'
import Text from 'ol/style/Text.js'
import { type Palette, systemFonts } from './palette.ts'
import { trailEnd } from './trail-ends.ts'

/** Trails: 4 px with a white casing, a full dot at the start and a hollow one at the end, and the name along the way. Parks and grounds: a soft fill with an outline. */
export function pathStyle(
  palette: Palette,
  colourOf: (category: string) => string,
  english: boolean,
  zoomAt: (resolution: number) => number,
) {
  const halo = new Stroke({ color: palette.halo, width: 3 })
  const cache = new Map<string, Style[]>()
  const styles = (kind: 'line' | 'area', category: string, closed: boolean): Style[] => {
    const key = `${kind}|${category}|${closed}`
    let made = cache.get(key)
    if (!made) {
      made = kind === 'line' ? lineStyles(palette, colourOf(category), closed) : areaStyles(colourOf(category), closed)
      cache.set(key, made)
    }
    return made
  }
  return (feature: FeatureLike, resolution: number): Style[] | undefined => {
    const type = (feature as RenderFeature).getType()
    if (type === 'Point')
      return [endDot(palette, colourOf(String(feature.get('category'))), feature.get(trailEnd) === 'start')]
    const line = type === 'LineString' || type === 'MultiLineString'
    const closed = feature.get('status') !== 'open'
    const made = styles(line ? 'line' : 'area', String(feature.get('category')), closed)
    if (!line || zoomAt(resolution) < 13.5) return made
    const name = (english && feature.get('nameEn')) || feature.get('name')
    const label = new Style({
      text: new Text({
        text: String(name ?? ''),
        placement: 'line',
        font: `500 12px ${systemFonts}`,
        fill: new Fill({ color: palette.label }),
        stroke: halo,
        textBaseline: 'bottom',
        offsetY: -4,
        // Names do not follow hairpins: signs would lie on each other.
        maxAngle: 0.3,
      }),
      zIndex: 5,
    })
    return [...made, label]
  }
}

const lineStyles = (palette: Palette, colour: string, closed: boolean): Style[] => [
  new Style({
    stroke: new Stroke({ color: palette.casing, width: 7, lineCap: 'round', lineJoin: 'round' }),
    zIndex: 2,
  }),
  new Style({
    stroke: new Stroke({
      color: colour,
      width: 4,
      lineCap: 'round',
      lineJoin: 'round',
      ...(closed ? { lineDash: [2, 8] } : {}),
    }),
    zIndex: 3,
  }),
]

/** Full where the way begins, hollow where it ends: told apart without colour. */
const endDot = (palette: Palette, colour: string, start: boolean): Style =>
  new Style({
    image: new Circle({
      radius: 4.5,
      fill: new Fill({ color: start ? colour : palette.casing }),
      stroke: new Stroke({ color: start ? palette.casing : colour, width: 2 }),
      // The renderer would leave dots out that touch a name.
      declutterMode: 'none',
    }),
    zIndex: 4,
  })

const areaStyles = (colour: string, closed: boolean): Style[] => [
  new Style({
    fill: new Fill({ color: withAlpha(colour, closed ? 0.1 : 0.22) }),
    stroke: new Stroke({ color: withAlpha(colour, 0.75), width: 1.5, ...(closed ? { lineDash: [4, 4] } : {}) }),
    zIndex: 1,
  }),
]

export function withAlpha(colour: string, alpha: number): [number, number, number, number] {
  const [red, green, blue] = asArray(colour) as [number, number, number]
  return [red, green, blue, alpha]
}
