import { type LabelBox, labelsWithRoom } from './labels.ts'
import type { Measurement } from './measure.ts'
import type { Snapped } from './snap.ts'
import { add, scale, type Vec3 } from './vector.ts'

export interface SpaceLabel {
  feature: number
  point: Vec3
  name: string
  detail: string
  /** Address of a small photo of the space. */
  photo: string | null
  weight: number
}

type ToScreen = (point: Vec3) => readonly [number, number] | null

interface DrawnLabel {
  label: SpaceLabel
  element: HTMLElement
  width: number
  height: number
  at: LabelBox | null
}

const svgNamespace = 'http://www.w3.org/2000/svg'

/** Words and lines over the picture: labels of spaces, measurements, what the pointer would snap to. Redrawn with each frame, never by itself. */
export class Overlay {
  readonly element = document.createElement('div')
  readonly #svg = document.createElementNS(svgNamespace, 'svg')
  #labels: readonly DrawnLabel[] = []
  readonly #figures = document.createElement('div')

  constructor() {
    this.element.className = 'viewer-overlay'
    this.#svg.setAttribute('aria-hidden', 'true')
    this.element.append(this.#svg, this.#figures)
  }

  setLabels(labels: readonly SpaceLabel[]): void {
    for (const { element } of this.#labels) element.remove()
    const elements = labels.map(labelElement)
    this.element.append(...elements)
    // Measured together, so that the page is laid out once.
    this.#labels = elements.map((element, index) => ({
      label: labels[index]!,
      element,
      width: element.offsetWidth,
      height: element.offsetHeight,
      at: null,
    }))
  }

  /** The space whose label lies under a pixel. */
  labelAt(x: number, y: number): number | null {
    for (const { label, at } of this.#labels) {
      if (at && Math.abs(x - at.x) <= at.width / 2 && Math.abs(y - at.y) <= at.height / 2) return label.feature
    }
    return null
  }

  drawLabels(isShown: (label: SpaceLabel) => boolean, toScreen: ToScreen, selected: ReadonlySet<number>): void {
    const drawn = this.#labels
    const boxes: LabelBox[] = []
    const boxed: DrawnLabel[] = []
    for (const each of drawn) {
      each.at = null
      const at = isShown(each.label) ? toScreen(each.label.point) : null
      if (!at) continue
      const weight = selected.has(each.label.feature) ? Number.POSITIVE_INFINITY : each.label.weight
      boxes.push({ x: at[0], y: at[1], width: each.width, height: each.height, weight })
      boxed.push(each)
    }
    labelsWithRoom(boxes).forEach((hasRoom, index) => {
      if (hasRoom) boxed[index]!.at = boxes[index]!
    })
    for (const { label, element, at, width, height } of drawn) {
      element.style.visibility = at ? 'visible' : 'hidden'
      element.classList.toggle('selected', selected.has(label.feature))
      if (at)
        element.style.transform = `translate(${Math.round(at.x - width / 2)}px, ${Math.round(at.y - height / 2)}px)`
    }
  }

  drawMeasurements(
    measurements: readonly { measurement: Measurement; text: string }[],
    snapped: Snapped | null,
    toScreen: ToScreen,
  ): void {
    const shapes: SVGElement[] = []
    const figures: HTMLElement[] = []
    for (const { measurement, text } of measurements) {
      const points = measurement.points.map(toScreen)
      const visible = points.filter((point) => point !== null)
      if (visible.length === points.length && points.length > 1) {
        const isArea = measurement.kind === 'area' && points.length > 2
        const shape = make(isArea ? 'polygon' : 'polyline', { points: visible.map((point) => point.join()).join(' ') })
        shapes.push(shape)
      }
      for (const [x, y] of visible) shapes.push(make('circle', { cx: x, cy: y, r: 4 }))
      const at = text === '' ? null : toScreen(middle(measurement.points))
      if (at) figures.push(figure(text, at))
    }
    const at = snapped ? toScreen(snapped.point) : null
    if (snapped && at) shapes.push(marker(snapped.kind, at))
    this.#svg.replaceChildren(...shapes)
    this.#figures.replaceChildren(...figures)
  }
}

function labelElement({ name, detail, photo }: SpaceLabel): HTMLElement {
  const element = document.createElement('div')
  element.className = photo ? 'viewer-label with-photo' : 'viewer-label'
  element.style.visibility = 'hidden'
  if (photo) {
    const image = document.createElement('img')
    image.src = photo
    image.alt = ''
    element.append(image)
  }
  if (name) element.append(Object.assign(document.createElement('b'), { textContent: name }))
  if (detail) element.append(Object.assign(document.createElement('span'), { textContent: detail }))
  return element
}

function middle(points: readonly Vec3[]): Vec3 {
  const sum = points.reduce(add, [0, 0, 0] as Vec3)
  return scale(sum, 1 / Math.max(1, points.length))
}

function make(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(svgNamespace, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  return element
}

/** A square on a vertex, a diamond on an edge, a ring on a face: told apart without colour. */
function marker(kind: Snapped['kind'], [x, y]: readonly [number, number]): SVGElement {
  const element =
    kind === 'vertex'
      ? make('rect', { x: x - 6, y: y - 6, width: 12, height: 12 })
      : kind === 'edge'
        ? make('path', { d: `M${x} ${y - 8}l8 8-8 8-8-8Z` })
        : make('circle', { cx: x, cy: y, r: 6 })
  element.setAttribute('class', `snap ${kind}`)
  return element
}

function figure(text: string, [x, y]: readonly [number, number]): HTMLElement {
  const element = document.createElement('output')
  element.className = 'viewer-figure'
  element.textContent = text
  element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px) translate(-50%, -130%)`
  return element
}
