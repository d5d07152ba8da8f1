import Layer from 'ol/layer/Layer.js'
import type { FrameState } from 'ol/Map.js'
import { fromLonLat } from 'ol/proj.js'
import { apply } from 'ol/transform.js'
import type { Mark } from './gather-marks.ts'
import { breakName, drawLabels, type LabelWish } from './mark-labels.ts'
import type { Palette } from './palette.ts'
import { labelsAt, type RegionLabel, shortName } from './region-style.ts'
import { discRadius } from './ring.ts'
import type { Sprite } from './sprites.ts'

/** What the layer asks for while it draws; the map page answers from its place types, language and theme. */
export interface MarkLook {
  sprite(mark: Mark, emphasis: Emphasis, zoom: number): Sprite
  /** Name under a pin. */
  label(mark: Mark): string
  palette: Palette
  english: boolean
}

export type Emphasis = 'none' | 'hovered' | 'selected'

interface Drawn {
  mark: Mark
  x: number
  y: number
  sprite: Sprite
}

const fadeMs = 180
const labelsFromZoom = 13.5

/** Draws pins and discs on one canvas above the map and says which of them is under a pixel. */
export class MarkLayer extends Layer {
  readonly #canvas = document.createElement('canvas')
  readonly #reducedMotion = matchMedia('(prefers-reduced-motion: reduce)')
  #marks: readonly Mark[] = []
  #born = new Map<string, number>()
  #drawn: Drawn[] = []
  #look: MarkLook
  #hoveredId: number | null = null
  #selectedId: number | null = null
  #firstDrawn = false
  #regions: readonly (RegionLabel & { at: number[] })[] = []
  #regionsShown = true

  constructor(look: MarkLook) {
    super({ zIndex: 30 })
    this.#look = look
    this.#canvas.className = 'map-marks ol-layer'
    this.#canvas.style.position = 'absolute'
  }

  setLook(look: MarkLook): void {
    this.#look = look
    this.changed()
  }

