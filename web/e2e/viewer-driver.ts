import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import type { Page } from './browser.ts'

/** A page of someone else's, on another origin, that shows our map style with MapLibre GL. */

const dist = dirname(createRequire(import.meta.url).resolve('maplibre-gl'))
const page = `<!doctype html><html lang="zh"><meta charset="utf-8"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/maplibre-gl.css"><style>html,body,#map{height:100%;margin:0}</style>
<div id="map"></div><script src="/maplibre-gl.js"></script></html>`
const files: Record<string, string> = { '/maplibre-gl.js': 'text/javascript', '/maplibre-gl.css': 'text/css' }

export interface View {
  lon: number
  lat: number
  zoom: number
}

export interface Drawn {
  /** What the library complained of: addresses that failed, images that are missing, faults of the style. */
  errors: string[]
  /** How many features of each style layer are on the screen. */
  features: Record<string, number>
  /** Places in the source's tiles: those counted in cells and those of their own (at zooms where none is a line or an area). */
  counted: number
}

export class ViewerDriver {
  readonly #page: Page
  readonly #atlas: string
  readonly #server: Server

  constructor(given: Page, atlas: string) {
    this.#page = given
    this.#atlas = atlas
    this.#server = createServer((request, response) => {
      const path = request.url ?? '/'
      const type = files[path]
      response.setHeader('Content-Type', type ?? 'text/html; charset=utf-8')
      response.end(type ? readFileSync(join(dist, path)) : page)
    })
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    await this.#page.setViewportSize({ width: 900, height: 640 })
    await this.#page.goto(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`)
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  /** Draws the style anew and waits until nothing moves. */
  draw(style: string, view: View): Promise<Drawn> {
    return this.#page.evaluate(drawInPage, { style: this.#atlas + style, view })
  }

  /** Share of the picture's pixels by colour, rounded to 32 steps a channel: `r,g,b`. */
  async colours(): Promise<Map<string, number>> {
    const { data, info } = await sharp(await this.#page.screenshot())
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const shares = new Map<string, number>()
    const pixels = info.width * info.height
    for (let at = 0; at < data.length; at += 3) {
      const colour = [data[at]! >> 3, data[at + 1]! >> 3, data[at + 2]! >> 3].join()
      shares.set(colour, (shares.get(colour) ?? 0) + 1 / pixels)
    }
    return shares
  }

  /** How many features the server's engine holds of a layer. */
  async featuresOf(layer: string): Promise<number> {
    const figures = await (await fetch(`${this.#atlas}/metrics`)).text()
    return Number(new RegExp(`features_${layer}[^\\n]* (\\d+)`).exec(figures)?.[1])
  }
}

/** Runs in the page. */
async function drawInPage({ style, view }: { style: string; view: View }): Promise<Drawn> {
  // biome-ignore lint/suspicious/noExplicitAny: the library is a script of the page, not of this program
  const library = (globalThis as any).maplibregl
  const errors: string[] = []
  const center = [view.lon, view.lat]
  const map = new library.Map({ container: 'map', style, center, zoom: view.zoom, fadeDuration: 0 })
  map.on('error', ({ error }: { error: Error }) => errors.push(error.message))
  map.on('styleimagemissing', ({ id }: { id: string }) => errors.push(`no image ${id}`))
  await new Promise<void>((resolve) => {
    map.once('idle', resolve)
    setTimeout(resolve, 20_000)
  })
  if (!map.loaded()) errors.push('not idle after 20 s')
  const features: Record<string, number> = {}
  for (const { layer } of map.queryRenderedFeatures()) features[layer.id] = (features[layer.id] ?? 0) + 1
  let counted = 0
  for (const feature of map.querySourceFeatures('places', { sourceLayer: 'places' })) {
    const { properties, geometry, _x, _y, _z } = feature
    if (properties.kind === 'cell') counted += properties.point_count
    else if (geometry.type === 'Point') {
      // A point of a tile's buffer is also in the tile beside it, on its own or in a cell.
      const { x, y } = library.MercatorCoordinate.fromLngLat(geometry.coordinates)
      if (Math.floor(x * 2 ** _z) === _x && Math.floor(y * 2 ** _z) === _y) counted++
    }
  }
  return { errors, features, counted }
}
