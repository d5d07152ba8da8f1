import Feature from 'ol/Feature.js'
import LineString from 'ol/geom/LineString.js'
import Point from 'ol/geom/Point.js'
import { defaults as defaultInteractions } from 'ol/interaction/defaults.js'
import VectorLayer from 'ol/layer/Vector.js'
import VectorTileLayer from 'ol/layer/VectorTile.js'
import OlMap from 'ol/Map.js'
import { fromLonLat, toLonLat, transformExtent } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import Circle from 'ol/style/Circle.js'
import Fill from 'ol/style/Fill.js'
import Stroke from 'ol/style/Stroke.js'
import Style from 'ol/style/Style.js'
import View from 'ol/View.js'
import type { Palette } from '../map/palette.ts'
import { labelFeatures } from './floor-labels.ts'
import { amenityStyle, floorStyle, labelStyle } from './floor-look.ts'
import { floorSource } from './floor-source.ts'
import type { Amenity, Indoor, Level, LonLat, Outdoor, Unit } from './use-indoor.ts'

interface Events {
  onUnit(unit: Unit, at: LonLat): void
  onConnector(amenity: Amenity): void
  onNothing(at: LonLat): void
}

export interface Words {
  name(label: { zh: string; en: string }): string
  area(squareMetres: number): string
  goesTo(levelIds: readonly number[]): string
}

/** The floor plan: one floor at a time, its names and signs, the route's part on it. Knows no React and no address. */
export class IndoorMap {
  readonly #map: OlMap
  readonly #target: HTMLElement
  readonly #events: Events
  readonly #floor = new VectorTileLayer({ zIndex: 1 })
  readonly #amenities = new VectorSource<Feature<Point>>()
  readonly #route = new VectorSource<Feature<LineString>>()
  readonly #outdoor = new VectorSource<Feature<LineString>>()
  readonly #marks = new VectorSource<Feature<Point>>()
  readonly #labelLayer = new VectorLayer({ zIndex: 5, declutter: true, updateWhileAnimating: true })
  readonly #amenityLayer = new VectorLayer({
    source: this.#amenities,
    zIndex: 6,
    declutter: true,
    updateWhileAnimating: true,
  })
  readonly #routeLayer = new VectorLayer({ source: this.#route, zIndex: 4, updateWhileAnimating: true })
  readonly #outdoorLayer = new VectorLayer({ source: this.#outdoor, zIndex: 3, updateWhileAnimating: true })
  readonly #markLayer = new VectorLayer({ source: this.#marks, zIndex: 7 })
  #level: Level | null = null
  #palette: Palette
  #words: Words
  #selectedId: number | null = null
  #isPicking = false

  constructor(target: HTMLElement, palette: Palette, words: Words, events: Events) {
    this.#target = target
    this.#events = events
    this.#palette = palette
    this.#words = words
    this.#map = new OlMap({
      target,
      controls: [],
      interactions: defaultInteractions({ altShiftDragRotate: false, pinchRotate: false }),
      layers: [
        this.#floor,
        this.#outdoorLayer,
        this.#routeLayer,
        this.#labelLayer,
        this.#amenityLayer,
        this.#markLayer,
      ],
      view: new View({ center: [0, 0], zoom: 18, minZoom: 11, maxZoom: 23, enableRotation: false }),
      moveTolerance: 4,
    })
    this.#map.on('click', ({ coordinate, pixel }) => this.#clicked(coordinate, pixel))
    this.setLook(palette, words)
  }

  setLook(palette: Palette, words: Words): void {
    this.#palette = palette
    this.#words = words
    this.#floor.setBackground(palette.outside)
    this.#labelLayer.setStyle(labelStyle(palette, words.area))
    this.#amenityLayer.setStyle(amenityStyle(palette))
    this.#routeLayer.setStyle(routeStyle(palette))
    this.#outdoorLayer.setStyle(outdoorStyle(palette))
    this.#markLayer.setStyle(markStyle(palette))
    this.#drawFloor()
    if (this.#level) this.setLevel(this.#level)
  }

  setLevel(level: Level): void {
    if (this.#level !== level) this.#floor.setSource(floorSource(level))
    this.#level = level
    this.#labelLayer.setSource(labelFeatures(level, this.#words.name))
    this.#amenities.clear(true)
    this.#amenities.addFeatures(
      level.amenities.features.map((amenity) => {
        const { kind, goesTo } = amenity.properties
        const geometry = new Point(fromLonLat(amenity.geometry.coordinates))
        return new Feature({ geometry, kind, goes: this.#words.goesTo(goesTo), amenity })
      }),
    )
  }

  /** While a point is picked, a tap on a lift is a point too. */
  setPicking(on: boolean): void {
    this.#isPicking = on
    this.#target.style.cursor = on ? 'crosshair' : ''
  }

  select(unitId: number | null): void {
    this.#selectedId = unitId
    this.#drawFloor()
  }

  /** Lines of the route on this floor, the chosen step's apart. */
  showRoute(lines: readonly { line: readonly LonLat[]; chosen: boolean }[], ends: readonly LonLat[]): void {
    this.#route.clear(true)
    this.#route.addFeatures(
      lines
        .filter(({ line }) => line.length > 1)
        .map(
          ({ line, chosen }) =>
            new Feature({ geometry: new LineString(line.map((point) => fromLonLat(point))), chosen }),
        ),
    )
    this.#marks.clear(true)
    this.#marks.addFeatures(ends.map((end) => new Feature({ geometry: new Point(fromLonLat(end)) })))
  }

  /** The way outside, the same on every floor: dashed where it is only the straight line. */
  showOutdoor(way: Outdoor['way'] | null): void {
    this.#outdoor.clear(true)
    if (!way) return
    const geometry = new LineString(way.geometry.coordinates.map((point) => fromLonLat(point)))
    this.#outdoor.addFeature(new Feature({ geometry, kind: way.kind }))
  }

  /** Keeps what panels cover, in pixels, out of the middle. */
  setPadding(padding: [number, number, number, number]): void {
    this.#map.getView().padding = padding
  }

  fitBuilding({ bounds }: Indoor): void {
    this.#fit(transformExtent(bounds, 'EPSG:4326', 'EPSG:3857'), 0)
  }

  fitLine(line: readonly LonLat[]): void {
    if (line.length === 0) return
    const extent = new LineString(line.map((point) => fromLonLat(point))).getExtent()
    this.#fit(extent, flightMs())
  }

  reveal(at: LonLat): void {
    const view = this.#map.getView()
    view.animate({ center: fromLonLat(at), zoom: Math.max(view.getZoom() ?? 0, 20), duration: flightMs() })
  }

  destroy(): void {
    this.#map.setTarget(undefined)
    this.#map.dispose()
  }

  #fit(extent: number[], duration: number): void {
    this.#map.updateSize()
    this.#map.getView().fit(extent, { padding: [32, 32, 32, 32], maxZoom: 21, duration })
  }

  #drawFloor(): void {
    this.#floor.setStyle(floorStyle(this.#palette, this.#selectedId))
  }

  #clicked(coordinate: number[], pixel: number[]): void {
    const level = this.#level
    if (!level) return
    const found = this.#map
      .getFeaturesAtPixel(pixel, { layerFilter: (layer) => layer === this.#amenityLayer, hitTolerance: 10 })
      .map((feature) => feature.get('amenity') as Amenity)
      .find(({ properties }) => properties.connectorId !== null)
    const at = toLonLat(coordinate) as LonLat
    if (found && !this.#isPicking) {
      this.#events.onConnector(found)
      return
    }
    const unit = unitAt(level, at)
    if (unit) this.#events.onUnit(unit, at)
    else this.#events.onNothing(at)
  }
}