  setMarks(marks: readonly Mark[]): void {
    const now = performance.now()
    const first = this.#marks.length === 0
    const born = new Map<string, number>()
    for (const mark of marks) born.set(mark.key, this.#born.get(mark.key) ?? (first ? now - fadeMs : now))
    this.#born = born
    this.#marks = marks
    this.changed()
  }

  /** Names of regions stand on the same canvas: only so can they keep clear of the marks. */
  setRegionLabels(labels: readonly (RegionLabel & { labelPoint: number[] })[]): void {
    this.#regions = labels.map((label) => ({ ...label, at: fromLonLat(label.labelPoint) }))
    this.changed()
  }

  showRegionLabels(shown: boolean): void {
    this.#regionsShown = shown
    this.changed()
  }

  get marks(): readonly Mark[] {
    return this.#marks
  }

  emphasise(hoveredId: number | null, selectedId: number | null): void {
    if (hoveredId === this.#hoveredId && selectedId === this.#selectedId) return
    this.#hoveredId = hoveredId
    this.#selectedId = selectedId
    this.changed()
  }

  /** The topmost mark at a CSS pixel of the map; fingers get `slack` pixels around it. */
  markAt(x: number, y: number, slack: number): Mark | null {
    for (const { mark, x: left, y: top, sprite } of this.#drawn.toReversed()) {
      if (mark.place) {
        const halfWidth = sprite.width * 0.28 + slack
        if (Math.abs(x - left) <= halfWidth && y <= top + slack && y >= top - sprite.height * 0.66 - slack) return mark
      } else if (Math.hypot(x - left, y - top) <= discRadius(mark.count) + slack) return mark
    }
    return null
  }

  override render(frame: FrameState | null): HTMLElement {
    if (!frame) return this.#canvas
    const [width, height] = frame.size as [number, number]
    const ratio = frame.pixelRatio
    const canvas = this.#canvas
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio)
      canvas.height = Math.round(height * ratio)
      canvas.style.width = `${width}px`
      canvas.style.height = `${height}px`
    }
    const context = canvas.getContext('2d')!
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, canvas.width, canvas.height)
    context.scale(ratio, ratio)
    this.#drawn = this.#inOrder(frame, width, height)
    const fading = this.#stamp(context)
    const zoom = zoomOf(frame)
    const regionWishes = this.#regionsShown ? this.#regionWishes(frame, zoom, width, height) : []
    drawLabels(context, [...regionWishes, ...this.#markWishes(zoom)], this.#look.palette)
    if (fading) frame.animate = true
    return canvas
  }

  /** Positions on screen: discs below pins, the north below the south, the emphasised on top. */
  #inOrder(frame: FrameState, width: number, height: number): Drawn[] {
    const zoom = zoomOf(frame)
    const drawn: (Drawn & { rank: number })[] = []
    for (const mark of this.#marks) {
      const [x, y] = apply(frame.coordinateToPixelTransform, [mark.x, mark.y]) as [number, number]
      if (x < -60 || y < -60 || x > width + 60 || y > height + 70) continue
      const emphasis = this.#emphasisOf(mark)
      const rank = emphasis === 'selected' ? 3 : emphasis === 'hovered' ? 2 : mark.place ? 1 : 0
      drawn.push({ mark, x, y, sprite: this.#look.sprite(mark, emphasis, zoom), rank })
    }
    return drawn.sort((a, b) => a.rank - b.rank || a.y - b.y)
  }

  #emphasisOf(mark: Mark): Emphasis {
    if (!mark.place) return 'none'
    if (mark.place.id === this.#selectedId) return 'selected'
    return mark.place.id === this.#hoveredId ? 'hovered' : 'none'
  }

  #stamp(context: CanvasRenderingContext2D): boolean {
    const now = performance.now()
    const still = this.#reducedMotion.matches
    let fading = false
    for (const { mark, x, y, sprite } of this.#drawn) {
      const age = still ? fadeMs : now - (this.#born.get(mark.key) ?? 0)
      context.globalAlpha = Math.min(1, 0.15 + age / fadeMs)
      if (age < fadeMs) fading = true
      context.drawImage(
        sprite.canvas,
        Math.round(x - sprite.anchorX),
        Math.round(y - sprite.anchorY),
        sprite.width,
        sprite.height,
      )
    }
    context.globalAlpha = 1
    if (!this.#firstDrawn && this.#drawn.length > 0) {
      this.#firstDrawn = true
      // Read by the first-load measurement and by field monitoring.
      performance.mark('first-pins')
    }
    return fading
  }

  /** Names under pins from the zoom where they have room; below it the marks only keep the regions' names away. */
  #markWishes(zoom: number): LabelWish[] {
    return this.#drawn.toReversed().map(({ mark, x, y, sprite }) => {
      const named = mark.place && zoom >= labelsFromZoom
      const radius = discRadius(mark.count)
      return {
        lines: named ? breakName(this.#look.label(mark)) : [],
        spots: [{ x, y: y + 5 }],
        look: 'place',
        body: mark.place
          ? { left: x - 14, top: y - sprite.height * 0.6, right: x + 14, bottom: y }
          : { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius },
      }
    })
  }

  #regionWishes(frame: FrameState, zoom: number, width: number, height: number): LabelWish[] {
    return labelsAt(this.#regions, zoom).flatMap((label) => {
      const [x, y] = apply(frame.coordinateToPixelTransform, [...label.at]) as [number, number]
      if (x < 0 || y < 0 || x > width || y > height) return []
      return {
        lines: [this.#look.english ? shortEnglish(label.nameEn) : shortName(label.nameZh)],
        spots: [-8, 16, -34, 30, -48].map((shift) => ({ x, y: y + shift })),
        look: label.level,
        body: null,
      }
    })
  }
}

/** "Chengdu City" and "Aba Tibetan and Qiang Autonomous Prefecture" are read as Chengdu and Aba. */
const shortEnglish = (name: string): string =>
  name
    .replace(/ (?:Municipality|Province|City|District|County|Prefecture)$/, '')
    .replace(/ (?:Tibetan|Yi|Qiang|Tujia|Miao)\b.*Autonomous$/, '')

const zoomOf = (frame: FrameState): number => Math.log2(156_543.033_928_041 / frame.viewState.resolution)
