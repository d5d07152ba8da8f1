import Feature from 'ol/Feature.js'
import GeoJSON from 'ol/format/GeoJSON.js'
import type OlGeometry from 'ol/geom/Geometry.js'
import LineString from 'ol/geom/LineString.js'
import Point from 'ol/geom/Point.js'
import Polygon from 'ol/geom/Polygon.js'
import Draw from 'ol/interaction/Draw.js'
import { defaults as defaultInteractions } from 'ol/interaction/defaults.js'
import Modify from 'ol/interaction/Modify.js'
import Snap from 'ol/interaction/Snap.js'
import VectorLayer from 'ol/layer/Vector.js'
import OlMap from 'ol/Map.js'
import { fromLonLat, toLonLat } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import View from 'ol/View.js'
import { RegionLayers } from '../../map/base-layers.ts'
import type { Palette } from '../../map/palette.ts'
import { neighbourStyle } from '../geometry/geometry-styles.ts'
import type { Part, Picked, Position } from './drawing-ops.ts'
import { belowStyle, controlStyle, floorThingStyle } from './floor-styles.ts'
import type { UnderlayPicture } from './read-underlay.ts'
import { applied, type Control, type Similarity } from './underlay-fit.ts'
import { UnderlayLayer } from './underlay-layer.ts'

export type FloorTool = 'select' | 'room' | 'wall' | 'door' | 'opening' | 'facility' | 'connector' | 'control'

export interface ShownThing extends Picked {
  geometry: { type: 'Polygon' | 'LineString' | 'Point'; coordinates: unknown }
  label: string
  faulty: boolean
}

export interface FloorEvents {
  onPick(picked: Picked | null): void
  onMoved(moved: (Picked & { coordinates: unknown })[]): void
  onRoom(coordinates: Position[][]): void
  onWall(line: Position[]): void
  onOpening(kind: 'door' | 'opening', line: [Position, Position]): void
  /** A tap of the tools that set a point. */
  onPoint(tool: 'facility' | 'connector' | 'control', at: Position): void
}

const format = new GeoJSON({ featureProjection: 'EPSG:3857' })
const doorMetres = 1
const nearPixels = 24
/** More lines of a drawing than this are seen but not snapped to. */
const mostSnapped = 8_000

const featureOf = (shape: object): Feature<OlGeometry> =>
  new Feature<OlGeometry>({ geometry: format.readGeometry(shape) ?? undefined })

/** The map of the floor editor: draws, bends, snaps; knows no React and keeps no history. */
export class FloorMap {
  readonly #map: OlMap
  readonly #events: FloorEvents
  readonly #regions = new RegionLayers()
  readonly #own = new VectorSource<Feature<OlGeometry>>()
  readonly #below = new VectorSource<Feature<OlGeometry>>()
  readonly #outline = new VectorSource<Feature<OlGeometry>>()
  readonly #traced = new VectorSource<Feature<OlGeometry>>()
  readonly #controls = new VectorSource<Feature<OlGeometry>>()
  readonly #ownLayer = new VectorLayer({ source: this.#own, zIndex: 30 })
  readonly #belowLayer = new VectorLayer({ source: this.#below, zIndex: 20 })
  readonly #outlineLayer = new VectorLayer({ source: this.#outline, zIndex: 10 })
  readonly #controlLayer = new VectorLayer({ source: this.#controls, zIndex: 60, style: controlStyle })
  readonly #underlay = new UnderlayLayer()
  readonly #modify: Modify
  readonly #snaps: Snap[]
  #draw: Draw | null = null
  #tool: FloorTool = 'select'
  #tracedBy: { picture: UnderlayPicture | null; on: Similarity } | null = null

