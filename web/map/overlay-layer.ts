import Feature from 'ol/Feature.js'
import GeoJSON from 'ol/format/GeoJSON.js'
import type Geometry from 'ol/geom/Geometry.js'
import LineString from 'ol/geom/LineString.js'
import MultiLineString from 'ol/geom/MultiLineString.js'
import MultiPoint from 'ol/geom/MultiPoint.js'
import Point from 'ol/geom/Point.js'
import { circular } from 'ol/geom/Polygon.js'
import VectorLayer from 'ol/layer/Vector.js'
import { fromLonLat } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import Circle from 'ol/style/Circle.js'
import Fill from 'ol/style/Fill.js'
import Stroke from 'ol/style/Stroke.js'
import Style from 'ol/style/Style.js'
import { lighter, type Palette } from './palette.ts'
import { withAlpha } from './path-style.ts'

interface AnyGeometry {
  type: string
  coordinates: unknown
}

const format = new GeoJSON({ featureProjection: 'EPSG:3857' })

/** What belongs to one person's question: the chosen place's shape, the way to it, a region's outline, "I am here". */
export class OverlayLayer {
  readonly #place = new VectorSource<Feature<Geometry>>()
  readonly #route = new VectorSource<Feature<Geometry>>()
  readonly #region = new VectorSource<Feature<Geometry>>()
  readonly #here = new VectorSource<Feature<Geometry>>()
  readonly #layers = [this.#region, this.#place, this.#route, this.#here].map(
    (source, index) => new VectorLayer({ source, zIndex: 22 + index }),
  )

  get layers() {
    return this.#layers
  }

  setTheme(palette: Palette): void {
    const [region, place, route, here] = this.#layers as [VectorLayer, VectorLayer, VectorLayer, VectorLayer]
    region.setStyle(new Style({ stroke: new Stroke({ color: palette.accent, width: 2.5, lineDash: [8, 6] }) }))
    place.setStyle((feature) => placeStyles(palette, String(feature.get('colour')), feature as Feature<Geometry>))
    route.setStyle((feature) => routeStyles(palette, feature.get('kind') === 'straight'))
    here.setStyle((feature) =>
      feature.get('accuracy')
        ? new Style({
            fill: new Fill({ color: withAlpha('#2f7de1', 0.12) }),
            stroke: new Stroke({ color: withAlpha('#2f7de1', 0.4), width: 1 }),
          })
        : hereStyles(palette),
    )
  }

  showPlace(geometry: AnyGeometry | null, colour: string): void {
    this.#place.clear(true)
    if (geometry && geometry.type !== 'Point') this.#add(this.#place, geometry, { colour })
  }

  showRoute(geometry: AnyGeometry | null, kind: 'route' | 'straight'): void {
    this.#route.clear(true)
    if (geometry) this.#add(this.#route, geometry, { kind })
  }

  showRegion(geometry: AnyGeometry | null): void {
    this.#region.clear(true)
    if (geometry) this.#add(this.#region, geometry, {})
  }

  /** @param accuracyMetres radius of the doubt ring; 0 draws none */
  showHere(point: { lon: number; lat: number } | null, accuracyMetres: number): void {
    this.#here.clear(true)
    if (!point) return
    if (accuracyMetres > 15) {
      const ring = circular([point.lon, point.lat], accuracyMetres, 48).transform('EPSG:4326', 'EPSG:3857')
      this.#here.addFeature(new Feature({ geometry: ring, accuracy: true }))
    }
    this.#here.addFeature(new Feature(new Point(fromLonLat([point.lon, point.lat]))))
  }

  #add(source: VectorSource<Feature<Geometry>>, geometry: AnyGeometry, properties: Record<string, string>): void {
    const feature = new Feature<Geometry>({ geometry: format.readGeometry(geometry) ?? undefined })
    feature.setProperties(properties, true)
    source.addFeature(feature)
  }
}

function placeStyles(palette: Palette, given: string, feature: Feature<Geometry>): Style[] {
  const colour = palette.dark ? lighter(given) : given
  const geometry = feature.getGeometry()
  if (!(geometry instanceof LineString || geometry instanceof MultiLineString)) {
    return [
      new Style({ stroke: new Stroke({ color: palette.casing, width: 6 }) }),
      new Style({
        fill: new Fill({ color: withAlpha(colour, 0.28) }),
        stroke: new Stroke({ color: colour, width: 3 }),
      }),
    ]
  }
  const dot = (end: 'first' | 'last', fill: string): Style =>
    new Style({
      geometry: endsOf(geometry, end),
      image: new Circle({
        radius: 6,
        fill: new Fill({ color: fill }),
        stroke: new Stroke({ color: palette.casing, width: 2.5 }),
      }),
    })
  return [
    new Style({ stroke: new Stroke({ color: palette.casing, width: 10 }) }),
    new Style({ stroke: new Stroke({ color: colour, width: 6 }) }),
    dot('first', palette.accent),
    dot('last', '#d1353c'),
  ]
}

/** First or last point of the whole way: of its first or last part. */
function endsOf(line: LineString | MultiLineString, end: 'first' | 'last'): MultiPoint {
  const parts = line instanceof LineString ? [line] : line.getLineStrings()
  const part = end === 'first' ? parts[0] : parts.at(-1)
  return new MultiPoint(part ? [end === 'first' ? part.getFirstCoordinate() : part.getLastCoordinate()] : [])
}

const routeStyles = (palette: Palette, straight: boolean): Style[] => [
  new Style({ stroke: new Stroke({ color: palette.casing, width: 9, lineCap: 'round' }) }),
  new Style({
    stroke: new Stroke({
      color: '#2f7de1',
      width: 5,
      lineCap: 'round',
      ...(straight ? { lineDash: [1, 10] } : {}),
    }),
  }),
]

const hereStyles = (palette: Palette): Style[] => [
  new Style({ image: new Circle({ radius: 11, fill: new Fill({ color: palette.casing }) }) }),
  new Style({ image: new Circle({ radius: 8, fill: new Fill({ color: '#2f7de1' }) }) }),
]
