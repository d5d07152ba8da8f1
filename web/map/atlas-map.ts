import { defaults as defaultInteractions } from 'ol/interaction/defaults.js'
import type BaseLayer from 'ol/layer/Base.js'
import OlMap from 'ol/Map.js'
import { fromLonLat, toLonLat, transformExtent } from 'ol/proj.js'
import View from 'ol/View.js'
import type { MapView } from '../state/map-state.ts'
import { RegionLayers } from './base-layers.ts'
import type { Mark } from './gather-marks.ts'
import { MarkLayer, type MarkLook } from './mark-layer.ts'
import { OverlayLayer } from './overlay-layer.ts'
import type { Palette } from './palette.ts'
import { PathLayer } from './path-layer.ts'
import type { RegionLabel } from './region-style.ts'
import { TileMarks } from './tile-marks.ts'

/** Edges that panels cover, in pixels: the map's middle is the middle of what is left. */
export interface Padding {
  top: number
  right: number
  bottom: number
  left: number
}

export interface MapTheme {
  palette: Palette
  english: boolean
  colourOf(category: string): string
  look: MarkLook
}

export interface MapEvents {
  /** After the view came to rest; `extent` is the uncovered part in degrees. */
  onView(view: MapView, extent: [number, number, number, number]): void
  onMark(mark: Mark, point: { lon: number; lat: number }): void
  onHover(placeId: number | null): void
  /** A tap on nothing. */
  onEmpty(point: { lon: number; lat: number }): void
  /** A press held still, or a right click: "here". */
  onLongPress(point: { lon: number; lat: number }): void
  /** The marks on screen changed; false while tiles of the view are still on their way. */
  onMarks(marks: readonly Mark[], complete: boolean, failed: boolean): void
}

const longPressMs = 550
const flightMs = 250

/** The map of the page: layers, gestures and flights; knows no React and no address. */
export class AtlasMap {
  readonly #map: OlMap
  readonly #regions: RegionLayers
  readonly #paths: PathLayer
  readonly #markLayer: MarkLayer
  readonly #tileMarks: TileMarks
  readonly overlay: OverlayLayer
  readonly #events: MapEvents
  #shownMarks: readonly Mark[] | null = null
  #extra: readonly Mark[] = []
  #raster: BaseLayer | null = null
  /** The flight under way: covering an edge anew ends it, so it is begun again. */
  #flight: (() => void) | null = null