  constructor(
    target: HTMLElement,
    given: { center: Position; outline: object; palette: Palette },
    events: FloorEvents,
  ) {
    this.#events = events
    this.#map = new OlMap({
      target,
      controls: [],
      interactions: defaultInteractions({
        altShiftDragRotate: false,
        pinchRotate: false,
        keyboard: false,
        doubleClickZoom: false,
      }),
      layers: [
        ...this.#regions.layers,
        this.#underlay.layer,
        this.#outlineLayer,
        this.#belowLayer,
        this.#ownLayer,
        this.#controlLayer,
      ],
      view: new View({ center: fromLonLat(given.center), zoom: 20, minZoom: 14, maxZoom: 25, enableRotation: false }),
    })
    this.#outline.addFeature(featureOf(given.outline))
    // A finger is wider than a pointer.
    const pixelTolerance = matchMedia('(pointer: coarse)').matches ? 20 : 10
    // One source for all: corners that lie on each other move together, as walls between rooms do.
    this.#modify = new Modify({ source: this.#own, pixelTolerance })
    this.#snaps = [this.#below, this.#traced, this.#outline, this.#own].map(
      (source) => new Snap({ source, pixelTolerance }),
    )
    this.#map.addInteraction(this.#modify)
    for (const snap of this.#snaps) this.#map.addInteraction(snap)
    this.#modify.on('modifyend', () => this.#tellMoved())
    this.#map.on('singleclick', ({ coordinate, pixel }) => this.#tapped(coordinate, pixel))
    this.setPalette(given.palette)
  }

  setPalette(palette: Palette): void {
    this.#regions.setTheme(palette, (resolution) => this.#map.getView().getZoomForResolution(resolution) ?? 0)
    this.#ownLayer.setStyle(floorThingStyle(palette))
    this.#belowLayer.setStyle(belowStyle(palette))
    this.#outlineLayer.setStyle(neighbourStyle(palette))
    this.#underlay.setLineColour(palette.label)
  }

  setThings(things: readonly ShownThing[], picked: Picked | null): void {
    this.#own.clear(true)
    this.#own.addFeatures(
      things.map(({ part, guid, geometry, label, faulty }) => {
        const feature = featureOf(geometry)
        const isPicked = picked?.part === part && picked.guid === guid
        feature.setProperties({
          part,
          guid,
          label,
          faulty,
          picked: isPicked,
          was: JSON.stringify(positionsOf(feature)),
        })
        return feature
      }),
    )
  }

  setBelow(shapes: readonly object[]): void {
    this.#below.clear(true)
    this.#below.addFeatures(shapes.map((shape) => featureOf(shape)))
  }

  setUnderlay(picture: UnderlayPicture | null, on: Similarity, opacity: number): void {
    this.#underlay.set(picture, on, opacity)
    if (this.#tracedBy?.picture === picture && this.#tracedBy.on === on) return
    this.#tracedBy = { picture, on }
    this.#traced.clear(true)
    if (!picture || picture.lines.length > mostSnapped) return
    this.#traced.addFeatures(
      picture.lines.map((line) => new Feature<OlGeometry>(new LineString(line.map((point) => applied(on, point))))),
    )
  }

  setControls(controls: readonly Control[], pending: readonly [number, number] | null): void {
    this.#controls.clear(true)
    controls.forEach(({ on }, index) => {
      const feature = new Feature<OlGeometry>(new Point(fromLonLat(on)))
      feature.set('number', index + 1)
      this.#controls.addFeature(feature)
    })
    if (!pending) return
    const feature = new Feature<OlGeometry>(new Point([...pending]))
    feature.setProperties({ number: controls.length + 1, pending: true })
    this.#controls.addFeature(feature)
  }

  setTool(tool: FloorTool): void {
    this.#tool = tool
    if (this.#draw) this.#map.removeInteraction(this.#draw)
    this.#draw = null
    this.#modify.setActive(tool === 'select')
    if (tool !== 'room' && tool !== 'wall' && tool !== 'opening') return
    const shape = tool === 'room' ? { type: 'Polygon' as const } : { type: 'LineString' as const }
    const twoPoints = tool === 'opening' ? { maxPoints: 2 } : {}
    this.#draw = new Draw({ ...shape, ...twoPoints, source: new VectorSource(), stopClick: true })
    this.#draw.on('drawend', ({ feature }) => {
      const drawn = positionsOf(feature as Feature<OlGeometry>)
      if (tool === 'room') this.#events.onRoom(drawn as Position[][])
      else if (tool === 'wall') this.#events.onWall(drawn as Position[])
      else this.#events.onOpening('opening', drawn as [Position, Position])
    })
    this.#map.addInteraction(this.#draw)
    // Snapping must come after drawing to see its pointer first.
    for (const snap of this.#snaps) {
      this.#map.removeInteraction(snap)
      this.#map.addInteraction(snap)
    }
  }

  /** Takes the last corner of an unfinished drawing back; false when nothing is being drawn. */
  takeBack(): boolean {
    if (!this.#draw?.getOverlay().getSource()?.getFeatures().length) return false
    this.#draw.removeLastPoint()
    return true
  }

  cancelDrawing = (): void => this.#draw?.abortDrawing()
  finishDrawing = (): void => void this.#draw?.finishDrawing()

  fit(): void {
    const extent = [this.#own, this.#below, this.#outline]
      .map((source) => source.getExtent())
      .find((found) => found?.every(Number.isFinite))
    if (extent) this.#map.getView().fit(extent, { padding: [50, 50, 50, 50], maxZoom: 21 })
  }

  panBy(right: number, up: number): void {
    const view = this.#map.getView()
    const [x, y] = view.getCenter() ?? [0, 0]
    const step = 60 * (view.getResolution() ?? 1)
    view.setCenter([x! + right * step, y! + up * step])
  }

  zoomBy(steps: number): void {
    const view = this.#map.getView()
    view.setZoom((view.getZoom() ?? 20) + steps)
  }

  /** Pixel of a position in the element, for tests. */
  pixelOf(at: number[]): number[] | null {
    return this.#map.getPixelFromCoordinate(fromLonLat(at))
  }

  destroy(): void {
    this.#map.setTarget(undefined)
    this.#map.dispose()
  }

  #tapped(coordinate: number[], pixel: number[]): void {
    if (this.#tool === 'facility' || this.#tool === 'connector' || this.#tool === 'control')
      this.#events.onPoint(this.#tool, fine(toLonLat(coordinate)))
    else if (this.#tool === 'door') this.#placeDoor(coordinate)
    else if (this.#tool === 'select') {
      const hits = this.#map.getFeaturesAtPixel(pixel, {
        hitTolerance: 6,
        layerFilter: (layer) => layer === this.#ownLayer,
      })
      const order: Part[] = ['connectors', 'facilities', 'openings', 'rooms']
      const [first] = hits.toSorted((a, b) => order.indexOf(a.get('part')) - order.indexOf(b.get('part')))
      this.#events.onPick(first ? { part: first.get('part'), guid: first.get('guid') } : null)
    }
  }

  /** A metre of the room edge nearest to the tap, no further than a finger from it. */
  #placeDoor(tap: number[]): void {
    const resolution = this.#map.getView().getResolution() ?? 1
    let best: { distance: number; line: [number[], number[]] } | null = null
    const half = doorMetres / 2 / Math.cos((toLonLat(tap)[1]! * Math.PI) / 180)
    for (const feature of this.#own.getFeatures()) {
      if (feature.get('part') !== 'rooms') continue
      for (const ring of (feature.getGeometry() as Polygon).getCoordinates()) {
        for (let at = 1; at < ring.length; at++) {
          const found = doorOn(ring[at - 1]!, ring[at]!, tap, half)
          if (found && (!best || found.distance < best.distance)) best = found
        }
      }
    }
    if (!best || best.distance > nearPixels * resolution) return
    const [a, b] = best.line.map((end) => fine(toLonLat(end))) as [Position, Position]
    this.#events.onOpening('door', [a, b])
  }

  #tellMoved(): void {
    const moved = this.#own.getFeatures().flatMap((feature) => {
      const coordinates = positionsOf(feature)
      if (JSON.stringify(coordinates) === feature.get('was')) return []
      return [{ part: feature.get('part') as Part, guid: feature.get('guid') as string, coordinates }]
    })
    if (moved.length > 0) this.#events.onMoved(moved)
  }
}

