import { boundingExtent, type Extent } from 'ol/extent.js'
import ImageLayer from 'ol/layer/Image.js'
import ImageCanvas from 'ol/source/ImageCanvas.js'
import type { UnderlayPicture } from './read-underlay.ts'
import { applied, type Similarity } from './underlay-fit.ts'

/** The drawing under the floor, turned and sized as its control points say; redrawn for each view, so that lines stay thin. */
export class UnderlayLayer {
  readonly layer = new ImageLayer({ zIndex: 5 })
  #shown: { picture: UnderlayPicture; on: Similarity } | null = null
  #lineColour = '#666'

  set(picture: UnderlayPicture | null, on: Similarity, opacity: number): void {
    this.layer.setOpacity(opacity)
    if (picture === this.#shown?.picture && sameSimilarity(on, this.#shown?.on)) return
    this.#shown = picture && { picture, on }
    this.#renew()
  }

  /** In Web Mercator; null where nothing is traced. */
  get extent(): Extent | null {
    if (!this.#shown) return null
    const { picture, on } = this.#shown
    const [west, south, east, north] = picture.bounds
    const corners: [number, number][] = [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
    ]
    return boundingExtent(corners.map((corner) => applied(on, corner)))
  }

  setLineColour(colour: string): void {
    this.#lineColour = colour
    this.#renew()
  }

  #renew(): void {
    const shown = this.#shown
    this.layer.setSource(
      shown &&
        new ImageCanvas({
          ratio: 1,
          projection: 'EPSG:3857',
          canvasFunction: (extent, resolution, pixelRatio, size) =>
            drawn(shown, { extent, resolution: resolution / pixelRatio, size, lineColour: this.#lineColour }),
        }),
    )
  }
}

const sameSimilarity = (one: Similarity, other: Similarity | undefined): boolean =>
  one.a === other?.a && one.b === other.b && one.x === other.x && one.y === other.y

interface View {
  extent: number[]
  /** Mercator metres of a pixel of the canvas. */
  resolution: number
  size: number[]
  lineColour: string
}

function drawn(
  { picture, on: { a, b, x, y } }: { picture: UnderlayPicture; on: Similarity },
  { extent, resolution, size, lineColour }: View,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(size[0]!)
  canvas.height = Math.round(size[1]!)
  const context = canvas.getContext('2d')!
  const [west, north] = [extent[0]!, extent[3]!]
  if (picture.image) {
    const height = picture.bounds[3]
    // The picture's rows go down from its top edge at v = height.
    context.setTransform(
      a / resolution,
      -b / resolution,
      b / resolution,
      a / resolution,
      (x - b * height - west) / resolution,
      (north - y - a * height) / resolution,
    )
    context.drawImage(picture.image, 0, 0)
    return canvas
  }
  context.strokeStyle = lineColour
  context.lineWidth = Math.max(1, devicePixelRatio)
  context.beginPath()
  for (const line of picture.lines) {
    line.forEach(([u, v], index) => {
      const px = (a * u - b * v + x - west) / resolution
      const py = (north - (b * u + a * v + y)) / resolution
      if (index === 0) context.moveTo(px, py)
      else context.lineTo(px, py)
    })
  }
  context.stroke()
  return canvas
}
