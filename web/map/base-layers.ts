import Feature from 'ol/Feature.js'
import MVT from 'ol/format/MVT.js'
import LineString from 'ol/geom/LineString.js'
import Point from 'ol/geom/Point.js'
import VectorLayer from 'ol/layer/Vector.js'
import VectorTileLayer from 'ol/layer/VectorTile.js'
import { fromLonLat } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import VectorTileSource from 'ol/source/VectorTile.js'
import Stroke from 'ol/style/Stroke.js'
import Style from 'ol/style/Style.js'
import { createXYZ } from 'ol/tilegrid.js'
import { graticuleLines, graticuleStep } from './graticule.ts'
import type { Palette } from './palette.ts'
import { labelStyle, type RegionLabel, regionStyle } from './region-style.ts'

/** The own base map: land and borders from the region tiles, a graticule, and names drawn with the system's fonts. */
export class RegionLayers {
  readonly #land = new VectorTileLayer({
    source: new VectorTileSource({
      format: new MVT(),
      url: '/tiles/regions/{z}/{x}/{y}.mvt',
      tileGrid: createXYZ({ tileSize: 512, maxZoom: 12 }),
      transition: 0,
    }),
    zIndex: 0,
  })
  readonly #graticule = new VectorLayer({ source: graticuleSource(), zIndex: 1 })
  readonly #labelSource = new VectorSource<Feature<Point>>()
  readonly #labels = new VectorLayer({ source: this.#labelSource, declutter: true, zIndex: 20 })
  #ownBase = true
  #palette: Palette | null = null
  #zoomAt: (resolution: number) => number = () => 0

  get layers() {
    return [this.#land, this.#graticule, this.#labels]
  }

  setTheme(palette: Palette, english: boolean, zoomAt: (resolution: number) => number): void {
    this.#palette = palette
    this.#zoomAt = zoomAt
    this.#labels.setStyle(labelStyle(palette, english, zoomAt))
    this.#styleLand()
    const meridian = new Style({ stroke: new Stroke({ color: palette.graticule, width: 0.7 }) })
    this.#graticule.setStyle((line, resolution) =>
      Number(line.get('step')) >= graticuleStep(zoomAt(resolution)) ? meridian : undefined,
    )
  }

  /** Over a raster base only the borders stay; it brings land and names of its own. */
  setOwnBase(own: boolean): void {
    this.#ownBase = own
    this.#labels.setVisible(own)
    this.#graticule.setVisible(own)
    this.#styleLand()
  }

  setLabels(labels: readonly (RegionLabel & { labelPoint: number[] })[]): void {
    this.#labelSource.clear(true)
    this.#labelSource.addFeatures(
      labels.map((label) => {
        const feature = new Feature(new Point(fromLonLat(label.labelPoint)))
        feature.set('label', label, true)
        return feature
      }),
    )
  }

  #styleLand(): void {
    if (!this.#palette) return
    const style = regionStyle(this.#palette, this.#zoomAt)
    this.#land.setBackground(this.#ownBase ? this.#palette.outside : undefined)
    this.#land.setStyle(
      this.#ownBase
        ? style
        : (feature, resolution) => (feature.get('level') === 'county' ? undefined : style(feature, resolution)),
    )
  }
}

const graticuleSource = (): VectorSource =>
  new VectorSource({
    features: graticuleLines().map(
      ({ stepDegrees, from, to }) =>
        new Feature({ geometry: new LineString([fromLonLat(from), fromLonLat(to)]), step: stepDegrees }),
    ),
  })
