import MVT from 'ol/format/MVT.js'
import type RenderFeature from 'ol/render/Feature.js'
import { createXYZ } from 'ol/tilegrid.js'
import { noteReply } from '../client/stored-replies.ts'
import { noteTile, ownWrite } from '../client/written-version.ts'

/** Tiles of 512 pixels: a quarter of the requests of 256, and the server's count cells are 8 pixels wide. */
/** The deepest tiles that the layer has are drawn larger beyond them: asking for more would show no place at all. */
export const tileGrid = createXYZ({ tileSize: 512, maxZoom: 16 })

const format = new MVT()
const mostTiles = 240

export type TileState = 'loading' | 'ready' | 'failed'

interface Entry {
  state: TileState
  features: RenderFeature[]
  loaded: Promise<RenderFeature[]>
}

/**
 * Decoded place tiles by address. The line and area layer and the marks ask for the same tiles: each is fetched and
 * decoded once. Least recently used tiles are dropped.
 */
export class TileStore {
  readonly #entries = new Map<string, Entry>()
  readonly #onArrive: () => void
  #query = ''
  /** Grows with each refresh so that the browser's cache is asked again. */
  #round = 0

  constructor(onArrive: () => void) {
    this.#onArrive = onArrive
  }

  /** Facets of the tiles from now on, with the question mark; the tiles of other facets are forgotten. */
  setQuery(query: string): void {
    if (query === this.#query) return
    this.#query = query
    this.#entries.clear()
  }

  /** The address as a key; also what the layer of lines and areas uses. */
  keyOf(z: number, x: number, y: number): string {
    return `/tiles/places/${z}/${x}/${y}.mvt${this.#query}`
  }

  peek(key: string): Entry | undefined {
    return this.#entries.get(key)
  }

  /** Features of a tile in EPSG:3857. @throws when the network fails; a missing tile is empty. */
  load(z: number, x: number, y: number): Promise<RenderFeature[]> {
    const key = this.keyOf(z, x, y)
    const known = this.#entries.get(key)
    if (known && known.state !== 'failed') {
      this.#entries.delete(key)
      this.#entries.set(key, known)
      return known.loaded
    }
    const entry: Entry = { state: 'loading', features: [], loaded: Promise.resolve([]) }
    entry.loaded = this.#fetch(key, [z, x, y]).then(
      (features) => {
        entry.features = features
        entry.state = 'ready'
        this.#onArrive()
        return features
      },
      (error: unknown) => {
        entry.state = 'failed'
        this.#onArrive()
        throw error
      },
    )
    this.#entries.set(key, entry)
    this.#dropOld()
    return entry.loaded
  }

  /** Forgets tiles that changed on the server; whoever shows them asks again. */
  forget(matches: (z: number, x: number, y: number) => boolean): boolean {
    let any = false
    this.#round += 1
    for (const key of this.#entries.keys()) {
      const [z, x, y] = /(\d+)\/(\d+)\/(\d+)\.mvt/.exec(key)!.slice(1).map(Number) as [number, number, number]
      if (matches(z, x, y)) {
        this.#entries.delete(key)
        any = true
      }
    }
    return any
  }

  async #fetch(key: string, coordinate: [number, number, number]): Promise<RenderFeature[]> {
    const response = await ask(key, this.#round > 0 ? 'no-cache' : 'default')
    noteReply(response)
    noteTile(response)
    if (response.status === 204 || response.status === 404) return []
    if (!response.ok) throw new Error(`tile ${key} answered ${response.status}`)
    const bytes = await response.arrayBuffer()
    return format.readFeatures(bytes, {
      extent: tileGrid.getTileCoordExtent(coordinate),
      featureProjection: 'EPSG:3857',
    }) as RenderFeature[]
  }

  #dropOld(): void {
    for (const key of this.#entries.keys()) {
      if (this.#entries.size <= mostTiles) return
      this.#entries.delete(key)
    }
  }
}

/** With what this person wrote last in it; when the server cannot promise that in time, as it is: the change feed brings the rest. */
async function ask(address: string, cache: RequestCache): Promise<Response> {
  const own = ownWrite()
  if (own !== '') {
    const response = await fetch(`${address}${address.includes('?') ? '&' : '?'}${own}`, { cache })
    if (response.status !== 409) return response
  }
  return fetch(address, { cache })
}