const flightMs = (): number => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 250)

/** Asked of the floor itself, not of what is drawn: a hair beside an edge is still the room. */
function unitAt({ units }: Level, [lon, lat]: LonLat): Unit | null {
  const inside = units.features.filter(({ geometry }) =>
    geometry.coordinates.reduce((within, ring) => {
      let crossed = false
      ring.forEach(([ax, ay], index) => {
        const [bx, by] = ring[(index + 1) % ring.length]!
        if (ay > lat !== by > lat && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax) crossed = !crossed
      })
      return crossed !== within
    }, false),
  )
  return inside.sort((a, b) => a.properties.area - b.properties.area)[0] ?? null
}

const routeStyle =
  (palette: Palette) =>
  (feature: { get(key: string): unknown }): Style[] => {
    const chosen = feature.get('chosen') === true
    return [
      new Style({ stroke: new Stroke({ color: palette.casing, width: 9, lineCap: 'round', lineJoin: 'round' }) }),
      new Style({
        stroke: new Stroke({
          color: chosen ? (palette.dark ? '#ffb454' : '#d9480f') : '#2f7de1',
          width: 5,
          lineCap: 'round',
          lineJoin: 'round',
        }),
        zIndex: chosen ? 2 : 1,
      }),
    ]
  }

const outdoorStyle =
  (palette: Palette) =>
  (feature: { get(key: string): unknown }): Style[] => {
    const lineDash = feature.get('kind') === 'straight' ? [2, 10] : undefined
    return [
      new Style({ stroke: new Stroke({ color: palette.casing, width: 9, lineCap: 'round', lineDash }) }),
      new Style({ stroke: new Stroke({ color: palette.accent, width: 5, lineCap: 'round', lineDash }) }),
    ]
  }

const markStyle = (palette: Palette): Style[] => [
  new Style({ image: new Circle({ radius: 9, fill: new Fill({ color: palette.casing }) }) }),
  new Style({ image: new Circle({ radius: 6.5, fill: new Fill({ color: '#2f7de1' }) }) }),
]
