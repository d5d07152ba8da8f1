import Feature from 'ol/Feature.js'
import GeoJSON from 'ol/format/GeoJSON.js'
import type OlGeometry from 'ol/geom/Geometry.js'
import MultiPoint from 'ol/geom/MultiPoint.js'
import Point from 'ol/geom/Point.js'
import Draw from 'ol/interaction/Draw.js'
import { defaults as defaultInteractions } from 'ol/interaction/defaults.js'
import Modify from 'ol/interaction/Modify.js'
import Snap from 'ol/interaction/Snap.js'
import type BaseLayer from 'ol/layer/Base.js'
import VectorLayer from 'ol/layer/Vector.js'
import OlMap from 'ol/Map.js'
import { fromLonLat, toLonLat } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import View from 'ol/View.js'
import type { Geometry } from '../../../api/contract/shapes.ts'
import { RegionLayers } from '../../map/base-layers.ts'
import type { Palette } from '../../map/palette.ts'
import { rounded } from './geometry-ops.ts'
import { crossingStyle, neighbourStyle, pickedStyle, shapeStyle } from './geometry-styles.ts'

export type Tool = 'modify' | 'draw' | 'add' | 'split' | 'erase'
export type DrawKind = 'Point' | 'LineString' | 'Polygon'

interface Events {
  /** A finished gesture; `drawn` is a new shape or part, otherwise the shape as bent. */
  onShape(shape: Geometry, drawn: boolean): void
  /** A tap while the tool is `split`. */
  onSplit(at: [number, number]): void
  /** A line drawn across an area while the tool is `split`. */
  onCut(line: number[][]): void
  onPicked(index: number | null): void
}

const format = new GeoJSON({ featureProjection: 'EPSG:3857' })

const featureOf = (shape: object): Feature<OlGeometry> =>
  new Feature<OlGeometry>({ geometry: format.readGeometry(shape) ?? undefined })

/** The map of the geometry editor: draws, bends, snaps; knows no React and keeps no history. */
export class GeometryMap {
  readonly #map: OlMap
  readonly #events: Events
  readonly #regions = new RegionLayers()
  readonly #own = new VectorSource<Feature<OlGeometry>>()
  readonly #neighbours = new VectorSource<Feature<OlGeometry>>()
  readonly #marks = new VectorSource<Feature<OlGeometry>>()
  readonly #ownLayer = new VectorLayer({ source: this.#own, zIndex: 30 })
  readonly #neighbourLayer = new VectorLayer({ source: this.#neighbours, zIndex: 20, declutter: true })
  readonly #markLayer = new VectorLayer({ source: this.#marks, zIndex: 40 })
  #draw: Draw | null = null
  #modify: Modify
  readonly #snaps: Snap[]
  #picked: number | null = null
  #raster: BaseLayer | null = null

  constructor(target: HTMLElement, center: [number, number], palette: Palette, events: Events) {
    this.#events = events
    this.#map = new OlMap({
      target,
      controls: [],
      interactions: defaultInteractions({ altShiftDragRotate: false, pinchRotate: false, keyboard: false }),
      layers: [...this.#regions.layers, this.#neighbourLayer, this.#ownLayer, this.#markLayer],
      view: new View({ center: fromLonLat(center), zoom: 17, minZoom: 6, maxZoom: 21, enableRotation: false }),
    })
    // A finger is wider than a pointer.
    const pixelTolerance = matchMedia('(pointer: coarse)').matches ? 20 : 10
    this.#modify = new Modify({ source: this.#own, pixelTolerance, deleteCondition: () => this.#tool === 'erase' })
    this.#snaps = [new Snap({ source: this.#neighbours }), new Snap({ source: this.#own })]
    this.#map.addInteraction(this.#modify)
    for (const snap of this.#snaps) this.#map.addInteraction(snap)
    this.#modify.on('modifyend', () => this.#tellShape())
    this.#map.on('singleclick', (event) => {
      const at = toLonLat(event.coordinate) as [number, number]
      if (this.#tool === 'split' && !this.#draw) events.onSplit(at)
      else if (this.#tool === 'erase') this.#eraseNear(event.coordinate)
    })
    this.setPalette(palette)
  }

