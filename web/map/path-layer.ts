import VectorTileLayer from 'ol/layer/VectorTile.js'
import type RenderFeature from 'ol/render/Feature.js'
import VectorTileSource from 'ol/source/VectorTile.js'
import type Tile from 'ol/VectorTile.js'
import { pathStyle } from './path-style.ts'
import { type TileStore, tileGrid } from './tile-store.ts'
import { trailEnds } from './trail-ends.ts'

/** Before it the dots of short trails would hide the trails. */
const endsFromZoom = 12

/** Trails as lines and parks as areas, from the same tiles as the marks. */
export class PathLayer {
  readonly layer: VectorTileLayer
  readonly #source: VectorTileSource
  readonly #store: TileStore
  #round = 0

  constructor(store: TileStore) {
    this.#store = store
    this.#source = new VectorTileSource({
      tileGrid,
      zDirection: 0,
      transition: 0,
      tileUrlFunction: ([z, x, y]) => `${store.keyOf(z!, x!, y!)}#${this.#round}`,
      tileLoadFunction: (tile) => this.#load(tile as Tile<RenderFeature>),
    })
    this.layer = new VectorTileLayer({ source: this.#source, declutter: true, renderBuffer: 64, zIndex: 10 })
  }

  setTheme(...theme: Parameters<typeof pathStyle>): void {
    this.layer.setStyle(pathStyle(...theme))
  }

  setQuery(query: string): void {
    this.#source.setTileUrlFunction(([z, x, y]) => `${this.#store.keyOf(z!, x!, y!)}#${this.#round}`, `${query}`)
  }

  /** Draws tiles anew that the store has forgotten. */
  reload(): void {
    this.#round += 1
    this.#source.refresh()
  }

  #load(tile: Tile<RenderFeature>): void {
    const [z, x, y] = tile.tileCoord as [number, number, number]
    this.#store.load(z, x, y).then(
      (features) => {
        const shapes = features.filter((feature) => !feature.getType().endsWith('Point'))
        const extent = tileGrid.getTileCoordExtent([z, x, y])
        const lines = z < endsFromZoom ? [] : shapes.filter((feature) => feature.getType().endsWith('LineString'))
        tile.setFeatures([...shapes, ...lines.flatMap((line) => trailEnds(line, extent))])
      },
      () => tile.onError(),
    )
  }
}
