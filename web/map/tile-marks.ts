import { gatherMarks, type Mark, squarePixels, type TileFeature } from './gather-marks.ts'
import { isTouched, type TouchedTile } from './live-tiles.ts'
import { TileStore, tileGrid } from './tile-store.ts'

interface Gathered {
  marks: readonly Mark[]
  /** Every tile of the view has arrived (or failed). */
  complete: boolean
  failed: boolean
}

const equatorResolution = 156_543.033_928_041

/** Marks of the place tiles that cover a view; asks for the tiles that are missing and tells when they are here. */
export class TileMarks {
  readonly store: TileStore
  /** Zoom and query whose tiles were complete last; until the next are, the old marks stay and nothing flickers. */
  #shown = ''

  constructor(onArrive: () => void) {
    let queued = false
    this.store = new TileStore(() => {
      if (queued) return
      queued = true
      requestAnimationFrame(() => {
        queued = false
        onArrive()
      })
    })
  }

  /** @param without ids of places that are drawn by others and must not be counted here again */
  gather(extent: number[], resolution: number, current: readonly Mark[], without: ReadonlySet<number>): Gathered {
    const z = tileGrid.getZForResolution(resolution, 0)
    const tiles: TileFeature[][] = []
    let missing = 0
    let failed = false
    tileGrid.forEachTileCoord(extent, z, ([, x, y]) => {
      const wrapped = ((x! % 2 ** z) + 2 ** z) % 2 ** z
      if (y! < 0 || y! >= 2 ** z) return
      const entry = this.store.peek(this.store.keyOf(z, wrapped, y!))
      if (entry?.state === 'ready') tiles.push(entry.features)
      else if (entry?.state === 'failed') failed = true
      else {
        missing += 1
        this.store.load(z, wrapped, y!).catch(() => {})
      }
    })
    // Squares follow the screen in half steps of zoom, so that discs keep their distance while pinching.
    const zoom = Math.round(Math.log2(equatorResolution / resolution) * 2) / 2
    const scene = `${zoom}|${this.store.keyOf(z, 0, 0)}`
    if (missing > 0 && scene !== this.#shown && current.length > 0) return { marks: current, complete: false, failed }
    if (missing === 0) this.#shown = scene
    const pixelMetres = equatorResolution / 2 ** zoom
    const squareMetres = squarePixels(zoom) * pixelMetres
    return {
      marks: gatherMarks(tiles, { zoom, tileZoom: z, squareMetres, pixelMetres }, without),
      complete: missing === 0,
      failed,
    }
  }

  /** Asks again for the tiles that failed and for those touched by changes (all, when the list is null). */
  refresh(touched: readonly TouchedTile[] | null): boolean {
    return this.store.forget((z, x, y) => touched === null || isTouched({ z, x, y }, touched))
  }
}