  #tool: Tool = 'modify'

  setPalette(palette: Palette): void {
    this.#regions.setTheme(palette, (resolution) => this.#map.getView().getZoomForResolution(resolution) ?? 0)
    this.#ownLayer.setStyle(shapeStyle(palette))
    this.#neighbourLayer.setStyle(neighbourStyle(palette))
    this.#markLayer.setStyle((feature) => (feature.get('picked') ? pickedStyle(palette) : crossingStyle))
  }

  setRaster(layer: BaseLayer | null): void {
    if (this.#raster) this.#map.removeLayer(this.#raster)
    this.#raster = layer
    if (layer) this.#map.getLayers().insertAt(0, layer)
    this.#regions.setOwnBase(layer === null)
  }

  setShape(shape: Geometry | null): void {
    this.#own.clear(true)
    if (shape) this.#own.addFeature(featureOf(shape))
    this.pick(null)
  }

  setNeighbours(shapes: readonly { geometry: object; name: string }[]): void {
    this.#neighbours.clear(true)
    this.#neighbours.addFeatures(
      shapes.map(({ geometry, name }) => {
        const feature = featureOf(geometry)
        feature.set('name', name)
        return feature
      }),
    )
  }

  showCrossings(at: readonly number[][]): void {
    this.#marks.clear(true)
    if (at.length > 0) this.#marks.addFeature(new Feature(new MultiPoint(at.map((position) => fromLonLat(position)))))
  }

