import type { MapBrowserEvent } from 'ol'
import type { Extent } from 'ol/extent.js'
import type Feature from 'ol/Feature.js'
import type OlGeometry from 'ol/geom/Geometry.js'
import Draw, { type Options as DrawOptions } from 'ol/interaction/Draw.js'
import { defaults as defaultInteractions } from 'ol/interaction/defaults.js'
import Modify from 'ol/interaction/Modify.js'
import Snap from 'ol/interaction/Snap.js'
import type BaseLayer from 'ol/layer/Base.js'
import OlMap from 'ol/Map.js'
import { fromLonLat } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import View from 'ol/View.js'
import { RegionLayers } from '../../map/base-layers.ts'
import type { Palette } from '../../map/palette.ts'

type Source = VectorSource<Feature<OlGeometry>>

interface Given {
  center: number[]
  zoom: number
  minZoom: number
  maxZoom: number
  /** Above the map of regions. */
  layers: readonly BaseLayer[]
  /** What is bent by dragging: corners that lie on each other move together. */
  bent: Source
  snapped: readonly Source[]
  doubleClickZoom?: boolean
  /** Whether a corner is taken away where it was pressed. */
  takesAway?: (event: MapBrowserEvent) => boolean
  onBent(): void
}

/** A map that is drawn on: shapes are drawn, bent and snapped to each other. It knows nothing of what they are, and keeps no history. */
export class DrawSurface {
  readonly map: OlMap
  readonly regions = new RegionLayers()
  readonly modify: Modify
  readonly #snaps: readonly Snap[]
  #draw: Draw | null = null

  constructor(target: HTMLElement, given: Given) {
    const { center, layers, bent, snapped, doubleClickZoom = true, takesAway, ...view } = given
    this.map = new OlMap({
      target,
      controls: [],
      interactions: defaultInteractions({
        altShiftDragRotate: false,
        pinchRotate: false,
        keyboard: false,
        doubleClickZoom,
      }),
      layers: [...this.regions.layers, ...layers],
      view: new View({
        center: fromLonLat(center),
        zoom: view.zoom,
        minZoom: view.minZoom,
        maxZoom: view.maxZoom,
        enableRotation: false,
      }),
    })
    // A finger is wider than a pointer.
    const pixelTolerance = matchMedia('(pointer: coarse)').matches ? 20 : 10
    this.modify = new Modify({
      source: bent,
      pixelTolerance,
      ...(takesAway ? { deleteCondition: takesAway } : {}),
    })
    this.#snaps = snapped.map((source) => new Snap({ source, pixelTolerance }))
    this.map.addInteraction(this.modify)
    for (const snap of this.#snaps) this.map.addInteraction(snap)
    this.modify.on('modifyend', () => given.onBent())
  }

  setTheme(palette: Palette): void {
    this.regions.setTheme(palette, (resolution) => this.map.getView().getZoomForResolution(resolution) ?? 0)
  }

  get isDrawing(): boolean {
    return this.#draw !== null
  }

  /** What the next taps draw; null ends drawing. */
  draw(options: Pick<DrawOptions, 'type' | 'maxPoints'> | null, onDrawn: (shape: Feature<OlGeometry>) => void): void {
    if (this.#draw) this.map.removeInteraction(this.#draw)
    this.#draw = options && new Draw({ ...options, source: new VectorSource(), stopClick: true })
    if (!this.#draw) return
    this.#draw.on('drawend', ({ feature }) => onDrawn(feature as Feature<OlGeometry>))
    this.map.addInteraction(this.#draw)
    // Snapping must come after drawing to see its pointer first.
    for (const snap of this.#snaps) {
      this.map.removeInteraction(snap)
      this.map.addInteraction(snap)
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

  /** Frames the first of these extents that holds anything. */
  fit(extents: readonly (Extent | null)[], maxZoom: number, padding: number): void {
    const extent = extents.find((found) => found?.every(Number.isFinite))
    if (extent) this.map.getView().fit(extent, { padding: [padding, padding, padding, padding], maxZoom })
  }

  panBy(right: number, up: number): void {
    const view = this.map.getView()
    const [x, y] = view.getCenter() ?? [0, 0]
    const step = 60 * (view.getResolution() ?? 1)
    view.setCenter([x! + right * step, y! + up * step])
  }

  zoomBy(steps: number): void {
    const view = this.map.getView()
    view.setZoom((view.getZoom() ?? 17) + steps)
  }

  /** Pixel of a position in the element, for tests and for tips. */
  pixelOf(at: number[]): number[] | null {
    return this.map.getPixelFromCoordinate(fromLonLat(at))
  }

  destroy(): void {
    this.map.setTarget(undefined)
    this.map.dispose()
  }
}
