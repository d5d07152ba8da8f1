import Feature from 'ol/Feature.js'
import GeoJSON from 'ol/format/GeoJSON.js'
import type OlGeometry from 'ol/geom/Geometry.js'
import MultiPoint from 'ol/geom/MultiPoint.js'
import Point from 'ol/geom/Point.js'
import type BaseLayer from 'ol/layer/Base.js'
import VectorLayer from 'ol/layer/Vector.js'
import { fromLonLat, toLonLat } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import type { Geometry } from '../../../api/contract/shapes.ts'
import type { Palette } from '../../map/palette.ts'
import { DrawSurface } from '../draw/draw-surface.ts'
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

/** The map of the geometry editor: one shape among its neighbours. */
export class GeometryMap {
  readonly #surface: DrawSurface
  readonly #events: Events
  readonly #own = new VectorSource<Feature<OlGeometry>>()
  readonly #neighbours = new VectorSource<Feature<OlGeometry>>()
  readonly #marks = new VectorSource<Feature<OlGeometry>>()
  readonly #ownLayer = new VectorLayer({ source: this.#own, zIndex: 30 })
  readonly #neighbourLayer = new VectorLayer({ source: this.#neighbours, zIndex: 20, declutter: true })
  readonly #markLayer = new VectorLayer({ source: this.#marks, zIndex: 40 })
  #picked: number | null = null
  #raster: BaseLayer | null = null

  constructor(target: HTMLElement, center: [number, number], palette: Palette, events: Events) {
    this.#events = events
    this.#surface = new DrawSurface(target, {
      center,
      zoom: 17,
      minZoom: 6,
      maxZoom: 21,
      layers: [this.#neighbourLayer, this.#ownLayer, this.#markLayer],
      bent: this.#own,
      snapped: [this.#neighbours, this.#own],
      takesAway: () => this.#tool === 'erase',
      onBent: () => this.#tellShape(),
    })
    this.#surface.map.on('singleclick', (event) => {
      const at = toLonLat(event.coordinate) as [number, number]
      if (this.#tool === 'split' && !this.#surface.isDrawing) events.onSplit(at)
      else if (this.#tool === 'erase') this.#eraseNear(event.coordinate)
    })
    this.setPalette(palette)
  }

  #tool: Tool = 'modify'

  setPalette(palette: Palette): void {
    this.#surface.setTheme(palette)
    this.#ownLayer.setStyle(shapeStyle(palette))
    this.#neighbourLayer.setStyle(neighbourStyle(palette))
    this.#markLayer.setStyle((feature) => (feature.get('picked') ? pickedStyle(palette) : crossingStyle))
  }

  setRaster(layer: BaseLayer | null): void {
    const { map, regions } = this.#surface
    if (this.#raster) map.removeLayer(this.#raster)
    this.#raster = layer
    if (layer) map.getLayers().insertAt(0, layer)
    regions.setOwnBase(layer === null)
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
    this.#surface.modify.setActive(tool === 'modify')
    const isCut = tool === 'split' && kind === 'Polygon'
    const isDrawn = tool === 'draw' || tool === 'add' || isCut
    this.#surface.draw(isDrawn ? { type: isCut ? 'LineString' : kind } : null, (feature) => {
      const drawn = format.writeGeometryObject(feature.getGeometry()!) as Geometry
      if (isCut) this.#events.onCut(drawn.coordinates as number[][])
      else this.#events.onShape(rounded(drawn), true)
    })
  }

  takeBack = (): boolean => this.#surface.takeBack()
  cancelDrawing = (): void => this.#surface.cancelDrawing()
  finishDrawing = (): void => this.#surface.finishDrawing()
  fit = (): void => this.#surface.fit([this.#own.getExtent()], 18, 60)
  panBy = (right: number, up: number): void => this.#surface.panBy(right, up)
  zoomBy = (steps: number): void => this.#surface.zoomBy(steps)
  pixelOf = (at: number[]): number[] | null => this.#surface.pixelOf(at)
  destroy = (): void => this.#surface.destroy()

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

  #eraseNear(coordinate: number[]): void {
    const removed = this.#removeCorner(coordinate)
    if (removed) this.#events.onShape(removed, false)
  }

  /** The shape without the corner nearest to the tap, when it is near enough and enough others are left. */
  #removeCorner(coordinate: number[]): Geometry | null {
    const corners = this.corners()
    const pixel = this.#surface.map.getPixelFromCoordinate(coordinate)
    const distances = corners.map((corner) => {
      const [x, y] = this.#surface.map.getPixelFromCoordinate(fromLonLat(corner)) as [number, number]
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