  setTool(tool: Tool, kind: DrawKind): void {
    this.#tool = tool
    if (this.#draw) this.#map.removeInteraction(this.#draw)
    this.#draw = null
    this.#modify.setActive(tool === 'modify')
    const isCut = tool === 'split' && kind === 'Polygon'
    if (tool !== 'draw' && tool !== 'add' && !isCut) return
    this.#draw = new Draw({ type: isCut ? 'LineString' : kind, source: new VectorSource(), stopClick: true })
    this.#draw.on('drawend', ({ feature }) => {
      const drawn = format.writeGeometryObject(feature.getGeometry()!) as Geometry
      if (isCut) this.#events.onCut(drawn.coordinates as number[][])
      else this.#events.onShape(rounded(drawn), true)
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

  cancelDrawing(): void {
    this.#draw?.abortDrawing()
  }

  finishDrawing(): void {
    this.#draw?.finishDrawing()
  }

  /** Marks a corner for the keyboard, counted through all parts. */
  pick(index: number | null): void {
    this.#picked = index
    const old = this.#marks.getFeatures().find((feature) => feature.get('picked'))
    if (old) this.#marks.removeFeature(old)
    const at = index === null ? undefined : this.corners()[index]
    if (at) {
      const mark = new Feature<OlGeometry>(new Point(fromLonLat(at)))
      mark.set('picked', true)
      this.#marks.addFeature(mark)
    }
    this.#events.onPicked(at ? index : null)
  }

  pickNext(step: 1 | -1): void {
    const count = this.corners().length
    if (count > 0) this.pick(((this.#picked ?? (step > 0 ? -1 : 0)) + step + count) % count)
  }

  /** All corners as [lon, lat], through all parts in order. */
  corners(): number[][] {
    const geometry = this.#own.getFeatures()[0]?.getGeometry()
    if (!geometry) return []
    return positionsOf((format.writeGeometryObject(geometry) as Geometry).coordinates)
  }

  fit(): void {
    const extent = this.#own.getExtent()
    if (extent?.every(Number.isFinite)) {
      this.#map.getView().fit(extent, { padding: [60, 60, 60, 60], maxZoom: 18, duration: 0 })
    }
  }

  panBy(right: number, up: number): void {
    const view = this.#map.getView()
    const [x, y] = view.getCenter() ?? [0, 0]
    const step = 60 * (view.getResolution() ?? 1)
    view.setCenter([x! + right * step, y! + up * step])
  }

  zoomBy(steps: number): void {
    const view = this.#map.getView()
    view.setZoom((view.getZoom() ?? 17) + steps)
  }

  /** Pixel of a position in the element, for tests and for tips. */
  pixelOf(at: number[]): number[] | null {
    return this.#map.getPixelFromCoordinate(fromLonLat(at))
  }

  destroy(): void {
    this.#map.setTarget(undefined)
    this.#map.dispose()
  }

  #eraseNear(coordinate: number[]): void {
    this.#modify.setActive(true)
    const removed = this.#removeCorner(coordinate)
    this.#modify.setActive(false)
    if (removed) this.#events.onShape(removed, false)
  }

  /** The shape without the corner nearest to the tap, when it is near enough and enough others are left. */
  #removeCorner(coordinate: number[]): Geometry | null {
    const corners = this.corners()
    const pixel = this.#map.getPixelFromCoordinate(coordinate)
    const distances = corners.map((corner) => {
      const [x, y] = this.#map.getPixelFromCoordinate(fromLonLat(corner)) as [number, number]
      return Math.hypot(x - pixel[0]!, y - pixel[1]!)
    })
    const nearest = distances.indexOf(Math.min(...distances))
    return nearest >= 0 && distances[nearest]! <= 24 ? this.withoutCorner(nearest) : null
  }

  withoutCorner(index: number): Geometry | null {
    const geometry = this.#own.getFeatures()[0]?.getGeometry()
    if (!geometry) return null
    const shape = rounded(format.writeGeometryObject(geometry) as Geometry)
    return editCorner(shape, index, () => null)
  }

  movedCorner(index: number, eastMetres: number, northMetres: number): Geometry | null {
    const geometry = this.#own.getFeatures()[0]?.getGeometry()
    if (!geometry) return null
    const shape = format.writeGeometryObject(geometry) as Geometry
    return editCorner(shape, index, ([lon, lat, ...rest]) => [
      lon! + eastMetres / (111_320 * Math.cos((lat! * Math.PI) / 180)),
      lat! + northMetres / 110_574,
      ...rest,
    ])
  }

  #tellShape(): void {
    const geometry = this.#own.getFeatures()[0]?.getGeometry()
    if (geometry) this.#events.onShape(rounded(format.writeGeometryObject(geometry) as Geometry), false)
  }
}

const positionsOf = (coordinates: unknown): number[][] =>
  typeof (coordinates as unknown[])[0] === 'number'
    ? [coordinates as number[]]
    : (coordinates as unknown[]).flatMap(positionsOf)

/** Changes or drops one corner; rings stay closed, and parts keep what makes them a line or an area. */
export function editCorner(shape: Geometry, index: number, edit: (at: number[]) => number[] | null): Geometry | null {
  let seen = 0
  const isRing = shape.type === 'Polygon' || shape.type === 'MultiPolygon'
  const least = isRing ? 4 : 2
  let refused = false
  const editPart = (part: number[][]): number[][] => {
    const start = seen
    seen += part.length
    const at = index - start
    if (at < 0 || at >= part.length) return part
    const open = isRing ? part.slice(0, -1) : part
    const place = isRing ? at % open.length : at
    const next = edit(open[place]!)
    const edited = open.flatMap((position, corner) => (corner === place ? (next ? [next] : []) : [position]))
    if (isRing) edited.push(edited[0]!)
    refused = edited.length < least
    return edited
  }
  const deep = (coordinates: unknown): unknown => {
    const list = coordinates as unknown[]
    if (typeof list[0] === 'number') return edit(list as number[]) ?? list
    return typeof (list[0] as unknown[])[0] === 'number' ? editPart(list as number[][]) : list.map(deep)
  }
  const edited = rounded({ ...shape, coordinates: deep(shape.coordinates) } as Geometry)
  return refused ? null : edited
}
