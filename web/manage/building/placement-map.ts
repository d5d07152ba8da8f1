import Collection from 'ol/Collection.js'
import { boundingExtent } from 'ol/extent.js'
import Feature from 'ol/Feature.js'
import GeoJSON from 'ol/format/GeoJSON.js'
import type OlGeometry from 'ol/geom/Geometry.js'
import MultiPolygon from 'ol/geom/MultiPolygon.js'
import { defaults as defaultInteractions } from 'ol/interaction/defaults.js'
import Translate from 'ol/interaction/Translate.js'
import VectorLayer from 'ol/layer/Vector.js'
import OlMap from 'ol/Map.js'
import { fromLonLat, toLonLat } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import View from 'ol/View.js'
import type { Placement } from '../../../api/contract/buildings.ts'
import { toMap } from '../../../bim-viewer/ifc/placement.ts'
import { RegionLayers } from '../../map/base-layers.ts'
import type { Palette } from '../../map/palette.ts'
import { neighbourStyle, shapeStyle } from '../geometry/geometry-styles.ts'

const format = new GeoJSON({ featureProjection: 'EPSG:3857' })

/** The building's floors over the outline of its place: dragging moves it. Knows no React. */
export class PlacementMap {
  readonly #map: OlMap
  readonly #regions = new RegionLayers()
  readonly #building = new Feature<MultiPolygon>(new MultiPolygon([]))
  readonly #outline = new VectorSource<Feature<OlGeometry>>()
  readonly #buildingLayer = new VectorLayer({ source: new VectorSource({ features: [this.#building] }), zIndex: 30 })
  readonly #outlineLayer = new VectorLayer({ source: this.#outline, zIndex: 20 })
  readonly #floors: readonly number[][][]
  #placement: Placement

  constructor(
    target: HTMLElement,
    given: { floors: readonly number[][][]; placement: Placement; outline: object; palette: Palette },
    onMoved: (at: { lon: number; lat: number }) => void,
  ) {
    this.#floors = given.floors
    this.#placement = given.placement
    this.#map = new OlMap({
      target,
      controls: [],
      interactions: defaultInteractions({ altShiftDragRotate: false, pinchRotate: false, keyboard: false }),
      layers: [...this.#regions.layers, this.#outlineLayer, this.#buildingLayer],
      view: new View({
        center: fromLonLat([given.placement.lon, given.placement.lat]),
        zoom: 18,
        maxZoom: 22,
        enableRotation: false,
      }),
    })
    this.#outline.addFeature(new Feature(format.readGeometry(given.outline) ?? undefined))
    const translate = new Translate({ features: new Collection([this.#building]), hitTolerance: 8 })
    translate.on('translateend', ({ startCoordinate, coordinate }) => {
      const [x, y] = fromLonLat([this.#placement.lon, this.#placement.lat])
      const [lon, lat] = toLonLat([
        x! + coordinate[0]! - startCoordinate[0]!,
        y! + coordinate[1]! - startCoordinate[1]!,
      ])
      onMoved({ lon: lon!, lat: lat! })
    })
    this.#map.addInteraction(translate)
    this.setPlacement(given.placement)
    this.setPalette(given.palette)
    this.fit()
  }

  setPlacement(placement: Placement): void {
    this.#placement = placement
    const project = toMap(placement)
    this.#building.setGeometry(
      new MultiPolygon(this.#floors.map((ring) => [ring.map((point) => fromLonLat(project(point)))])),
    )
  }

  setPalette(palette: Palette): void {
    this.#regions.setTheme(palette, (resolution) => this.#map.getView().getZoomForResolution(resolution) ?? 0)
    this.#buildingLayer.setStyle(shapeStyle(palette)[1]!)
    this.#outlineLayer.setStyle(neighbourStyle(palette))
  }

  fit(): void {
    const building = this.#building.getGeometry()!.getExtent()
    const place = this.#outline.getExtent()!
    const all = boundingExtent([building.slice(0, 2), building.slice(2), place.slice(0, 2), place.slice(2)])
    this.#map.getView().fit(all, { padding: [40, 40, 40, 40], maxZoom: 20 })
  }

  destroy(): void {
    this.#map.setTarget(undefined)
    this.#map.dispose()
  }
}