function doorOn(a: number[], b: number[], tap: number[], half: number) {
  const [dx, dy] = [b[0]! - a[0]!, b[1]! - a[1]!]
  const length = Math.hypot(dx, dy)
  if (length === 0) return null
  const along = ((tap[0]! - a[0]!) * dx + (tap[1]! - a[1]!) * dy) / length
  const reach = Math.min(half, length / 2)
  const middle = Math.min(length - reach, Math.max(reach, along))
  const at = (metres: number) => [a[0]! + (dx * metres) / length, a[1]! + (dy * metres) / length]
  const nearest = at(Math.min(length, Math.max(0, along)))
  const distance = Math.hypot(tap[0]! - nearest[0]!, tap[1]! - nearest[1]!)
  return { distance, line: [at(middle - reach), at(middle + reach)] as [number[], number[]] }
}

/** To a tenth of a millimetre. */
const fine = ([lon, lat]: number[]): Position => [Math.round(lon! * 1e9) / 1e9, Math.round(lat! * 1e9) / 1e9]

function positionsOf(feature: Feature<OlGeometry>): unknown {
  const geometry = feature.getGeometry()
  const deep = (coordinates: unknown): unknown =>
    typeof (coordinates as unknown[])[0] === 'number'
      ? fine(toLonLat(coordinates as number[]))
      : (coordinates as unknown[]).map(deep)
  if (geometry instanceof Polygon || geometry instanceof LineString || geometry instanceof Point)
    return deep(geometry.getCoordinates())
  throw new Error('a floor has polygons, lines and points only')
}
