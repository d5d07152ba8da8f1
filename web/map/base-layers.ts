import Feature from 'ol/Feature.js'
import MVT from 'ol/format/MVT.js'
import LineString from 'ol/geom/LineString.js'
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
import { borderStyle, regionStyle } from './region-style.ts'

/** The own base map: land and borders from the region tiles, and a graticule. Names are drawn with the marks. */
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
  #ownBase = true
  #palette: Palette | null = null
  #zoomAt: (resolution: number) => number = () => 0

  get layers() {
    return [this.#land, this.#graticule]
  }

  setTheme(palette: Palette, zoomAt: (resolution: number) => number): void {
    this.#palette = palette
    this.#zoomAt = zoomAt
    this.#styleLand()
    const meridian = new Style({ stroke: new Stroke({ color: palette.graticule, width: 0.7 }) })
    this.#graticule.setStyle((line, resolution) =>
      Number(line.get('step')) >= graticuleStep(zoomAt(resolution)) ? meridian : undefined,
    )
  }

  /** Over a raster base only the borders stay; it brings land and names of its own. */
  setOwnBase(own: boolean): void {
    this.#ownBase = own
    this.#graticule.setVisible(own)
    this.#styleLand()
  }

  #styleLand(): void {
    if (!this.#palette) return
    this.#land.setBackground(this.#ownBase ? this.#palette.outside : undefined)
    this.#land.setStyle(this.#ownBase ? regionStyle(this.#palette, this.#zoomAt) : borderStyle(this.#palette))
  }
}

const graticuleSource = (): VectorSource =>
  new VectorSource({
    features: graticuleLines().map(
      ({ stepDegrees, from, to }) =>
        new Feature({ geometry: new LineString([fromLonLat(from), fromLonLat(to)]), step: stepDegrees }),
    ),
  })