  constructor(target: HTMLElement, view: MapView, padding: Padding, theme: MapTheme, events: MapEvents) {
    this.#events = events
    this.#regions = new RegionLayers()
    this.#tileMarks = new TileMarks(() => this.#refreshMarks())
    this.#paths = new PathLayer(this.#tileMarks.store)
    this.#markLayer = new MarkLayer(theme.look)
    this.overlay = new OverlayLayer()
    this.#map = new OlMap({
      target,
      controls: [],
      interactions: defaultInteractions({ altShiftDragRotate: false, pinchRotate: false }),
      layers: [...this.#regions.layers, this.#paths.layer, ...this.overlay.layers, this.#markLayer],
      view: new View({
        center: fromLonLat([view.lon, view.lat]),
        zoom: view.zoom,
        minZoom: 3,
        maxZoom: 19,
        enableRotation: false,
        // From the start: the address names the middle of what no panel covers.
        padding: edges(padding),
      }),
      moveTolerance: 4,
    })
    this.setTheme(theme)
    this.#listen(target)
  }

  setTheme(theme: MapTheme): void {
    const zoomAt = (resolution: number): number => this.#map.getView().getZoomForResolution(resolution) ?? 0
    this.#regions.setTheme(theme.palette, zoomAt)
    this.#paths.setTheme(theme.palette, theme.colourOf, theme.english, zoomAt)
    this.overlay.setTheme(theme.palette)
    this.#markLayer.setLook(theme.look)
  }

  setPadding(padding: Padding): void {
    const view = this.#map.getView()
    if (String(view.padding) === String(edges(padding))) return
    const flying = view.getAnimating()
    const center = view.getCenter()
    view.padding = edges(padding)
    // The middle of what is seen stays the middle: a rising sheet lifts the map with it, and an address holds for any sheet.
    if (flying) this.#flight?.()
    else if (center) this.#fly((_, duration) => view.animate({ center, duration }))
  }

  setRegionLabels(labels: readonly (RegionLabel & { labelPoint: number[] })[]): void {
    this.#markLayer.setRegionLabels(labels)
  }

  /** Facets of the tiles; see `tileQuery`. */
  setTileQuery(query: string): void {
    this.#tileMarks.store.setQuery(query)
    this.#paths.setQuery(query)
    this.#refreshMarks()
  }

  /** Shows these marks instead of those of the tiles (results of a search); null goes back to the tiles. */
  showMarks(marks: readonly Mark[] | null): void {
    this.#shownMarks = marks
    this.#refreshMarks()
  }

  /** Marks that must be there whatever the tiles say: the ranked places and the selected one. */
  setExtraMarks(marks: readonly Mark[]): void {
    this.#extra = marks
    this.#refreshMarks()
  }

  emphasise(hoveredId: number | null, selectedId: number | null): void {
    this.#markLayer.emphasise(hoveredId, selectedId)
  }

  /** Layers of a part of the product that is loaded when it is wanted. @returns takes them off again */
  addLayers(layers: readonly BaseLayer[]): () => void {
    for (const layer of layers) this.#map.addLayer(layer)
    return () => {
      for (const layer of layers) this.#map.removeLayer(layer)
    }
  }

  /** A raster base map below everything; null is the own base alone. */
  setRaster(layer: BaseLayer | null): void {
    if (this.#raster) this.#map.removeLayer(this.#raster)
    this.#raster = layer
    if (layer) this.#map.getLayers().insertAt(0, layer)
    this.#regions.setOwnBase(layer === null)
    this.#markLayer.showRegionLabels(layer === null)
  }

  refreshTiles(touched: Parameters<TileMarks['refresh']>[0]): void {
    if (this.#tileMarks.refresh(touched)) {
      this.#paths.reload()
      this.#refreshMarks()
    }
  }

  /** Draws pins and discs again, after a glyph arrived. */
  redrawMarks(): void {
    this.#markLayer.changed()
  }

  flyTo(lon: number, lat: number, zoom?: number): void {
    this.#fly((view, duration) => {
      view.cancelAnimations()
      view.animate({ center: fromLonLat([lon, lat]), ...(zoom === undefined ? {} : { zoom }), duration })
    })
  }

  /** Brings a point into the uncovered part without changing the zoom where it is there already. */
  reveal(lon: number, lat: number, leastZoom: number): void {
    const view = this.#map.getView()
    const [west, south, east, north] = this.extent()
    const insetX = (east - west) * 0.12
    const insetY = (north - south) * 0.12
    const inside = lon > west + insetX && lon < east - insetX && lat > south + insetY && lat < north - insetY
    if (inside && (view.getZoom() ?? 0) >= leastZoom) return
    this.flyTo(lon, lat, Math.max(view.getZoom() ?? 0, leastZoom))
  }

  fit(bounds: readonly [number, number, number, number], mostZoom = 16): void {
    const extent = transformExtent([...bounds], 'EPSG:4326', 'EPSG:3857')
    this.#fly((view, duration) => view.fit(extent, { duration, maxZoom: mostZoom, padding: [24, 24, 24, 24] }))
  }

  /** Zooms to what a disc stands for; false when its places lie on one spot and zooming would part nothing. */
  zoomInto(mark: Mark): boolean {
    const view = this.#map.getView()
    const zoom = view.getZoom() ?? 0
    const [west, south, east, north] = mark.extent
    if (zoom >= 17.5 || (east - west < 8 && north - south < 8 && zoom >= 16)) return false
    view.fit([west, south, east, north], {
      duration: this.#flightMs(),
      padding: [70, 70, 70, 70],
      minResolution: view.getResolutionForZoom(Math.min(19, zoom + 3)),
    })
    // Bounds larger than the screen's must still bring the reader closer.
    if ((view.getResolutionForExtent([west, south, east, north]) ?? 0) > (view.getResolution() ?? 0) * 0.8) {
      this.flyTo(...(toLonLat([mark.x, mark.y]) as [number, number]), zoom + 1.5)
    }
    return true
  }

  zoomBy(steps: number): void {
    const view = this.#map.getView()
    view.animate({ zoom: (view.getZoom() ?? 0) + steps, duration: this.#flightMs() })
  }

  /** The uncovered part of the map in degrees: west, south, east, north. */
  extent(): [number, number, number, number] {
    const view = this.#map.getView()
    const [width, height] = this.#map.getSize() ?? [1, 1]
    const [top, right, bottom, left] = view.padding as [number, number, number, number]
    const size = [Math.max(50, width! - left - right), Math.max(50, height! - top - bottom)]
    return transformExtent(view.calculateExtent(size), 'EPSG:3857', 'EPSG:4326') as [number, number, number, number]
  }

  view(): MapView {
    const view = this.#map.getView()
    const [lon, lat] = toLonLat(view.getCenter() ?? [0, 0]) as [number, number]
    return { lon, lat, zoom: view.getZoom() ?? 5 }
  }

  destroy(): void {
    this.#map.setTarget(undefined)
    this.#map.dispose()
  }

  #fly(flight: (view: View, durationMs: number) => void): void {
    this.#flight = () => flight(this.#map.getView(), this.#flightMs())
    this.#flight()
  }

  #flightMs(): number {
    return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : flightMs
  }

  #rested(): void {
    if (!this.#map.getSize()?.every((side) => side > 0)) return
    this.#events.onView(this.view(), this.extent())
    this.#refreshMarks()
  }

  /** Chooses what is drawn: results of a search, or the tiles; the extra marks replace those of the same place. */
  #refreshMarks(): void {
    const view = this.#map.getView()
    const resolution = view.getResolution()
    if (!resolution) return
    const extraIds = new Set(this.#extra.map((mark) => mark.place?.id ?? 0))
    const gathered = this.#shownMarks
      ? { marks: this.#shownMarks, complete: true, failed: false }
      : this.#tileMarks.gather(view.calculateExtent(this.#map.getSize()), resolution, this.#markLayer.marks, extraIds)
    const marks = [...gathered.marks.filter((mark) => !extraIds.has(mark.place?.id ?? 0)), ...this.#extra]
    this.#markLayer.setMarks(marks)
    this.#events.onMarks(marks, gathered.complete, gathered.failed)
  }

  #listen(target: HTMLElement): void {
    const slackOf = (event: PointerEvent): number => (event.pointerType === 'touch' ? 8 : 2)
    this.#map.on('moveend', () => this.#rested())
    this.#map.on('click', (event) => {
      const pointer = event.originalEvent as PointerEvent
      const mark = this.#markLayer.markAt(event.pixel[0]!, event.pixel[1]!, slackOf(pointer))
      const [lon, lat] = toLonLat(event.coordinate) as [number, number]
      if (mark) this.#events.onMark(mark, { lon, lat })
      else this.#events.onEmpty({ lon, lat })
    })
    this.#map.on('pointermove', (event) => {
      const pointer = event.originalEvent as PointerEvent
      if (event.dragging || pointer.pointerType === 'touch') return
      const mark = this.#markLayer.markAt(event.pixel[0]!, event.pixel[1]!, 0)
      target.style.cursor = mark ? 'pointer' : ''
      this.#events.onHover(mark?.place?.id ?? null)
    })
    this.#listenForLongPress(target)
  }

  #listenForLongPress(target: HTMLElement): void {
    let timer: number | undefined
    let start: [number, number] = [0, 0]
    const here = (event: MouseEvent): void => {
      const [lon, lat] = toLonLat(this.#map.getEventCoordinate(event)) as [number, number]
      this.#events.onLongPress({ lon, lat })
    }
    const cancel = (): void => clearTimeout(timer)
    target.addEventListener('contextmenu', (event) => {
      event.preventDefault()
      // Touch screens raise this too; their press is told by the timer below.
      if ((event as PointerEvent).pointerType !== 'touch') here(event)
    })
    target.addEventListener('pointerdown', (event) => {
      cancel()
      if (event.pointerType !== 'touch' || !event.isPrimary) return
      start = [event.clientX, event.clientY]
      timer = window.setTimeout(() => here(event), longPressMs)
    })
    target.addEventListener('pointermove', (event) => {
      if (Math.hypot(event.clientX - start[0], event.clientY - start[1]) > 8) cancel()
    })
    target.addEventListener('pointerup', cancel)
    target.addEventListener('pointercancel', cancel)
  }
}

const edges = ({ top, right, bottom, left }: Padding): number[] => [top, right, bottom, left]
