import { altKeyOnly, doubleClick, singleClick } from 'ol/events/condition.js'
import Feature from 'ol/Feature.js'
import GeoJSON from 'ol/format/GeoJSON.js'
import type OlGeometry from 'ol/geom/Geometry.js'
import LineString from 'ol/geom/LineString.js'
import Point from 'ol/geom/Point.js'
import Polygon from 'ol/geom/Polygon.js'
import VectorLayer from 'ol/layer/Vector.js'
import { fromLonLat, toLonLat } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import type { Palette } from '../../map/palette.ts'
import { DrawSurface } from '../draw/draw-surface.ts'
import { neighbourStyle } from '../geometry/geometry-styles.ts'
import { DoorSlide, doorNear, mercatorOf } from './door-slide.ts'
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

/** The map of the floor editor: what can be drawn, bent and set on a floor. */
export class FloorMap {
  readonly #surface: DrawSurface
  readonly #events: FloorEvents
  readonly #own = new VectorSource<Feature<OlGeometry>>()
  readonly #doors = new VectorSource<Feature<OlGeometry>>()
  readonly #below = new VectorSource<Feature<OlGeometry>>()
  readonly #outline = new VectorSource<Feature<OlGeometry>>()
  readonly #traced = new VectorSource<Feature<OlGeometry>>()
  readonly #controls = new VectorSource<Feature<OlGeometry>>()
  readonly #ownLayer = new VectorLayer({ source: this.#own, zIndex: 30 })
  readonly #doorLayer = new VectorLayer({ source: this.#doors, zIndex: 31 })
  readonly #belowLayer = new VectorLayer({ source: this.#below, zIndex: 20 })
  readonly #outlineLayer = new VectorLayer({ source: this.#outline, zIndex: 10 })
  readonly #controlLayer = new VectorLayer({ source: this.#controls, zIndex: 60, style: controlStyle })
  readonly #underlay = new UnderlayLayer()
  #tool: FloorTool = 'select'
  #tracedBy: { picture: UnderlayPicture | null; on: Similarity } | null = null

  constructor(
    target: HTMLElement,
    given: { center: Position; outline: object; palette: Palette },
    events: FloorEvents,
  ) {
    this.#events = events
    const slide = new DoorSlide({
      doors: this.#doors,
      walls: this.#own,
      isActive: () => this.#tool === 'select',
      onMoved: () => this.#tellMoved(),
    })
    this.#surface = new DrawSurface(target, {
      center: given.center,
      zoom: 20,
      minZoom: 14,
      maxZoom: 25,
      doubleClickZoom: false,
      layers: [
        this.#underlay.layer,
        this.#outlineLayer,
        this.#belowLayer,
        this.#ownLayer,
        this.#doorLayer,
        this.#controlLayer,
      ],
      bent: this.#own,
      snapped: [this.#below, this.#traced, this.#outline, this.#own],
      // By finger there is no Alt.
      takesAway: (event) => doubleClick(event) || (altKeyOnly(event) && singleClick(event)),
      onBent: () => this.#tellMoved(),
    })
    // After what bends, so that it sees a pointer first: the wall that a door is dragged along stays straight.
    this.#surface.map.addInteraction(slide)
    this.#outline.addFeature(featureOf(given.outline))
    this.#surface.map.on('singleclick', ({ coordinate, pixel }) => this.#tapped(coordinate, pixel))
    this.setPalette(given.palette)
  }

  setPalette(palette: Palette): void {
    this.#surface.setTheme(palette)
    const style = floorThingStyle(palette)
    this.#ownLayer.setStyle(style)
    this.#doorLayer.setStyle(style)
    this.#belowLayer.setStyle(belowStyle(palette))
    this.#outlineLayer.setStyle(neighbourStyle(palette))
    this.#underlay.setLineColour(palette.label)
  }

  setThings(things: readonly ShownThing[], picked: Picked | null): void {
    const features = things.map(({ part, guid, geometry, label, faulty }) => {
      const feature = featureOf(geometry)
      const isPicked = picked?.part === part && picked.guid === guid
      const was = JSON.stringify(positionsOf(feature))
      feature.setProperties({ part, guid, label, faulty, picked: isPicked, was })
      return feature
    })
    const isDoor = (feature: Feature<OlGeometry>) => feature.get('part') === 'openings'
    this.#own.clear(true)
    this.#own.addFeatures(features.filter((feature) => !isDoor(feature)))
    this.#doors.clear(true)
    this.#doors.addFeatures(features.filter(isDoor))
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
    this.#surface.modify.setActive(tool === 'select')
    const twoPoints = tool === 'opening' ? { maxPoints: 2 } : {}
    const kind = tool === 'room' ? 'Polygon' : tool === 'wall' || tool === 'opening' ? 'LineString' : null
    this.#surface.draw(kind && { type: kind, ...twoPoints }, (feature) => {
      const drawn = positionsOf(feature)
      if (tool === 'room') this.#events.onRoom(drawn as Position[][])
      else if (tool === 'wall') this.#events.onWall(drawn as Position[])
      else this.#events.onOpening('opening', drawn as [Position, Position])
    })
  }

  takeBack = (): boolean => this.#surface.takeBack()
  cancelDrawing = (): void => this.#surface.cancelDrawing()
  finishDrawing = (): void => this.#surface.finishDrawing()
  /** What is drawn; before that what is traced, the floor below, the place. */
  fit = (): void =>
    this.#surface.fit(
      [this.#own.getExtent(), this.#underlay.extent, this.#below.getExtent(), this.#outline.getExtent()],
      21,
      50,
    )
  panBy = (right: number, up: number): void => this.#surface.panBy(right, up)
  zoomBy = (steps: number): void => this.#surface.zoomBy(steps)
  pixelOf = (at: number[]): number[] | null => this.#surface.pixelOf(at)
  destroy = (): void => this.#surface.destroy()

  #tapped(coordinate: number[], pixel: number[]): void {
    if (this.#tool === 'facility' || this.#tool === 'connector' || this.#tool === 'control')
      this.#events.onPoint(this.#tool, fine(toLonLat(coordinate)))
    else if (this.#tool === 'door') this.#placeDoor(coordinate)
    else if (this.#tool === 'select') {
      const hits = this.#surface.map.getFeaturesAtPixel(pixel, {
        hitTolerance: 6,
        layerFilter: (layer) => layer === this.#ownLayer || layer === this.#doorLayer,
      })
      const order: Part[] = ['connectors', 'facilities', 'openings', 'rooms']
      const [first] = hits.toSorted((a, b) => order.indexOf(a.get('part')) - order.indexOf(b.get('part')))
      this.#events.onPick(first ? { part: first.get('part'), guid: first.get('guid') } : null)
    }
  }

  /** A metre of the room edge nearest to the tap, no further than a finger from it. */
  #placeDoor(tap: number[]): void {
    const found = doorNear(this.#own, tap, mercatorOf(doorMetres / 2, tap))
    const resolution = this.#surface.map.getView().getResolution() ?? 1
    if (!found || found.distance > nearPixels * resolution) return
    const [a, b] = found.line.map((end) => fine(toLonLat(end))) as [Position, Position]
    this.#events.onOpening('door', [a, b])
  }

  #tellMoved(): void {
    const moved = [...this.#own.getFeatures(), ...this.#doors.getFeatures()].flatMap((feature) => {
      const coordinates = positionsOf(feature)
      if (JSON.stringify(coordinates) === feature.get('was')) return []
      return [{ part: feature.get('part') as Part, guid: feature.get('guid') as string, coordinates }]
    })
    if (moved.length > 0) this.#events.onMoved(moved)
  }
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
